"""Times that never come."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.located import Located, Problem
from bot.core.located_yaml import Path
from sop.beats import Days, endless, left_out
from sop.model import Every, OnDay, Step
from sop.pieces import Pieces
from sop.recurring import cron_instants
from sop.render import TextRefused, condition_mistakes, facts_of_condition, holds

# A rhythm that leaves out days of the week or of a calendar shows within a year that it never
# comes; which year it is makes no difference worth telling.
_FROM = datetime(2026, 1, 1, tzinfo=UTC)
_A_YEAR = 400  # days
_ANYWHERE = "Asia/Shanghai"


def time_problems(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """Steps whose time never comes, each at the place that keeps it away."""
    for number, step in pieces.steps.items():
        found = _never(step, pieces.calendar)
        if found is not None:
            path, what = found
            yield located.problem(("steps", number, *path), what)


def _never(step: Step, calendar: str) -> tuple[Path, str] | None:
    match step.when:
        case Every() as every:
            return _no_beat(every, calendar)
        case OnDay(day=day) if _only_day(step):
            try:
                comes = holds(step.only_if, {"day": day})
            except TextRefused:
                return None  # told as a mistake of the condition
            return None if comes else (("only_if",), f"this never holds on day {day}")
        case _:
            return None


def _only_day(step: Step) -> bool:
    asked = step.only_if.strip()
    return bool(asked) and not condition_mistakes(asked) and facts_of_condition(asked) == {"day"}


def _no_beat(every: Every, calendar: str) -> tuple[Path, str] | None:
    since, until = every.since, every.until
    backwards = (
        (isinstance(since, int) and isinstance(until, int) and since > until)
        or (isinstance(since, date) and isinstance(until, date) and since > until)
        or (since is None and isinstance(until, int) and until < 1)
    )
    if backwards:
        return ("when", "until"), f"this never comes: until {until} lies before since {since}"
    if every.not_on and not _ever(Days(every=every, calendar=calendar, zone=_ANYWHERE)):
        return ("when", "not_on"), "this never comes: `not_on` leaves out every day of it"
    return None


def _ever(days: Days) -> bool:
    if days.every.cron is None:
        first = next(endless(days, _FROM), None)
        return first is not None
    after = _FROM.astimezone(ZoneInfo(days.zone))
    for _ in range(_A_YEAR):
        moment = next(cron_instants(days.every.cron, days.zone, after, 2), None)
        if moment is None:
            return True  # told as a mistake of the line
        if not left_out(days, moment.date()):
            return True
        midnight = datetime.combine(moment.date() + timedelta(days=1), time.min, moment.tzinfo)
        after = midnight - timedelta(seconds=1)
    return False
