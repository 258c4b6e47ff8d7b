"""Between rows of plans, runs and occurrences and our words."""

from typing import Any

from sqlalchemy import Row, Select, select

from bot.core.ids import ChannelName, OccurrenceId, RoomId, RunId
from bot.core.plans import Occurrence, PlannedOccurrence, Run, RunState, StepState
from storage.tables.people import room
from storage.tables.sop import occurrence, run

KEY = ("run_id", "step", "room_id", "local_date", "local_time", "zone", "occasion")


def runs_with_rooms() -> Select[Any]:
    """Every run, with what its room is called and where it is."""
    return select(
        run, room.c.channel, room.c.name.label("room_name"), room.c.ref.label("room_ref")
    ).join(room, room.c.id == run.c.room_id)


def to_run(row: Row[Any]) -> Run:
    """A run."""
    return Run(
        id=RunId(row.id),
        plan=row.plan,
        room=RoomId(row.room_id),
        channel=ChannelName(row.channel),
        room_name=row.room_name,
        starts_on=row.starts_on,
        zone=row.zone,
        state=RunState(row.state),
        author=row.author,
        started_at=row.started_at,
        ended_at=row.ended_at,
        planned_as=row.planned_as,
        planned_to=row.planned_to,
        event_at=row.event_at,
        paused_at=row.paused_at,
        room_ref=row.room_ref,
    )


def to_occurrence(row: Row[Any]) -> Occurrence:
    """A dated step."""
    return Occurrence(
        id=OccurrenceId(row.id),
        run=RunId(row.run_id),
        plan=row.plan,
        step=row.step,
        room=RoomId(row.room_id),
        local_date=row.local_date,
        local_time=row.local_time,
        zone=row.zone,
        due=row.due_at,
        occasion=row.occasion,
        state=StepState(row.state),
        outcome=row.outcome or "",
        settled_at=row.settled_at,
        facts=row.facts,
        variant=row.variant,
        said=row.said or "",
    )


def from_planned(new: PlannedOccurrence) -> dict[str, Any]:
    """The row of a step that is laid out."""
    return {
        "run_id": new.run,
        "plan": new.plan,
        "step": new.step,
        "room_id": new.room,
        "local_date": new.local_date,
        "local_time": new.local_time,
        "zone": new.zone,
        "occasion": new.occasion,
        "tz_version": new.tz_version,
        "due_at": new.due,
        "state": new.state.value,
        "outcome": new.outcome or None,
        "facts": None if new.facts is None else dict(new.facts),
    }


OCCURRENCES = select(occurrence)
