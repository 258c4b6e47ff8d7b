"""What happens in rooms is brought to the plans that answer to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.core.effects import Effect
from bot.core.ids import RoomId
from bot.core.plans import PlannedOccurrence, Unanswered
from bot.core.said_words import says_one_of
from bot.core.seen import Seen
from bot.core.staff import StaffDirectory
from bot.plans.ports import SopWork
from sop.consent import answer, consents
from sop.happenings import Happened, LiveRun, happenings, on_events
from sop.how_often import not_told_yet, students_told, within_limits
from sop.model import LATECOMERS, Happening, OnEvent
from sop.shelf import Shelf

# After a standstill so far back questions are still answered to.
_QUESTIONS_SINCE = timedelta(hours=1)


async def hear(
    work: SopWork,
    shelf: Shelf,
    seen: Sequence[Seen],
    effects: Sequence[Effect],
    staff: StaffDirectory,
) -> None:
    """Write down the steps that answer to what was seen."""
    plans = [loaded.plan for loaded in shelf.plans.values()]
    kinds = frozenset[Happening]().union(*(plan.events for plan in plans))
    if not kinds:
        return
    words = frozenset[str]().union(*(plan.keywords for plan in plans))
    happened = happenings(seen, effects, staff, kinds)
    await _answer(work, shelf, [one for one in happened if _worth(one, words)])


async def hear_consent(work: SopWork, seen: Sequence[Seen], now: datetime) -> list[Effect]:
    """Keep who agreed to be quoted, or does not any more; what they are told."""
    told: list[Effect] = []
    for one in consents(seen):
        which = await work.consents.own_message(
            one.room, one.author, one.quoted_ref, one.quoted_text
        )
        if which is None:
            continue
        if one.agrees:
            await work.consents.agree(which, one.room, now)
            told.append(answer(one))
        elif await work.consents.withdraw(which, now):
            told.append(answer(one))
    return told


async def hear_silence(work: SopWork, shelf: Shelf, now: datetime) -> None:
    """Write down the steps that answer to questions nobody answered in time."""
    silence = Happening.QUESTION_UNANSWERED
    plans = [name for name, loaded in shelf.plans.items() if silence in loaded.plan.events]
    if plans:
        late = await work.occasions.unanswered(plans, now - _QUESTIONS_SINCE, now)
        await _answer(work, shelf, [_question(one) for one in late])


def _worth(one: Happened, words: frozenset[str]) -> bool:
    """Most messages have none of the words: for them nothing is looked up."""
    return one.what is not Happening.KEYWORD or says_one_of(one.text, words)


def _question(one: Unanswered) -> Happened:
    return Happened(
        what=Happening.QUESTION_UNANSWERED,
        room=one.room,
        at=one.due,
        occasion=f"question:{one.message}",
        facts={
            "members": [{"name": one.name, "student_id": one.student}],
            "question": {"text": one.text},
        },
    )


async def _answer(work: SopWork, shelf: Shelf, happened: Sequence[Happened]) -> None:
    if not happened:
        return
    live = await _live(work, shelf, happened)
    planned = on_events(happened, live)
    if any(_at_most(shelf, one) is not None for one in planned):
        await work.runs.steps.hold()  # what is counted below stays true until the commit
    planned = await _once_each(work, await _not_answered(work, planned))
    await work.runs.steps.add(await _not_too_often(work, shelf, planned))


async def _live(
    work: SopWork, shelf: Shelf, happened: Sequence[Happened]
) -> dict[RoomId, list[LiveRun]]:
    runs = await work.runs.live_in({fact.room for fact in happened})
    signed = any(fact.campaign for fact in happened)
    figures = await work.sign_ups.figures({run.id for run in runs}) if signed else {}
    live: dict[RoomId, list[LiveRun]] = defaultdict(list)
    for run in runs:
        loaded = shelf.plans.get(run.plan)
        if loaded is not None:
            campaign = figures[run.id].campaign if run.id in figures else ""
            live[run.room].append(LiveRun(run=run, plan=loaded.plan, campaign=campaign))
    return live


async def _not_answered(
    work: SopWork, planned: Sequence[PlannedOccurrence]
) -> list[PlannedOccurrence]:
    """An occasion is answered once, also where an edit gave its step another delay since."""
    if not planned:
        return []
    before = await work.occasions.answered(
        {one.run for one in planned}, {one.occasion for one in planned}
    )
    fresh = {
        (one.run, one.step, one.occasion): one
        for one in reversed(planned)  # of two in one batch the first
        if (one.run, one.step, one.occasion) not in before
    }
    return list(reversed(fresh.values()))


async def _once_each(
    work: SopWork, planned: Sequence[PlannedOccurrence]
) -> list[PlannedOccurrence]:
    """Latecomers are told once a run, however often they come."""
    late = {one.run for one in planned if one.step == LATECOMERS}
    if not late:
        return list(planned)
    before = await work.occasions.of(late, LATECOMERS)
    told = {
        run: {student for occasion in some for student in students_told(occasion)}
        for run, some in before.items()
    }
    kept: list[PlannedOccurrence] = []
    for one in planned:
        fresh: PlannedOccurrence | None = one
        if one.step == LATECOMERS:
            here = told.setdefault(one.run, set())
            fresh = not_told_yet(one, frozenset(here))
            here |= set() if fresh is None else students_told(fresh.occasion)
        kept += [] if fresh is None else [fresh]
    return kept


async def _not_too_often(
    work: SopWork, shelf: Shelf, planned: Sequence[PlannedOccurrence]
) -> list[PlannedOccurrence]:
    limits = {
        (one.plan, one.step): limit
        for one in planned
        if (limit := _at_most(shelf, one)) is not None
    }
    few = [one for one in planned if (one.plan, one.step) in limits]
    if not few:
        return list(planned)
    before = await work.occasions.counted(
        {one.room for one in few}, _steps(few), {one.local_date for one in few}
    )
    return list(within_limits(planned, limits, before))


def _steps(some: Iterable[PlannedOccurrence]) -> frozenset[str]:
    return frozenset(one.step for one in some)


def _at_most(shelf: Shelf, one: PlannedOccurrence) -> int | None:
    step = shelf.plans[one.plan].plan.step(one.step)
    return step.when.at_most if step is not None and isinstance(step.when, OnEvent) else None
