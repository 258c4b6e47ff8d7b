"""What a run that goes on after a pause has missed: it is told, and not lost unseen."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile

from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plan_changes import Override
from bot.core.plans import APPROVED_BY, PLAN_EDITED, SKIPPED_BY, Occurrence, Run, StepState
from sop.beats import Days, endless, the_day
from sop.firing.gates import patience
from sop.model import ONCE, Every, Late, Plan, Step
from sop.overrides import moves_of, skip_of
from sop.plan import begin_of, grace_of, materialise, zone_of

MOST = 5000  # beats of one step and run that are counted
_MOMENT = timedelta(microseconds=1)


class Fate(StrEnum):
    """What becomes of a step whose time passed while its run was paused."""

    LOST = "lost"  # it is not said any more
    PLAN_B = "plan_b"
    ASKED = "asked"  # held: a person decides
    SAID_LATE = "said_late"


_FATES = {
    Late.SKIP: Fate.LOST,
    Late.PLAN_B: Fate.PLAN_B,
    Late.ASK: Fate.ASKED,
    Late.SEND: Fate.SAID_LATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A step, or some beats of one, whose time passed while the run was paused."""

    run: RunId
    room: RoomId
    room_name: str
    step: str
    fate: Fate
    zone: str
    first: datetime  # when it was due
    last: datetime
    times: int = 1
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    step: str
    due: datetime
    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """A paused run, as it stands when it is to go on."""

    run: Run
    existing: Sequence[Occurrence]  # open ones, those since the pause, all that have a date
    overrides: Sequence[Override] = ()
    late_posts: Collection[OccurrenceId] = ()  # in the outbox, and not sent any more


def missed(plan: Plan, paused: Paused, now: datetime, *, grace: timedelta) -> list[Missed]:
    """What the pause has cost, and what comes late; by step, the earliest first."""
    run = paused.run
    alike: dict[tuple[str, Fate, str], list[datetime]] = defaultdict(list)
    for one in _missed(plan, paused, now, grace):
        alike[one.step, one.fate, one.why].append(one.due)
    found = [
        Missed(
            run=run.id,
            room=run.room,
            room_name=run.room_name,
            step=step,
            fate=fate,
            zone=zone_of(plan, run),
            first=min(dues),
            last=max(dues),
            times=len(dues),
            why=why,
        )
        for (step, fate, why), dues in alike.items()
    ]
    return sorted(found, key=lambda one: (one.first, one.step))


def _missed(plan: Plan, paused: Paused, now: datetime, grace: timedelta) -> Iterator[_One]:
    known = {row.key for row in paused.existing}
    lost = {step.id: now - grace_of(step, grace) - patience(step) for step in plan.all_steps}
    for row in paused.existing:
        step = plan.step(row.step)
        if step is not None and (one := _of_row(paused, row, step, lost[step.id])) is not None:
            yield one
    yield from _of_dates(plan, paused, known, lost, now)
    for step in plan.all_steps:
        if isinstance(step.when, Every):
            yield from _of_rhythm(plan, paused, step, known, lost[step.id])


def _of_row(paused: Paused, row: Occurrence, step: Step, lost: datetime) -> _One | None:
    """What becomes of a step that is laid out."""
    if {APPROVED_BY, SKIPPED_BY} & (row.facts or {}).keys():
        return None  # a person has decided on it
    match row.state:
        case StepState.PLANNED if row.due < lost and skip_of(paused.overrides, row) is None:
            return _One(step=row.step, due=row.due, fate=_FATES[step.on_late])
        case StepState.QUEUED if row.id in paused.late_posts:
            return _One(step=row.step, due=row.due, fate=Fate.LOST)
        case StepState.SKIPPED | StepState.FAILED if _in_the_pause(paused.run, row):
            return _One(step=row.step, due=row.due, fate=Fate.LOST, why=row.outcome)
        case _:
            return None


def _in_the_pause(run: Run, row: Occurrence) -> bool:
    if run.paused_at is None or row.settled_at is None or row.outcome == PLAN_EDITED:
        return False
    return row.settled_at >= run.paused_at


def _of_dates(
    plan: Plan,
    paused: Paused,
    known: Collection[object],
    lost: Mapping[str, datetime],
    now: datetime,
) -> Iterator[_One]:
    """Steps with a date that were never laid out, because their time came in the pause."""
    whole = replace(paused.run, planned_to=None)
    layout = materialise(
        plan, whole, now, horizon=timedelta(), grace=timedelta(), overrides=paused.overrides
    )
    for new in layout.occurrences:
        step = plan.step(new.step)
        if step is None or not isinstance(step.when, ONCE) or new.key in known or new.outcome:
            continue
        if paused.run.started_at <= new.due < lost[step.id]:
            yield _One(step=new.step, due=new.due, fate=_FATES[step.on_late])


def _of_rhythm(
    plan: Plan, paused: Paused, step: Step, known: Collection[object], lost: datetime
) -> Iterator[_One]:
    """Beats of a rhythm that were never laid out; of these only the newest ever is."""
    run, every, zone = paused.run, step.when, zone_of(plan, paused.run)
    if not isinstance(every, Every) or run.paused_at is None:
        return
    moved = {move.local_date for move in moves_of(paused.overrides, step.id)}
    days = Days(every=every, calendar=plan.calendar, zone=zone)
    begin = begin_of(every, run, zone)
    start = begin if every.times else max(begin, run.paused_at)
    slots = islice(endless(days, start - _MOMENT), every.times or MOST)
    last = the_day(every.until, run.starts_on)
    beats = [
        slot
        for slot in takewhile(lambda slot: slot.due < lost, slots)
        if slot.due >= run.paused_at and (last is None or slot.day <= last)
        if slot.day not in moved and (step.id, slot.day, slot.at, zone, "") not in known
    ]
    for slot in beats[:-1]:
        yield _One(step=step.id, due=slot.due, fate=Fate.LOST)
    for slot in beats[-1:]:
        yield _One(step=step.id, due=slot.due, fate=_FATES[step.on_late])
