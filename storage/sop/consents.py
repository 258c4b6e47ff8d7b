"""Which messages may be quoted by name, by their authors' word: in the room, or to a colleague."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.ids import IdentityId, MessageId, RoomId
from storage.service.audit import Audit
from storage.tables.talk import message
from storage.tables.watches import consent
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether a message may be quoted by name, and by whose word."""

    message: MessageId
    quoted: bool
    at: datetime | None  # since when its author agrees, or agreed; None: never
    given_by: str | None  # the colleague who noted it; None: their own word in the room
    withdrawn: datetime | None
    withdrawn_by: str | None  # None: their own word

    @property
    def refused(self) -> bool:
        """Its author took it back by their own word: nobody else gives it for them."""
        return self.withdrawn is not None and self.withdrawn_by is None


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
                index_elements=[consent.c.message_id], set_={**_OWN_WORD, "at": now}
            )
        )

    async def withdraw(self, which: MessageId, now: datetime) -> bool:
        """It may not be quoted any more; False where nobody had agreed."""
        done = await self._connection.execute(
            update(consent)
            .where(
                consent.c.message_id == which,
                consent.c.withdrawn_at.is_(None) | consent.c.withdrawn_by.is_not(None),
            )
            .values(withdrawn_at=now, withdrawn_by=None)
        )
        return done.rowcount == 1

    # ---- what a colleague notes for them -----------------------------------------------------

    async def of(self, which: MessageId) -> Consent | None:
        """How it stands; None where there is no such message of a member in a room."""
        row = (
            await self._connection.execute(
                select(
                    message.c.id,
                    consent.c.at,
                    consent.c.given_by,
                    consent.c.withdrawn_at,
                    consent.c.withdrawn_by,
                )
                .outerjoin(consent, consent.c.message_id == message.c.id)
                .where(
                    message.c.id == which,
                    message.c.room_id.is_not(None),
                    message.c.own.is_(False),
                    message.c.recalled_at.is_(None),
                )
            )
        ).first()
        if row is None:
            return None
        return Consent(
            message=MessageId(row.id),
            quoted=row.at is not None and row.withdrawn_at is None,
            at=row.at,
            given_by=row.given_by,
            withdrawn=row.withdrawn_at,
            withdrawn_by=row.withdrawn_by,
        )

    async def note(
        self, which: MessageId, *, agrees: bool, author: str, reason: str, now: datetime
    ) -> bool:
        """Note what its author told a colleague. Audited.

        False where it stands so already, where there is no such message, or where its author
        took it back by their own word.
        """
        stands = await self.of(which)
        if stands is None or stands.quoted is agrees or (agrees and stands.refused):
            return False
        room = select(message.c.room_id).where(message.c.id == which).scalar_subquery()
        given = {**_OWN_WORD, "at": now, "given_by": author}
        taken = {"withdrawn_at": now, "withdrawn_by": author}
        new = insert_for(self._connection, consent).values(message_id=which, room_id=room, **given)
        # Looked at again in the writing: meanwhile its author may have said something themselves.
        still = consent.c.withdrawn_at.is_(None)
        refused = consent.c.withdrawn_at.is_not(None) & consent.c.withdrawn_by.is_(None)
        statement = new.on_conflict_do_update(
            index_elements=[consent.c.message_id],
            set_=given if agrees else taken,
            where=~refused if agrees else still,
        )
        if not await self._connection.scalar(statement.returning(consent.c.message_id)):
            return False
        await Audit(self._connection).note(
            "message.consent",
            f"message:{which}",
            author=author,
            now=now,
            reason=reason,
            details=before_after({"quoted": stands.quoted}, {"quoted": agrees}),
        )
        return True


_OWN_WORD: dict[str, None] = {"given_by": None, "withdrawn_at": None, "withdrawn_by": None}
