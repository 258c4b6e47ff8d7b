"""From the words of a command line to what is to be rehearsed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bot.cli.check import cast_of
from bot.cli.sop_work import plan_named, shelf_of
from bot.config import Settings
from bot.core.located import BrokenFile, Problem
from bot.core.located_words import did_you_mean
from bot.core.plans import PlanRoom
from bot.plans.folder import PlanFolder, read_plan_file
from bot.rehearsal.real import Real, made_up
from bot.rehearsal.values import Against, Asked, AtWork, Folders, Room
from sop.campaigns.model import Campaign
from sop.campaigns.parse import parse_campaign
from sop.parse import LoadedPlan, parse_plan
from sop.walltime import instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for on the command line."""

    room: str
    start: date | None
    event_at: datetime | None  # by the wall clock of the plan
    against: Against
    members: int | None
    days: int | None
    seed: int
    campaign: Campaign | None = None  # that the plan warms up for, where there is one


def plan_of(name: str, settings: Settings, config: Path) -> LoadedPlan:
    """The plan, checked against the colleagues and accounts of config.yaml."""
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        shelf = shelf_of(settings, config)
        if name not in shelf.plans and all(Path(one.file).stem != name for one in shelf.refused):
            known = ", ".join(sorted(shelf.plans)) or "none"
            near = did_you_mean(name, shelf.plans)
            msg = f"no plan {name!r} in the plan folder{near}; it has: {known}"
            raise typer.BadParameter(msg, param_hint="PLAN")
        loaded = plan_named(name, shelf)
        return parse_plan(loaded.source, file=loaded.file, cast=cast_of(settings))
    read = read_plan_file(path)
    if read.mistake:
        raise BrokenFile([Problem(file=str(path), line=1, column=1, what=read.mistake)])
    return parse_plan(read.source, file=str(path), cast=cast_of(settings))


def folders_of(loaded: LoadedPlan, config: Path, settings: Settings) -> Folders:
    """Where everything lies that belongs to the plan."""
    here = config.resolve().parent
    campaigns = here / settings.sop.campaigns if loaded.plan.needs_event else None
    return Folders(
        plans=Path(loaded.file).parent, campaigns=campaigns, contents=here / settings.sop.content
    )


def campaign_of(loaded: LoadedPlan, folders: Folders) -> Campaign | None:
    """The campaign that the plan warms up for; None where none, or more than one, names it."""
    files = () if folders.campaigns is None else PlanFolder(folders.campaigns).changed() or ()
    found: list[Campaign] = []
    for one in files:
        with suppress(BrokenFile):  # `campaign check` names its mistakes
            found.append(parse_campaign(one.source, file=one.file).campaign)
    mine = [one for one in found if one.plan == loaded.plan.name]
    return mine[0] if len(mine) == 1 else None


async def asked_for(real: Real, loaded: LoadedPlan, wish: Wish) -> Asked:
    """The plan in a room of the database, with what runs there and who is away."""
    rooms = await real.rooms()
    fitting = [one for one in rooms if wish.room == one.ref or fnmatchcase(one.name, wish.room)]
    if len(fitting) > 1:
        names = ", ".join(sorted(one.name for one in fitting)[:10])
        msg = f"{len(fitting)} rooms are called that: {names}; name one"
        raise _refused(msg, "--room")
    if not fitting:
        return alone(real.settings, loaded, wish, real.now, rooms)
    place = fitting[0]
    asked = Asked(
        settings=real.settings,
        room=await real.room(place),
        run=_run(loaded, wish, _zone(real.settings, loaded, place), real.now),
        beside=await real.beside(place.id, loaded.plan.name),
        against=wish.against,
        days=wish.days,
        seed=wish.seed,
    )
    if wish.members is not None:
        asked = replace(asked, room=replace(asked.room, members=wish.members))
    return await real.with_all(asked, place)


def alone(
    settings: Settings, loaded: LoadedPlan, wish: Wish, now: datetime, rooms: Sequence[PlanRoom]
) -> Asked:
    """The plan in a room that is not there yet."""
    if wish.against is Against.PAST:
        msg = f"no room is called {wish.room!r}, so it has no past"
        raise _refused(msg, "--room")
    if wish.members is None:
        known = ", ".join(sorted(one.name for one in rooms)[:10]) or "none"
        msg = f"no room is called {wish.room!r} (there are: {known}); --members 30 makes one up"
        raise _refused(msg, "--room")
    room = made_up(settings, wish.room, wish.members)
    return Asked(
        settings=settings,
        room=room,
        run=_run(loaded, wish, _zone(settings, loaded, room), now),
        against=wish.against,
        days=wish.days,
        seed=wish.seed,
    )


def _zone(settings: Settings, loaded: LoadedPlan, place: PlanRoom | Room) -> str:
    rules = settings.rooms.rules_for(place.channel, place.ref, place.name)
    return loaded.plan.zone or rules.zone


def _run(loaded: LoadedPlan, wish: Wish, zone: str, now: datetime) -> AtWork:
    """The plan from its first day on; without a day, from tomorrow, or as its campaign begins."""
    campaign, event_at = wish.campaign, None
    first = (now.astimezone(ZoneInfo(zone)) + timedelta(days=1)).date()
    if wish.event_at is not None:
        event_at = instant(wish.event_at.date(), wish.event_at.time(), zone)
    elif campaign is not None:
        event_at = campaign.starts_at
        first = campaign.starts.date - timedelta(days=campaign.warm_up_days)
    elif loaded.plan.needs_event:
        msg = f'{loaded.plan.name} leads up to an event: --event-at "2026-03-15 14:00"'
        raise _refused(msg, "--event-at")
    return AtWork(loaded=loaded, starts_on=wish.start or first, event_at=event_at)


def _refused(what: str, option: str) -> typer.BadParameter:
    return typer.BadParameter(what, param_hint=option)
