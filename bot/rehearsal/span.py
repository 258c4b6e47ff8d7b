"""From when until when a rehearsal plays, and when it looks though nothing is due. Pure."""

from datetime import datetime, time, timedelta

from bot.core.ids import RoomId, RunId
from bot.core.plans import Run, RunState
from bot.rehearsal.values import Asked
from sop.plan import ends_at
from sop.walltime import instant

AUTHOR = "rehearse"
USUAL_DAYS = 21  # of a plan that goes on for ever
_TAIL = timedelta(days=3)  # behind the last dated step: what follows from it
_EVENT_HOURS = 26


def limit_of(asked: Asked) -> tuple[datetime, datetime]:
    """From when until when at most a rehearsal plays."""
    start = instant(asked.run.starts_on, time.min, asked.zone)
    end = end_of(asked)
    last = start + timedelta(days=USUAL_DAYS) if end is None else end + _TAIL
    if asked.days is None:
        return start, last
    wanted = start + timedelta(days=asked.days)
    return start, wanted if end is None else min(wanted, last)


def end_of(asked: Asked) -> datetime | None:
    """When the plan has nothing more to say; None where it goes on for ever."""
    work, plan = asked.run, asked.run.loaded.plan
    run = Run(
        id=RunId(0),
        plan=plan.name,
        room=RoomId(0),
        channel=asked.room.channel,
        room_name=asked.room.name,
        starts_on=work.starts_on,
        zone=asked.zone,
        state=RunState.ACTIVE,
        author=AUTHOR,
        started_at=instant(work.starts_on, time.min, asked.zone),
        event_at=work.event_at,
    )
    return ends_at(plan, run)


def pulses(asked: Asked) -> list[datetime]:
    """Each hour around an event: what its campaign does then stands in no table before."""
    at = asked.run.event_at
    if at is None:
        return []
    return [at + timedelta(hours=hour) for hour in range(-_EVENT_HOURS, _EVENT_HOURS + 1)]
