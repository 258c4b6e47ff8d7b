"""What came of plans, for the API and the command line: read, measured, reckoned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from bot.core.errors import ConfigError, GroupkeeperError
from bot.core.feedback import Reaction, Watched
from bot.core.ids import OccurrenceId, RoomId
from bot.core.plans import PlanVersion
from bot.core.results import Answered, Awaited, Metric, ResultFilter
from sop.model import Plan
from sop.parse import parse_plan
from sop.results.compare import EXPECTED_ROOMS
from sop.results.experiment import Experiment, experiment
from sop.results.report import awaited, result_of, watched
from sop.results.totals import summary
from sop.results.values import StepResult, Summary

_PAGE = 500  # steps that are measured together
MOST_ROOMS = 50  # of a page


class ReactionsPort(Protocol):
    """What was counted after posts (`storage.sop.reactions.Reactions`)."""

    async def measure(self, watches: Sequence[Watched]) -> Mapping[OccurrenceId, Reaction]:
        """What members did in each watched time, and what is usual."""
        ...


class ResultsPort(Protocol):
    """How steps were said (`storage.sop.results.Results`)."""

    async def posted(
        self, wanted: ResultFilter, now: datetime, *, after: str | None = None, limit: int = 100
    ) -> Any:  # noqa: ANN401 (storage.paging.Page of Posted)
        """Steps whose time has come."""
        ...

    async def rooms_of(self, plan: str, *, after: str | None = None, limit: int = 50) -> Any:  # noqa: ANN401 (storage.paging.Page)
        """The rooms in which a plan ran."""
        ...

    async def answers(self, awaited: Sequence[Awaited]) -> Mapping[OccurrenceId, Answered]:
        """Who answered each post."""
        ...


class EditionsPort(Protocol):
    """Which texts are in force (`storage.sop.versions.Editions`)."""

    async def of(self, name: str) -> PlanVersion | None:
        """The text of one plan that counts now."""
        ...


class PlansPort(Protocol):
    """The plans that there are (`storage.sop.runs.Runs`)."""

    @property
    def editions(self) -> EditionsPort:
        """Their texts."""
        ...


class ResultsUnit(Protocol):
    """One transaction (`storage.unit.Unit`)."""

    @property
    def runs(self) -> PlansPort:
        """Plans."""
        ...

    @property
    def reactions(self) -> ReactionsPort:
        """What was counted."""
        ...

    @property
    def results(self) -> ResultsPort:
        """How it was said."""
        ...


class NoPlan(GroupkeeperError):
    """No plan of this name ever was in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsPage:
    """A part of the steps of a plan."""

    items: tuple[StepResult, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomResult:
    """What came of a plan in one room."""

    room: int
    room_name: str
    figures: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsPage:
    """A part of the rooms of a plan."""

    items: tuple[RoomResult, ...]
    next: str | None


class ResultsDesk:
    """Reckons what came of plans. Figures are those of docs/results.md."""

    async def steps(
        self,
        unit: ResultsUnit,
        wanted: ResultFilter,
        now: datetime,
        *,
        after: str | None = None,
        limit: int = 100,
    ) -> StepsPage:
        """Steps in the order of their time; raises NoPlan."""
        plan = await plan_of(unit, wanted.plan)
        return await self._page(unit, plan, wanted, now, after=after, limit=limit)

    async def rooms(
        self,
        unit: ResultsUnit,
        wanted: ResultFilter,
        now: datetime,
        *,
        after: str | None = None,
        limit: int = MOST_ROOMS,
    ) -> RoomsPage:
        """The table over rooms; raises NoPlan."""
        plan = await plan_of(unit, wanted.plan)
        page = await unit.results.rooms_of(wanted.plan, after=after, limit=min(limit, MOST_ROOMS))
        names = {RoomId(number): name for number, name in page.items}
        found = await self._all(unit, plan, replace(wanted, rooms=tuple(names)), now)
        by_room: dict[int, list[StepResult]] = {number: [] for number in names}
        for one in found:
            by_room[one.room].append(one)
        items = tuple(
            RoomResult(room=number, room_name=name, figures=summary(by_room[number]))
            for number, name in names.items()
        )
        return RoomsPage(items=items, next=page.next)

    async def experiments(
        self,
        unit: ResultsUnit,
        name: str,
        now: datetime,
        *,
        metric: Metric = Metric.RESPONSE,
        expected_rooms: int = EXPECTED_ROOMS,
        step: str | None = None,
    ) -> list[Experiment]:
        """How the wordings of each step with variants compare; raises NoPlan."""
        plan = await plan_of(unit, name)
        made: list[Experiment] = []
        for one in plan.all_steps if plan is not None else ():
            if not one.variants or step not in {None, one.id}:
                continue
            found = await self._all(unit, plan, ResultFilter(plan=name, step=one.id), now)
            compared = experiment(one, found, metric=metric, expected_rooms=expected_rooms)
            made += [] if compared is None else [compared]
        return made

    async def _all(
        self, unit: ResultsUnit, plan: Plan | None, wanted: ResultFilter, now: datetime
    ) -> list[StepResult]:
        found: list[StepResult] = []
        after: str | None = None
        while True:
            page = await self._page(unit, plan, wanted, now, after=after, limit=_PAGE)
            found += page.items
            if page.next is None:
                return found
            after = page.next

    async def _page(
        self,
        unit: ResultsUnit,
        plan: Plan | None,
        wanted: ResultFilter,
        now: datetime,
        *,
        after: str | None,
        limit: int,
    ) -> StepsPage:
        page = await unit.results.posted(wanted, now, after=after, limit=limit)
        steps = [
            (one, None if plan is None else plan.step(one.occurrence.step)) for one in page.items
        ]
        watches = [watched(one, step) for one, step in steps]
        reactions = await unit.reactions.measure([one for one in watches if one is not None])
        posts = [awaited(one, step) for one, step in steps]
        answered = await unit.results.answers([one for one in posts if one is not None])
        items = tuple(
            result_of(
                one, plan, reactions.get(one.occurrence.id), answered.get(one.occurrence.id), now
            )
            for one, _ in steps
        )
        return StepsPage(items=items, next=page.next)


async def plan_of(unit: ResultsUnit, name: str) -> Plan | None:
    """The plan as it was in force last; None where another release wrote it. Raises NoPlan."""
    found = await unit.runs.editions.of(name)
    if found is None:
        msg = f"no plan {name!r} was ever in force here; `groupkeeper sop list` shows what runs"
        raise NoPlan(msg)
    return _parsed(found.source, found.path)


@lru_cache(maxsize=64)  # reading a plan takes longer than counting what came of it
def _parsed(source: str, path: str) -> Plan | None:
    try:
        return parse_plan(source, file=path).plan
    except ConfigError:
        return None
