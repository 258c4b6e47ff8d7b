"""How lively a room is: how many sit in it, talk, answer posts, and come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, IdentityId, UserRef
from bot.core.plans import PlanRoom
from bot.core.staff import StaffDirectory
from storage.people.ours import staff_identities
from storage.sop.windows import Window, members_at, talk_in
from storage.tables.people import identity, membership
from storage.tables.talk import message

LOOKED_BACK = timedelta(weeks=8)
ANSWERED_WITHIN = timedelta(hours=2)
_POSTS = 100  # the newest, whose answers are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRates:
    """What a room is like; colleagues and our accounts left out."""

    members: int
    days: int  # of history that the others rest on
    messages: int  # of members in these days
    joined: int
    answering: float | None  # mean share of members who spoke within two hours after a post


class Lives:
    """The life of rooms, in one transaction that only looks."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def rates(self, place: PlanRoom, now: datetime) -> RoomRates:
        """What a room was like in the last eight weeks, or since we know it."""
        since = max(place.first_seen, now - LOOKED_BACK)
        staff = await staff_identities(self._connection, {place.channel}, self._staff)
        whole = Window(key=0, room=place.id, since=since, until=now)
        here = Window(key=0, room=place.id, since=now, until=now)
        talk = await talk_in(self._connection, [whole], staff)
        members = (await members_at(self._connection, [here], staff)).get(0, 0)
        said = 0 if 0 not in talk else talk[0].messages
        return RoomRates(
            members=members,
            days=max((now - since).days, 0),
            messages=said,
            joined=await self._joined(place, since),
            answering=await self._answering(place, since, staff, members),
        )

    async def newest(self, place: PlanRoom) -> datetime | None:
        """When somebody last spoke in a room; None: never."""
        said = select(func.max(message.c.sent_at)).where(
            message.c.room_id == place.id, ~message.c.own
        )
        at: datetime | None = await self._connection.scalar(said)
        return at

    async def own_users(self, channel: ChannelName) -> frozenset[UserRef]:
        """By what ids the platform knows our own accounts."""
        found = await self._connection.scalars(
            select(identity.c.ref).where(identity.c.channel == channel, identity.c.own)
        )
        return frozenset(UserRef(ref) for ref in found)

    async def _joined(self, place: PlanRoom, since: datetime) -> int:
        statement = select(func.count()).where(
            membership.c.room_id == place.id, membership.c.joined_at > since
        )
        return int(await self._connection.scalar(statement) or 0)

    async def _answering(
        self, place: PlanRoom, since: datetime, staff: frozenset[IdentityId], members: int
    ) -> float | None:
        posts = await self._connection.scalars(
            select(message.c.sent_at)
            .where(message.c.room_id == place.id, message.c.own, message.c.sent_at >= since)
            .order_by(message.c.sent_at.desc())
            .limit(_POSTS)
        )
        windows = [
            Window(key=number, room=place.id, since=at, until=at + ANSWERED_WITHIN)
            for number, at in enumerate(posts)
        ]
        if not windows or not members:
            return None
        talk = await talk_in(self._connection, windows, staff)
        return sum(one.speakers for one in talk.values()) / len(windows) / members
