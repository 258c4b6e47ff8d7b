"""What `groupkeeper campaign` works with: the files of the folder, and the database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import typer

from bot.campaigns.desk import here_now
from bot.campaigns.here import Here
from bot.campaigns.house import CampaignHouse
from bot.cli.opening import opened
from bot.cli.run import campaign_folder
from bot.cli.sop_work import shelf_of
from bot.clock import SystemClock
from bot.config import Settings, load_settings
from bot.core.errors import ConfigError
from bot.core.ids import StudentId
from bot.core.located import BrokenFile
from bot.core.located_words import did_you_mean
from bot.plans.folder import PlanFolder
from bot.rulebook import Rulebook
from sop.campaigns.attendance import read_list
from sop.campaigns.benefits import Benefit, Kind
from sop.campaigns.checks import Known
from sop.campaigns.model import Campaign
from sop.campaigns.parse import parse_campaign
from sop.campaigns.shelf import CampaignShelf, stock_campaigns
from storage.unit import Store, Unit

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A command at work: the store's transaction, the campaigns and rooms there are, the time."""

    unit: Unit
    here: Here
    now: datetime

    def campaign(self, name: str) -> Campaign:
        """A campaign by its name; one that is not there is a mistake of whoever typed it."""
        shelf = self.here.shelf
        found = shelf.campaigns.get(name)
        if found is not None:
            return found
        for one in shelf.refused:
            if Path(one.file).stem == name:
                raise one.error
        there = ", ".join(sorted(shelf.campaigns)) or "none"
        msg = f"no campaign {name!r}{did_you_mean(name, shelf.campaigns)}; there are: {there}"
        raise typer.BadParameter(msg, param_hint="NAME")

    def lottery(self, campaign: Campaign, name: str) -> Benefit:
        """A lottery of a campaign."""
        benefit = campaign.benefit(name)
        if benefit is not None and benefit.kind is Kind.LOTTERY:
            return benefit
        lots = [one.id for one in campaign.benefits if one.kind is Kind.LOTTERY]
        there = ", ".join(lots) or "none"
        msg = f"no lottery {name!r}{did_you_mean(name, lots)}; {campaign.name} has: {there}"
        raise typer.BadParameter(msg, param_hint="BENEFIT")


def known_to(settings: Settings, config: Path) -> Known:
    """Whom and what a campaign may name."""
    return Known(
        staff=frozenset(str(one.name) for one in settings.staff),
        plans=frozenset(shelf_of(settings, config).plans),
    )


def students_in(file: Path) -> tuple[StudentId, ...]:
    """The student IDs of a list; raises ConfigError with every line that cannot be read."""
    try:
        read = read_list(file.read_text(encoding="utf-8-sig"), file=str(file))
    except FileNotFoundError:
        msg = f"{file}:1:1: no such file"
        raise ConfigError(msg) from None
    except UnicodeDecodeError as error:
        msg = f"{file}:1:1: byte {error.start} is not UTF-8; save the list as UTF-8"
        raise ConfigError(msg) from None
    except OSError as error:
        msg = f"{file}:1:1: cannot be read: {error.strerror}"
        raise ConfigError(msg) from None
    if read.mistakes:
        raise ConfigError("\n".join(read.mistakes))
    return read.students


def at_desk(config: Path, work: Callable[[Desk], Awaitable[T]], *, change: bool = False) -> T:
    """Do it on the database of a config.yaml; a running service takes it up by itself."""

    async def done() -> T:
        settings, now = load_settings(config), SystemClock().now()
        rulebook = Rulebook(settings)
        async with opened(settings) as database:
            store = Store(database, rulebook, lambda: settings.delivery)
            async with store.write() if change else store.read() as unit:
                shelf = await _shelf(unit, settings, config)
                here = await here_now(unit, shelf, CampaignHouse(rulebook))
                return await work(Desk(unit=unit, here=here, now=now))

    return asyncio.run(done())


async def _shelf(unit: Unit, settings: Settings, config: Path) -> CampaignShelf:
    """The campaigns of the folder, and those that are only in the database by now."""
    files = PlanFolder(campaign_folder(settings, config)).changed() or ()
    shelf = stock_campaigns(CampaignShelf(), files, known_to(settings, config))
    for text in await unit.campaigns.kept():
        if text.name not in shelf.loaded:
            try:
                kept = parse_campaign(text.source, file=text.path)
            except BrokenFile:
                continue  # this release reads campaigns more strictly
            shelf = shelf.with_kept(kept)
    return shelf
