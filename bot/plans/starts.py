"""Runs that the configuration starts: `sop.start` of config.yaml."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.plans import NewRun, PlanRoom, Run, RunState
from bot.plans.ports import RunsPort
from sop.settings import SopSettings, StartEntry
from sop.shelf import Shelf

AUTHOR = "config.yaml"
_LIVE = frozenset({RunState.ACTIVE, RunState.PAUSED})


async def start_configured(
    runs: RunsPort,
    shelf: Shelf,
    settings: SopSettings,
    zone_for: Callable[[PlanRoom], str],
    now: datetime,
) -> None:
    """Begin what is configured and was not begun yet; a run that was stopped stays stopped."""
    entries = [entry for entry in settings.start if entry.plan in shelf.plans]
    if not entries:
        return
    rooms = await runs.rooms()
    begun = await runs.begun({entry.plan for entry in entries})
    new: list[NewRun] = []
    for entry in entries:
        plan = shelf.plans[entry.plan].plan
        for room in rooms:
            if not entry.fits(room.ref, room.name):
                continue
            zone = plan.zone or zone_for(room)
            first = _first_day(entry, room, zone, now)
            if _wanted(entry, first, begun.get((entry.plan, room.id), [])):
                new.append(NewRun(plan=entry.plan, room=room.id, starts_on=first, zone=zone))
    await runs.start(new, AUTHOR, now)


def _first_day(entry: StartEntry, room: PlanRoom, zone: str, now: datetime) -> date:
    if isinstance(entry.starts_on, date):
        return entry.starts_on
    seen = room.first_seen if entry.starts_on == "first_seen" else now
    return seen.astimezone(ZoneInfo(zone)).date()


def _wanted(entry: StartEntry, first: date, before: list[Run]) -> bool:
    """Whether an entry still has to begin its run: a new date is a new run, nothing else is."""
    if any(run.state in _LIVE for run in before):
        return False
    if isinstance(entry.starts_on, date):
        return all(run.starts_on != first for run in before)
    return not before
