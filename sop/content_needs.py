"""Which pieces of the content library are needed when, and who has to be told that one is late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.content import task_key
from bot.core.effects import AssignTask, Effect, RaiseAlert, Severity
from bot.core.ids import StaffName
from bot.core.plans import Run
from sop.content import Library, Unready
from sop.model import DATED, AfterStep, Plan, Step
from sop.plan import materialise

NOBODY_KNOWN = timedelta(days=3)  # the lead time of a piece that nobody has written yet
SOON = timedelta(days=2)  # so long before it is said the staff hears of it as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A piece will be said for the first time."""

    content: str
    plan: str
    title: str  # of the plan
    step: str
    run: Run
    due: datetime


def contents_of(step: Step) -> frozenset[str]:
    """The pieces that a step may say."""
    said = [one.content for wording in step.wordings for one in wording]
    return frozenset(name for name in said if name is not None)


def first_needs(
    plans: Iterable[Plan], runs: Sequence[Run], now: datetime, ahead: timedelta
) -> dict[str, Need]:
    """For every piece, when it is said next; pieces that nothing says until then are left out.

    A step on an event can come at any moment; one after another step comes with that one.
    """
    found: dict[str, Need] = {}
    for plan in plans:
        wanted = [step for step in plan.all_steps if contents_of(step)]
        mine = [run for run in runs if run.plan == plan.name] if wanted else []
        slim = _with_only([_root(step, plan) for step in wanted], plan)
        for run in _different(mine):
            first = _first(slim, run, now, ahead)
            for step in wanted:
                root = _root(step, plan)
                due = first.get(root.id) if isinstance(root.when, DATED) else now
                if due is None:
                    continue
                for name in contents_of(step):
                    if name not in found or due < found[name].due:
                        found[name] = _need(name, plan, step, run, due)
    return found


def _need(name: str, plan: Plan, step: Step, run: Run, due: datetime) -> Need:
    return Need(content=name, plan=plan.name, title=plan.title, step=step.id, run=run, due=due)


def _with_only(steps: Iterable[Step], plan: Plan) -> Plan:
    """The plan with these steps alone: laying out the others would be for nothing."""
    alone = {step.id: step.model_copy(update={"otherwise": (), "then": ()}) for step in steps}
    return Plan.model_construct(
        name=plan.name,
        title=plan.title,
        zone=plan.zone,
        calendar=plan.calendar,
        seats=plan.seats,
        steps=tuple(alone.values()),
        latecomers=None,
    )


def _different(runs: Iterable[Run]) -> Iterator[Run]:
    """One run for all that are laid out alike."""
    seen: set[object] = set()
    for run in runs:
        kind = (run.starts_on, run.zone, run.event_at)
        if kind not in seen:
            seen.add(kind)
            yield run


def _first(plan: Plan, run: Run, now: datetime, ahead: timedelta) -> dict[str, datetime]:
    """When each dated step is said next."""
    layout = materialise(plan, replace(run, planned_to=now), now, horizon=ahead, grace=timedelta())
    first: dict[str, datetime] = {}
    for one in layout.occurrences:
        if one.due >= now:
            first[one.step] = min(one.due, first.get(one.step, one.due))
    return first


def _root(step: Step, plan: Plan) -> Step:
    """The step at the beginning of a chain."""
    while isinstance(step.when, AfterStep):
        before = plan.step(step.when.after)
        if before is None:
            return step
        step = before
    return step


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A piece that is needed within its lead time and is not ready."""

    need: Need
    lack: Unready
    version: str  # of the piece as it stands; "": nobody wrote it
    lead: timedelta

    @property
    def reason(self) -> str:
        """In words for colleagues."""
        need = self.need
        when = need.due.astimezone(ZoneInfo(need.run.zone))
        return (
            f"{self.lack.why}；《{need.title}》的步骤 {need.step} 在 {when:%m-%d %H:%M} 要用，"
            f"首先是群 {need.run.room_name}。"
        )


def late_pieces(needs: Mapping[str, Need], library: Library, now: datetime) -> list[Late]:
    """The needed pieces that should be ready by now and are not, the first needed first."""
    found: list[Late] = []
    for need in needs.values():
        on = need.due.astimezone(ZoneInfo(need.run.zone)).date()
        lack = library.resolve(need.content, on)
        piece = library.pieces.get(need.content)
        lead = NOBODY_KNOWN if piece is None else piece.content.lead_time
        if isinstance(lack, Unready) and now >= need.due - lead:
            version = "" if piece is None else piece.version
            found.append(Late(need=need, lack=lack, version=version, lead=lead))
    return sorted(found, key=lambda one: (one.need.due, one.need.content))


def calls(late: Iterable[Late], now: datetime) -> list[Effect]:
    """What is to be done about late pieces: a task for the author, and an alert when it is soon."""
    return [effect for one in late for effect in _call(one, now)]


def _call(late: Late, now: datetime) -> Iterator[Effect]:
    name, author = late.need.content, late.lack.author
    mark = f"{late.version}:{late.lack.lacks.value}"
    if author:
        yield AssignTask(
            key=task_key(name, mark),
            staff=StaffName(author),
            title=f"备好内容 {name}",
            text=f"{late.reason}备好后请 groupkeeper content approve {name}",
            due=max(late.need.due, now),
        )
    if not author or now >= late.need.due - min(late.lead, SOON):
        yield RaiseAlert(
            kind="sop",
            severity=Severity.WARNING,
            reason=late.reason,
            advice=f"groupkeeper content show {name} 看它缺什么；没有备好到时不会发。",
            group=task_key(name, f"{mark}:soon"),
            to=StaffName(author) if author else None,
        )


def longest_lead(library: Library) -> timedelta:
    """So far ahead one has to look."""
    leads = [piece.content.lead_time for piece in library.pieces.values()]
    return max([NOBODY_KNOWN, *leads])
