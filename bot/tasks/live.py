"""People's work by the settings in force: tasks, words about them, calendar, work lists."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.days import expect_day
from bot.core.effects import Effect
from bot.core.errors import GroupkeeperError
from bot.core.ids import StaffName, TaskId
from bot.core.seen import Seen, SeenMessage
from bot.core.signing import LINKS, signed
from bot.core.staff import Staff
from bot.core.tasks import Absence, OpenTask, Receipt, TaskDone
from bot.plans.agenda import AgendaDesk
from bot.plans.agenda_days import AgendaDays
from bot.plans.feeds import FeedDesk
from bot.plans.grid import PlanGrid
from bot.plans.voices import Voices
from bot.rulebook import Rulebook
from bot.tasks.chat import TaskChat, leave_until
from bot.tasks.desk import TaskDesk, task_words
from bot.tasks.work_list import WorkLists
from sop.shelf import Shelf
from sop.task_wording import WORDINGS
from storage.unit import Unit


class LiveWork:
    """The desks, all on one rulebook and the plans in force.

    What changes a task tells people of it in the same transaction; False where the task has moved
    on meanwhile.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        shelf: Callable[[], Shelf],
        colleague: Callable[[Unit, SeenMessage], Awaitable[Staff | None]] | None = None,
    ) -> None:
        self._rulebook = rulebook
        self.tasks = TaskDesk(
            settings=lambda: rulebook.settings.sop,
            staff=lambda: rulebook.settings.staff,
            rules_for=rulebook.rules_for,
            language=lambda: rulebook.settings.alerts.language,
            public_url=_public_url(rulebook),
        )
        self.agenda = AgendaDesk(
            plans=lambda: {name: one.plan for name, one in shelf().plans.items()},
            staff=lambda: rulebook.settings.staff,
            grace=lambda: rulebook.settings.sop.grace,
            zone=lambda: rulebook.settings.rooms.defaults.zone,
        )
        self.days = AgendaDays(desk=self.agenda)
        self.grid = PlanGrid(desk=self.agenda)
        self.feeds = FeedDesk(
            agenda=self.agenda,
            language=lambda: rulebook.settings.alerts.language,
            address=lambda: _address(rulebook),
        )
        self.voices = Voices(plans=lambda: {name: one.plan for name, one in shelf().plans.items()})
        self.lists = WorkLists(agenda=self.agenda, tasks=self.tasks)
        self._chat: TaskChat[Unit] = TaskChat(
            desk=self.tasks, colleague=colleague or _nobody, work_list=self.lists.written
        )

    async def hear(
        self, unit: Unit, seen: Sequence[Seen], _effects: Sequence[Effect], now: datetime
    ) -> Sequence[Effect]:
        """What colleagues say about their work, and do of it in rooms."""
        return await self._chat.hear(unit, seen, now)

    async def done(
        self, unit: Unit, which: TaskId, author: str, now: datetime, how: Receipt
    ) -> bool:
        """Somebody says that a task is done."""
        words = WORDINGS[self.tasks.language()]
        outcome = words.done.format(author=author)
        done = TaskDone(author=author, at=now, how=how, outcome=outcome)
        return await _apply(unit, await self.tasks.done(unit, which, done, now), now)

    async def cannot(
        self, unit: Unit, which: TaskId, author: str, now: datetime, note: str = ""
    ) -> bool:
        """Its person cannot do it: the next of its line gets it at once."""
        return await _apply(unit, await self.tasks.cannot(unit, which, author, now, note), now)

    async def cancel(
        self, unit: Unit, which: TaskId, author: str, now: datetime, why: str = ""
    ) -> bool:
        """Nobody need do it."""
        return await self.tasks.cancel(unit, which, author, now, why)

    async def give(self, unit: Unit, which: TaskId, to: str, author: str, now: datetime) -> bool:
        """A person gives it to a colleague; raises GroupkeeperError where there is none."""
        staff = self.agenda.colleague(to)
        return await _apply(unit, await self.tasks.give(unit, which, staff.name, author, now), now)

    async def clicked(self, unit: Unit, which: TaskId, key: str) -> OpenTask | None:
        """The task that a link leads to; None where its key is not (or no longer) the task's."""
        secret = await unit.secrets.find(LINKS)
        one = await unit.tasks.whole(which)
        if secret is None or one is None:
            return None
        return one if signed(key, secret, *task_words(one.task)) else None

    async def leave(
        self,
        unit: Unit,
        name: str,
        until: date | None,
        *,
        reason: str,
        author: str,
        now: datetime,
    ) -> Absence:
        """A colleague is away through that day; raises GroupkeeperError where that cannot be."""
        staff = self.agenda.colleague(name)
        expect_day(until, "the last day")
        if until is not None and until < now.astimezone(ZoneInfo(staff.zone)).date():
            msg = f"{until} is over; name today or a later day"
            raise GroupkeeperError(msg)
        new = leave_until(staff, until, reason, author, now)
        await unit.absences.leave(new, now)
        return new

    async def back(self, unit: Unit, name: str, author: str, now: datetime) -> bool:
        """A colleague is there again; False where they were not away."""
        staff = self.agenda.colleague(name)
        return await unit.absences.back(StaffName(staff.name), author, now)


async def _apply(unit: Unit, effects: Sequence[Effect] | None, now: datetime) -> bool:
    if effects is None:
        return False
    await unit.apply(effects, now=now)
    return True


async def _nobody(_unit: Unit, _said: SeenMessage) -> Staff | None:
    return None  # where nobody is heard: a command


def _public_url(rulebook: Rulebook) -> str:
    return rulebook.settings.web.reached_at


def _address(rulebook: Rulebook) -> str:
    web = rulebook.settings.web
    return _public_url(rulebook) or f"http://{web.host}:{web.port}"
