"""Whose key it is: those of config.yaml, and those that were made for programs."""

import contextlib
from collections.abc import Mapping
from typing import Protocol

import structlog

from bot.core.access import Actor
from bot.core.errors import StorageAway
from bot.core.ports import Clock
from bot.core.staff import Role
from bot.web.guard import Known, author_of
from bot.web.ports import House, OpenUnit

log = structlog.get_logger("web")


class KnowingDesk(Protocol):
    """What it takes of the web's desk."""

    @property
    def read(self) -> OpenUnit:
        """A transaction to look."""
        ...

    @property
    def write(self) -> OpenUnit:
        """A transaction that commits."""
        ...

    @property
    def house(self) -> House:
        """The settings in force."""
        ...

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...


def knowing(authors: Mapping[str, str], desk: KnowingDesk) -> Known:
    """Who has a key. A token of `web.tokens` has the role of the colleague of its name.

    Of no colleague's name it is an admin's, as `web.token` is: both stand in config.yaml, and who
    writes that may do everything anyway.
    """

    async def known(key: str) -> Actor | None:
        author = author_of(authors, key)
        if author is not None:
            return Actor(name=author, role=desk.house.role_of(author) or Role.ADMIN)
        now = desk.clock.now()
        async with desk.read() as unit:
            token = await unit.tokens.by_key(key, now)
        if token is None:
            return None
        if token.stale(now):
            with contextlib.suppress(StorageAway):  # whoever may look may look all the same
                async with desk.write() as unit:
                    await unit.tokens.touch(token.id, now)
        return Actor(name=token.author_name, role=token.role)

    return known
