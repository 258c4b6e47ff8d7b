"""Alerting by the settings in force: the desk and the courier, made anew when they change."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from bot.alerts.accounts import AccountWatch
from bot.alerts.courier import Courier
from bot.alerts.desk import AlertDesk
from bot.alerts.ports import AlertUnit, ToldUnit
from bot.config import Settings
from bot.core.effects import Effect, NotifyStaff
from bot.core.ids import ChannelName
from bot.core.ports import Channel, Notifier, Receipt
from bot.core.seen import Seen, SeenMessage
from bot.core.staff import Staff
from bot.rulebook import Rulebook


class LiveAlerts:
    """Implements the ticker's duty, the pipeline's hearing and `perform`'s courier."""

    def __init__(
        self,
        *,
        rulebook: Rulebook,
        look: Callable[[], AbstractAsyncContextManager[AlertUnit]],
        channels: Mapping[ChannelName, Channel],
        notifier: Notifier,
    ) -> None:
        self._rulebook = rulebook
        self._look = look
        self._channels = channels
        self._notifier = notifier
        self._watch = AccountWatch()  # outlives a change of the settings
        self._take(rulebook.settings)

    def _take(self, settings: Settings) -> None:
        self._settings = settings
        self._desk = AlertDesk(
            settings=settings.alerts,
            staff=settings.staff,
            rules_for=self._rulebook.rules_for,
            channels=self._channels,
            watch=self._watch,
            public_url=settings.web.reached_at,
        )
        self._courier = Courier(
            look=self._look,
            channels=self._channels,
            staff=settings.staff,
            settings=settings.alerts,
            notifier=self._notifier,
            public_url=settings.web.reached_at,
        )

    def _refresh(self) -> None:
        if self._settings is not self._rulebook.settings:
            self._take(self._rulebook.settings)

    async def tick(self, unit: AlertUnit, now: datetime) -> list[Effect]:
        """Everybody who is to be told now."""
        self._refresh()
        return await self._desk.tick(unit, now)

    async def hear(
        self, unit: AlertUnit, seen: Sequence[Seen], _effects: Sequence[Effect], now: datetime
    ) -> list[Effect]:
        """Tell of gaps; acknowledge for colleagues who answered an alert."""
        self._refresh()
        return await self._desk.hear(unit, seen, now)

    async def colleague(self, unit: ToldUnit, said: SeenMessage) -> Staff | None:
        """The colleague who speaks; None where it is none."""
        self._refresh()
        return await self._desk.colleague(unit.alerts, said)

    async def deliver(self, deed: NotifyStaff) -> Receipt:
        """Bring an alert to a colleague."""
        self._refresh()
        return await self._courier.deliver(deed)
