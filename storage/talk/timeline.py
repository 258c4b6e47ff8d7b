"""A room as people read it: what was said and who came and went, page by page in both ways.

Pages are found by keys, never by counting: a million messages deep costs what the newest page
costs. Where a filter is rare, a page looks through so many messages and then gives the place
from which the next one goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, Column, ColumnElement, Select, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import MessageKind
from bot.core.ids import ChannelName, IdentityId, MessageId, RoomId, StudentId
from bot.core.staff import StaffDirectory
from bot.core.timeline import Shown, TimelineFilter
from storage.bulk import Query, among, listed
from storage.paging import page_size, read_cursor, write_cursor
from storage.people.register import by_channel
from storage.tables.judging import case_message, lead_evidence
from storage.tables.people import identity
from storage.tables.talk import event, message
from storage.talk.goings import SHOWN
from storage.talk.messages import MessageFilter
from storage.talk.search import Search
from storage.talk.timeline_items import GOING, MESSAGE, Item, Items
from storage.types import from_micros, micros

LOOKED_THROUGH = 20_000  # messages of a room that one page looks through for a filter


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """A part of a room, newest first. `older` and `newer` lead on; None: nothing more there."""

    items: tuple[Item, ...]
    older: str | None
    newer: str | None


_Ref = tuple[ChannelName, str]
_CHANNEL: BindParameter[str] = bindparam("channel")
_MESSAGES = Query(
    select(message.c.ref, message.c.id).where(
        message.c.channel == _CHANNEL, among(message.c.ref, "refs")
    )
)
_EVENTS = Query(
    select(event.c.ref, event.c.id).where(
        SHOWN, event.c.channel == _CHANNEL, among(event.c.ref, "refs")
    )
)
_Keys = Select[datetime, int]
_Key = tuple[int, int, int]  # time, kind, number


class Timeline:
    """The rooms of one transaction, as people read them."""

    def __init__(
        self,
        connection: AsyncConnection,
        staff: StaffDirectory,
        *,
        looked_through: int = LOOKED_THROUGH,
    ) -> None:
        self._connection = connection
        self._looked_through = looked_through
        self.items = Items(connection, staff)

    async def before(
        self, room: RoomId, wanted: TimelineFilter, cursor: str | None, limit: int
    ) -> TimelinePage:
        """What stands before a place; without one: the newest."""
        keys, more = await self._keys(room, wanted, _read(cursor), page_size(limit), older=True)
        items = await self._shown(keys)
        newer = items[0].cursor if items else cursor
        return TimelinePage(items=items, older=more, newer=newer)

    async def after(
        self, room: RoomId, wanted: TimelineFilter, cursor: str, limit: int
    ) -> TimelinePage:
        """What stands behind a place: the oldest of it first found, shown newest first."""
        keys, more = await self._keys(room, wanted, _read(cursor), page_size(limit), older=False)
        items = await self._shown(keys)
        older = items[-1].cursor if items else cursor
        return TimelinePage(items=items, older=older, newer=more)

    async def around(self, room: RoomId, said: MessageId, limit: int) -> TimelinePage | None:
        """A message with what stands before and behind it; None where it is not in the room."""
        sent = await self._connection.scalar(
            select(message.c.sent_at).where(message.c.id == said, message.c.room_id == room)
        )
        if sent is None:
            return None
        key = (micros(sent), MESSAGE, int(said))
        half = max(1, page_size(limit) // 2)
        everything = TimelineFilter()
        older, more = await self._keys(room, everything, key, half, older=True)
        newer, later = await self._keys(room, everything, key, half, older=False)
        return TimelinePage(items=await self._shown([*older, key, *newer]), older=more, newer=later)

    async def found(
        self, room: RoomId, wanted: TimelineFilter, words: str, cursor: str | None, limit: int
    ) -> TimelinePage:
        """Messages that hold these words, newest first by arrival; cursors are of their own."""
        kind = None if wanted.kind in {None, Shown.EVENT} else MessageKind(wanted.kind)
        asked = MessageFilter(
            room=room,
            identities=wanted.identities,
            kind=kind,
            since=wanted.since,
            until=wanted.until,
            own=wanted.own,
            has_lead=wanted.has_lead,
            has_case=wanted.has_case,
        )
        page = await Search(self._connection).search(words, asked, after=cursor, limit=limit)
        items = await self.items.of([one.id for one in page.items], ())
        return TimelinePage(items=tuple(items), older=page.next, newer=None)

    async def messages_of(self, refs: Sequence[_Ref]) -> dict[_Ref, MessageId]:
        """Our ids of messages, by what their platforms call them."""
        return {ref: MessageId(one) for ref, one in (await self._ids(_MESSAGES, refs)).items()}

    async def events_of(self, refs: Sequence[_Ref]) -> dict[_Ref, int]:
        """Our ids of who came and went, by what their platforms call the events."""
        return await self._ids(_EVENTS, refs)

    async def _ids(self, query: Query, refs: Sequence[_Ref]) -> dict[_Ref, int]:
        found: dict[_Ref, int] = {}
        for channel, some in by_channel(refs).items():
            rows = await query.rows(self._connection, channel=channel, refs=listed(some))
            found |= {(channel, ref): number for ref, number in rows}
        return found

    async def whose(self, students: Sequence[StudentId]) -> tuple[IdentityId, ...]:
        """The accounts of these people."""
        rows = await self._connection.scalars(
            select(identity.c.id).where(among(identity.c.student_id, "students")),
            {"students": listed(students)},
        )
        return tuple(IdentityId(number) for number in rows)

    async def _shown(self, keys: Sequence[_Key]) -> tuple[Item, ...]:
        return tuple(
            await self.items.of(
                [MessageId(number) for _, kind, number in keys if kind == MESSAGE],
                [number for _, kind, number in keys if kind == GOING],
            )
        )

    async def _keys(
        self, room: RoomId, wanted: TimelineFilter, at: _Key | None, limit: int, *, older: bool
    ) -> tuple[list[_Key], str | None]:
        """The next keys from a place, and the cursor of where they end; None: nothing is left."""
        found: list[_Key] = []
        end: _Key | None = None
        if wanted.kind is not Shown.EVENT:
            look = _Look(room=room, wanted=wanted, at=at, older=older)
            if wanted.looks:
                end = await self._end_of_look(look)
            found += await self._rows(look.messages(end).limit(limit + 1), MESSAGE, wanted)
        if wanted.with_events:
            look = _Look(room=room, wanted=wanted, at=at, older=older)
            found += await self._rows(look.events().limit(limit + 1), GOING, wanted)
        found.sort(reverse=older)
        if len(found) > limit:
            return found[:limit], write_cursor(*found[limit - 1])
        return found, None if end is None else write_cursor(*end)

    async def _end_of_look(self, look: "_Look") -> _Key | None:
        """How far one page looks; None: to the room's end."""
        last = look.messages(None, filtered=False).offset(self._looked_through - 1).limit(1)
        row = (await self._connection.execute(last)).one_or_none()
        return None if row is None else (micros(row.at), MESSAGE, row.id)

    async def _rows(self, statement: _Keys, kind: int, wanted: TimelineFilter) -> list[_Key]:
        given = {"whose": listed(wanted.identities)} if wanted.identities is not None else {}
        parameters = given if kind == MESSAGE else {}
        rows = await self._connection.execute(statement, parameters)
        return [(micros(row.at), kind, row.id) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One look into a room, from a place into one direction."""

    room: RoomId
    wanted: TimelineFilter
    at: _Key | None
    older: bool

    def messages(self, end: _Key | None, *, filtered: bool = True) -> _Keys:
        """Keys of messages, nearest first, not further than `end`."""
        wanted = self.wanted
        # A sum no index knows: else the whole room would be read for a few of its messages.
        place = message.c.room_id + 0 if wanted.is_rare else message.c.room_id
        conditions = [
            place == self.room,
            *self._bounds(message.c.sent_at, message.c.id, MESSAGE),
        ]
        if filtered:
            conditions += _asked(wanted)
        if end is not None:
            conditions.append(_beyond(message.c.sent_at, message.c.id, end, older=not self.older))
        return self._ordered(message.c.sent_at, message.c.id).where(*conditions)

    def events(self) -> _Keys:
        """Keys of joins, leaves and names, nearest first."""
        bounds = self._bounds(event.c.at, event.c.id, GOING)
        return self._ordered(event.c.at, event.c.id).where(
            SHOWN, event.c.room_id == self.room, *bounds
        )

    def _ordered(self, at: Column[datetime], number: Column[int]) -> _Keys:
        order = (at.desc(), number.desc()) if self.older else (at, number)
        return select(at.label("at"), number.label("id")).order_by(*order)

    def _bounds(
        self, at: Column[datetime], number: Column[int], kind: int
    ) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.wanted.since is not None:
            found.append(at >= self.wanted.since)
        if self.wanted.until is not None:
            found.append(at < self.wanted.until)
        if self.at is not None:
            found.append(_from(at, number, kind, self.at, older=self.older))
        return found


def _asked(wanted: TimelineFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        found.append(message.c.kind == wanted.kind.value)
    if wanted.own is not None:
        found.append(message.c.own if wanted.own else ~message.c.own)
    if wanted.identities is not None:
        found.append(among(message.c.identity_id, "whose"))
    if wanted.has_case:
        found.append(message.c.id.in_(select(case_message.c.message_id)))
    if wanted.has_lead:
        found.append(message.c.id.in_(select(lead_evidence.c.message_id)))
    return found


def _from(
    at: Column[datetime], number: Column[int], kind: int, key: _Key, *, older: bool
) -> ColumnElement[bool]:
    """Strictly before or behind a key, in a table of one kind."""
    moment, of, _ = key
    if kind == of:
        return _beyond(at, number, key, older=older, strictly=True)
    when = from_micros(moment)
    if older:
        return at <= when if kind < of else at < when
    return at >= when if kind > of else at > when


def _beyond(
    at: Column[datetime], number: Column[int], key: _Key, *, older: bool, strictly: bool = False
) -> ColumnElement[bool]:
    here = tuple_(at, number)
    there = tuple_(from_micros(key[0]), key[2], types=(at.type, number.type))
    if strictly:
        return here < there if older else here > there
    return here <= there if older else here >= there


def _read(cursor: str | None) -> _Key | None:
    key = read_cursor(cursor, int, int, int)
    return None if key is None else (int(key[0]), int(key[1]), int(key[2]))
