"""What plans hold in store beyond what is laid out, in the order of its time. Pure.

Rooms that began a plan alike share its layout, and entries are made one by one as they are asked
for: a page of a thousand rooms costs what it shows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import groupby

from bot.core.agenda import AgendaEntry, AgendaFilter, Place, Standing, Tally
from bot.core.ids import RunId
from bot.core.plan_changes import Override
from bot.core.plans import PlannedOccurrence, Run
from sop.agenda import View, holder_of, key_of
from sop.model import Every, Plan
from sop.plan import materialise, zone_of

_WINDOW = timedelta(days=2)  # laid out at a time, doubled as long as more is asked for
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alike:
    """What the layout of a run depends on."""

    plan: str
    starts_on: date
    zone: str
    begun: datetime
    event_at: datetime | None
    alone: RunId | None  # set where the run differs from its plan


def foreseen(
    runs: Iterable[Run],
    overrides: Mapping[RunId, Sequence[Override]],
    wanted: AgendaFilter,
    view: View,
    after: Place | None = None,
) -> Iterator[AgendaEntry]:
    """Entries of a span that are not laid out yet, behind a place."""
    parts = [
        _of_group(some, overrides.get(some[0].id, ()), wanted, view, after)
        for some in _grouped(runs, overrides, wanted, view)
    ]
    return merge(*parts, key=lambda entry: entry.place)


def counted(
    runs: Iterable[Run],
    overrides: Mapping[RunId, Sequence[Override]],
    wanted: AgendaFilter,
    view: View,
) -> Iterator[Tally]:
    """The same in numbers of rooms, in no order: a month of a thousand rooms costs one layout."""
    for some in _grouped(runs, overrides, wanted, view):
        for one in _layout(some[0], overrides.get(some[0].id, ()), wanted, view):
            if not wanted.fits(one.plan, one.step):
                continue
            here = [run for run in some if not _laid_out(run, one)]
            if here:
                yield Tally(
                    plan=one.plan,
                    step=one.step,
                    due=one.due,
                    zone=zone_of(view.plans[one.plan], here[0]),
                    standing=Standing.PLANNED,
                    laid_out=False,
                    rooms=len(here),
                    room=here[0].room,
                    room_name=here[0].room_name,
                )


def _grouped(
    runs: Iterable[Run],
    overrides: Mapping[RunId, Sequence[Override]],
    wanted: AgendaFilter,
    view: View,
) -> Iterable[Sequence[Run]]:
    """Runs that are laid out alike, together."""
    groups: dict[_Alike, list[Run]] = {}
    for run in sorted(runs, key=lambda one: one.id):
        if run.plan in view.plans:
            groups.setdefault(_alike(run, overrides, wanted, view), []).append(run)
    return groups.values()


def _laid_out(run: Run, one: PlannedOccurrence) -> bool:
    # Where its time is past it was laid out, and may be gone again.
    return run.planned_to is not None and one.due <= run.planned_to


def _alike(
    run: Run,
    overrides: Mapping[RunId, Sequence[Override]],
    wanted: AgendaFilter,
    view: View,
) -> _Alike:
    # When it began matters where beats are counted, and for those in the span itself.
    counts = _counts(view.plans[run.plan])
    return _Alike(
        plan=run.plan,
        starts_on=run.starts_on,
        zone=run.zone,
        begun=run.started_at if counts else max(run.started_at, wanted.since),
        event_at=run.event_at,
        alone=run.id if overrides.get(run.id) else None,
    )


def _counts(plan: Plan) -> bool:
    return any(isinstance(step.when, Every) and step.when.times for step in plan.all_steps)


def _of_group(
    runs: Sequence[Run],
    overrides: Sequence[Override],
    wanted: AgendaFilter,
    view: View,
    after: Place | None,
) -> Iterator[AgendaEntry]:
    planned = (
        one
        for one in _layout(runs[0], overrides, wanted, view)
        if wanted.fits(one.plan, one.step) and (after is None or one.due >= after.due)
    )
    for due, some in groupby(planned, key=lambda one: one.due):
        at_once = sorted(some, key=lambda one: one.step)
        for run in runs:
            if _laid_out(run, at_once[0]):
                continue
            for one in at_once:
                place = Place(due=due, run=run.id, step=one.step)
                if after is None or place > after:
                    yield _entry(one, place, run, view)


def _layout(
    run: Run, overrides: Sequence[Override], wanted: AgendaFilter, view: View
) -> Iterator[PlannedOccurrence]:
    """What the plan has in the span for a run like this, by time, window by window."""
    if not overrides:
        run = replace(run, planned_to=None)
    start = wanted.since - _INSTANT
    if run.planned_to is not None:
        start = max(start, run.planned_to)
    window = _WINDOW
    while start < wanted.until:
        end = min(start + window, wanted.until)
        layout = materialise(
            view.plans[run.plan],
            replace(run, planned_to=start),
            view.now,
            horizon=end - view.now,
            grace=view.grace,
            overrides=overrides,
        )
        # A dense rhythm is laid out in parts: what lies beyond the first is not whole yet.
        whole = min(layout.complete_to, end)
        if whole <= start:
            return
        here = (one for one in layout.occurrences if start < one.due <= whole)
        yield from sorted((one for one in here if one.due < wanted.until), key=lambda one: one.due)
        start, window = whole, window * 2


def _entry(planned: PlannedOccurrence, place: Place, run: Run, view: View) -> AgendaEntry:
    plan = view.plans[planned.plan]
    step = plan.step(planned.step)
    person = holder_of(plan, step) if step else None
    return AgendaEntry(
        place=place,
        key=key_of(replace(planned, run=run.id)),
        id=None,
        task=None,
        run=run.id,
        plan=plan.name,
        plan_title=plan.title,
        step=planned.step,
        title=(step.title if step else "") or planned.step,
        room=run.room,
        room_name=run.room_name,
        seat=step.seat if step else "",
        person=person,
        due=planned.due,
        deadline=None,
        zone=zone_of(plan, run),
        standing=Standing.PLANNED,
        laid_out=False,
        who=person or run.channel,
        outcome=planned.outcome,
        day=planned.local_date,
        wall=planned.local_time,
        occasion=planned.occasion,
    )
