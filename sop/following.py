"""What follows a step: the steps after it, those after its feedback, and those left out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.plans import (
    APPROVED_BY,
    Occurrence,
    PlannedOccurrence,
    Run,
    StepState,
    occasion_after,
)
from sop import wording
from sop.model import AfterStep, Feedback, Late, Plan, Step
from sop.plan import zone_of
from sop.walltime import TZ_VERSION


class Ending(StrEnum):
    """How a step ended, or its expectation."""

    SAID = "said"
    LEFT_OUT = "left_out"  # somebody or something decided against it: all that follows is too
    FAILED = "failed"  # it should have been said, and was not: that counts as a miss
    MET = "met"  # what it expected came
    MISSED = "missed"  # and did not


_DOES: dict[Ending, frozenset[Feedback | None]] = {
    Ending.SAID: frozenset({None}),
    Ending.LEFT_OUT: frozenset(),
    Ending.FAILED: frozenset({Feedback.MISSED, Feedback.KNOWN}),
    Ending.MET: frozenset({Feedback.MET, Feedback.KNOWN}),
    Ending.MISSED: frozenset({Feedback.MISSED, Feedback.KNOWN}),
}


def ending_of(step: Step | None, state: StepState) -> Ending:
    """How a step ended that was on its way: a post that came too late may count as a miss."""
    match state:
        case StepState.DONE:
            return Ending.SAID
        case StepState.FAILED:
            return Ending.FAILED
        case _:
            plan_b = step is not None and step.on_late is Late.PLAN_B
            return Ending.FAILED if plan_b else Ending.LEFT_OUT


def follow_ups(
    plan: Plan, run: Run, ended: Occurrence, ending: Ending, at: datetime
) -> list[PlannedOccurrence]:
    """The steps after one that just ended; those that will never come are written as skipped."""
    return list(_following(plan, run, ended, ended.step, ending, at))


def _following(
    plan: Plan, run: Run, root: Occurrence, name: str, ending: Ending, at: datetime
) -> Iterator[PlannedOccurrence]:
    for step in plan.all_steps:
        if not isinstance(step.when, AfterStep) or step.when.after != name:
            continue
        if _later(plan.step(name), step.when, ending):
            continue
        done = step.when.feedback in _DOES[ending]
        why = "" if done else _why(name, step.when, ending)
        yield _occurrence(plan, run, root, step, step.when, at, why)
        if not done:
            yield from _following(plan, run, root, step.id, Ending.LEFT_OUT, at)


def _later(before: Step | None, when: AfterStep, ending: Ending) -> bool:
    """Whether this ending says nothing of the step: it was, or will be, told by another one."""
    if ending is Ending.SAID:  # its feedback is not known yet, where it expects any
        return when.feedback is not None and before is not None and before.expect is not None
    return ending in {Ending.MET, Ending.MISSED} and when.feedback is None


def _why(name: str, when: AfterStep, ending: Ending) -> str:
    if ending in {Ending.MET, Ending.SAID} and when.feedback is Feedback.MISSED:
        return wording.NOT_NEEDED
    if ending is Ending.MISSED:
        return wording.NOT_REACHED
    return wording.follows(name)


def _occurrence(  # noqa: PLR0913, PLR0917 (what makes an occurrence)
    plan: Plan,
    run: Run,
    root: Occurrence,
    step: Step,
    when: AfterStep,
    at: datetime,
    why: str,
) -> PlannedOccurrence:
    zone = zone_of(plan, run)
    due = (at + when.delay).astimezone(UTC)
    local = due.astimezone(ZoneInfo(zone))
    facts = {k: v for k, v in (root.facts or {}).items() if k != APPROVED_BY}
    return PlannedOccurrence(
        run=run.id,
        plan=plan.name,
        step=step.id,
        room=run.room,
        local_date=local.date(),
        local_time=local.time(),
        zone=zone,
        due=due,
        tz_version=TZ_VERSION,
        occasion=occasion_after(root.id),
        state=StepState.SKIPPED if why else StepState.PLANNED,
        outcome=why,
        facts=facts or None,
    )
