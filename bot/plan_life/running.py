"""Starting, pausing, resuming and stopping plans, in rooms and over whole series."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.before_after import before_after
from bot.core.days import expect_day
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import RunId
from bot.core.plan_changes import Asked, Begin, Impossible, Where
from bot.core.plans import NewRun, PlanRoom, Run, RunState
from bot.plan_life.places import RulesFor, rooms_meant, runs_meant
from bot.plan_life.ports import LifeRuns, LifeWork
from bot.plan_life.texts import Texts
from sop.model import ONCE, Plan
from sop.parse import LoadedPlan
from sop.resuming import Fate, Missed, Paused, missed
from sop.walltime import instant

_TOLD = 20  # lines of an alert
_UNDER_WAY = timedelta(days=3)  # before the pause, a post that was given up in it can have been due


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Runs that go on, and what their pause has cost."""

    runs: tuple[Run, ...]
    missed: tuple[Missed, ...]


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Changes the state of runs, and notes who did it."""

    texts: Texts
    rules_for: RulesFor
    grace: Callable[[], timedelta]

    async def start(
        self, work: LifeWork, plan: str, where: Where, begin: Begin, asked: Asked
    ) -> list[Run]:
        """Begin a plan; where it runs already nothing changes."""
        loaded = await self.texts.counting(work.runs.editions, plan)
        expect_beginning(loaded, begin)
        rooms = await rooms_meant(work.runs, where, self.rules_for)
        new = [new_run(loaded, room, begin, asked.now, self.rules_for) for room in rooms]
        begun = await work.runs.start(new, asked.author, asked.now)
        return await self._noted(work, "sop.start", begun, asked, ())

    async def pause(self, work: LifeWork, plan: str, where: Where, asked: Asked) -> list[Run]:
        """Say nothing more until the runs are resumed."""
        runs = await self._live(work.runs, plan, where, RunState.ACTIVE)
        paused = await work.runs.pause([run.id for run in runs], asked.now)
        return await self._noted(work, "sop.pause", paused, asked, runs)

    async def stop(self, work: LifeWork, plan: str, where: Where, asked: Asked) -> list[Run]:
        """End runs for good; what is still planned is skipped."""
        runs = await runs_meant(work.runs, plan, where, self.rules_for)
        why = f"{asked.author} 停止了运行" + (f"：{asked.reason}" if asked.reason else "")
        stopped = await work.runs.stop([run.id for run in runs], why, asked.now)
        return await self._noted(work, "sop.stop", stopped, asked, runs)

    async def resume(self, work: LifeWork, plan: str, where: Where, asked: Asked) -> Resumed:
        """Go on; what is late by now is decided by its `on_late`, and told."""
        runs = await self._live(work.runs, plan, where, RunState.PAUSED)
        return await self.resume_these(work, runs, asked)

    async def resume_these(self, work: LifeWork, runs: Sequence[Run], asked: Asked) -> Resumed:
        """Go on with these runs, all of one plan."""
        if not runs:
            return Resumed(runs=(), missed=())
        cost = await self._missed(work.runs, runs, asked.now)
        resumed = frozenset(await work.runs.resume([run.id for run in runs]))
        told = tuple(one for one in cost if one.run in resumed)
        if told:
            await work.apply([_alert(runs[0].plan, told, asked)], now=asked.now)
        return Resumed(
            runs=tuple(await self._noted(work, "sop.resume", resumed, asked, runs)), missed=told
        )

    async def _missed(self, runs: LifeRuns, paused: Sequence[Run], now: datetime) -> list[Missed]:
        loaded = await self.texts.in_force(runs.editions, paused[0].plan)
        if loaded is None:
            return []
        numbers = [run.id for run in paused]
        since = min((run.paused_at for run in paused if run.paused_at), default=now)
        existing = await runs.steps.laid_out(
            numbers, dated=_dated(loaded.plan), since=since - _UNDER_WAY
        )
        overrides = await runs.overrides.of(numbers)
        late_posts = await runs.overrides.late_posts(numbers, now)
        return [
            one
            for run in paused
            for one in missed(
                loaded.plan,
                Paused(
                    run=run,
                    existing=existing[run.id],
                    overrides=overrides.get(run.id, ()),
                    late_posts=late_posts,
                ),
                now,
                grace=self.grace(),
            )
        ]

    async def _live(self, runs: LifeRuns, plan: str, where: Where, state: RunState) -> list[Run]:
        found = await runs_meant(runs, plan, where, self.rules_for)
        return [run for run in found if run.state is state]

    async def _noted(
        self,
        work: LifeWork,
        action: str,
        changed: Collection[RunId],
        asked: Asked,
        before: Sequence[Run],
    ) -> list[Run]:
        runs = await work.runs.by_id(changed)
        were = {run.id: {"state": run.state.value} for run in before}
        for number in sorted(runs):
            state = {"state": runs[number].state.value}
            await work.audit.note(
                action,
                f"run:{number}",
                author=asked.author,
                reason=asked.reason,
                now=asked.now,
                details=before_after(were.get(number), state),
            )
        return [runs[number] for number in sorted(runs)]


def expect_beginning(loaded: LoadedPlan, begin: Begin) -> None:
    """Raise where a plan cannot begin so: without the event it leads up to, on an absurd day."""
    if loaded.plan.needs_event and begin.event_at is None:
        msg = (
            f"the plan {loaded.plan.name} leads up to an event: say when it begins, as"
            ' `--event-at "2026-03-15 14:00"` or `event_at`'
        )
        raise Impossible(msg)
    expect_day(begin.on, "day 1")
    expect_day(begin.event_at and begin.event_at.date(), "the event")


def new_run(
    loaded: LoadedPlan, room: PlanRoom, begin: Begin, now: datetime, rules_for: RulesFor
) -> NewRun:
    """The run that begins when a plan is started in a room."""
    rules = rules_for(room.channel, room.ref, room.name)
    zone = begin.zone or loaded.plan.zone or rules.zone
    return NewRun(
        plan=loaded.plan.name,
        room=room.id,
        starts_on=begin.on or now.astimezone(ZoneInfo(zone)).date(),
        zone=zone,
        event_at=_moment(begin.event_at, zone),
    )


def _dated(plan: Plan) -> list[str]:
    return [step.id for step in plan.all_steps if isinstance(step.when, ONCE)]


def _moment(at: datetime | None, zone: str) -> datetime | None:
    """An instant; a time without a zone is meant by the clocks of `zone`."""
    if at is None:
        return None
    return instant(at.date(), at.time(), zone) if at.tzinfo is None else at.astimezone(UTC)


def _alert(plan: str, cost: Sequence[Missed], asked: Asked) -> RaiseAlert:
    lost = sum(one.times for one in cost if one.fate is Fate.LOST)
    lines = [line_of(one) for one in cost[:_TOLD]]
    if len(cost) > _TOLD:
        lines.append(f"……另有 {len(cost) - _TOLD} 项，见 groupkeeper sop show {plan}")
    rooms = {one.room for one in cost}
    total = sum(one.times for one in cost)
    return RaiseAlert(
        kind="sop",
        severity=Severity.WARNING if lost else Severity.INFO,
        reason=(
            f"计划 {plan} 恢复运行：暂停期间过了时间的有 {total} 条（{len(rooms)} 个群），"
            f"其中 {lost} 条不再发。\n" + "\n".join(lines)
        ),
        advice="需要补发的：groupkeeper sop show 查编号，groupkeeper sop say 编号。",
        group=f"sop:resumed:{plan}:{asked.now.isoformat()}",
        room=rooms.pop() if len(rooms) == 1 else None,
    )


_FATE = {
    Fate.LOST: "不再发",
    Fate.PLAN_B: "改做备选",
    Fate.ASKED: "等人决定",
    Fate.SAID_LATE: "补发",
}


def line_of(one: Missed) -> str:
    """One of the lines that say what a pause has cost."""
    place = ZoneInfo(one.zone)
    when = f"{one.first.astimezone(place):%m-%d %H:%M}"
    if one.times > 1:
        when += f" 至 {one.last.astimezone(place):%m-%d %H:%M} 共 {one.times} 次"
    why = f"（{one.why}）" if one.why else ""
    return f"{one.room_name} {one.step} {when}：{_FATE[one.fate]}{why}"
