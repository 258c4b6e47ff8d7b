"""A desk for commands about people's work: on the database, by config.yaml and the plan folder."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import typer

from bot.cli.opening import opened
from bot.cli.sop_work import shelf_of
from bot.config import Settings, load_settings
from bot.core.errors import ConfigError, Failure, GroupkeeperError
from bot.core.ids import TaskId
from bot.rulebook import Rulebook
from bot.tasks.live import LiveWork
from storage.unit import Store, Unit

T = TypeVar("T")


def with_work(
    config: Path, do: Callable[[Unit, LiveWork], Awaitable[T]], *, change: bool = False
) -> T:
    """Do it; a running service takes it up by itself. What cannot be asked ends with code 2."""
    settings = load_settings(config)
    shelf = shelf_of(settings, config)
    rulebook = Rulebook(settings)
    work = LiveWork(rulebook, shelf=lambda: shelf)
    return on_store(settings, rulebook, lambda unit: do(unit, work), change=change)


def on_store(
    settings: Settings,
    rulebook: Rulebook,
    do: Callable[[Unit], Awaitable[T]],
    *,
    change: bool = False,
) -> T:
    """Do something in one transaction; what people cannot ask for ends with code 2."""

    async def done() -> T:
        async with opened(settings) as database:
            store = Store(database, rulebook, lambda: settings.delivery)
            async with store.write() if change else store.read() as unit:
                return await do(unit)

    try:
        return asyncio.run(done())
    except (ConfigError, Failure):
        raise
    except GroupkeeperError as error:
        raise typer.BadParameter(str(error)) from None


async def refuse(unit: Unit, which: TaskId) -> NoReturn:
    """Say why a task cannot be changed: there is none, or it is over."""
    found = await unit.tasks.find(which)
    if found is None:
        msg = f"there is no task {which}; `groupkeeper sop tasks` lists them"
    else:
        by = found.done_by or found.staff
        msg = f"task {which} is {found.state.value} ({by}); it is too late for that"
    raise GroupkeeperError(msg)
