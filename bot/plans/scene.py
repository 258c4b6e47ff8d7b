"""What decisions on due steps look at: gathered with one query a kind, and only when asked for."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.core.ids import IdentityId, RoomId, RunId
from bot.core.plans import Occurrence
from bot.plans.due import Around, Due, asked_by
from bot.plans.facts import facts_of
from bot.plans.layout import mark_of
from bot.plans.ports import SopWork
from sop.firing.posting import mentioned
from sop.firing.scene import Scene, Standing
from sop.model import ROOM_ACCOUNT, Every, Message, Seat, Step
from sop.overrides import left_out
from sop.shelf import FoundFile, Shelf

_POSTS_SINCE = timedelta(days=3)  # a local day is over everywhere by then


async def due_steps(work: SopWork, shelf: Shelf, found: Sequence[Occurrence]) -> list[Due]:
    """The due steps of plans that are in force, in runs that are laid out by them."""
    known = [one for one in found if one.plan in shelf.plans]
    if not known:
        return []
    runs = await work.runs.by_id({one.run for one in known})
    words = await work.runs.overrides.of(list(runs))
    marks = {name: mark_of(loaded) for name, loaded in shelf.plans.items()}
    due: list[Due] = []
    for one in known:
        run, plan = runs[one.run], shelf.plans[one.plan].plan
        if run.planned_as == marks[one.plan]:
            step = plan.step(one.step)
            due.append(
                Due(
                    occurrence=one,
                    run=run,
                    plan=plan,
                    step=step,
                    asks=asked_by(step),
                    left_out=left_out(one, words.get(one.run, ())),
                )
            )
    return due


async def gather(work: SopWork, around: Around, due: Sequence[Due], now: datetime) -> Scene:
    """Everything that the decisions on these steps look at."""
    limits = _limits(around, due)
    rooms = {one.run.room for one in due}
    seats = _seats(due)
    stood_in = any(seat.stand_ins for seat in seats)  # else it does not matter who is away
    places = await work.places.elsewhere(rooms, _other_accounts(seats))
    return Scene(
        standing=await _standing(work, due, now),
        files=await _files(around, due),
        library=around.library,
        facts=await facts_of(work, around, due, now),
        away=await work.absences.away(now) if stood_in else frozenset(),
        silent=await work.places.silent() if stood_in else frozenset(),
        places=places,
        spoke=await _spoke(work, due, now),
        limits=limits,
        posts=await _posts(work, due, limits, now),
        restored=await work.runs.steps.restored(),
        people=await _people(work, due, {*rooms, *places.values()}),
    )


def _messages(step: Step) -> list[Message]:
    return [message for wording in step.wordings for message in wording]


async def _standing(work: SopWork, due: Sequence[Due], now: datetime) -> Mapping[RunId, Standing]:
    """How the due steps themselves and those they require stand in their runs.

    Steps are taken up a little ahead of their time: so one that is required and due no later
    than they are counts as waiting, not as lacking.
    """
    until = max(now, *(one.occurrence.due for one in due))
    steps: dict[str, bool] = {}  # whether it is a rhythm in any of the plans
    for one in {(one.plan.name, one.occurrence.step): one for one in due}.values():
        for wanted in (one.occurrence.step, *(one.step.requires if one.step else ())):
            other = one.plan.step(wanted)
            rhythm = other is not None and isinstance(other.when, Every)
            steps[wanted] = rhythm and steps.get(wanted, True)
    return await work.runs.steps.standing(
        {one.run.id for one in due},
        steps.keys(),
        until,
        daily=[wanted for wanted, rhythm in steps.items() if rhythm],
        since=min(one.occurrence.local_date for one in due),
    )


async def _files(around: Around, due: Sequence[Due]) -> Mapping[str, FoundFile]:
    """The files that the due steps post, each looked for once."""
    steps = {id(one.step): one.step for one in due if one.step is not None}
    files = {
        message.media.in_folder
        for step in steps.values()
        for message in _messages(step)
        if message.media is not None and message.media.in_folder is not None
    }
    folder = around.folder
    if folder is None or not files:
        return {}
    return await asyncio.to_thread(lambda: {file: folder.find(file) for file in sorted(files)})


def _seats(due: Sequence[Due]) -> list[Seat]:
    """The seats of the due steps, each once."""
    return list(
        {
            (one.plan.name, one.step.seat): one.plan.seats[one.step.seat]
            for one in due
            if one.step is not None
        }.values()
    )


def _other_accounts(seats: Sequence[Seat]) -> frozenset[str]:
    """The accounts that seats name, beside the rooms' own."""
    named = {holder.account for seat in seats for holder in seat.holders} - {None, ROOM_ACCOUNT}
    return frozenset(str(account) for account in named)


async def _spoke(work: SopWork, due: Sequence[Due], now: datetime) -> Mapping[RoomId, datetime]:
    waits = {
        one.run.room: one.step.wait_for_pause.quiet
        for one in due
        if one.step is not None and one.step.wait_for_pause is not None
    }
    if not waits:
        return {}
    return await work.places.spoke(waits.keys(), now - max(waits.values()))


def _limits(around: Around, due: Sequence[Due]) -> dict[RoomId, int]:
    found: dict[RoomId, int] = {}
    for run in {one.run.room: one.run for one in due}.values():
        rules = around.rules_of(run)
        limit = rules.posts_per_day or around.settings.posts_per_day
        if limit is not None:
            found[run.room] = limit
    return found


async def _posts(
    work: SopWork, due: Sequence[Due], limits: Collection[RoomId], now: datetime
) -> Mapping[tuple[RoomId, date], int]:
    if not limits:
        return {}
    days = {one.occurrence.local_date for one in due if one.run.room in limits}
    return await work.places.posts(limits, days, now - _POSTS_SINCE)


async def _people(
    work: SopWork, due: Sequence[Due], rooms: Collection[RoomId]
) -> Mapping[tuple[RoomId, int], IdentityId]:
    students = {
        student
        for one in due
        if one.step is not None
        for student in mentioned(one.step, one.occurrence.facts or {})
    }
    return await work.places.people(rooms, students) if students else {}
