"""Whether a due step may be said now; each gate answers with a turn, or lets it through."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.core.effects import OnLate, RaiseAlert, Severity
from bot.core.plans import APPROVED_BY, MAY_BE_SAID, SKIPPED_BY, Move, Occurrence, Run, StepState
from sop import wording
from sop.firing.scene import WAITS, Scene, Standing, Turn, skip
from sop.model import Every, Late, Plan, Priority, Step
from sop.plan import said_already
from sop.render import holds

_PENDING = frozenset({StepState.PLANNED, StepState.QUEUED, StepState.HELD})


def approved(due: Occurrence) -> bool:
    """Whether a person wants it said, whatever speaks against it."""
    return APPROVED_BY in (due.facts or {})


def by_time(
    due: Occurrence, step: Step, plan: Plan, run: Run, now: datetime, allowed: timedelta
) -> Turn | None:
    """What a person's word or the time that has passed makes of a step."""
    facts = due.facts or {}
    if SKIPPED_BY in facts:
        return skip(due.id, wording.skipped_by(str(facts[SKIPPED_BY])))
    if approved(due):
        return None
    if not due.occasion and due.due + allowed < run.started_at:
        return skip(due.id, wording.BEFORE_START)
    by = now - due.due
    late = by > allowed and step.delivery_late is not OnLate.SEND
    return _too_late(due, step, plan, by, allowed) if late else None


def _too_late(due: Occurrence, step: Step, plan: Plan, by: timedelta, allowed: timedelta) -> Turn:
    if step.delivery_late is OnLate.SKIP:
        return skip(due.id, wording.late(by, allowed), missed=step.on_late is Late.PLAN_B)
    alert = RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=f"《{plan.title}》的步骤 {step.id} {wording.asked(by)}。",
        advice=f"groupkeeper sop say {due.id} 补发，或 groupkeeper sop skip {due.id} 跳过。",
        group=f"sop:late:{due.id}",
        room=due.room,
    )
    move = Move(id=due.id, state=StepState.HELD, outcome=wording.asked(by))
    return Turn(move=move, effects=(alert,))


def by_past(due: Occurrence, step: Step, standing: Standing) -> Turn | None:
    """The last guard against saying a step again that an edit has moved."""
    if due.occasion or approved(due):
        return None
    said = [day for state, day in standing.get(step.id, frozenset()) if state in MAY_BE_SAID]
    again = said_already(step, due.local_date, due.zone, said)
    return skip(due.id, wording.ALREADY_SAID) if again else None


def by_requires(due: Occurrence, step: Step, plan: Plan, standing: Standing) -> Turn | None:
    """What the steps that it requires make of it."""
    missing = (_missing(name, due, plan, standing) for name in step.requires)
    return next((turn for turn in missing if turn is not None), None)


def _missing(name: str, due: Occurrence, plan: Plan, standing: Standing) -> Turn | None:
    """What a required step makes of this one; None where it was done."""
    required = plan.step(name)
    same_day = required is not None and isinstance(required.when, Every)
    states = {
        state
        for state, day in standing.get(name, frozenset())
        if not same_day or day == due.local_date
    }
    if StepState.DONE in states:
        return None
    if states & _PENDING:
        return WAITS
    return skip(due.id, wording.lacks(name))


def by_condition(due: Occurrence, step: Step, facts: Mapping[str, Any]) -> Turn | None:
    """Whether `only_if` holds; raises TextRefused where it cannot be told."""
    if not step.only_if or approved(due) or holds(step.only_if, facts):
        return None
    return skip(due.id, wording.untrue(step.only_if))


def by_budget(due: Occurrence, step: Step, scene: Scene, more: int) -> Turn | None:
    """Whether the room has heard enough today; `more`: said in this tick already."""
    limit = scene.limits.get(due.room)
    if limit is None or step.priority is Priority.MUST or approved(due) or step.alert.strip():
        return None
    said = scene.posts.get((due.room, due.local_date), 0) + more
    return skip(due.id, wording.enough(said, limit)) if said >= limit else None


def by_pause(due: Occurrence, step: Step, scene: Scene, now: datetime) -> Turn | None:
    """Not while people talk: wait for a pause, but not for ever."""
    wanted = step.wait_for_pause
    spoke = scene.spoke.get(due.room)
    if wanted is None or approved(due) or spoke is None or spoke + wanted.quiet <= now:
        return None
    if now < due.due + wanted.wait:
        return WAITS
    return skip(due.id, wording.no_pause(wanted.wait)) if wanted.otherwise == "skip" else None


def patience(step: Step) -> timedelta:
    """How much longer than its grace a step may take, because it waits for a pause."""
    return timedelta() if step.wait_for_pause is None else step.wait_for_pause.wait
