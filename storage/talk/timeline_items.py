"""What stands in a room, item by item, with everything that was made of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, IdentityId, MessageId, RoomId, StudentId
from bot.core.staff import StaffDirectory
from storage.bulk import Query, among, listed
from storage.paging import write_cursor
from storage.people.ours import staff_identities
from storage.people.register import by_channel
from storage.tables.people import identity
from storage.tables.talk import message
from storage.talk.goings import Going, goings_of
from storage.talk.marks import NOTHING, Marks, marks_of
from storage.talk.messages import MessageFound, message_found, message_rows, with_edits
from storage.talk.own_posts import OwnPost, own_posts
from storage.types import micros

MESSAGE, GOING = 0, 1  # at one moment what was said stands before who came and went


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Somebody who is mentioned in a message."""

    identity: IdentityId
    student: StudentId | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What a message answers to."""

    message: MessageId | None  # None: said before we listened, or nobody knows which it was
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as it stands in its room."""

    found: MessageFound
    staff: bool  # said by a colleague
    marks: Marks
    post: OwnPost | None
    quoted: Quoted | None
    mentions: tuple[Addressed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that stands in a room: a message, or somebody who came or went."""

    key: str  # one of its own in the room; the same when it is shown anew
    room: RoomId
    at: datetime
    cursor: str  # its place in the room
    message: Said | None = None
    event: Going | None = None


_CHANNEL: BindParameter[str] = bindparam("channel")
_QUOTED = Query(
    select(message.c.ref, message.c.id, identity.c.name, message.c.text)
    .join(identity, identity.c.id == message.c.identity_id)
    .where(message.c.channel == _CHANNEL, among(message.c.ref, "refs"))
)
_MENTIONED = Query(
    select(identity.c.ref, identity.c.id, identity.c.student_id, identity.c.name).where(
        identity.c.channel == _CHANNEL, among(identity.c.ref, "refs")
    )
)
_BY_ID = message_rows().where(among(message.c.id, "ids"))


class Items:
    """Makes items of ids: few queries, however many ids there are."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def of(self, messages: Collection[MessageId], events: Collection[int]) -> list[Item]:
        """These messages and events as they stand now, newest first; unknown ids are left out."""
        items = await self._said(messages) if messages else []
        if events:
            items += [_gone(one) for one in (await goings_of(self._connection, events)).values()]
        items.sort(key=place, reverse=True)
        return items

    async def _said(self, ids: Collection[MessageId]) -> list[Item]:
        rows = await self._connection.execute(_BY_ID, {"ids": listed(ids)})
        found = await with_edits(
            self._connection, [message_found(row) for row in rows if row.room_id is not None]
        )
        marks = await marks_of(self._connection, [one.id for one in found])
        own = [(one.channel, one.ref) for one in found if one.own]
        posts = await own_posts(self._connection, own) if own else {}
        staff = await self._colleagues({one.channel for one in found})
        quoted = await self._quoted(found)
        mentioned = await self._mentioned(found)
        return [
            _item(
                Said(
                    found=one,
                    staff=one.identity in staff,
                    marks=marks.get(one.id, NOTHING),
                    post=posts.get((one.channel, one.ref)),
                    quoted=_quotation(one, quoted),
                    mentions=tuple(
                        mentioned[one.channel, ref]
                        for ref in one.mentions
                        if (one.channel, ref) in mentioned
                    ),
                )
            )
            for one in found
        ]

    async def _colleagues(self, channels: set[ChannelName]) -> frozenset[IdentityId]:
        if not (self._staff.users or self._staff.names) or not channels:
            return frozenset()
        return await staff_identities(self._connection, channels, self._staff)

    async def _quoted(self, found: Sequence[MessageFound]) -> dict[tuple[str, str], Quoted]:
        wanted = [(one.channel, one.quoted_ref) for one in found if one.quoted_ref is not None]
        known: dict[tuple[str, str], Quoted] = {}
        for channel, refs in by_channel(wanted).items():
            rows = await _QUOTED.rows(self._connection, channel=channel, refs=listed(refs))
            for ref, number, name, said in rows:
                known[channel, ref] = Quoted(message=number, name=name, text=said)
        return known

    async def _mentioned(self, found: Sequence[MessageFound]) -> dict[tuple[str, str], Addressed]:
        wanted = [(one.channel, ref) for one in found for ref in one.mentions]
        known: dict[tuple[str, str], Addressed] = {}
        for channel, refs in by_channel(wanted).items():
            rows = await _MENTIONED.rows(self._connection, channel=channel, refs=listed(refs))
            for ref, number, student, name in rows:
                known[channel, ref] = Addressed(identity=number, student=student, name=name)
        return known


def place(item: Item) -> tuple[int, int, int]:
    """Where an item stands in its room: time, kind, number; later ones are greater."""
    if item.message is not None:
        return micros(item.at), MESSAGE, item.message.found.id
    return micros(item.at), GOING, 0 if item.event is None else item.event.id


def _quotation(one: MessageFound, quoted: dict[tuple[str, str], Quoted]) -> Quoted | None:
    if one.quoted_ref is not None and (one.channel, one.quoted_ref) in quoted:
        return quoted[one.channel, one.quoted_ref]
    return Quoted(message=None, name="", text=one.quoted_text) if one.quoted_text else None


def _item(said: Said) -> Item:
    one = said.found
    room = RoomId(one.room or 0)
    cursor = write_cursor(micros(one.sent), MESSAGE, one.id)
    return Item(key=f"m{one.id}", room=room, at=one.sent, cursor=cursor, message=said)


def _gone(one: Going) -> Item:
    cursor = write_cursor(micros(one.at), GOING, one.id)
    return Item(key=f"e{one.id}", room=one.room, at=one.at, cursor=cursor, event=one)
