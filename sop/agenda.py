"""Calendar views: laid-out steps with their tasks as entries. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.agenda import AgendaEntry, LaidStep, Standing
from bot.core.ids import StaffName
from bot.core.plan_changes import Override
from bot.core.plans import SKIPPED_BY, Occurrence, PlannedOccurrence, StepState
from bot.core.tasks import Task, TaskState
from sop.model import Plan, Step
from sop.plan import grace_of

_STANDINGS = {
    StepState.PLANNED: Standing.PLANNED,
    StepState.QUEUED: Standing.UNDER_WAY,
    StepState.DONE: Standing.DONE,
    StepState.SKIPPED: Standing.SKIPPED,
    StepState.FAILED: Standing.FAILED,
    StepState.HELD: Standing.HELD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What entries are made with: the plans in force, the time, the usual grace."""

    plans: Mapping[str, Plan]
    now: datetime
    grace: timedelta

    def step(self, plan: str, step: str) -> Step | None:
        """A step of a plan in force."""
        found = self.plans.get(plan)
        return None if found is None else found.step(step)


def steps_of_seat(plans: Mapping[str, Plan], seat: str) -> frozenset[tuple[str, str]]:
    """The steps that a seat says, over all plans."""
    every = ((plan.name, step) for plan in plans.values() for step in plan.all_steps)
    return frozenset((name, step.id) for name, step in every if step.seat == seat)


def steps_of_person(plans: Mapping[str, Plan], person: StaffName) -> frozenset[tuple[str, str]]:
    """The steps whose seat a colleague holds, over all plans."""
    return frozenset(
        (plan.name, step.id)
        for plan in plans.values()
        for step in plan.all_steps
        if holder_of(plan, step) == person
    )


def holder_of(plan: Plan, step: Step) -> StaffName | None:
    """The colleague who holds a step's seat; None: a bot account does."""
    seat = plan.seats.get(step.seat)
    return None if seat is None or seat.person is None else StaffName(seat.person)


def entry_of(one: LaidStep, view: View, overrides: Sequence[Override] = ()) -> AgendaEntry:
    """A laid-out step as an entry; `overrides` are its run's."""
    done = one.occurrence
    plan, step = view.plans.get(done.plan), view.step(done.plan, done.step)
    person = one.task.staff if one.task else (holder_of(plan, step) if plan and step else None)
    return AgendaEntry(
        place=one.place,
        key=key_of(done),
        id=done.id,
        task=one.task.id if one.task else None,
        run=done.run,
        plan=done.plan,
        plan_title=plan.title if plan else done.plan,
        step=done.step,
        title=(step.title if step else "") or done.step,
        room=done.room,
        room_name=one.room_name,
        seat=step.seat if step else "",
        person=person,
        due=done.due,
        deadline=one.task.due if one.task else None,
        zone=done.zone,
        standing=_standing(one, grace_of(step, view.grace) if step else view.grace, view.now),
        laid_out=True,
        who=_who(one, person),
        at=_settled(one),
        changed=_changed(one, overrides),
        outcome=done.outcome,
        day=done.local_date,
        wall=done.local_time,
        occasion=done.occasion,
    )


def key_of(one: Occurrence | PlannedOccurrence) -> str:
    """What names a step for good: before it is laid out, and when it is moved."""
    wall = f"{one.local_date:%Y%m%d}T{one.local_time:%H%M%S}"
    return "-".join(part for part in (str(one.run), one.step, wall, one.occasion) if part)


def _changed(one: LaidStep, overrides: Sequence[Override]) -> datetime | None:
    done, task = one.occurrence, one.task
    moments = [
        over.at
        for over in overrides
        if over.step == done.step and over.local_date in {None, done.local_date}
    ]
    if task is not None and task.turn:
        moments.append(task.given)
    return max((*moments, *filter(None, [_settled(one)])), default=None)


def _standing(one: LaidStep, grace: timedelta, now: datetime) -> Standing:
    done, task = one.occurrence, one.task
    if task is not None:
        return _of_task(task, now)
    if done.state is StepState.PLANNED and done.due + grace < now:
        return Standing.OVERDUE
    if done.state is StepState.DONE and _after(done.settled_at, done.due + grace):
        return Standing.LATE
    return _STANDINGS[done.state]


def _of_task(task: Task, now: datetime) -> Standing:
    match task.state:
        case TaskState.OPEN:
            return Standing.OVERDUE if _after(now, task.due) else Standing.UNDER_WAY
        case TaskState.DONE:
            # Late by the deadline that it was first given, whoever did it in the end.
            first = None if task.due is None else task.created + (task.due - task.given)
            return Standing.LATE if _after(task.done_at, first) else Standing.DONE
        case TaskState.HELD:
            return Standing.HELD
        case TaskState.CANCELLED:
            return Standing.SKIPPED


def _after(moment: datetime | None, limit: datetime | None) -> bool:
    return moment is not None and limit is not None and moment > limit


def _who(one: LaidStep, person: StaffName | None) -> str:
    task = one.task
    if task is not None:
        return task.done_by or task.staff
    facts = one.occurrence.facts or {}
    if one.occurrence.state is StepState.SKIPPED and SKIPPED_BY in facts:
        return str(facts[SKIPPED_BY])
    return person or one.channel


def _settled(one: LaidStep) -> datetime | None:
    if one.task is not None and one.task.done_at is not None:
        return one.task.done_at
    return one.occurrence.settled_at
