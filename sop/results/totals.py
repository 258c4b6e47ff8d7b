"""What came of several steps together: ratios are of sums, not means of ratios."""

from collections.abc import Iterable, Sequence

from bot.core.feedback import Reacting, Verdict
from bot.core.plans import StepState
from sop.results.promptness import Wait, promptness
from sop.results.values import Ladder, StepResult, Summary, over


def summary(results: Sequence[StepResult]) -> Summary:
    """Several steps together: ratios are of sums, not means of ratios."""
    said = [one for one in results if one.said_at is not None]
    based = [one for one in said if one.excess is not None]
    responders = sum(one.responders or 0 for one in said)
    members = sum(one.members or 0 for one in said)
    states = [one.state for one in results]
    beyond = sum((one.responders or 0) - (one.usual_responders or 0) for one in based)
    return Summary(
        steps=len(results),
        said=len(said),
        late=sum(one.late for one in said),
        skipped=states.count(StepState.SKIPPED),
        failed=states.count(StepState.FAILED),
        open=sum(state in {StepState.QUEUED, StepState.HELD} for state in states),
        met=sum(one.verdict is Verdict.MET for one in results),
        missed=sum(one.verdict is Verdict.MISSED for one in results),
        plan_b=sum(one.plan_b is True for one in results),
        ladder=ladder(results),
        clicks=sum(one.counts.get(Reacting.CLICKS, 0) for one in said),
        responders=responders,
        member_posts=members,
        response_ratio=over(responders, members),
        excess=over(beyond, sum(one.members or 0 for one in based)) if based else None,
        promptness=promptness(waits_of(said)),
    )


def ladder(results: Sequence[StepResult]) -> Ladder:
    """How many of these posts reached each rung."""
    return Ladder(
        planned=len(results),
        attempted=sum(one.attempted for one in results),
        accepted=sum(one.said_at is not None for one in results),
        seen=sum(one.seen for one in results),
        clicked=sum(one.counts.get(Reacting.CLICKS, 0) > 0 for one in results),
        answered=sum(one.first_minutes is not None for one in results),
        signed_up=sum(one.counts.get(Reacting.SIGN_UPS, 0) > 0 for one in results),
    )


def waits_of(results: Iterable[StepResult]) -> list[Wait]:
    """How long each post waited for its first answer."""
    return [
        Wait(
            minutes=one.waited_minutes if one.first_minutes is None else one.first_minutes,
            answered=one.first_minutes is not None,
        )
        for one in results
        if one.waited_minutes is not None
    ]
