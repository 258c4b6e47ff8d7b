"""Wall times in zones: which instant is meant, also on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tzdata import IANA_VERSION  # type: ignore[import-untyped]  # ships no types

TZ_VERSION: str = IANA_VERSION  # stored beside every instant: new rules, new instants
_STEP = timedelta(seconds=1)


@lru_cache(maxsize=65_536)
def instant(day: date, at: time, zone: str) -> datetime:
    """The instant (UTC) of a wall time.

    A time that the clocks leave out: the first instant after the gap. A time that they show
    twice: its first pass.
    """
    here = ZoneInfo(zone)
    wall = datetime.combine(day, at, here).replace(fold=0)
    meant = wall.astimezone(UTC)
    if meant.astimezone(here).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return meant
    return _end_of_gap(wall.replace(fold=1).astimezone(UTC), meant, here)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks jump, known to lie in (before, after]."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _STEP:
        middle = before + (after - before) // _STEP // 2 * _STEP
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
