"""Which rooms are meant: by name, by number, by the series that they belong to."""

from collections.abc import Callable

from bot.core.plan_changes import NoSuchThing, Where
from bot.core.plans import PlanRoom, Run
from bot.core.rooms import RoomRules
from bot.plan_life.ports import LifeRuns

RulesFor = Callable[[str, str, str], RoomRules]


async def rooms_meant(runs: LifeRuns, where: Where, rules_for: RulesFor) -> list[PlanRoom]:
    """The rooms in which we sit and that are meant; raises where there is none."""
    found = [
        room
        for room in await runs.rooms()
        if where.fits(room.id, room.ref, room.name, rules_for(room.channel, room.ref, room.name))
    ]
    if not found:
        msg = f"no room is called {str(where) or 'anything'}; the bot must be in it first"
        raise NoSuchThing(msg)
    return found


async def runs_meant(runs: LifeRuns, plan: str, where: Where, rules_for: RulesFor) -> list[Run]:
    """The live runs of a plan in the rooms that are meant."""
    return [
        run
        for run in await runs.live_of(plan)
        if where.fits(
            run.room,
            run.room_ref,
            run.room_name,
            rules_for(run.channel, run.room_ref, run.room_name),
        )
    ]
