"""The decision on one due step: every gate in turn, then the saying."""

from datetime import datetime, timedelta

from bot.core.plans import Occurrence, Run
from sop import wording
from sop.facts import facts_for
from sop.firing import gates
from sop.firing.posting import Cue
from sop.firing.saying import say, unsayable
from sop.firing.scene import Scene, Turn, skip
from sop.model import Plan, Step
from sop.plan import grace_of
from sop.render import TextRefused


def take_turn(  # noqa: PLR0913 (a turn hangs on all of these, each is given by its name)
    due: Occurrence,
    *,
    plan: Plan,
    run: Run,
    scene: Scene,
    now: datetime,
    grace: timedelta,
    more: int = 0,
) -> Turn:
    """Decide on one step whose time has come; `more`: posts of this tick to its room and day."""
    step = plan.step(due.step)
    if step is None:
        return skip(due.id, wording.GONE)
    standing = scene.standing.get(due.run, {})
    allowed = grace_of(step, grace) + gates.patience(step)
    ahead = (
        gates.by_time(due, step, plan, run, now, allowed)
        or gates.by_past(due, step, standing)
        or gates.by_requires(due, step, plan, standing)
        or gates.by_pause(due, step, scene, now)
    )
    if ahead is not None:
        return ahead
    facts = facts_for(
        plan, run, due.local_date, {**(due.facts or {}), **scene.facts.get(due.id, {})}
    )
    cue = Cue(
        occurrence=due,
        step=step,
        plan=plan,
        run=run,
        facts=facts,
        due=_asked_for(due, step, scene, now),
        allowed=allowed,
    )
    try:
        ahead = gates.by_condition(due, step, facts) or gates.by_budget(due, step, scene, more)
        return ahead or say(cue, scene)
    except TextRefused as error:
        return unsayable(cue, wording.refused(str(error)))


def _asked_for(due: Occurrence, step: Step, scene: Scene, now: datetime) -> datetime:
    """From when its post counts its time; what waited is not late for having waited."""
    if gates.approved(due):
        return max(now, due.due)
    # It may be out since the backup was made: with its own time the outbox holds it for a person.
    forgotten = scene.restored is not None and due.due <= scene.restored
    return due.due if forgotten or step.wait_for_pause is None else max(now, due.due)
