"""`groupkeeper demo`: a lively community on this machine, and what the bot does in it."""

import asyncio
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.app import Service
from bot.cli.run import first_error, tell_address, until_stopped
from bot.clock import FastClock, SystemClock
from bot.config import Settings, load_settings
from bot.core.errors import GroupkeeperError
from bot.core.ports import Clock
from bot.demo.community import demo_start
from bot.demo.notable import News, Notable, NotableKind, Tally
from bot.demo.show import Show
from bot.log import configure_logging
from bot.open_channel import open_channel
from storage.service.newsreel import Headline, Newsreel
from storage.settings import StorageSettings
from storage.unit import Store

TICK_SECONDS = 0.2  # of the machine's clock; the demo's runs faster
SHOW_SECONDS = 2.0  # of the demo's clock


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("demo", help="Three rooms and sixty people who talk; see what the bot does.")
    def demo(
        speed: Annotated[
            float, typer.Option(min=0.1, max=1000, help="Times as fast as real life.")
        ] = 10.0,
        port: Annotated[
            int, typer.Option(min=0, max=65535, help="Of the API; 0 takes any free one.")
        ] = 8080,
        keep: Annotated[Path | None, typer.Option(help="Keep the database in this file.")] = None,
        seed: Annotated[int, typer.Option(min=0, help="Another number, another day.")] = 1,
        english: Annotated[bool, typer.Option("--english", help="Explain in English.")] = False,
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="groupkeeper-demo-") as folder:
            database = (keep or Path(folder) / "demo.db").resolve()
            settings = demo_settings(database, speed=speed, port=port, seed=seed)
            configure_logging(settings.log)
            asyncio.run(play(settings, speed=speed, gloss=english))


def demo_settings(database: Path, *, speed: float, port: int, seed: int) -> Settings:
    """The demo's config with this database, speed and port."""
    settings = load_settings(Path(str(files("bot.demo") / "config.yaml")), environment={})
    changed = {"speed": speed, "seed": seed}
    return settings.model_copy(
        update={
            "storage": StorageSettings(url=f"sqlite+aiosqlite:///{database}"),
            "web": settings.web.model_copy(update={"port": port}),
            "channels": tuple(one.model_copy(update=changed) for one in settings.channels),
        }
    )


async def play(settings: Settings, *, speed: float, gloss: bool) -> None:
    """Run the service on the demo's clock, and tell what it does, until Ctrl-C."""
    clock = FastClock(demo_start(SystemClock().now()), speed)
    console = Console()
    served = asyncio.Event()  # from then on the database has its tables

    def tell_served(port: int) -> None:
        tell_address(settings, port)
        served.set()

    service = Service(
        settings=settings,
        clock=clock,
        channels=[open_channel(entry, clock) for entry in settings.channels],
        plans=Path(str(files("bot.demo"))) / settings.sop.folder,
        tick_seconds=TICK_SECONDS,
        listening=tell_served,
    )
    console.print("示例社群开始聊天，时间快进", f"{speed:g} 倍；Ctrl-C 结束。", style="bold")
    try:
        async with asyncio.TaskGroup() as group:
            show = group.create_task(_tell(service.store, console, clock, served, gloss=gloss))
            try:
                await until_stopped(service)
            finally:
                show.cancel()
    except* GroupkeeperError as errors:
        raise first_error(errors) from None


async def _tell(
    store: Store, console: Console, clock: Clock, served: asyncio.Event, *, gloss: bool
) -> None:
    await served.wait()
    await Show(console, gloss=gloss).run(_Source(store), clock, seconds=SHOW_SECONDS)


class _Source:
    """Implements `bot.demo.notable.NotableSource` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def since(self, mark: str) -> News:
        """Everything after a mark."""
        async with self._store.database.read() as connection:
            newsreel = Newsreel(connection)
            reel = await newsreel.since(mark)
            messages, people, rooms = await newsreel.counts()
        return News(
            notables=tuple(_notable(headline) for headline in reel.headlines),
            tally=Tally(messages=messages, people=people, rooms=rooms),
            mark=reel.mark,
        )


def _notable(headline: Headline) -> Notable:
    return Notable(
        at=headline.at,
        kind=NotableKind(headline.kind),
        room=headline.room,
        person=headline.person,
        student=headline.student,
        text=headline.text,
        reason=headline.reason,
        to=headline.to,
        count=headline.count,
    )
