"""What the performer needs of the store."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.core.effects import Effect, RaiseAlert
from bot.core.outbound import Circumstances, Claimed, Delivery, Lost, Outcome, Pace, Started, Wait


class Queue(Protocol):
    """The outbox as the performer needs it; `storage.delivery.outbox` tells what each does."""

    async def drive(self, sender: str, owner: str, now: datetime) -> bool:
        """Take or keep the account for this process; it ends with the lease."""
        ...

    async def next_due(self, sender: str, owner: str, now: datetime) -> datetime | None:
        """`now` when something can be claimed; else when the next delivery is due."""
        ...

    async def claim(self, sender: str, owner: str, now: datetime, limit: int = 1) -> Claimed:
        """Take what is due."""
        ...

    async def circumstances(self, delivery: Delivery, now: datetime) -> Circumstances:
        """What may have changed since the deed was decided."""
        ...

    async def free_at(self, sender: str, pace: Pace, now: datetime) -> datetime:
        """When the account may speak again."""
        ...

    async def begin_sending(
        self, delivery: Delivery, *, pace: Pace | None, echoed: bool, now: datetime
    ) -> Started | Wait | Lost:
        """Commit that the platform may have it from now on."""
        ...

    async def may_send(self, delivery: Delivery) -> float:
        """Seconds for which the claim still holds."""
        ...

    async def split(
        self, delivery: Delivery, texts: Sequence[str], now: datetime
    ) -> Delivery | Lost:
        """Make several deliveries of one that is too long."""
        ...

    async def shorten(self, delivery: Delivery, base: str, now: datetime) -> Delivery | Lost:
        """Put short links in the place of a post's links."""
        ...

    async def settle(self, delivery: Delivery, outcome: Outcome, now: datetime) -> list[RaiseAlert]:
        """Write down what came of it."""
        ...

    async def leave_account(self, sender: str, owner: str) -> None:
        """Let another process speak for the account."""
        ...


class DeliveryUnit(Protocol):
    """One transaction, as the performer needs it."""

    @property
    def outbox(self) -> Queue:
        """The deliveries."""
        ...

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Write what follows from a delivery: alerts."""
        ...


OpenUnit = Callable[[], AbstractAsyncContextManager[DeliveryUnit]]
