"""True figures of rooms for texts and conditions: one query a kind for all rooms of a tick."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, IdentityId, RoomId, RunId
from bot.core.plans import CountsAsked, StepState
from bot.core.staff import StaffDirectory
from bot.core.text import fold
from storage.bulk import among, listed
from storage.people.ours import staff_identities
from storage.sop.windows import Window, members_at, talk_in
from storage.tables.judging import question
from storage.tables.people import identity, membership
from storage.tables.sop import occurrence
from storage.tables.talk import message
from storage.tables.watches import consent

_MOST = 5  # questions, and words of praise, that a text can name
_SHOWN = 200  # characters of each
_PERSON = func.coalesce(identity.c.student_id, -identity.c.id)

Listed = list[dict[str, Any]]


class Facts:
    """The figures of one transaction. Staff and our accounts never count."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def counts(
        self, asked: Sequence[CountsAsked], now: datetime
    ) -> Mapping[RunId, dict[str, int]]:
        """The talk of today and yesterday, by the days of each run, and who came and went."""
        if not asked:
            return {}
        staff = await self._colleagues({one.channel for one in asked})
        today = [_window(2 * n, one.room, one.today, now) for n, one in enumerate(asked)]
        past = [
            _window(2 * n + 1, one.room, one.yesterday, one.today) for n, one in enumerate(asked)
        ]
        talk = await talk_in(self._connection, [*today, *past], staff)
        members = await self.members({one.room: one.channel for one in asked}, now)
        moves: dict[tuple[datetime, datetime], tuple[dict[int, int], dict[int, int]]] = {}
        for days in {(one.yesterday, one.today) for one in asked}:
            rooms = {one.room for one in asked if (one.yesterday, one.today) == days}
            came = await self._moved(membership.c.joined_at, rooms, days, staff)
            moves[days] = (came, await self._moved(membership.c.left_at, rooms, days, staff))
        found: dict[RunId, dict[str, int]] = {}
        for n, one in enumerate(asked):
            here, before = talk.get(2 * n), talk.get(2 * n + 1)
            came, went = moves[one.yesterday, one.today]
            found[one.run] = {
                "members": members.get(one.room, 0),
                "speakers_today": here.speakers if here else 0,
                "messages_today": here.messages if here else 0,
                "speakers_yesterday": before.speakers if before else 0,
                "messages_yesterday": before.messages if before else 0,
                "joined_yesterday": came.get(one.room, 0),
                "left_yesterday": went.get(one.room, 0),
            }
        return found

    async def members(
        self, rooms: Mapping[RoomId, ChannelName], now: datetime
    ) -> Mapping[RoomId, int]:
        """How many people sit in these rooms."""
        staff = await self._colleagues(set(rooms.values()))
        windows = [_window(int(one), one, now, now) for one in rooms]
        found = await members_at(self._connection, windows, staff)
        return {RoomId(number): people for number, people in found.items()}

    async def questions(
        self, rooms: Collection[RoomId], since: datetime
    ) -> Mapping[RoomId, Listed]:
        """What was really asked: what nobody answered yet first, then what was asked most."""
        rows = await self._connection.execute(
            select(
                question.c.room_id,
                question.c.answered_at,
                question.c.closed_at,
                identity.c.name,
                func.substr(message.c.text, 1, _SHOWN).label("text"),
            )
            .join(message, message.c.id == question.c.message_id)
            .join(identity, identity.c.id == question.c.asker_id)
            .where(
                among(question.c.room_id, "rooms"),
                question.c.asked_at >= since,
                message.c.recalled_at.is_(None),
            )
            .order_by(question.c.asked_at, question.c.message_id),
            {"rooms": listed(rooms)},
        )
        asked: dict[RoomId, dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in rows:
            same = asked[RoomId(row.room_id)].setdefault(
                fold(row.text), {"text": row.text, "name": row.name, "count": 0, "open": False}
            )
            same["count"] += 1
            same["open"] |= row.answered_at is None and row.closed_at is None
        return {place: _first_asked(list(found.values())) for place, found in asked.items()}

    async def praise(self, rooms: Collection[RoomId]) -> Mapping[RoomId, Listed]:
        """What members said and agreed to be quoted with, newest first."""
        rows = await self._connection.execute(
            select(
                consent.c.room_id,
                func.substr(message.c.text, 1, _SHOWN).label("text"),
                identity.c.name,
                membership.c.nickname,
            )
            .join(message, message.c.id == consent.c.message_id)
            .join(identity, identity.c.id == message.c.identity_id)
            .outerjoin(
                membership,
                (membership.c.room_id == message.c.room_id)
                & (membership.c.identity_id == message.c.identity_id),
            )
            .where(
                among(consent.c.room_id, "rooms"),
                consent.c.withdrawn_at.is_(None),
                message.c.recalled_at.is_(None),
            )
            .order_by(message.c.sent_at.desc(), message.c.id.desc()),
            {"rooms": listed(rooms)},
        )
        found: dict[RoomId, Listed] = defaultdict(list)
        for row in rows:
            if len(found[RoomId(row.room_id)]) < _MOST:
                said = {"text": row.text, "name": row.nickname or row.name}
                found[RoomId(row.room_id)].append(said)
        return found

    async def said(self, runs: Collection[RunId]) -> Mapping[RunId, list[str]]:
        """The dated steps that were said in these runs, in order, each once."""
        first = func.min(occurrence.c.settled_at)
        rows = await self._connection.execute(
            select(occurrence.c.run_id, occurrence.c.step)
            .where(
                among(occurrence.c.run_id, "runs"),
                occurrence.c.state == StepState.DONE.value,
                occurrence.c.occasion == "",
            )
            .group_by(occurrence.c.run_id, occurrence.c.step)
            .order_by(first),
            {"runs": listed(runs)},
        )
        found: dict[RunId, list[str]] = defaultdict(list)
        for row in rows:
            found[RunId(row.run_id)].append(row.step)
        return found

    async def _colleagues(self, channels: Collection[ChannelName]) -> frozenset[IdentityId]:
        return await staff_identities(self._connection, channels, self._staff)

    async def _moved(
        self,
        at: ColumnElement[datetime | None],
        rooms: Collection[RoomId],
        days: tuple[datetime, datetime],
        staff: Collection[IdentityId],
    ) -> dict[int, int]:
        rows = await self._connection.execute(
            select(membership.c.room_id, func.count(_PERSON.distinct()))
            .join(identity, identity.c.id == membership.c.identity_id)
            .where(
                among(membership.c.room_id, "rooms"),
                at >= days[0],
                at < days[1],
                identity.c.own.is_(False),
                ~among(identity.c.id, "staff"),
            )
            .group_by(membership.c.room_id),
            {"rooms": listed(rooms), "staff": listed(staff)},
        )
        return {int(place): int(people) for place, people in rows}


def _window(key: int, place: RoomId, since: datetime, until: datetime) -> Window:
    return Window(key=key, room=place, since=since, until=until)


def _first_asked(found: Listed) -> Listed:
    ordered = sorted(found, key=lambda one: (not one["open"], -one["count"]))
    return [{key: one[key] for key in ("text", "name", "count")} for one in ordered[:_MOST]]
