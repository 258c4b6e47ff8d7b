"""`groupkeeper demo`: a lively community on this machine, and what the bot does in it."""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.addresses import welcome_link
from bot.cli.demo_service import demo_service
from bot.cli.run import first_error, tell_address, until_stopped
from bot.clock import PacedClock, SystemClock
from bot.config import Settings, load_settings
from bot.core.errors import GroupkeeperError
from bot.core.ports import Clock
from bot.demo.community import demo_start
from bot.demo.files import lay_out
from bot.demo.notable import News, Notable, NotableKind, NotableSource, Tally
from bot.demo.show import Show, wide
from bot.first_link import FirstLink
from bot.log import configure_logging
from bot.settings.edits import Put
from bot.settings.rewriting import rewritten
from bot.whole_file import write_whole
from storage.service.headlines import Headline
from storage.service.newsreel import Newsreel
from storage.unit import Store

TICK_SECONDS = 0.5  # of the machine's clock: a tick costs 30 ms, and the demo is no bench
GUEST = "zhou"  # the colleague as whom whoever opens the link comes in
SHOW_SECONDS = 0.8  # of the machine's clock, between two looks: what came together is told as one

_OPENING = {
    "zh": (
        "示例社群开始聊天：三个群，六十来人，都是编出来的；时间快进 {speed} 倍，Ctrl-C 结束。\n"
        "英语学习打卡群只观察；阳光花园业主群、拾页笔记用户群会把确认的广告号移出。"
    ),
    "en": (
        "A made-up community talks: three rooms, sixty people, {speed} times as fast as life;"
        " Ctrl-C ends it.\n"
        "英语学习打卡群 is only observed; from 阳光花园业主群 and 拾页笔记用户群 clear advertisers"
        " are removed."
    ),
}
_COME_IN = {
    "zh": "控制台：{link}\n  用浏览器打开即以管理员身份进入；链接只能用一次，每次启动另有新的。\n",
    "en": "Console: {link}\n  Open it and you are the admin; good once, each start has another.\n",
}
_HOW_TO_LOOK = 'curl -H "Authorization: Bearer {token}" http://127.0.0.1:{port}/api/v1/leads'
_NEXT = {
    "zh": "接下来：groupkeeper init 写一份 config.yaml，groupkeeper run 开始。",
    "en": "Next: `groupkeeper init` writes a config.yaml, `groupkeeper run` begins.",
}


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
        keep: Annotated[
            Path | None, typer.Option(help="Keep the database in this file, the plans beside it.")
        ] = None,
        seed: Annotated[int, typer.Option(min=0, help="Another number, another day.")] = 1,
        english: Annotated[bool, typer.Option("--english", help="Explain in English.")] = False,
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="groupkeeper-demo-") as folder:
            database = (keep or Path(folder) / "demo.db").resolve()
            config = lay_out(database.with_suffix(""))
            settings = demo_settings(
                config, database, speed=speed, port=port, seed=seed, english=english
            )
            configure_logging(settings.log)
            asyncio.run(play(settings, config, speed=speed, gloss=english))


def demo_settings(
    config: Path, database: Path, *, speed: float, port: int, seed: int, english: bool = False
) -> Settings:
    """The demo's config, with this database, speed and port written into it.

    In English are reasons and alerts; members talk as they talk.
    """
    language = "en" if english else "zh"
    wanted: dict[tuple[str | int, ...], object] = {
        ("storage", "url"): f"sqlite+aiosqlite:///{database}",
        ("web", "port"): port,
        ("channels", 0, "speed"): speed,
        ("channels", 0, "seed"): seed,
        ("judging", "language"): language,
        ("alerts", "language"): language,
    }
    text = config.read_text(encoding="utf-8")
    for path, value in wanted.items():
        text = rewritten(text, Put(path=path, value=value))
    write_whole(config, text)
    return load_settings(config, environment={})


async def play(settings: Settings, config: Path, *, speed: float, gloss: bool) -> None:
    """Run the service on the demo's clock, and tell what it does, until Ctrl-C.

    `config` is the demo's config.yaml, beside which its plans lie.
    """
    clock = PacedClock(demo_start(SystemClock().now()), speed)
    console = wide(Console())
    served = asyncio.Event()  # from then on the database has its tables

    def tell_served(port: int) -> None:
        tell_address(settings, port)
        console.print(_HOW_TO_LOOK.format(port=port, token=_token(settings)), style="dim")
        served.set()

    def tell_link(port: int, key: str) -> None:
        link = welcome_link(settings, port, key)
        sys.stderr.write(_COME_IN["en" if gloss else "zh"].format(link=link))
        sys.stderr.flush()

    service = demo_service(
        settings,
        config,
        clock,
        guest=GUEST,
        tick_seconds=TICK_SECONDS,
        listening=tell_served,
        first_link=FirstLink(show=tell_link, guest=GUEST),
    )
    show = Show(console, gloss=gloss)
    console.print(_OPENING["en" if gloss else "zh"].format(speed=f"{speed:g}"), style="bold")
    try:
        async with asyncio.TaskGroup() as group:
            source = _Source(service.store, _titles(settings, gloss=gloss))
            telling = group.create_task(_tell(show, source, clock, served, speed * SHOW_SECONDS))
            try:
                await until_stopped(service)
            finally:
                telling.cancel()
    except* GroupkeeperError as errors:
        raise first_error(errors) from None
    show.close()
    console.print(_NEXT["en" if gloss else "zh"], style="dim")


def _token(settings: Settings) -> str:
    return settings.web.token.get_secret_value()


def _titles(settings: Settings, *, gloss: bool) -> dict[str, str]:
    """What each lead category is called."""
    named = settings.leads.categories.items()
    return {name: f"{one.title} {name}" if gloss else one.title for name, one in named}


async def _tell(
    show: Show, source: NotableSource, clock: Clock, served: asyncio.Event, seconds: float
) -> None:
    await served.wait()
    await show.run(source, clock, seconds=seconds)


class _Source:
    """Implements `bot.demo.notable.NotableSource` over the store."""

    def __init__(self, store: Store, titles: Mapping[str, str]) -> None:
        self._store = store
        self._titles = titles

    async def since(self, mark: str) -> News:
        """Everything after a mark."""
        async with self._store.database.read() as connection:
            newsreel = Newsreel(connection)
            reel = await newsreel.since(mark)
            messages, people, rooms = await newsreel.counts()
        return News(
            notables=tuple(self._notable(headline) for headline in reel.headlines),
            tally=Tally(messages=messages, people=people, rooms=rooms),
            mark=reel.mark,
        )

    def _notable(self, headline: Headline) -> Notable:
        told = headline.reason
        if headline.topic:
            told = f"{self._titles.get(headline.topic, headline.topic)}：{told}"
        return Notable(
            at=headline.at,
            kind=NotableKind(headline.kind),
            room=headline.room,
            person=headline.person,
            student=headline.student,
            text=headline.text,
            reason=told,
            to=headline.to,
            count=headline.count,
        )
