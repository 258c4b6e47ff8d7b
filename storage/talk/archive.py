"""The archive: what came in, stored once, with our own ids."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event, MessageReceived
from bot.core.ids import ChannelName, MessageId
from bot.core.seen import Seen, SeenMessage
from bot.core.text import repeat_key
from storage.bulk import Query, among, hold_archive, insert_rows, listed, take_ids
from storage.people.register import Register, by_channel, seen_member
from storage.people.register_load import Kin, no_kin, open_register
from storage.people.register_rows import write_register
from storage.tables.talk import event as event_table
from storage.tables.talk import message
from storage.talk.accounts import note_accounts_and_gaps
from storage.talk.edits import keep_edits
from storage.talk.event_log import EventRow, write_events
from storage.talk.happenings import note_event
from storage.talk.journal import Journal
from storage.talk.messages import Messages
from storage.talk.poison import Poison
from storage.talk.recalls import mark_recalled
from storage.types import micros

_MESSAGE = (
    "id",
    "channel",
    "ref",
    "room_id",
    "identity_id",
    "kind",
    "text",
    "text_hash",
    "sent_at",
    "received_at",
    "quoted_ref",
    "quoted_text",
    "mentions",
    "media",
    "own",
)
_CHANNEL: BindParameter[str] = bindparam("channel")
_KNOWN = {
    is_message: Query(
        select(table.c.ref).where(table.c.channel == _CHANNEL, among(table.c.ref, "refs"))
    )
    for is_message, table in ((True, message), (False, event_table))
}

_Key = tuple[ChannelName, str]


@dataclass(slots=True)
class _Batch:
    """What a batch will add to messages and events."""

    register: Register
    received: int
    ids: Sequence[int]
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)

    def enter(self, event: Event) -> Seen:
        """Note one event, in its turn."""
        if isinstance(event, MessageReceived):
            return self._enter_message(event)
        seen = note_event(self.register, event)
        self.events.append(EventRow(event=event, room=seen.room))
        return seen

    def _enter_message(self, event: MessageReceived) -> SeenMessage:
        register = self.register
        account = (event.channel, event.sender)
        newcomer = event.room is None and register.is_unmet(account)
        identity = register.meet(account, event.sender_name, event.at, own=event.own)
        room = member = None
        if event.room is not None:
            room = register.room_at((event.channel, event.room), event.room_name)
            member = register.member(room, identity, event.sender_nickname, event.at)
        text_hash = repeat_key(event.text)
        number = MessageId(self.ids[len(self.messages)])
        room_id = room.id if room is not None else None
        self.messages.append(
            (
                number,
                event.channel,
                event.ref,
                room_id,
                identity.id,
                event.kind.value,
                event.text,
                text_hash,
                micros(event.at),
                self.received,
                event.quoted,
                event.quoted_text or None,
                json.dumps(event.mentions) if event.mentions else None,
                json.dumps(asdict(event.media)) if event.media else None,
                event.own,
            )
        )
        return SeenMessage(
            event=event,
            id=number,
            room=room_id,
            sender=seen_member(identity, member, newcomer=newcomer and not identity.own),
            text_hash=text_hash,
        )


class Archive(Messages, Journal, Poison):
    """Everything that was said and that happened."""

    def __init__(self, connection: AsyncConnection, kin: Kin = no_kin) -> None:
        self._connection = connection
        self._kin = kin

    async def save(self, events: Sequence[Event], *, received: datetime) -> list[Seen]:
        """Store events and whom they show; give back those never seen before, in order.

        An event whose channel and ref are known changes nothing. The order of the events is the
        order of message ids and of new student IDs.
        """
        await hold_archive(self._connection)
        fresh = await self._fresh(events)
        if not fresh:
            return []
        register = await open_register(self._connection, fresh, self._kin)
        count = sum(isinstance(event, MessageReceived) for event in fresh)
        batch = _Batch(register, micros(received), await take_ids(self._connection, message, count))
        seen = [batch.enter(event) for event in fresh]
        await write_register(self._connection, register, received)
        await insert_rows(self._connection, message, _MESSAGE, batch.messages)
        if batch.events:
            await write_events(self._connection, batch.events)
            await note_accounts_and_gaps(self._connection, batch.events)
        await mark_recalled(self._connection, fresh)
        await keep_edits(self._connection, fresh)
        return seen

    async def _fresh(self, events: Sequence[Event]) -> list[Event]:
        first: dict[tuple[bool, _Key], Event] = {}
        for event in events:
            first.setdefault(
                (isinstance(event, MessageReceived), (event.channel, event.ref)), event
            )
        for is_message, query in _KNOWN.items():
            keys = [key for kind, key in first if kind is is_message]
            for channel, refs in by_channel(keys).items():
                rows = await query.rows(self._connection, channel=channel, refs=listed(refs))
                for (ref,) in rows:
                    del first[(is_message, (channel, ref))]
        return list(first.values())
