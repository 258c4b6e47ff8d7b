"""`groupkeeper sop results`: what came of a plan, over rooms, in a room, step by step."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli import sop_results_show as show
from bot.cli.opening import opened
from bot.cli.tables import dump_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.errors import ConfigError
from bot.core.ids import RoomId
from bot.core.results import Metric, ResultFilter
from bot.core.staff import StaffDirectory
from bot.plans.results import MOST_ROOMS, NoPlan, ResultsDesk, RoomResult
from sop.results.compare import EXPECTED_ROOMS
from sop.results.experiment import Experiment
from sop.results.values import StepResult
from storage.sop.reactions import Reactions
from storage.sop.results import Results
from storage.sop.runs import Runs

T = TypeVar("T")
_PAGE = 500


class Unit:
    """One transaction, as the results desk needs it."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self.runs = Runs(connection)
        self.reactions = Reactions(connection, staff)
        self.results = Results(connection, staff)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of a plan: rooms, or steps; and how its wordings compare."""

    rooms: tuple[RoomResult, ...] = ()
    steps: tuple[StepResult, ...] = ()
    experiments: tuple[Experiment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for."""

    plan: str
    room: str = ""
    step: str = ""
    metric: Metric = Metric.RESPONSE
    expected_rooms: int = EXPECTED_ROOMS


def register(group: typer.Typer) -> None:
    """Add the command to `groupkeeper sop`."""

    @group.command(help="What came of a plan: over rooms, or with --room or --step, step by step.")
    def results(
        plan: Annotated[str, typer.Argument(help="The plan's name.")],
        room: Annotated[str, typer.Option(help="Room name or id, with * and ?.")] = "",
        step: Annotated[str, typer.Option(help="Only this step.")] = "",
        metric: Annotated[
            Metric, typer.Option(help="By what wordings are compared.")
        ] = Metric.RESPONSE,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        wanted = Wanted(plan=plan, room=room, step=step, metric=metric)
        now = SystemClock().now()
        came = with_results(load_settings(config), lambda unit: look(unit, wanted, now))
        if json_:
            _write_json(came)
            return
        if not came.rooms and not came.steps:
            sys.stdout.write(f"nothing of {plan} has come due yet\n")
        show.show_rooms(came.rooms)
        show.show_ladder(came.rooms)
        show.show_steps(came.steps)
        show.show_experiments(came.experiments)
        show.tell_definitions()


def with_results(settings: Settings, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Do something with what came of plans; a plan that never was is told (exit code 2)."""

    async def worked() -> T:
        async with opened(settings) as database, database.read() as connection:
            return await work(Unit(connection, StaffDirectory.of(settings.staff)))

    try:
        return asyncio.run(worked())
    except NoPlan as error:
        raise ConfigError(str(error)) from None


async def look(unit: Unit, wanted: Wanted, now: datetime) -> Came:
    """Everything that was asked for."""
    rooms = await rooms_named(unit, wanted.plan, wanted.room) if wanted.room else None
    compared = await ResultsDesk().experiments(
        unit,
        wanted.plan,
        now,
        metric=wanted.metric,
        expected_rooms=wanted.expected_rooms,
        step=wanted.step or None,
    )
    if rooms is None and not wanted.step:
        return Came(
            rooms=tuple(await _all_rooms(unit, wanted.plan, now)), experiments=tuple(compared)
        )
    which = ResultFilter(plan=wanted.plan, rooms=rooms, step=wanted.step or None)
    found = tuple(await all_steps(unit, which, now))
    if not found and wanted.step:
        await _refuse_unknown_step(unit, wanted, now)
    return Came(steps=found, experiments=tuple(compared) if wanted.step else ())


async def _refuse_unknown_step(unit: Unit, wanted: Wanted, now: datetime) -> None:
    every = {one.step for one in await all_steps(unit, ResultFilter(plan=wanted.plan), now)}
    if wanted.step not in every:
        known = ", ".join(sorted(every)) or "none yet"
        msg = f"no step {wanted.step!r} of {wanted.plan} came due; those that did: {known}"
        raise ConfigError(msg)


async def rooms_named(unit: Unit, plan: str, pattern: str) -> tuple[RoomId, ...]:
    """The rooms of a plan that a pattern names; raises where it names none."""
    known = [(room.id, room.ref, room.name) for room in await unit.runs.rooms()]
    found = tuple(
        number for number, ref, name in known if ref == pattern or fnmatchcase(name, pattern)
    )
    if not found:
        msg = f"no room is called {pattern}; `groupkeeper sop list` shows where {plan} runs"
        raise ConfigError(msg)
    return found


async def all_steps(unit: Unit, wanted: ResultFilter, now: datetime) -> list[StepResult]:
    """Every page of steps."""
    found: list[StepResult] = []
    after: str | None = None
    while True:
        page = await ResultsDesk().steps(unit, wanted, now, after=after, limit=_PAGE)
        found += page.items
        if page.next is None:
            return found
        after = page.next


async def _all_rooms(unit: Unit, plan: str, now: datetime) -> list[RoomResult]:
    found: list[RoomResult] = []
    after: str | None = None
    while True:
        page = await ResultsDesk().rooms(
            unit, ResultFilter(plan=plan), now, after=after, limit=MOST_ROOMS
        )
        found += page.items
        if page.next is None:
            return found
        after = page.next


def _write_json(came: Came) -> None:
    values: dict[str, Any] = {
        "rooms": [asdict(one) for one in came.rooms],
        "steps": [_flat(one) for one in came.steps],
        "experiments": [asdict(one) for one in came.experiments],
        "definitions": show.DEFINITIONS,
    }
    dump_json(values)


def _flat(one: StepResult) -> dict[str, Any]:
    ratios = {"late": one.late, "response_ratio": one.response_ratio, "excess": one.excess}
    return asdict(one) | ratios
