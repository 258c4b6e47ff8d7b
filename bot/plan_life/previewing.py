"""What a plan would say when, before anybody starts it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.ids import RoomId, RunId
from bot.core.plan_changes import Asked, Begin, Where
from bot.core.plans import NewRun, PlanRoom, Run, RunState
from bot.plan_life.places import RulesFor, rooms_meant
from bot.plan_life.ports import LifeRuns
from bot.plan_life.running import expect_beginning, new_run
from bot.plan_life.texts import Texts
from sop.agenda import holder_of
from sop.model import AfterStep, OnEvent, Plan, Step
from sop.plan import ends_at, grace_of, materialise

_AHEAD = timedelta(days=21)  # so far a plan without an end is looked at
_AT_MOST = timedelta(days=400)
_MOST = 500  # dated posts of one answer
_SHOWN = 300  # characters of a text


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldSay:
    """A step that would be said; `due` None: it follows a step or an event."""

    step: str
    title: str
    seat: str
    person: str  # who gets it as a task; "": a bot account says it
    text: str  # as it is written, shortened; its facts are filled in when it is said
    alert: bool  # told to the staff, not said in the room
    due: datetime | None = None
    past: bool = False  # too late already: it would not be said
    after: str = ""  # the step that it follows
    event: str = ""  # what it answers to


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a plan would say in one of the rooms that are meant."""

    plan: str
    rooms: tuple[PlanRoom, ...]  # in which it would begin
    running: tuple[PlanRoom, ...]  # in which it runs already: nothing changes there
    zone: str  # of the room that is shown
    zones: int  # different wall clocks among the rooms
    dated: tuple[WouldSay, ...]  # by time
    left_out: int  # further dated ones
    until: datetime  # up to here they were looked for
    following: tuple[WouldSay, ...]


@dataclass(frozen=True, kw_only=True)
class Previewer:
    """Lays plans out for rooms in which they do not run yet."""

    texts: Texts
    rules_for: RulesFor
    grace: Callable[[], timedelta]

    async def preview(
        self, runs: LifeRuns, plan: str, where: Where, begin: Begin, asked: Asked
    ) -> Preview:
        """What would be said; raises where the plan or a room is not there."""
        loaded = await self.texts.counting(runs.editions, plan)
        expect_beginning(loaded, begin)
        places = await rooms_meant(runs, where, self.rules_for)
        live = {run.room for run in await runs.live_of(plan)}
        new = [new_run(loaded, room, begin, asked.now, self.rules_for) for room in places]
        shown = next((one for one in new if one.room not in live), new[0])
        room = next(one for one in places if one.id == shown.room)
        dated, until = self._dated(loaded.plan, _run(shown, room, asked), asked.now)
        return Preview(
            plan=plan,
            rooms=tuple(one for one in places if one.id not in live),
            running=tuple(one for one in places if one.id in live),
            zone=shown.zone,
            zones=len({one.zone for one in new}),
            dated=tuple(dated[:_MOST]),
            left_out=max(0, len(dated) - _MOST),
            until=until,
            following=tuple(_following(loaded.plan)),
        )

    def _dated(self, plan: Plan, run: Run, now: datetime) -> tuple[list[WouldSay], datetime]:
        grace = self.grace()
        first = min(now, _midnight(run))
        end = ends_at(plan, run) or max(now, _midnight(run)) + _AHEAD
        end = min(end, first + _AT_MOST)
        layout = materialise(plan, run, now, horizon=end - now, grace=grace)
        found = []
        for one in sorted(layout.occurrences, key=lambda one: (one.due, one.step)):
            step = plan.step(one.step)
            if step is not None and one.due <= end:
                late = one.due + grace_of(step, grace) < now
                found.append(_said(plan, step, due=one.due, past=late))
        return found, min(end, layout.complete_to)


def _run(new: NewRun, room: PlanRoom, asked: Asked) -> Run:
    return Run(
        id=RunId(0),
        plan=new.plan,
        room=RoomId(new.room),
        channel=room.channel,
        room_name=room.name,
        starts_on=new.starts_on,
        zone=new.zone,
        state=RunState.ACTIVE,
        author=asked.author,
        started_at=asked.now,
        event_at=new.event_at,
    )


def _midnight(run: Run) -> datetime:
    """The beginning of day 1, to the day: only the span of the look depends on it."""
    return datetime.combine(run.starts_on, datetime.min.time(), UTC)


def _following(plan: Plan) -> Iterator[WouldSay]:
    """The steps without a date of their own."""
    for step in plan.all_steps:
        if isinstance(step.when, AfterStep | OnEvent):
            yield _said(plan, step)


def _said(plan: Plan, step: Step, *, due: datetime | None = None, past: bool = False) -> WouldSay:
    wording = next(iter(step.wordings), ())
    text = step.alert or "\n".join(one.text for one in wording if one.text)
    when = step.when
    return WouldSay(
        step=step.id,
        title=step.title,
        seat=step.seat,
        person=holder_of(plan, step) or "",
        text=text[:_SHOWN],
        alert=bool(step.alert.strip()),
        due=due,
        past=past,
        after=when.after if isinstance(when, AfterStep) else "",
        event=when.event.value if isinstance(when, OnEvent) else "",
    )
