"""Whose key it is: those of config.yaml, and those that were made for programs."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.access import Actor
from bot.core.errors import StorageAway
from bot.core.ids import RoomId
from bot.core.rights import Grant, Reach, reach_of
from bot.core.staff import Role
from bot.web.guard import author_of
from bot.web.ports import OpenDesk


@dataclass(frozen=True, slots=True)
class Knowing:
    """Implements `bot.web.guard.Known`.

    A token of `web.tokens` has the role of the colleague of its name. Of no colleague's name it
    is an admin's, as `web.token` is: both stand in config.yaml, and who writes that may do
    everything anyway.
    """

    authors: Mapping[str, str]
    desk: OpenDesk

    async def by_token(self, key: str) -> Actor | None:
        """Whose token it is."""
        author = author_of(self.authors, key)
        if author is not None:
            return Actor(name=author, role=self.desk.house.role_of(author) or Role.ADMIN)
        now = self.desk.clock.now()
        async with self.desk.read() as unit:
            token = await unit.access.tokens.by_key(key, now)
        if token is None:
            return None
        if token.stale(now):
            with contextlib.suppress(StorageAway):  # whoever may look may look all the same
                async with self.desk.write() as unit:
                    await unit.access.tokens.touch(token.id, now)
        return Actor(
            name=token.author_name,
            role=token.role,
            grants=token.grants,
            reach=await self._reach(token.grants),
        )

    async def by_session(self, key: str) -> Actor | None:
        """Whose browser has it in its cookie."""
        now = self.desk.clock.now()
        async with self.desk.read() as unit:
            session = await unit.access.sessions.by_key(key, now)
        if session is None:
            return None
        if session.stale(now):
            with contextlib.suppress(StorageAway):
                async with self.desk.write() as unit:
                    await unit.access.sessions.touch(session.hash, now)
        login = session.login
        return Actor(
            name=login.name,
            role=login.role,
            grants=login.grants,
            reach=await self._reach(login.grants),
            login=login.id,
            session=session.hash,
        )

    async def _reach(self, grants: Sequence[Grant]) -> Reach:
        """In which rooms that counts, as the settings now put rooms into series."""
        named = {one.series for one in grants if one.room is None}
        if not named:
            return reach_of(grants, {})
        async with self.desk.read() as unit:
            rooms = await unit.access.places.every_room()
        series: dict[str, frozenset[RoomId]] = {}
        for room in rooms:
            of = self.desk.house.rules_for(room.channel, room.ref, room.name).series
            if of in named:
                series[of] = series.get(of, frozenset()) | {room.id}
        return reach_of(grants, series)
