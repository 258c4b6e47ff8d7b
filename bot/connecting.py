"""Accounts that are told to connect now, and not so often that a gateway suffers for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

PAUSE = timedelta(seconds=20)  # between two times that people ask it of one account


class Connects(Protocol):
    """What is asked of a `bot.core.ports.Channel` here."""

    def connect_now(self) -> None:
        """Try at once to connect, where the next try would come later."""
        ...


@dataclass(frozen=True, slots=True)
class ConnectDesk:
    """Implements `bot.web.house_ports.Connecting`."""

    channels: Mapping[str, Connects] = field(default_factory=dict)
    _asked: dict[str, datetime] = field(default_factory=dict)

    def knows(self, account: str) -> bool:
        """Whether the account is driven by this process."""
        return account in self.channels

    def connect(self, account: str, now: datetime) -> timedelta:
        """Have it try now. More than nothing: it was asked just before, wait so long."""
        before = self._asked.get(account)
        if before is not None and before <= now < before + PAUSE:
            return before + PAUSE - now
        self._asked[account] = now
        self.channels[account].connect_now()
        return timedelta()
