"""`groupkeeper run`: the service, until Ctrl-C or SIGTERM."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.access.signing_in import LINK_HOLDS
from bot.app import Service
from bot.cli.addresses import welcome_link
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.errors import Failure, GroupkeeperError
from bot.first_link import FirstLink
from bot.last_heard import last_heard
from bot.log import configure_logging
from bot.open_channel import open_channel
from bot.terminal import show_account

STOP_SECONDS = 9.5  # after the first signal; then the process ends whatever is in flight
TWICE_SECONDS = 0.5  # from here on a second signal is a person who will not wait


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("run", help="Run the service: hear, archive, judge, speak, alert.")
    def run(
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Hear everything, but say and do nothing.")
        ] = False,
    ) -> None:
        settings = load_settings(config)
        configure_logging(settings.log)
        asyncio.run(serve(settings, path=config, dry_run=dry_run))


async def serve(settings: Settings, *, path: Path, dry_run: bool) -> None:
    """Run the service for real: on the machine's clock, with the configured channels."""
    clock = SystemClock()
    heard = await last_heard(settings.storage, [entry.name for entry in settings.channels])
    service = Service(
        settings=settings,
        clock=clock,
        channels=[
            open_channel(entry, clock, heard=heard[entry.name], dry_run=dry_run)
            for entry in settings.channels
        ],
        path=path,
        plans=plan_folder(settings, path),
        campaigns=campaign_folder(settings, path),
        contents=content_folder(settings, path),
        listening=lambda port: tell_address(settings, port),
        first_link=FirstLink(show=lambda port, key: tell_link(settings, port, key)),
        show_account=show_account,
    )
    await until_stopped(service)


def plan_folder(settings: Settings, config: Path) -> Path:
    """The folder of plans; a relative one is beside config.yaml."""
    return config.resolve().parent / settings.sop.folder


def campaign_folder(settings: Settings, config: Path) -> Path:
    """The folder of campaigns; a relative one is beside config.yaml."""
    return config.resolve().parent / settings.sop.campaigns


def content_folder(settings: Settings, config: Path) -> Path:
    """The folder of the content library; a relative one is beside config.yaml."""
    return config.resolve().parent / settings.sop.content


def tell_address(settings: Settings, port: int) -> None:
    """Say where the console and the API are."""
    host = settings.web.host
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"API: http://{shown}:{port}/api/v1  (docs: /api/openapi.json)\n")
    sys.stderr.flush()


def tell_link(settings: Settings, port: int, key: str) -> None:
    """Say how the first admin comes in; to whoever sits at the terminal, never to the log."""
    sys.stderr.write(
        f"Console: {welcome_link(settings, port, key)}\n"
        f"  opens once, within {LINK_HOLDS.total_seconds() / 3600:.0f} hours, and makes the first"
        " admin\n"
    )
    sys.stderr.flush()


async def until_stopped(service: Service) -> None:
    """Run until a signal; what hangs at the end is cut off in time (delivery.md bears that)."""
    loop = asyncio.get_running_loop()
    asked: list[float] = []

    def stop() -> None:
        asked.append(loop.time())
        if len(asked) == 1:
            service.stop.set()
            loop.call_later(STOP_SECONDS, _cut_off, f"after {STOP_SECONDS:g} s")
        elif asked[-1] - asked[0] > TWICE_SECONDS:
            _cut_off("asked twice")

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await service.run()
    except* GroupkeeperError as group:
        raise first_error(group) from None


def _cut_off(why: str) -> None:
    sys.stderr.write(f"ended at once ({why}): what was in flight is settled at the next start\n")
    sys.stderr.flush()
    os._exit(1)


def first_error(group: BaseExceptionGroup[GroupkeeperError]) -> GroupkeeperError:
    """The error to show of those that ended the service."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, GroupkeeperError):
        msg = "the service ended"
        raise Failure(msg) from error
    return error
