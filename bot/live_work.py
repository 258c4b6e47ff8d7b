"""People's work by the settings in force: tasks, words about them, calendar, work lists."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.agenda_desk import AgendaDesk
from bot.core.effects import Effect
from bot.core.seen import Seen, SeenMessage
from bot.core.staff import Staff
from bot.rulebook import Rulebook
from bot.task_chat import TaskChat
from bot.task_desk import TaskDesk
from bot.work_list import WorkLists
from sop.shelf import Shelf
from storage.unit import Unit


class LiveWork:
    """The desks, all on one rulebook and the plans in force."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        shelf: Callable[[], Shelf],
        colleague: Callable[[Unit, SeenMessage], Awaitable[Staff | None]] | None = None,
    ) -> None:
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
        self.lists = WorkLists(agenda=self.agenda, tasks=self.tasks)
        self._chat: TaskChat[Unit] = TaskChat(
            desk=self.tasks, colleague=colleague or _nobody, work_list=self.lists.written
        )

    async def hear(
        self, unit: Unit, seen: Sequence[Seen], _effects: Sequence[Effect], now: datetime
    ) -> Sequence[Effect]:
        """What colleagues say about their work, and do of it in rooms."""
        return await self._chat.hear(unit, seen, now)


async def _nobody(_unit: Unit, _said: SeenMessage) -> Staff | None:
    return None  # where nobody is heard: a command


def _public_url(rulebook: Rulebook) -> str:
    web = rulebook.settings.web
    return web.public_url if web.enabled else ""
