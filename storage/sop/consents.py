"""Which messages may be quoted by name, by their authors' own word."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, MessageId, RoomId
from storage.tables.talk import message
from storage.tables.watches import consent
from storage.upsert import insert_for


class Consents:
    """The consents of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def own_message(
        self, room: RoomId, author: IdentityId, ref: str, text: str
    ) -> MessageId | None:
        """The newest message of theirs in the room that is quoted; None: it is not theirs."""
        quoted: ColumnElement[bool] = message.c.ref == ref if ref else message.c.text == text
        number = await self._connection.scalar(
            select(message.c.id)
            .where(
                message.c.room_id == room,
                message.c.identity_id == author,
                message.c.recalled_at.is_(None),
                quoted,
            )
            .order_by(message.c.id.desc())
            .limit(1)
        )
        return None if number is None else MessageId(number)

    async def agree(self, which: MessageId, room: RoomId, now: datetime) -> None:
        """It may be quoted."""
        new = insert_for(self._connection, consent).values(message_id=which, room_id=room, at=now)
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[consent.c.message_id], set_={"at": now, "withdrawn_at": None}
            )
        )

    async def withdraw(self, which: MessageId, now: datetime) -> bool:
        """It may not be quoted any more; False where nobody had agreed."""
        done = await self._connection.execute(
            update(consent)
            .where(consent.c.message_id == which, consent.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )
        return done.rowcount == 1
