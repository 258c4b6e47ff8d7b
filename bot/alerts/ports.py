"""What alerting needs of the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.alerting import Acknowledged, Alert
from bot.core.ids import AlertId, ChannelName, StaffName, UserRef


class AlertStore(Protocol):
    """The alerts of one transaction."""

    async def due(self, now: datetime) -> tuple[Alert, ...]:
        """Open alerts of which somebody is to be told now."""
        ...

    async def told(
        self, seen: Alert, staff: Sequence[StaffName], *, next_at: datetime | None, now: datetime
    ) -> bool:
        """Note who is told; False when the alert has moved on meanwhile."""
        ...

    async def get(self, alert_id: AlertId) -> Alert | None:
        """One alert."""
        ...

    async def acknowledge(
        self, alert_id: AlertId, *, author: str, now: datetime
    ) -> Acknowledged | None:
        """Take an alert on; None: no such alert."""
        ...

    async def raised_since(self, group: str, since: datetime) -> bool:
        """Whether an alert of this group was raised since then."""
        ...

    async def resolve(self, group: str, *, author: str, now: datetime) -> None:
        """Close the open alert of a group: its reason is gone."""
        ...

    async def newest_told(self, staff: StaffName) -> AlertId | None:
        """The open alert that a colleague was told of last."""
        ...

    async def accounts_named(self, channel: ChannelName, name: str) -> tuple[UserRef, ...]:
        """The account whose name it is, as judging sees it; empty: nobody's."""
        ...


class SecretStore(Protocol):
    """The secrets of the installation."""

    async def find(self, name: str) -> str | None:
        """A secret; None where nobody needed it yet."""
        ...

    async def value(self, name: str, now: datetime) -> str:
        """A secret, made where it is not there."""
        ...


class ToldUnit(Protocol):
    """One transaction, as it takes to know who answers."""

    @property
    def alerts(self) -> AlertStore:
        """Its alerts."""
        ...


class AlertUnit(ToldUnit, Protocol):
    """One transaction, as alerting needs it."""

    @property
    def secrets(self) -> SecretStore:
        """Its secrets."""
        ...
