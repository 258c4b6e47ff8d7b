"""What members are still to be told of their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, RoomId
from bot.core.signups import Notice
from storage.bulk import among, listed
from storage.tables.campaigns import campaign_notice
from storage.tables.people import identity, membership


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLately:
    """What was answered in a room lately."""

    last: datetime | None = None
    posts: int = 0


_NEVER = ToldLately()
_OPEN = campaign_notice.c.told_at.is_(None)


class Notices:
    """The part of the campaigns that holds answers."""

    _connection: AsyncConnection

    async def tell(
        self,
        name: str,
        told: Sequence[tuple[IdentityId, RoomId | None, str]],
        now: datetime,
    ) -> None:
        """Keep answers (to whom, in which room or alone, what), in order."""
        if told:
            rows = [
                {"campaign": name, "identity_id": who, "room_id": room, "text": text, "at": now}
                for who, room, text in told
            ]
            await self._connection.execute(campaign_notice.insert(), rows)

    async def rooms_to_tell(self, since: datetime) -> dict[RoomId | None, ToldLately]:
        """Rooms (None: people alone) with answers waiting, and what was answered since then."""
        rooms = (
            await self._connection.scalars(
                select(campaign_notice.c.room_id).where(_OPEN).distinct()
            )
        ).all()
        if not rooms:
            return {}
        told = campaign_notice.c.told_at
        rows = await self._connection.execute(
            select(
                campaign_notice.c.room_id,
                func.max(told).label("last"),
                func.count(told.distinct()).label("posts"),
            )
            .where(among(campaign_notice.c.room_id, "rooms"), told > since)
            .group_by(campaign_notice.c.room_id),
            {"rooms": listed(room for room in rooms if room is not None)},
        )
        lately = {row.room_id: ToldLately(last=row.last, posts=row.posts) for row in rows}
        return {room: lately.get(room, _NEVER) for room in rooms}

    async def take_notices(self, room: RoomId | None, limit: int, now: datetime) -> list[Notice]:
        """The oldest answers for a room (None: for people alone); each is given back once."""
        here = (
            campaign_notice.c.room_id.is_(None)
            if room is None
            else campaign_notice.c.room_id == room
        )
        nickname = func.coalesce(func.nullif(membership.c.nickname, ""), identity.c.name)
        rows = await self._connection.execute(
            select(campaign_notice, nickname.label("shown"))
            .join(identity, identity.c.id == campaign_notice.c.identity_id)
            .outerjoin(
                membership,
                (membership.c.room_id == campaign_notice.c.room_id)
                & (membership.c.identity_id == campaign_notice.c.identity_id),
            )
            .where(_OPEN, here)
            .order_by(campaign_notice.c.id)
            .limit(limit)
            .with_for_update(of=campaign_notice, skip_locked=True)
        )
        found = [
            Notice(
                id=row.id,
                campaign=row.campaign,
                identity=row.identity_id,
                room=row.room_id,
                name=row.shown,
                text=row.text,
                at=row.at,
            )
            for row in rows
        ]
        await self._connection.execute(
            update(campaign_notice).where(among(campaign_notice.c.id, "ids")).values(told_at=now),
            {"ids": listed(one.id for one in found)},
        )
        return found
