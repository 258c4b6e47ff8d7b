"""What happened on the stage, read from its store and its platform when the play is over."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.simulator.views import Spoken
from bot.core.feedback import Verdict
from bot.core.ids import OccurrenceId
from bot.core.plans import Occurrence
from bot.core.tasks import Task
from bot.rehearsal.play import Play
from bot.rehearsal.values import Come, Line, Played, Spoke, Work
from sop.model import Plan
from storage.service.alert_filter import AlertFilter
from storage.sop.calendar import StepFilter
from storage.sop.next_times import verdicts
from storage.sop.tasks import TaskFilter

_PAGE = 500
_TOLD = frozenset({"sop", "config", "delivery", "content"})  # of the alerts
_BEFORE = timedelta(minutes=10)
_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class _Talk:
    """When members spoke, and who."""

    times: Sequence[datetime]
    who: Sequence[str]

    def between(self, since: datetime, until: datetime) -> Sequence[str]:
        return self.who[bisect_right(self.times, since) : bisect_left(self.times, until)]


async def look_back(play: Play) -> Played:
    """Everything that one wants to know of a play."""
    stage = play.stage
    occurrences = await _occurrences(play)
    tasks = await _tasks(play)
    steps = {one.id: one for one in occurrences}
    lines = _lines(play, steps)
    async with stage.service.store.read() as unit:
        alerts = (await unit.alerts.page(AlertFilter(), limit=_PAGE)).items
    async with stage.database.read() as connection:
        found = await verdicts(connection)
    mine, others = _told(play, occurrences, tasks, lines)
    return Played(
        since=play.started,
        until=play.now,
        zone=play.asked.zone,
        lines=tuple(lines),
        steps=tuple(_judged(come, found) for come in mine),
        beside=tuple(others),
        work=tuple(_work(task) for task in tasks),
        alerts=tuple(one.reason for one in reversed(alerts) if one.kind in _TOLD),
    )


async def _occurrences(play: Play) -> list[Occurrence]:
    found: list[Occurrence] = []
    cursor: str | None = None
    async with play.stage.service.store.read() as unit:
        while True:
            page = await unit.runs.calendar.listed(StepFilter(), after=cursor, limit=_PAGE)
            found += page.items
            cursor = page.next
            if cursor is None:
                return found


async def _tasks(play: Play) -> list[Task]:
    async with play.stage.service.store.read() as unit:
        return sorted(
            (await unit.tasks.listed(TaskFilter(), limit=_PAGE)).items, key=lambda one: one.id
        )


# ---- the transcript ---------------------------------------------------------------------------


def _lines(play: Play, steps: dict[OccurrenceId, Occurrence]) -> list[Line]:
    people, world = play.people, play.stage.world
    lines = [
        _line(play, said, steps) for said in world.transcript if said.room == play.asked.room.ref
    ]
    lines += [
        Line(at=at, kind=Spoke.JOINED, who=world.names[user], text="") for at, user in people.joined
    ]
    lines += [
        Line(
            at=one.at,
            kind=Spoke.PERSON,
            who=str(one.task.staff),
            text=one.task.text,
            occurrence=one.task.occurrence,
            **_step_of(one.task.occurrence, steps),
        )
        for one in people.unseen
    ]
    return sorted(lines, key=lambda line: line.at)


def _line(play: Play, said: Spoken, steps: dict[OccurrenceId, Occurrence]) -> Line:
    people = play.people
    mine = said.by == play.stage.channel.account.user
    occurrence = play.refs.get(said.ref) or people.refs.get(said.ref)
    if occurrence is not None:
        kind = Spoke.PLAN if mine else Spoke.PERSON
    else:
        colleague = people.company.staff_of(said.by) is not None
        kind = Spoke.ACCOUNT if mine or colleague else Spoke.MEMBER
    media = said.what.media
    return Line(
        at=said.at,
        kind=kind,
        who=play.stage.world.names[said.by],
        text=said.what.text,
        occurrence=occurrence,
        media="" if media is None else media.name or media.url,
        **_step_of(occurrence, steps),
    )


def _step_of(
    occurrence: OccurrenceId | None, steps: dict[OccurrenceId, Occurrence]
) -> dict[str, str]:
    found = None if occurrence is None else steps.get(occurrence)
    return {} if found is None else {"step": found.step, "plan": found.plan}


# ---- the steps --------------------------------------------------------------------------------


def _told(
    play: Play, occurrences: Sequence[Occurrence], tasks: Sequence[Task], lines: Sequence[Line]
) -> tuple[list[Come], list[Come]]:
    plans = {one.loaded.plan.name: one.loaded.plan for one in play.work}
    member = [line for line in lines if line.kind is Spoke.MEMBER]
    talk = _Talk([line.at for line in member], [line.who for line in member])
    said: dict[OccurrenceId, list[Line]] = defaultdict(list)
    for line in lines:
        if line.occurrence is not None:
            said[line.occurrence].append(line)
    posts = sorted(some[0].at for some in said.values())
    by_task = {task.occurrence: task for task in tasks}
    mine: list[Come] = []
    others: list[Come] = []
    for one in occurrences:
        come = _come(one, plans[one.plan], by_task.get(one.id), said.get(one.id, ()), posts, talk)
        come = replace(come, parts=1 + play.parts[one.id])
        (mine if one.run == play.run.id else others).append(come)
    return mine, others


def _come(
    one: Occurrence,
    plan: Plan,
    task: Task | None,
    own: Sequence[Line],
    posts: Sequence[datetime],
    talk: _Talk,
) -> Come:
    step = plan.step(one.step)
    line = own[0] if own else None
    answers: Sequence[str] = ()
    before: Sequence[str] = ()
    if line is not None:
        within = _AFTER if step is None or step.expect is None else step.expect.within
        place = bisect_right(posts, line.at)
        nearest = posts[place] if place < len(posts) else line.at + within
        answers = talk.between(line.at, min(line.at + within, nearest))
        before = talk.between(line.at - _BEFORE, line.at)
    return Come(
        occurrence=one.id,
        plan=one.plan,
        step=one.step,
        title=one.step if step is None or not step.title else step.title,
        seat="" if step is None else step.seat,
        person="" if task is None else str(task.staff),
        due=one.due,
        state=one.state,
        outcome=one.outcome,
        at=one.settled_at if line is None else line.at,
        said=sum(len(part.text) for part in own),
        before=len(before),
        answers=len(answers),
        speakers=len(set(answers)),
    )


def _judged(come: Come, found: Mapping[OccurrenceId, tuple[Verdict, str]]) -> Come:
    """The step with what came of its expectation."""
    verdict, why = found.get(come.occurrence, (None, ""))
    return come if verdict is None else replace(come, verdict=verdict.value, why=why)


def _work(task: Task) -> Work:
    return Work(
        staff=task.staff,
        title=task.title,
        given=task.created,
        due=task.due,
        state=task.state.value,
        done=task.done_at,
    )
