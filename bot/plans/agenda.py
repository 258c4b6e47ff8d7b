"""The calendar desk: pages of what is said where and when, and each colleague's work today.

Steps beyond the horizon are not in the database yet; they are foreseen from the plans in force.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Protocol

from bot.core.agenda import AgendaEntry, AgendaFilter, Graces, LaidStep, Place, Tally
from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId, RunId, StaffName
from bot.core.located_words import did_you_mean
from bot.core.plan_changes import Override
from bot.core.plans import Run
from bot.core.staff import Staff
from sop.agenda import View, entry_of, steps_of_person, steps_of_seat
from sop.foresight import foreseen
from sop.model import Plan
from sop.spans import Span, span_of

_INSTANT = timedelta(microseconds=1)


class AgendaPort(Protocol):
    """The calendar of one transaction."""

    async def laid(
        self, wanted: AgendaFilter, *, after: Place | None, limit: int
    ) -> list[LaidStep]:
        """Laid-out steps in the order of their time, beyond `after`."""
        ...

    async def live(self, wanted: AgendaFilter) -> list[Run]:
        """Runs that may have steps which are not laid out yet."""
        ...

    async def tallies(self, wanted: AgendaFilter, graces: Graces, now: datetime) -> list[Tally]:
        """Laid-out steps, those alike counted together."""
        ...

    def read(self, cursor: str | None) -> Place | None:
        """The place behind which a page begins; raises BadCursor for a foreign cursor."""
        ...

    def write(self, place: Place) -> str:
        """The cursor of a page that ends at this place."""
        ...


class OverridesPort(Protocol):
    """What was said about steps of single runs."""

    async def of(self, runs: Collection[RunId]) -> Mapping[RunId, Sequence[Override]]:
        """What is said about steps of these runs."""
        ...


class RunsPort(Protocol):
    """The runs of one transaction."""

    @property
    def overrides(self) -> OverridesPort:
        """What differs in single runs."""
        ...


class AgendaUnit(Protocol):
    """One transaction, as the calendar needs it."""

    @property
    def agenda(self) -> AgendaPort:
        """The calendar."""
        ...

    @property
    def runs(self) -> RunsPort:
        """The runs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaAsked:
    """Which part of the calendar; at most one of day, week and month (none: this week)."""

    room: RoomId | None = None
    plan: str | None = None
    seat: str | None = None
    person: str | None = None
    day: str | None = None
    week: str | None = None
    month: str | None = None
    step: str | None = None  # of `plan`


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPage:
    """A part of the calendar; `next` leads on, None where it ends."""

    items: tuple[AgendaEntry, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDesk:
    """One desk for the whole service, by the plans and settings in force."""

    plans: Callable[[], Mapping[str, Plan]]
    staff: Callable[[], Sequence[Staff]]
    grace: Callable[[], timedelta]
    zone: Callable[[], str]  # of days and weeks, where no colleague is asked for

    async def page(
        self,
        unit: AgendaUnit,
        asked: AgendaAsked,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 100,
        now: datetime,
    ) -> AgendaPage:
        """A page of the calendar, in these rooms; raises GroupkeeperError for what is not there."""
        place = unit.agenda.read(after)
        wanted = replace(self.wanted(asked, now), within=within)
        found = await self.entries(unit, wanted, after=place, limit=limit + 1, now=now)
        shown = found[:limit]
        more = len(found) > limit
        return AgendaPage(
            items=tuple(shown), next=unit.agenda.write(shown[-1].place) if more else None
        )

    async def entries(
        self,
        unit: AgendaUnit,
        wanted: AgendaFilter,
        *,
        after: Place | None = None,
        limit: int,
        now: datetime,
    ) -> list[AgendaEntry]:
        """The first entries behind a place, laid out or foreseen, in the order of their time."""
        view = View(plans=self.plans(), now=now, grace=self.grace())
        steps = await unit.agenda.laid(wanted, after=after, limit=limit)
        differs = await overrides_of(unit, {one.occurrence.run for one in steps})
        laid = [entry_of(one, view, differs.get(one.occurrence.run, ())) for one in steps]
        # Beyond the last laid-out step of a full page nothing need be foreseen.
        until = laid[-1].due + _INSTANT if len(laid) == limit else wanted.until
        since = max(wanted.since, after.due) if after else wanted.since
        rest = replace(wanted, since=since, until=until)
        runs = await unit.agenda.live(rest)
        overrides = await overrides_of(unit, {run.id for run in runs})
        more = foreseen(runs, overrides, rest, view, after)
        return list(islice(merge(laid, more, key=lambda one: one.place), limit))

    def wanted(self, asked: AgendaAsked, now: datetime) -> AgendaFilter:
        """The steps that are asked for; raises GroupkeeperError for what is not there."""
        plans = self.plans()
        person = None if asked.person is None else self.colleague(asked.person)
        span = self.span(asked, person, now)
        steps: frozenset[tuple[str, str]] | None = None
        if asked.seat is not None:
            steps = steps_of_seat(plans, asked.seat)
            if not steps:
                raise GroupkeeperError(_no_seat(asked.seat, plans))
        if asked.step is not None:
            one = frozenset({(asked.plan or "", asked.step)})
            steps = one if steps is None else steps & one
        if asked.plan is not None and asked.plan not in plans:
            known = ", ".join(sorted(plans)) or "none"
            msg = f"no plan {asked.plan!r}{did_you_mean(asked.plan, plans)}; there are: {known}"
            raise GroupkeeperError(msg)
        name = None if person is None else person.name
        return AgendaFilter(
            since=span.since,
            until=span.until,
            room=asked.room,
            plan=asked.plan,
            steps=steps,
            person=name,
            expected=() if name is None else steps_of_person(plans, name),
        )

    def span(self, asked: AgendaAsked, person: Staff | None, now: datetime) -> Span:
        """The span that is asked for, by the colleague's clock or the house's."""
        zone = self.zone() if person is None else person.zone
        return span_of(day=asked.day, week=asked.week, month=asked.month, zone=zone, now=now)

    def colleague(self, name: str) -> Staff:
        """A colleague by their name; raises GroupkeeperError."""
        staff = {str(one.name): one for one in self.staff()}
        if name not in staff:
            known = ", ".join(sorted(staff)) or "nobody is listed"
            msg = f"no colleague {name!r} under staff{did_you_mean(name, staff)} ({known})"
            raise GroupkeeperError(msg)
        return staff[name]

    async def of_person(
        self, unit: AgendaUnit, name: StaffName, span: Span, *, limit: int, now: datetime
    ) -> list[AgendaEntry]:
        """What a colleague did and is to do in a span."""
        wanted = AgendaFilter(
            since=span.since,
            until=span.until,
            person=name,
            expected=steps_of_person(self.plans(), name),
        )
        return await self.entries(unit, wanted, limit=limit, now=now)


async def overrides_of(
    unit: AgendaUnit, runs: Collection[RunId]
) -> Mapping[RunId, Sequence[Override]]:
    """What is said about steps of these runs."""
    return await unit.runs.overrides.of(runs) if runs else {}


def _no_seat(seat: str, plans: Mapping[str, Plan]) -> str:
    seats = {name for plan in plans.values() for name in plan.seats}
    known = ", ".join(sorted(seats)) or "none"
    return f"no seat {seat!r} speaks in any plan{did_you_mean(seat, seats)}; there are: {known}"
