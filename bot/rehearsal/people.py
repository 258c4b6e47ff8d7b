"""What people do while a plan is rehearsed: members talk and answer, colleagues do their tasks."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from bot.channels.simulator.views import Saying
from bot.core.errors import ChannelRefused
from bot.core.events import MessageReceived
from bot.core.ids import MessageRef, OccurrenceId, TaskId, UserRef
from bot.core.plans import Occurrence
from bot.core.rehearsing import Against
from bot.core.tasks import Task
from bot.rehearsal.company import Clicking, Company, Deed, Plans, Working, gathered
from bot.rehearsal.members import Members
from bot.rehearsal.stage import Stage
from bot.rehearsal.values import Asked, Coming, Leaving, Talking
from sop.model import Step
from storage.sop.links import LinkFilter
from storage.sop.tasks import TaskFilter

_WORK_TIME = timedelta(minutes=10)  # that a colleague needs for a task
_SIGN_UP = ("报名",)
_TASKS = 200  # open at once; more than anybody can do


@dataclass(kw_only=True)
class People:
    """Everybody but the service."""

    asked: Asked
    stage: Stage
    company: Company = field(init=False)
    joined: list[tuple[datetime, UserRef]] = field(default_factory=list)
    refs: dict[MessageRef, OccurrenceId] = field(default_factory=dict)  # posted for tasks
    unseen: list[Working] = field(default_factory=list)
    _plans: Plans = field(default_factory=Plans)
    _given: set[TaskId] = field(default_factory=set)
    _did: list[Task] = field(default_factory=list)
    _clicked: list[Clicking] = field(default_factory=list)

    def __post_init__(self) -> None:
        world, user = self.stage.world, self.stage.channel.account.user
        asked = self.asked
        self.company = gathered(world, user, asked.room, asked.settings.staff, asked.past)
        rates, seed = asked.room.rates, asked.seed
        self._members = Members(
            people=self.company.members, rates=rates, zone=asked.zone, seed=seed
        )

    @property
    def next_at(self) -> datetime | None:
        """When somebody next does something."""
        first = self._plans.first
        return None if first is None else first.at

    def before(self) -> list[MessageReceived]:
        """What was said before the plan began, by those who are members now."""
        members, place = self.company.members, self.asked.room
        faces: dict[UserRef, UserRef] = {user: user for user in members}
        said: list[MessageReceived] = []
        for number, one in enumerate(self.asked.before if members else ()):
            face = faces.setdefault(one.by, members[len(faces) % len(members)])
            said.append(
                MessageReceived(
                    channel=place.channel,
                    ref=MessageRef(f"before-{number}"),
                    at=one.at,
                    room=place.ref,
                    room_name=place.name,
                    sender=face,
                    sender_name=self.stage.world.names[face],
                    text=one.saying.text,
                    kind=one.saying.kind,
                )
            )
        return said

    def expect(self, since: datetime, until: datetime) -> None:
        """Plan what members do of themselves in this time."""
        if self.asked.past is not None:
            staff = set(self.company.colleagues.values())  # here all the time, for their tasks
            self._plans.add(one for one in self.asked.past.moves if one.by not in staff)
            self._plans.add(self.asked.past.talk)
        if self.asked.against is not Against.SIMULATED:
            return
        self._plans.add(self._members.talk(since, until))
        for number, at in enumerate(self._members.newcomers(since, until), 1):
            self._plans.add([Coming(at=at, by=self.stage.world.person(f"新成员{number}"))])

    def act(self) -> Deed:
        """Somebody does what is next."""
        deed = self._plans.take()
        world, room = self.stage.world, self.asked.room.ref
        match deed:
            case Coming(at=at, by=by, name=name):
                world.names[by] = name or world.names[by]
                world.joins(room, by)
                self.joined.append((at, by))
            case Leaving(by=by):
                world.leaves(room, by)
            case Talking(by=by, saying=saying):
                with suppress(ChannelRefused):  # has left meanwhile
                    world.says(room, by, saying)
            case Working():
                self._work(deed)
            case Clicking():
                self._clicked.append(deed)
            case _:
                assert_never(deed)
        return deed

    def _work(self, deed: Working) -> None:
        task = deed.task
        self._did.append(task)
        if deed.by is None:
            self.unseen.append(deed)
            return
        said = self.stage.world.says(self.asked.room.ref, deed.by, Saying(text=task.text))
        if task.occurrence is not None:
            self.refs[said] = task.occurrence

    async def answer(self, found: Occurrence) -> None:
        """Members have heard a post: some will answer, some follow its links."""
        if self.asked.against is not Against.SIMULATED:
            return
        now, step = self.stage.clock.now(), self._step_of(found)
        self._plans.add(self._members.answers(now, _asked_words(step)))
        if step is None or not step.count_clicks:
            return
        async with self.stage.service.store.read() as unit:
            links = (await unit.links.listed(LinkFilter(occurrence=found.id))).items
        for link in links:
            clicks = self._members.followers(now)
            self._plans.add(Clicking(at=at, by=by, code=link.code) for at, by in clicks)

    async def take_on(self) -> None:
        """Colleagues take on what they were given since the last look."""
        now = self.stage.clock.now()
        async with self.stage.service.store.read() as unit:
            tasks = (await unit.tasks.listed(TaskFilter(state="open"), limit=_TASKS)).items
            away = await unit.absences.away(now)
        for task in tasks:
            if task.id in self._given or task.staff in away:
                continue
            self._given.add(task.id)
            left = 2 * _WORK_TIME if task.due is None else task.due - now
            at = now + max(min(_WORK_TIME, left / 2), timedelta())
            by = self.company.colleagues.get(task.staff)
            self._plans.add([Working(at=at, by=by, task=task)])

    async def report(self) -> None:
        """What was done, and was not seen to be done, is reported by a word."""
        did, self._did = self._did, []
        clicked, self._clicked = self._clicked, []
        if did or clicked:
            async with self.stage.service.store.write() as unit:
                for task in did:
                    await unit.tasks.done(task.id, str(task.staff), self.stage.clock.now())
                for one in clicked:
                    await unit.links.followed(one.code, one.by, robot=False, now=one.at)
        for task in did:
            if task.occurrence is not None:
                await self.answer(await self.stage.occurrence(task.occurrence))

    def _step_of(self, found: Occurrence) -> Step | None:
        loaded = self.stage.service.sop.desk.shelf.plans.get(found.plan)
        return None if loaded is None else loaded.plan.step(found.step)


def _asked_words(step: Step | None) -> tuple[str, ...]:
    """What a post asks to be answered with."""
    if step is None or step.expect is None:
        return ()
    return step.expect.words or (() if step.expect.sign_ups is None else _SIGN_UP)
