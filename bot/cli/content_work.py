"""What `groupkeeper content` does with the files and the database."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.cli.check_plans import content_of, mistakes_of
from bot.cli.opening import opened
from bot.cli.run import content_folder, plan_folder
from bot.clock import SystemClock
from bot.config import Settings, load_settings
from bot.content.folder import ContentFolder
from bot.core.content import Approval
from bot.core.errors import ConfigError
from bot.core.located import BrokenFile
from bot.core.located_words import did_you_mean
from bot.plans.folder import PlanFolder
from sop.content import Library
from sop.content_needs import first_needs, late_pieces, longest_lead
from sop.shelf import Shelf, stock
from storage.sop.content import Contents

T = TypeVar("T")
_SHORTEST = 6  # characters of a version that name it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """The library as its files and its approvals stand."""

    library: Library
    folder: ContentFolder


def shelved(config: Path) -> Shelved:
    """The pieces as their files stand, with what was approved of them."""
    settings = load_settings(config)
    folder = content_of(content_folder(settings, config), settings)
    approvals: Mapping[str, Approval] = with_contents(config, lambda kept: kept.approvals())
    return Shelved(library=Library(pieces=folder.pieces, approvals=approvals), folder=folder)


def known(found: Shelved, which: str) -> str:
    """The version of a piece as it stands; raises where there is none such, or none sound."""
    library = found.library
    piece = library.pieces.get(which)
    if piece is None:
        _raise_of(found, which)
        there = ", ".join(sorted(library.pieces)) or "none"
        msg = f"no content {which!r}{did_you_mean(which, library.pieces)}; the library has: {there}"
        raise ConfigError(msg)
    return piece.version


def to_approve(found: Shelved, which: str, version: str) -> str:
    """The version that may be approved; raises where it is broken, or another than was asked."""
    _raise_of(found, which)
    stands = known(found, which)
    file = found.library.pieces[which].file
    broken = [one for one in mistakes_of(found.folder) if one.file == file]
    if broken:
        raise BrokenFile(broken)
    if version and not (len(version) >= _SHORTEST and stands.startswith(version)):
        msg = f"{which} stands at version {stands}, not {version}: it was edited; look again"
        raise ConfigError(msg)
    return stands


def _raise_of(found: Shelved, which: str) -> None:
    """Raise the mistakes of a file that holds this piece, by its name or its text."""
    for one in found.folder.refused:
        if Path(one.file).stem == which or f"id: {which}\n" in one.source:
            raise one.error


def late_ones(library: Library, config: Path) -> list[str]:
    """What running plans need within the lead times and is not ready."""
    settings = load_settings(config)
    plans = [one.plan for one in _shelf(settings, config).plans.values()]
    runs = with_contents(config, lambda kept: kept.runs_of({plan.name for plan in plans}))
    now = SystemClock().now()
    needs = first_needs(plans, runs, now, longest_lead(library))
    return [late.reason for late in late_pieces(needs, library, now)]


def say(config: Path, word: Approval) -> None:
    """Keep an approval, or that it was taken back."""
    with_contents(config, lambda kept: kept.put(word))


def with_contents(config: Path, work: Callable[[Contents], Awaitable[T]]) -> T:
    """Do something with the approvals."""

    async def worked() -> T:
        async with opened(load_settings(config)) as database, database.write() as connection:
            return await work(Contents(connection))

    return asyncio.run(worked())


def today() -> date:
    """The date here."""
    return SystemClock().now().astimezone().date()


def _shelf(settings: Settings, config: Path) -> Shelf:
    return stock(Shelf(), PlanFolder(plan_folder(settings, config)).changed() or (), None)
