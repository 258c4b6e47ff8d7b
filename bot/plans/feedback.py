"""Watching for reactions: a verdict as soon as it is certain, and what came late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.feedback import (
    NewWatch,
    Reacting,
    Reaction,
    Settled,
    Verdict,
    Watch,
    Watched,
)
from bot.core.ids import OccurrenceId
from bot.core.plans import News, Occurrence, StepState
from bot.plans.ports import SopWork
from sop import wording
from sop.feedback import Judgement, Need, judge, needs_of
from sop.following import Ending
from sop.model import Against, Expectation
from sop.shelf import Shelf

_OFTEN, _SELDOM = timedelta(seconds=1), timedelta(minutes=1)
_LOOKS = 100  # within the time of an expectation
_GONE = Judgement(verdict=Verdict.MISSED, reason=wording.EDITED)

Needs = Mapping[Reacting, Need]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A watch that was judged just now, and how its step ended by that."""

    occurrence: Occurrence
    ending: Ending
    earliest: datetime  # before which nobody can have judged it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """A watch with what it waits for, and what has come. `needs` None: the plan forgot it."""

    watch: Watch
    needs: Needs | None
    counts: Mapping[Reacting, int]

    def judged(self, now: datetime) -> Judgement:
        if self.needs is None:
            return _GONE
        over, within = now >= self.watch.until, _within(self.watch)
        return judge(self.needs, self.counts, within=within, over=over)


async def watch_for(work: SopWork, shelf: Shelf, news: Sequence[News]) -> None:
    """From now on reactions to what was just said are watched for."""
    new: list[NewWatch] = []
    for one in news:
        expected = _expected(shelf, one.occurrence)
        if one.state is StepState.DONE and expected is not None:
            until = one.at + expected.within
            new.append(NewWatch(occurrence=one.occurrence.id, since=one.at, until=until))
    await work.watches.add(new)


async def look(work: SopWork, shelf: Shelf, now: datetime) -> list[Told]:
    """Measure what is to be looked at; gives back what was settled by us, and by us alone."""
    due = await work.watches.due(shelf.plans.keys(), now)
    await _note_late(work, shelf, [one for one in due if one.verdict is not Verdict.WAITING])
    looked = await _measured(work, shelf, [one for one in due if one.verdict is Verdict.WAITING])
    judged = [(one, one.judged(now)) for one in looked]
    await _look_again(work, [one for one, found in judged if not _certain(found)], now)
    certain = [(one, found) for one, found in judged if _certain(found)]
    mine = await work.watches.settle([_settled(one, found) for one, found in certain], now)
    return [
        Told(
            occurrence=one.watch.occurrence,
            ending=_ending(one, found),
            earliest=one.watch.since if found.verdict is Verdict.MET else one.watch.until,
        )
        for one, found in certain
        if one.watch.occurrence.id in mine
    ]


def _expected(shelf: Shelf, one: Occurrence) -> Expectation | None:
    loaded = shelf.plans.get(one.plan)
    step = None if loaded is None else loaded.plan.step(one.step)
    return None if step is None else step.expect


def _within(one: Watch) -> timedelta:
    return one.until - one.since


def _certain(found: Judgement) -> bool:
    return found.verdict is not Verdict.WAITING


def _settled(one: _Looked, found: Judgement) -> Settled:
    return Settled(
        occurrence=one.watch.occurrence.id,
        verdict=found.verdict,
        reason=found.reason,
        counts=found.counts,
        look_at=None if one.needs is None else one.watch.until + _within(one.watch),
    )


def _ending(one: _Looked, found: Judgement) -> Ending:
    if one.needs is None:
        return Ending.LEFT_OUT
    return Ending.MET if found.verdict is Verdict.MET else Ending.MISSED


async def _look_again(work: SopWork, some: Sequence[_Looked], now: datetime) -> None:
    when: dict[OccurrenceId, datetime] = {}
    needs: dict[OccurrenceId, Any] = {}
    for one in some:
        which = one.watch.occurrence.id
        pause = min(max(_within(one.watch) / _LOOKS, _OFTEN), _SELDOM)
        when[which] = min(now + pause, one.watch.until)
        needs[which] = {
            kind.value: {"count": need.count, "note": need.note}
            for kind, need in (one.needs or {}).items()
        }
    await work.watches.look_again(when, needs)


async def _measured(work: SopWork, shelf: Shelf, waiting: Sequence[Watch]) -> list[_Looked]:
    """What each waits for, and what has come; what is usual is looked up only the first time."""
    known = [one for one in waiting if one.needs is not None]
    fresh = [one for one in waiting if one.needs is None]
    asks = [one for one in fresh if _asks_usual(_expected(shelf, one.occurrence))]
    before = await _measure(work, shelf, [one for one in waiting if one not in asks], usual=False)
    first = {**before, **await _measure(work, shelf, asks, usual=True)}
    looked = [
        _Looked(watch=one, needs=_read(one.needs or {}), counts=before[one.occurrence.id].counts)
        for one in known
    ]
    for one in fresh:
        expected, reaction = _expected(shelf, one.occurrence), first[one.occurrence.id]
        needs = None if expected is None else needs_of(expected, reaction)
        looked.append(_Looked(watch=one, needs=needs, counts=reaction.counts))
    return looked


def _asks_usual(expected: Expectation | None) -> bool:
    """Whether a level is one of what is usual in the room."""
    return expected is not None and any(
        level.of is Against.USUAL for level in expected.levels.values()
    )


def _read(written: Mapping[str, Any]) -> Needs:
    return {
        Reacting(kind): Need(count=need["count"], note=need["note"])
        for kind, need in written.items()
    }


async def _measure(
    work: SopWork,
    shelf: Shelf,
    some: Sequence[Watch],
    *,
    usual: bool,
    longer: bool = False,
) -> Mapping[OccurrenceId, Reaction]:
    if not some:
        return {}
    asked: list[Watched] = []
    for one in some:
        expected = _expected(shelf, one.occurrence)
        asked.append(
            Watched(
                occurrence=one.occurrence.id,
                run=one.occurrence.run,
                room=one.occurrence.room,
                since=one.since,
                until=one.until + _within(one) if longer else one.until,
                words=expected.words if expected else (),
            )
        )
    return await work.reactions.measure(asked, usual=usual)


async def _note_late(work: SopWork, shelf: Shelf, some: Sequence[Watch]) -> None:
    """What came in the end, in twice the time: it is kept, and changes no verdict."""
    found = await _measure(work, shelf, some, usual=False, longer=True)
    await work.watches.note_late({which: one.counts for which, one in found.items()})
