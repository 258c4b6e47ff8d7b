"""The play: the clock jumps to whatever is next, people act, the service hears, looks, speaks."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.ids import MessageRef, OccurrenceId, RoomId
from bot.core.plans import NewRun, Run, RunState
from bot.rehearsal.people import People
from bot.rehearsal.span import AUTHOR, end_of, limit_of, pulses
from bot.rehearsal.stage import Out, Stage
from bot.rehearsal.triggers import Pull, Triggers
from bot.rehearsal.values import Asked, AtWork
from storage.sop.next_times import NextTimes

_PATIENCE = (timedelta(seconds=30), timedelta(minutes=15))  # between looks at what waits
_LONG_TALK = timedelta(minutes=5)  # is broken off to see whether an expectation is met

Progress = Callable[[float], None]  # told the share of the time that has passed


@dataclass(kw_only=True)
class Play:
    """One rehearsal as it goes on."""

    asked: Asked
    stage: Stage
    people: People
    run: Run = field(init=False)
    _triggers: Triggers = field(init=False)
    refs: dict[MessageRef, OccurrenceId] = field(default_factory=dict)  # of posts, to their steps
    parts: Counter[OccurrenceId] = field(default_factory=Counter)  # behind the first of each
    started: datetime = field(init=False)
    _watching: bool = False

    def __post_init__(self) -> None:
        self.started = self._looked = self.now
        plans = [one.loaded.plan for one in self.work]
        self._triggers = Triggers(plans)
        seats = (seat for plan in plans for seat in plan.seats.values())
        self._tasks = any(one.person is not None for seat in seats for one in seat.holders)
        self._pulses = pulses(self.asked)
        self._end = end_of(self.asked)  # of the plan, where it has one

    @property
    def work(self) -> tuple[AtWork, ...]:
        """The rehearsed plan, and those beside it."""
        return (self.asked.run, *self.asked.beside)

    @property
    def now(self) -> datetime:
        """The virtual time."""
        return self.stage.clock.now()

    async def open(self) -> None:
        """Everybody comes in; the plans begin."""
        self.stage.channel.log_in()
        await self.stage.hear()
        await self.stage.remember(self.people.before())
        async with self.stage.service.store.write() as unit:
            (room,) = await unit.runs.rooms()
            new = [self._new(one, room.id) for one in self.work]
            for absence in self.asked.away:
                await unit.absences.leave(absence, self.now)
            for word in self.asked.approved:
                await unit.contents.put(word)
            numbers = await unit.runs.start(new, AUTHOR, self.now)
            self.run = (await unit.runs.by_id(numbers))[numbers[0]]

    async def go_through(self, progress: Progress) -> None:
        """Play until the plan has nothing more to say."""
        _, limit = limit_of(self.asked)
        self.people.expect(self.started, limit)
        look = True
        while True:
            if look:
                await self._moment()
            ahead = await self._next()
            talk = self.people.next_at
            if min(ahead or limit, talk or limit) >= limit or await self._over():
                await self._look()  # what was said last is noted
                return
            if talk is not None and (ahead is None or talk < ahead):
                look = await self._talk(min(ahead or limit, limit))
            else:
                self.stage.clock.move((ahead or limit) - self.now)
                look = True
            progress(min(1.0, (self.now - self.started) / (limit - self.started)))

    async def _over(self) -> bool:
        if self._end is None or self.now < self._end:
            return False
        async with self.stage.service.store.read() as unit:
            run = (await unit.runs.by_id([self.run.id]))[self.run.id]
        return run.state not in {RunState.ACTIVE, RunState.PAUSED}

    async def _moment(self) -> None:
        """Everything that is to be done now, until nothing more follows from it."""
        look = True
        while True:
            if look:
                await self._look()
            if not (await self._times()).posts:
                return
            said = await self.stage.speak()
            if not said:
                return
            look = await self._noted(said)
            await self.stage.hear()

    async def _look(self) -> None:
        self._looked = self.now
        await self.stage.look_after()
        if self._tasks:
            await self.people.take_on()

    async def _noted(self, said: Sequence[Out]) -> bool:
        """Note what was said, and let members hear it; whether anything may follow from it."""
        follows = False
        for post in said:
            if post.occurrence is None:
                continue
            self.refs[post.ref] = post.occurrence
            found = await self.stage.occurrence(post.occurrence)
            follows = follows or self._triggers.follows(found)
            if post.part:
                self.parts[post.occurrence] += 1
            else:
                await self.people.answer(found)
        return follows

    async def _talk(self, until: datetime) -> bool:
        """Let people speak, as far as nothing of the plan can follow; whether to look at it now."""
        long_enough = self.now + _LONG_TALK if self._watching else None
        pull, tired = Pull.NOTHING, False
        while pull is Pull.NOTHING and not tired:
            at = self.people.next_at
            if at is None or at > until:
                break
            if at > self.now:
                self.stage.clock.move(at - self.now)
            pull = self._triggers.pull(self.people.act())
            tired = long_enough is not None and at >= long_enough
        await self.stage.hear()
        await self.people.report()
        return tired or pull is Pull.LOOK or (pull is Pull.HEAR and await self._follows())

    async def _follows(self) -> bool:
        """Whether what was just said has brought on a step that is due already."""
        known = await self._times()
        return known.waiting is not None and known.waiting > self._looked

    async def _times(self) -> NextTimes:
        return await self.stage.next_times(questions=self._triggers.questions)

    async def _next(self) -> datetime | None:
        """The next moment at which the service has something to do."""
        known = await self._times()
        self._watching = known.watching
        times = [] if known.ahead is None else [known.ahead]
        times += [at for at in self._pulses if at > self.now][:1]
        if known.waiting is not None:
            least, most = _PATIENCE
            times.append(self.now + min(max((self.now - known.waiting) / 4, least), most))
        return min(times) if times else None

    def _new(self, work: AtWork, room: RoomId) -> NewRun:
        return NewRun(
            plan=work.loaded.plan.name,
            room=room,
            starts_on=work.starts_on,
            zone=work.loaded.plan.zone or self.asked.rules.zone,
            event_at=work.event_at,
        )
