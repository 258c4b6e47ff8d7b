"""What one wants to know before a plan runs, found in what happened on the stage. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.core.plans import StepState
from bot.core.rooms import RoomRules, quiet_until
from bot.rehearsal.case import Case
from bot.rehearsal.clashes import budget, collisions, overworked
from bot.rehearsal.values import Asked, Come, Finding, Kind, Played, Weight
from bot.rehearsal.words import Words
from sop import wording
from sop.model import DATED, AfterStep, OnEvent, Step

_NIGHT = frozenset({23, 0, 1, 2, 3, 4, 5})  # hours of the wall clock
_CONDITION = wording.untrue("")
_SAID = frozenset({StepState.DONE, StepState.QUEUED})


def findings(
    asked: Asked, played: Played, *, rules: RoomRules, limit: int, words: Words
) -> tuple[Finding, ...]:
    """Everything that was found, what would fail first."""
    case = Case(asked=asked, played=played, rules=rules, limit=limit, words=words)
    found = [
        *_unsaid(case),
        *_absent(case),
        *_quiet(case),
        *_at_night(case),
        *collisions(case),
        *budget(case),
        *overworked(case),
        *_long(case),
        *_alerts(case),
    ]
    rank = list(Weight)
    return tuple(sorted(found, key=lambda one: rank.index(one.weight)))


# ---- steps that do not come, or come to nothing -----------------------------------------------


def _unsaid(case: Case) -> Iterator[Finding]:
    """Steps whose time came, and that were not said."""
    alike: dict[tuple[str, StepState, str], list[Come]] = defaultdict(list)
    for come in case.played.steps:
        later = come.state is StepState.PLANNED and come.due > case.played.until
        if come.state not in _SAID and not later:
            alike[(come.step, come.state, come.outcome)].append(come)
    for (step, state, why), some in alike.items():
        yield _one_unsaid(case, case.plan.step(step), state, why, some)


def _one_unsaid(
    case: Case, step: Step | None, state: StepState, why: str, some: Sequence[Come]
) -> Finding:
    first = some[0]
    text, kind, weight = case.words, Kind.NEVER, Weight.WARNING
    match state:
        case StepState.FAILED:
            told, kind, weight = text("failed", why=why), Kind.FAILED, Weight.ERROR
        case StepState.HELD if step is not None and _names_content(step):
            told, kind, weight = text("failed", why=why), Kind.CONTENT, Weight.ERROR
        case StepState.HELD:
            told, kind = text("held", why=why), Kind.HELD
        case StepState.PLANNED:
            told, kind, weight = text("open", state=text(state)), Kind.UNFINISHED, Weight.NOTE
        case _ if step is not None and _is_branch(step):
            told, kind, weight = text("branch", why=why), Kind.BRANCH, Weight.NOTE
        case _:
            times = {"count": len(some), "first": case.clock(first.due), "why": why}
            told = text("skipped_times", **times) if len(some) > 1 else text("skipped", why=why)
            weight = Weight.NOTE if why.startswith(_CONDITION) else weight
    return Finding(kind=kind, weight=weight, text=told, step=first.step, at=first.due)


def _names_content(step: Step) -> bool:
    return any(message.content for wording in step.wordings for message in wording)


def _is_branch(step: Step) -> bool:
    return isinstance(step.when, AfterStep) and step.when.feedback is not None


def _absent(case: Case) -> Iterator[Finding]:
    """Steps that never had a time."""
    came = {come.step for come in case.played.steps}
    words, played = case.words, case.played
    for step in case.plan.all_steps:
        if step.id in came:
            continue
        match step.when:
            case OnEvent(event=event):
                text = words("no_occasion", event=event.value)
                yield Finding(kind=Kind.NO_OCCASION, weight=Weight.NOTE, text=text, step=step.id)
            case AfterStep(after=after):
                text = words("follows_never", step=after)
                yield Finding(kind=Kind.BRANCH, weight=Weight.NOTE, text=text, step=step.id)
            case _ if case.asked.days is not None:
                text = words("not_so_far", days=case.asked.days)
                yield Finding(kind=Kind.NEVER, weight=Weight.NOTE, text=text, step=step.id)
            case _:
                until = played.until.astimezone(case.place).date()
                since = played.since.astimezone(case.place).date()
                text = words("never", since=since, until=until)
                yield Finding(kind=Kind.NEVER, weight=Weight.WARNING, text=text, step=step.id)


def _quiet(case: Case) -> Iterator[Finding]:
    """Posts whose time lies in the quiet hours of the room."""
    for come in case.played.steps:
        end = None if come.person else quiet_until(case.rules, come.due)
        # What was settled before they end was not kept back by them.
        if end is None or come.at is None or come.at < end:
            continue
        said = come.state is StepState.DONE
        moved = case.words("moved", at=case.clock(come.at)) if said else case.words("lost")
        text = case.words("quiet", at=case.clock(come.due), moved=moved)
        # What follows an event or another step has no time of its own that one could change.
        step = case.plan.step(come.step)
        dated = step is None or isinstance(step.when, DATED)
        weight = Weight.NOTE if said and not dated else Weight.WARNING
        yield Finding(kind=Kind.QUIET, weight=weight, text=text, step=come.step, at=come.due)


def _at_night(case: Case) -> Iterator[Finding]:
    """What would be said, or given to somebody, at night: nobody has set quiet hours there."""
    told: set[str] = set()
    for come in case.played.steps:
        at = come.at if come.said else come.due
        if come.step in told or come.state not in _SAID or at is None:
            continue
        if case.rules.quiet_hours is None and at.astimezone(case.place).hour in _NIGHT:
            told.add(come.step)
            text = case.words("night", at=case.clock(at))
            yield Finding(kind=Kind.QUIET, weight=Weight.WARNING, text=text, step=come.step, at=at)


def _long(case: Case) -> Iterator[Finding]:
    """Texts that the channel takes in parts only."""
    told: set[str] = set()
    for come in case.played.steps:
        if come.parts < 2 or come.step in told:  # noqa: PLR2004 (one is whole)
            continue
        told.add(come.step)
        facts = {"count": come.said, "limit": case.limit, "parts": come.parts}
        text = case.words("too_long", **facts)
        yield Finding(kind=Kind.TOO_LONG, weight=Weight.WARNING, text=text, step=come.step)


def _alerts(case: Case) -> Iterator[Finding]:
    """What the staff would be told beside all this."""
    for why in dict.fromkeys(case.played.alerts):
        text = case.words("alert", why=" ".join(why.split()))
        yield Finding(kind=Kind.ALERT, weight=Weight.NOTE, text=text)
