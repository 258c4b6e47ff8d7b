"""From what somebody wants to see to what is to be rehearsed: the room, the day, the event."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.core.errors import GroupkeeperError
from bot.core.located import BrokenFile
from bot.core.plans import PlanRoom
from bot.core.rehearsing import Against, Staging
from bot.plans.folder import PlanFolder
from bot.rehearsal.real import Real, made_up
from bot.rehearsal.values import Asked, AtWork, Folders, Room
from sop.campaigns.model import Campaign
from sop.campaigns.parse import parse_campaign
from sop.parse import LoadedPlan
from sop.walltime import instant


class Unplayable(GroupkeeperError):
    """What is wished for cannot be rehearsed; `about` says which part of the wish."""

    def __init__(self, what: str, about: str) -> None:
        super().__init__(what)
        self.about = about


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to see."""

    staging: Staging
    campaign: Campaign | None = None  # that the plan warms up for, where there is one


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
    fitting = [one for one in rooms if _fits(one, wish)]
    if len(fitting) > 1:
        names = ", ".join(sorted(one.name for one in fitting)[:10])
        msg = f"{len(fitting)} rooms are called that: {names}; name one"
        raise Unplayable(msg, "room")
    if not fitting:
        return alone(real.settings, loaded, wish, real.now, rooms)
    place = fitting[0]
    asked = Asked(
        settings=real.settings,
        room=await real.room(place),
        run=_run(loaded, wish, _zone(real.settings, loaded, place), real.now),
        beside=await real.beside(place.id, loaded.plan.name),
        against=wish.staging.against,
        days=wish.staging.days,
        seed=wish.staging.seed,
    )
    if wish.staging.members is not None:
        asked = replace(asked, room=replace(asked.room, members=wish.staging.members))
    return await real.with_all(asked, place)


def _fits(place: PlanRoom, wish: Wish) -> bool:
    if wish.staging.room is not None:
        return place.id == wish.staging.room
    return wish.staging.room_name == place.ref or fnmatchcase(place.name, wish.staging.room_name)


def alone(
    settings: Settings, loaded: LoadedPlan, wish: Wish, now: datetime, rooms: Sequence[PlanRoom]
) -> Asked:
    """The plan in a room that is not there yet."""
    staging = wish.staging
    name = staging.room_name
    if staging.against is Against.PAST:
        msg = f"no room is called {name!r}, so it has no past"
        raise Unplayable(msg, "room")
    if staging.members is None:
        known = ", ".join(sorted(one.name for one in rooms)[:10]) or "none"
        msg = f"no room is called {name!r} (there are: {known}); --members 30 makes one up"
        raise Unplayable(msg, "room")
    room = made_up(settings, name, staging.members)
    return Asked(
        settings=settings,
        room=room,
        run=_run(loaded, wish, _zone(settings, loaded, room), now),
        against=staging.against,
        days=staging.days,
        seed=staging.seed,
    )


def _zone(settings: Settings, loaded: LoadedPlan, place: PlanRoom | Room) -> str:
    rules = settings.rooms.rules_for(place.channel, place.ref, place.name)
    return loaded.plan.zone or rules.zone


def _run(loaded: LoadedPlan, wish: Wish, zone: str, now: datetime) -> AtWork:
    """The plan from its first day on; without a day, from tomorrow, or as its campaign begins."""
    campaign, event_at = wish.campaign, None
    first = (now.astimezone(ZoneInfo(zone)) + timedelta(days=1)).date()
    if wish.staging.event_at is not None:
        event_at = instant(wish.staging.event_at.date(), wish.staging.event_at.time(), zone)
    elif campaign is not None:
        event_at = campaign.starts_at
        first = campaign.starts.date - timedelta(days=campaign.warm_up_days)
    elif loaded.plan.needs_event:
        msg = f'{loaded.plan.name} leads up to an event: --event-at "2026-03-15 14:00"'
        raise Unplayable(msg, "event_at")
    return AtWork(loaded=loaded, starts_on=wish.staging.start or first, event_at=event_at)
