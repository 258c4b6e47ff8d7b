"""A stretch of days by the wall clock of the house, and what was counted on each of them: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_FIRST = date(1970, 1, 1)  # the day whose number is 0


class DayMeasure(StrEnum):
    """What is counted a day (docs/results.md#days). Colleagues and our accounts never count."""

    MESSAGES = "messages"  # of members, but for those they recalled
    SPEAKERS = "speakers"  # members who wrote; over days and rooms each person once
    JOINS = "joins"
    LEAVES = "leaves"
    ADVERTS = "adverts"  # messages that were flagged, but for those found to be fine
    CONFIRMED = "confirmed"  # cases that a colleague decided: advert, or reported with reason
    DISMISSED = "dismissed"  # and those that were fine
    LEADS_OPEN = "leads_open"  # leads found that day, by where they stand now
    LEADS_CLAIMED = "leads_claimed"
    LEADS_WON = "leads_won"
    LEADS_LOST = "leads_lost"
    QUESTIONS = "questions"  # that members asked
    ANSWERED = "answered"  # of those asked that day, whenever they were answered
    POSTS = "posts"  # of our accounts, as the rooms show them
    RESPONDERS = "responders"  # members who quoted a post of ours, or mentioned our account
    CLICKS = "clicks"  # visitors of the links of a post, each once, without robots


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From `at` on the wall clock is so far ahead of UTC."""

    at: datetime
    ahead: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days by the wall clock; the last one until `until`."""

    first: date
    last: date
    zone: str
    since: datetime
    until: datetime
    shifts: tuple[Shift, ...]  # the first holds from `since` on

    @property
    def days(self) -> tuple[date, ...]:
        """Each day, in order."""
        return tuple(self.first + n * _DAY for n in range((self.last - self.first).days + 1))


def stretch(last: date, days: int, zone: str, until: time | None = None) -> Stretch:
    """So many days, `last` the last of them; of that one only what is before `until`."""
    where = ZoneInfo(zone)
    first = last - (days - 1) * _DAY
    since = _wall(first, time(), where)
    end = _wall(last + _DAY, time(), where) if until is None else _wall(last, until, where)
    return Stretch(
        first=first,
        last=last,
        zone=zone,
        since=since,
        until=end,
        shifts=_shifts(since, end, where),
    )


def number(day: date) -> int:
    """A day as a whole number, as the database groups by it."""
    return (day - _FIRST).days


def _wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _shifts(since: datetime, until: datetime, zone: ZoneInfo) -> tuple[Shift, ...]:
    found = [Shift(at=since, ahead=_ahead(since, zone))]
    at = since
    while at < until:
        later = min(at + _DAY, until)
        if _ahead(later, zone) != _ahead(at, zone):
            found.append(_shift(at, later, zone))
        at = later
    return tuple(found)


def _shift(before: datetime, after: datetime, zone: ZoneInfo) -> Shift:
    """The moment between the two at which clocks were changed, to the second."""
    ahead = _ahead(before, zone)
    while after - before > _SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _ahead(middle, zone) == ahead:
            before = middle
        else:
            after = middle
    return Shift(at=after, ahead=_ahead(after, zone))


def _ahead(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a member: on which day, how long it waited, whether it was answered."""

    day: date
    minutes: float  # until its answer; without one until nobody waited any more, or we looked
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCount:
    """What a stretch of days held in some rooms."""

    by_day: Mapping[DayMeasure, Mapping[date, int]]
    spread: Mapping[int, int] = field(default_factory=dict)  # messages a person: how many people
    responders: int = 0  # each person once
    asked: Sequence[Asked] = ()
    members: int = 0  # at the end of it, each person once
    heard: datetime | None = None  # since when any of the rooms is heard; None: there is no room
    deaf: frozenset[date] = frozenset()  # days on which an account of theirs could not hear


def speakers(spread: Mapping[int, int]) -> int:
    """How many people wrote."""
    return sum(spread.values())


def absence_factor(spread: Mapping[int, int]) -> int:
    """The fewest people who wrote half of all messages (docs/results.md); 0: nobody did.

    One or two: if they fall silent, the room does.
    """
    half = sum(often * people for often, people in spread.items()) / 2
    counted = found = 0
    for often in sorted(spread, reverse=True):
        missing = half - counted
        if missing <= 0:
            break
        needed = min(spread[often], -int(-missing // often))
        found += needed
        counted += needed * often
    return found
