"""The connection as it stands: who may be asked, and which account is logged in."""

import asyncio

from bot.channels.wechaty.faults import NotReached
from bot.channels.wechaty.gateway import Gateway
from bot.core.ids import UserRef


class Line:
    """The gateway while it answers, and nothing while it does not."""

    def __init__(self) -> None:
        self._gateway: Gateway | None = None
        self._up = asyncio.Event()
        self.number = 0  # how many connections there were, this one included
        self.user: UserRef | None = None  # logged in now
        self.self_ref: UserRef | None = None  # logged in now or last

    def connect(self, gateway: Gateway) -> None:
        """A gateway answers."""
        self._gateway = gateway
        self.number += 1
        self._up.set()

    def cut(self) -> None:
        """It does not answer any more."""
        self._gateway = None
        self.user = None
        self._up.clear()

    def log_in(self, user: UserRef) -> None:
        """The account can hear and speak."""
        self.user = user
        self.self_ref = user

    def log_out(self) -> None:
        """The account can neither hear nor speak."""
        self.user = None

    async def wait(self) -> None:
        """Return when a gateway answers."""
        await self._up.wait()

    @property
    def gateway(self) -> Gateway:
        """The gateway that answers; `NotReached` when none does."""
        if self._gateway is None:
            msg = "not connected to the gateway"
            raise NotReached(msg)
        return self._gateway

    @property
    def speaking(self) -> Gateway:
        """The gateway, if an account is logged in; `NotReached` otherwise."""
        if self.user is None:
            msg = "not connected to the gateway" if self._gateway is None else "not logged in"
            raise NotReached(msg)
        return self.gateway
