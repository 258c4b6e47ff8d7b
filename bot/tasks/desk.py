"""The task desk: tells, reminds and hands over; hears that a task is done or cannot be done.

What it decides is `sop.tasks`; everything it changes goes with its alerts in one transaction.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.core.alerting import Language
from bot.core.effects import Effect
from bot.core.ids import GROUPKEEPER, ChannelName, MessageRef, StaffName, TaskId
from bot.core.rooms import RoomRules
from bot.core.signing import LINKS, sign
from bot.core.staff import Staff
from bot.core.tasks import Handed, OpenTask, Task, TaskDeed, TaskDone, TaskState
from bot.tasks.ports import TaskWork
from sop.settings import SopSettings
from sop.task_alerts import Telling, alerts_for, no_more, taken_back
from sop.task_wording import WORDINGS, TaskWording, names_in
from sop.tasks import Act, Around, Hold, PassOn, Remind, Tell, Why, as_long, pass_on, tend


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDesk:
    """One desk for the whole service, by the settings in force."""

    settings: Callable[[], SopSettings]
    staff: Callable[[], Sequence[Staff]]
    rules_for: Callable[[str, str, str], RoomRules]
    language: Callable[[], Language]
    public_url: str = ""  # "": no links

    async def tick(self, work: TaskWork, now: datetime) -> list[Effect]:
        """Everything that tasks need now."""
        away = await work.absences.away(now)
        effects: list[Effect] = []
        for one in await work.tasks.needing(now, away):
            act = tend(one, self._around(one, away, now))
            if act is not None and await self._carry_out(work, one, act, GROUPKEEPER, now):
                effects += alerts_for(act, one, await self._telling(work, one.task, now), now)
        return effects

    async def done(
        self, work: TaskWork, which: TaskId, done: TaskDone, now: datetime
    ) -> list[Effect] | None:
        """It is done; None where it is not open or held (any more)."""
        one = await work.tasks.whole(which)
        if one is None or not await work.tasks.settle(which, done, now):
            return None
        others_turn = one.task.staff != done.author and one.task.told_at is not None
        if not others_turn or one.task.state is not TaskState.OPEN:
            return []
        return [no_more(one.task, done.author, self._plain())]

    async def taken_back(
        self, work: TaskWork, posts: Collection[tuple[ChannelName, MessageRef]]
    ) -> list[Effect]:
        """Posts were recalled: tell of those that were somebody's receipt."""
        plain = self._plain()
        return [taken_back(one, plain) for one in await work.tasks.done_by(posts)]

    async def cannot(
        self, work: TaskWork, which: TaskId, author: str, now: datetime, note: str = ""
    ) -> list[Effect] | None:
        """Its person cannot do it: the next gets it at once. None where it is not open."""
        one = await work.tasks.whole(which)
        if one is None or one.task.state is not TaskState.OPEN:
            return None
        await work.tasks.note(one.task, TaskDeed.CANNOT, author, now, note)
        away = await work.absences.away(now)
        act = pass_on(one, self._around(one, away, now), Why.CANNOT)
        if not await self._carry_out(work, one, act, author, now):
            return None
        told = alerts_for(act, one, self._plain(), now)
        # Who said so need not be told that it went to somebody else: the answer says so.
        return [alert for alert in told if alert.to is None or alert.to != author]

    async def give(
        self, work: TaskWork, which: TaskId, to: StaffName, author: str, now: datetime
    ) -> list[Effect] | None:
        """A person gives an open or held task to somebody; None where it is neither."""
        one = await work.tasks.whole(which)
        if one is None or one.task.state not in {TaskState.OPEN, TaskState.HELD}:
            return None
        line = tuple(name for name in one.task.line if name != to)
        handed = Handed(to=to, line=line, due=as_long(one.task, now))
        if not await work.tasks.hand_over(one.task, handed, author, now, author):
            return None
        return []

    def link(self, secret: str, task: Task) -> str:
        """The address at which the task's person confirms it."""
        return f"{self.public_url}/task/{task.id}/{sign(secret, *task_words(task))}"

    async def cancel(
        self, work: TaskWork, which: TaskId, author: str, now: datetime, why: str
    ) -> bool:
        """Nobody need do it; False where it is not open or held (any more)."""
        said = self._words.cancelled.format(author=author, why=f"：{why}" if why else "")
        return await work.tasks.cancel(which, author, now, why, said)

    async def _carry_out(
        self, work: TaskWork, one: OpenTask, act: Act, author: str, now: datetime
    ) -> bool:
        task, tasks = one.task, work.tasks
        match act:
            case Tell(due=due, remind_at=remind_at):
                return await tasks.told(task, now, due=due, remind_at=remind_at)
            case Remind():
                return await tasks.reminded(task, now)
            case PassOn(handed=handed, why=why):
                return await tasks.hand_over(task, handed, author, now, why)
            case Hold(why=why):
                holders = names_in(self.language(), one.holders)
                outcome = self._words.held_outcome.format(holders=holders)
                return await tasks.hold(task, author, now, why, outcome)
            case _:
                assert_never(act)

    @property
    def _words(self) -> TaskWording:
        return WORDINGS[self.language()]

    def _around(self, one: OpenTask, away: frozenset[StaffName], now: datetime) -> Around:
        room = one.room
        here = () if room is None else self.rules_for(room.channel, room.ref, room.name).staff
        return Around(
            now=now,
            zones=self._zones(),
            away=away,
            room_staff=here,
            remind_share=self.settings().remind_share,
        )

    async def _telling(self, work: TaskWork, task: Task, now: datetime) -> Telling:
        if not self.public_url:
            return self._plain()
        secret = await work.secrets.value(LINKS, now)
        return Telling(language=self.language(), zones=self._zones(), link=self.link(secret, task))

    def _plain(self) -> Telling:
        return Telling(language=self.language(), zones=self._zones())

    def _zones(self) -> dict[StaffName, str]:
        return {one.name: one.zone for one in self.staff()}


def task_words(task: Task) -> tuple[object, ...]:
    """What the key in a task's link stands for: this turn, so it is void when others have it."""
    return ("task", task.id, task.turn, task.staff)
