"""An outbox to try things on: `desk.says("晚上八点上课")`, `desk.sends()`, `desk.hears(...)`."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.core.effects import Intent, RaiseAlert, Say
from bot.core.ids import DeliveryId, IdentityId, MessageId, MessageRef, RoomId
from bot.core.outbound import Delivery, DeliveryRow, Outcome, Pace, Sent, Started, Unsure
from bot.core.seen import SeenMember, SeenMessage
from bot.core.sending import DeliverySettings, SendBudget
from storage.delivery.outbox import Outbox
from storage.engine import Database
from storage.tables.delivery import account_lock, outbox
from storage.tables.people import identity, room
from storage.talk.archive import Archive
from tests.support.builders import CHANNEL, NOON, listed, message

FREELY = SendBudget(per_minute=10_000, spacing_seconds=0, jitter_seconds=0, per_day=1_000_000)
AT_ONCE = Pace(budget=FREELY, gap=timedelta())
SENDER = str(CHANNEL)
UNSURE = Unsure(reason="time-out")

_number = itertools.count(1)


class OutboxDesk:
    """One outbox, with rooms and people in it, and a clock that is moved by hand."""

    def __init__(self, database: Database, settings: DeliverySettings | None = None) -> None:
        self.database = database
        self.settings = settings or DeliverySettings()
        self.now = NOON
        self.rooms: list[RoomId] = []
        self.people: dict[str, IdentityId] = {}

    async def open(self, rooms: int = 2) -> "OutboxDesk":
        """Rooms room-1, room-2, ... each with the members u1 and u2."""
        async with self.database.write() as connection:
            events = [listed(f"{n} 班", "u1", "u2", room=f"room-{n}") for n in range(1, rooms + 1)]
            await Archive(connection).save(events, received=self.now)
            self.rooms = [
                RoomId(n) for n in await connection.scalars(select(room.c.id).order_by(room.c.id))
            ]
            found = await connection.execute(select(identity.c.ref, identity.c.id))
            self.people = {row.ref: IdentityId(row.id) for row in found}
        return self

    def move(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)

    async def intends(self, *intents: Intent) -> tuple[DeliveryId, ...]:
        """Put intents into the outbox."""
        async with self.database.write() as connection:
            return await Outbox(connection, self.settings).enqueue(intents, self.now)

    async def says(self, text: str = "晚上八点上课", room: int = 1, **other: Any) -> DeliveryId:
        """Intend to say something in a room."""
        deed = other.pop("deed", None) or Say(room=self.rooms[room - 1], text=text)
        key = other.pop("key", f"k{next(_number)}")
        (number,) = await self.intends(Intent(deed=deed, key=key, reason="试", **other))
        return number

    async def claims(self, owner: str = "one", limit: int = 10) -> tuple[Delivery, ...]:
        """Take what is due."""
        async with self.database.write() as connection:
            box = Outbox(connection, self.settings)
            return (await box.claim(SENDER, owner, self.now, limit)).deliveries

    async def begins(
        self, delivery: Delivery, pace: Pace | None = AT_ONCE, *, echoed: bool = True
    ) -> object:
        """Commit that it is being sent."""
        async with self.database.write() as connection:
            return await Outbox(connection, self.settings).begin_sending(
                delivery, pace=pace, echoed=echoed, now=self.now
            )

    async def calls(self, owner: str = "one", *, echoed: bool = True) -> Delivery:
        """Claim the oldest delivery and bring it to the moment of the platform's call."""
        (delivery,) = await self.claims(owner, 1)
        assert isinstance(await self.begins(delivery, echoed=echoed), Started)
        return delivery

    async def settles(self, delivery: Delivery, outcome: Outcome) -> list[RaiseAlert]:
        """Write down what came of it."""
        async with self.database.write() as connection:
            return await Outbox(connection, self.settings).settle(delivery, outcome, self.now)

    async def sends(self, ref: str | None = None) -> Delivery:
        """Claim the oldest, call, and be told that it was taken."""
        delivery = await self.calls()
        await self.settles(delivery, Sent(ref=None if ref is None else MessageRef(ref)))
        return delivery

    async def unknown(self, text: str = "签到", **other: Any) -> tuple[DeliveryId, Delivery]:
        """Say something of which nobody knows afterwards whether it went out."""
        number = await self.says(text, **other)
        delivery = await self.calls()
        await self.settles(delivery, UNSURE)
        return number, delivery

    async def may_send(self, delivery: Delivery) -> float:
        """How long the claim still holds."""
        async with self.database.read() as connection:
            return await Outbox(connection, self.settings).may_send(delivery)

    def shown(self, text: str, room: int | None = 1, **other: Any) -> SeenMessage:
        """Our own post as the platform shows it."""
        place = {} if room is not None else {"room": None}
        given: dict[str, Any] = {"own": True, "at": self.now, "sender": "bot"} | place | other
        return SeenMessage(
            event=message(text, **given),
            id=MessageId(next(_number)),
            room=None if room is None else self.rooms[room - 1],
            sender=SeenMember(identity=IdentityId(1), student=None, name="小助手"),
        )

    async def hears(self, *shown: SeenMessage) -> list[RaiseAlert]:
        """The platform shows our own posts."""
        async with self.database.write() as connection:
            return await Outbox(connection, self.settings).settle_echo(shown, self.now)

    async def reconciles(self) -> list[RaiseAlert]:
        """A tick."""
        async with self.database.write() as connection:
            return await Outbox(connection, self.settings).reconcile(self.now)

    async def listened(self, owner: str = "one") -> None:
        """Let the echo grace pass, with this process listening all the while."""
        async with self.database.write() as connection:
            await Outbox(connection, self.settings).drive(SENDER, owner, self.now)
        self.move(seconds=self.settings.echo_grace_seconds + 1)

    async def dies(self) -> None:
        """The process that holds leases is gone, and its leases have ended."""
        long_ago = datetime(2020, 1, 1, tzinfo=NOON.tzinfo)
        async with self.database.write() as connection:
            for table in (outbox, account_lock):
                await connection.execute(
                    update(table)
                    .where(table.c.lease_until.is_not(None))
                    .values(lease_until=long_ago)
                )

    async def row(self, number: DeliveryId) -> DeliveryRow:
        """How a delivery stands."""
        async with self.database.read() as connection:
            found = await Outbox(connection, self.settings).delivery(number)
        assert found is not None
        return found

    async def state(self, number: DeliveryId) -> str:
        """In which state a delivery is."""
        return (await self.row(number)).state.value


def moving(stage, holds):
    """Whether it holds; else time goes on a little."""
    if not holds:
        stage.move(seconds=5)
    return holds
