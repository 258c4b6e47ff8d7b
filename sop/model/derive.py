"""Short forms as steps: `then`, `otherwise`, `latecomers`. One engine, one guard for all."""

from collections.abc import Iterator

from sop.model.expect import Follow
from sop.model.latecomers import Latecomers
from sop.model.step import Step
from sop.model.when import AfterStep, Feedback, Happening, OnEvent

LATECOMERS = "latecomers"


def derived(step: Step) -> Iterator[Step]:
    """The steps that follow from what a step expects."""
    for branch, feedback, follows in (
        ("otherwise", Feedback.MISSED, step.otherwise),
        ("then", Feedback.MET, step.then),
    ):
        for number, follow in enumerate(follows, 1):
            when = AfterStep(after=step.id, delay=follow.delay, feedback=feedback)
            yield _step(f"{step.id}.{branch}.{number}", step, follow, when)


def _step(name: str, step: Step, follow: Follow, when: AfterStep) -> Step:
    # Its parts are sound already; only the longer id would be refused in a file.
    return Step.model_construct(
        id=name,
        seat=follow.seat or step.seat,
        when=when,
        say=follow.say,
        media=follow.media,
        content=follow.content,
        alert=follow.alert,
        grace=step.grace,
        deadline=follow.deadline or step.deadline,
        priority=step.priority,
    )


def for_latecomers(late: Latecomers) -> Step:
    """What somebody hears who joins when the run has begun."""
    return Step.model_construct(
        id=LATECOMERS,
        seat=late.seat,
        when=OnEvent(event=Happening.MEMBER_JOINED, delay=late.delay),
        say=late.say,
        media=late.media,
        content=late.content,
        mention_members=late.mention_members,
        only_if=f"day >= {late.from_day}",
    )
