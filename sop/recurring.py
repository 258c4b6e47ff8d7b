"""Cron lines: checked, and laid out in a zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_FIELDS = 5
_LONGEST = 200  # characters
_EXAMPLE = 'minute hour day month weekday, such as "30 8 * * 1-5" (08:30 on working days)'
# cronsim's own words name the part alone; people want to know what may stand there
_RANGES = {
    "Bad minute": "the minute, its first part, goes from 0 to 59",
    "Bad hour": "the hour, its second part, goes from 0 to 23",
    "Bad day-of-month": "the day, its third part, goes from 1 to the last of the month (or L)",
    "Bad month": "the month, its fourth part, goes from 1 to 12 or JAN to DEC",
    "Bad day-of-week": "the weekday, its fifth part, goes from 0 (Sunday) to 6 or SUN to SAT",
}
_LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def cron_mistake(line: str) -> str | None:
    """What is wrong with a cron line; None where it is sound and happens at all."""
    if len(line) > _LONGEST or len(line.split()) != _FIELDS:
        return f"a cron line has five parts: {_EXAMPLE}; days: `every: day` or [mon, ...]"
    try:
        first = next(CronSim(line, _LONG_AGO), None)
    except CronSimError as error:
        why = _RANGES.get(str(error), str(error))
        return f"this cron line cannot be read ({why}); write {_EXAMPLE}"
    return None if first else f"this cron line never happens; write {_EXAMPLE}"


def cron_instants(line: str, zone: str, after: datetime, limit: int) -> Iterator[datetime]:
    """The next moments (aware, in `zone`) after an instant.

    Of a repeated hour the first pass only: both passes have the same wall time.
    """
    for moment in islice(CronSim(line, after.astimezone(ZoneInfo(zone))), limit):
        if not moment.fold:
            yield moment


@lru_cache(maxsize=4096)
def once_on(line: str, zone: str, day: date) -> bool:
    """Whether a cron line happens just once on that day."""
    midnight = datetime.combine(day, time.min, ZoneInfo(zone)) - timedelta(seconds=1)
    beats = [beat for beat in cron_instants(line, zone, midnight, 3) if beat.date() == day]
    return len(beats) == 1
