"""The database of a config.yaml and who sits at the machine, for commands that need no more."""

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Settings
from storage import schema
from storage.engine import Database, make_engine


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """A database of today's shape: an empty one is set up, another's is refused."""
    database = Database(make_engine(settings.storage))
    try:
        if await schema.current(database) is None:
            await schema.upgrade(database)
        await schema.check(database)
        yield database
    finally:
        await database.close()


def login() -> str:
    """The login name, as the author of what is asked for."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user often has no name
        return "cli"
