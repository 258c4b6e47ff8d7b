"""The calendar of many rooms at a glance: the same step at the same time is one line."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.agenda import AgendaFilter, Graces, Standing, Tally
from bot.core.ids import RoomId, StaffName
from bot.plans.agenda import AgendaAsked, AgendaDesk, AgendaUnit, overrides_of
from sop.agenda import View, holder_of
from sop.foresight import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A step at a moment, with the number of rooms by how it stands there."""

    day: date  # by the clocks of its rooms
    time: time
    due: datetime
    zone: str
    plan: str
    plan_title: str
    step: str
    title: str
    seat: str
    person: StaffName | None  # None: a bot account speaks
    rooms: int
    laid_out: int  # rooms of them; the others follow from the plan, and may still change
    standings: Mapping[Standing, int]
    room: RoomId | None  # where it is one
    room_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDays:
    """Lines of the calendar that a desk shows entry by entry."""

    desk: AgendaDesk

    async def lines(
        self,
        unit: AgendaUnit,
        asked: AgendaAsked,
        *,
        within: Collection[RoomId] | None = None,
        now: datetime,
    ) -> list[AgendaLine]:
        """Everything in the span that is asked for, by time; raises GroupkeeperError."""
        wanted = replace(self.desk.wanted(asked, now), within=within)
        return lines_of(await self.tallies(unit, wanted, now), self._view(now))

    async def tallies(self, unit: AgendaUnit, wanted: AgendaFilter, now: datetime) -> list[Tally]:
        """Everything that the filter lets through, those alike counted together."""
        view = self._view(now)
        laid_out = await unit.agenda.tallies(wanted, graces_of(view), now)
        return [*laid_out, *await _foreseen(unit, wanted, view)]

    def _view(self, now: datetime) -> View:
        return View(plans=self.desk.plans(), now=now, grace=self.desk.grace())


async def _foreseen(unit: AgendaUnit, wanted: AgendaFilter, view: View) -> list[Tally]:
    runs = await unit.agenda.live(wanted)
    overrides = await overrides_of(unit, {run.id for run in runs})
    return list(counted(runs, overrides, wanted, view))


def graces_of(view: View) -> Graces:
    """How late the steps of the plans in force may be."""
    own = [
        ((plan.name, step.id), step.grace)
        for plan in view.plans.values()
        for step in plan.all_steps
        if step.grace is not None
    ]
    return Graces(usual=view.grace, own=own)


def lines_of(tallies: Iterable[Tally], view: View) -> list[AgendaLine]:
    """One line of all that is said at one moment by one step."""
    alike: dict[tuple[datetime, str, str, str], list[Tally]] = {}
    for one in tallies:
        alike.setdefault((one.due, one.plan, one.step, one.zone), []).append(one)
    return [_line(alike[key], view) for key in sorted(alike)]


def _line(some: list[Tally], view: View) -> AgendaLine:
    one = some[0]
    plan, step = view.plans.get(one.plan), view.step(one.plan, one.step)
    standings: dict[Standing, int] = {}
    for tally in some:
        standings[tally.standing] = standings.get(tally.standing, 0) + tally.rooms
    rooms = sum(tally.rooms for tally in some)
    local = one.due.astimezone(ZoneInfo(one.zone))
    return AgendaLine(
        day=local.date(),
        time=local.time().replace(microsecond=0),
        due=one.due,
        zone=one.zone,
        plan=one.plan,
        plan_title=(plan.title if plan else "") or one.plan,
        step=one.step,
        title=(step.title if step else "") or one.step,
        seat=step.seat if step else "",
        person=holder_of(plan, step) if plan and step else None,
        rooms=rooms,
        laid_out=sum(tally.rooms for tally in some if tally.laid_out),
        standings=standings,
        room=one.room if rooms == 1 else None,
        room_name=one.room_name if rooms == 1 else "",
    )
