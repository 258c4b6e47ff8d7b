"""A person's word on a delivery: send it after all, never, or it is out already."""

from datetime import datetime
from typing import Protocol

from bot.core.errors import GroupkeeperError
from bot.core.ids import DeliveryId, RoomId
from bot.core.outbound import DeliveryRow, DeliveryState, SentByHand


class TooLate(GroupkeeperError):
    """The delivery is not in a state in which that can be said of it."""


class NotThen(GroupkeeperError):
    """It cannot have gone out at that time."""


class DecidedDeliveries(Protocol):
    """The outbox, as far as people decide about it."""

    async def release_held(self, delivery: DeliveryId, author: str, now: datetime) -> bool:
        """Send it after all; False when it is not held."""
        ...

    async def cancel(self, delivery: DeliveryId, author: str, now: datetime) -> bool:
        """Do not send it (again); False when it is on its way or settled already."""
        ...

    async def mark_sent(self, delivery: DeliveryId, word: SentByHand, now: datetime) -> bool:
        """It went out, says a person; False when it is not held nor unknown."""
        ...

    async def holds(self, sender: str, room: RoomId | None) -> bool:
        """Whether something of this account is held for this room, or for no room."""
        ...


class CalmedAlerts(Protocol):
    """Alerts, as far as a decision ends them."""

    async def resolve(self, group: str, *, author: str, now: datetime) -> object:
        """What the group tells of is over."""
        ...


class DeliveryWork(Protocol):
    """One transaction."""

    @property
    def outbox(self) -> DecidedDeliveries:
        """The deliveries."""
        ...

    @property
    def alerts(self) -> CalmedAlerts:
        """The alerts."""
        ...


async def release(work: DeliveryWork, row: DeliveryRow, author: str, now: datetime) -> None:
    """Send a held delivery after all; raises `TooLate`."""
    if not await work.outbox.release_held(row.id, author, now):
        msg = f"delivery {row.id} is {row.state}; only a held one is released"
        raise TooLate(msg)
    await _calm(work, row, author, now)


async def cancel(work: DeliveryWork, row: DeliveryRow, author: str, now: datetime) -> None:
    """Do not send a delivery (again); raises `TooLate`."""
    if not await work.outbox.cancel(row.id, author, now):
        msg = f"delivery {row.id} is {row.state}; it is too late to cancel it"
        raise TooLate(msg)
    await _calm(work, row, author, now)


async def mark_sent(work: DeliveryWork, row: DeliveryRow, word: SentByHand, now: datetime) -> None:
    """A held or unknown delivery went out; raises `TooLate`, or `NotThen`."""
    made = row.created.replace(second=0, microsecond=0)  # people know the minute
    if not made <= word.at <= now:
        msg = (
            f"delivery {row.id} was made at {row.created.isoformat()}; it went out"
            " between then and now"
        )
        raise NotThen(msg)
    if not await work.outbox.mark_sent(row.id, word, now):
        msg = (
            f"delivery {row.id} is {row.state}; only of one that is held or unknown is it"
            " asked whether it was sent"
        )
        raise TooLate(msg)
    await _calm(work, row, word.author, now)


async def _calm(work: DeliveryWork, row: DeliveryRow, author: str, now: datetime) -> None:
    """The alert about what is held in a place is over with the last of it."""
    place = row.sender if row.room is None else f"room:{row.room}"
    if not await work.outbox.holds(row.sender, row.room):
        group = f"delivery:{DeliveryState.HELD.value}:{place}"
        await work.alerts.resolve(group, author=author, now=now)
