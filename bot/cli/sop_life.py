"""`groupkeeper sop start`, `pause`, `resume`, `stop`, `skip`, `move`, `say`."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import sop_life_show as show
from bot.cli.check_plans import failing_cards
from bot.cli.periods import day, minute
from bot.cli.sop_at_work import (
    AsJson,
    Author,
    Config,
    Plan,
    Reason,
    Rooms,
    Series,
    asked,
    at_work,
    where,
)
from bot.config import DEFAULT_PATH
from bot.core.errors import GroupkeeperError
from bot.core.ids import OccurrenceId
from bot.core.located import Problem
from bot.core.plan_changes import Asked, Begin, OnStep, Where
from bot.core.plans import Run
from bot.plan_life.desk import PlanLife
from bot.plan_life.running import Resumed
from bot.plan_life.step_places import Word
from storage.sop.runs import RunFilter
from storage.unit import Unit

_OnDate = typer.Option("--on", parser=day, help="Day 1; by default today.")
_Event = typer.Option(
    "--event-at", parser=minute, help="When the event begins that the plan leads up to."
)
_Day = typer.Option("--date", parser=day, help="Only on this day of the plan.")
_To = typer.Option("--to", parser=minute, help="The new time, by the clocks of each room.")
_Undo = typer.Option("--undo", help="Let the plan count again.")

_AUDITED = {"say": "step.approve", "skip": "step.skip"}  # as the API writes it


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    for add in (_start, _states, _resume, _skip, _move, _say):
        add(group)


def _start(group: typer.Typer) -> None:
    @group.command(help="Begin a plan in rooms.")
    def start(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        plan: Plan,
        room: Rooms = None,
        series: Series = "",
        on: Annotated[datetime | None, _OnDate] = None,
        event_at: Annotated[datetime | None, _Event] = None,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        if not room and not series:
            msg = "say where: --room NAME (with * and ?) or --series NAME"
            raise typer.BadParameter(msg)
        begin = Begin(on=None if on is None else on.date(), event_at=event_at)
        who, places = asked(author, reason), where(room, series)

        async def do(unit: Unit, life: PlanLife) -> tuple[list[Run], list[Problem]]:
            runs = await life.runner.start(unit, plan, places, begin, who)
            loaded = await life.texts.counting(unit.runs.editions, plan)
            return runs, failing_cards(config, loaded, {run.channel for run in runs})

        begun, cautions = at_work(config, do, change=True)
        show.tell_runs("started", begun, f"{plan} already runs there")
        show.tell_cautions(cautions)


def _states(group: typer.Typer) -> None:
    for what, done, text in (
        ("pause", "paused", "Say nothing more until `resume`."),
        ("stop", "stopped", "End for good; what is still planned is skipped."),
    ):
        group.command(what, help=text)(_changer(what, done))


def _changer(what: str, done: str) -> Callable[..., None]:
    def change(
        plan: Plan,
        room: Rooms = None,
        series: Series = "",
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        who, places = asked(author, reason), where(room, series)

        async def do(unit: Unit, life: PlanLife) -> list[Run]:
            verb = life.runner.pause if what == "pause" else life.runner.stop
            return await verb(unit, plan, places, who) or await _ever_ran(unit, plan)

        changed = at_work(config, do, change=True)
        ended = " or is paused already" if what == "pause" else ""
        show.tell_runs(done, changed, f"nothing to {what}: {plan} does not run there{ended}")

    return change


async def _ever_ran(unit: Unit, plan: str) -> list[Run]:
    """Nothing, where the plan runs or ran somewhere; else its name is a slip of the pen."""
    if not (await unit.runs.listed(RunFilter(plan=plan), limit=1)).items:
        msg = f"no plan {plan!r} runs or ran here; `groupkeeper sop list` shows what does"
        raise GroupkeeperError(msg)
    return []


def _resume(group: typer.Typer) -> None:
    @group.command(help="Go on; what is late by now is decided by its on_late, and told.")
    def resume(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        plan: Plan,
        room: Rooms = None,
        series: Series = "",
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        who, places = asked(author, reason), where(room, series)

        async def do(unit: Unit, life: PlanLife) -> Resumed:
            resumed = await life.runner.resume(unit, plan, places, who)
            if not resumed.runs:
                await _ever_ran(unit, plan)
            return resumed

        done = at_work(config, do, change=True)
        if json_:
            show.write_resumed(done)
            return
        show.tell_runs("resumed", done.runs, f"nothing to resume: {plan} is not paused there")
        show.tell_missed(done.missed)


def _skip(group: typer.Typer) -> None:
    @group.command(help="Leave a step out: `skip 17` (its number), or `skip PLAN STEP` in rooms.")
    def skip(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        plan: Annotated[str, typer.Argument(help="The plan, or the number of one dated step.")],
        step: Annotated[str, typer.Argument(help="The step's id.")] = "",
        room: Rooms = None,
        series: Series = "",
        date: Annotated[datetime | None, _Day] = None,
        undo: Annotated[bool, _Undo] = False,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        who = asked(author, reason)
        if not step:
            _one("skip", plan, who, config)
            return
        which = _on_step(plan, step, where(room, series), date, undo=undo)
        words = at_work(config, lambda unit, life: life.speaker.skip(unit, which, who), change=True)
        _told(words, json_=json_)


def _move(group: typer.Typer) -> None:
    @group.command(help="Say a step at another time in some rooms.")
    def move(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        plan: Plan,
        step: Annotated[str, typer.Argument(help="The step's id.")],
        to: Annotated[datetime | None, _To] = None,
        room: Rooms = None,
        series: Series = "",
        date: Annotated[datetime | None, _Day] = None,
        undo: Annotated[bool, _Undo] = False,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        if (to is None) is not undo:
            msg = 'say when: --to "2026-03-05 20:00", or --undo'
            raise typer.BadParameter(msg)
        who = asked(author, reason)
        which = _on_step(plan, step, where(room, series), date, undo=undo)

        async def do(unit: Unit, life: PlanLife) -> list[Word]:
            if to is None:
                return await life.speaker.unmove(unit, which, who)
            return await life.speaker.move(unit, which, to, who)

        _told(at_work(config, do, change=True), json_=json_)


def _say(group: typer.Typer) -> None:
    @group.command(help="Say a held, skipped or failed step after all (its number is in `show`).")
    def say(
        number: Annotated[str, typer.Argument(help="The number of the step.")],
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        _one("say", number, asked(author, reason), config)


def _one(what: str, number: str, who: Asked, config: Path) -> None:
    """A word on one dated step, by its number."""
    if not number.isdigit():
        msg = f"{number!r} is no number of a step; to skip a step of a plan name both: PLAN STEP"
        raise typer.BadParameter(msg)
    which = OccurrenceId(int(number))

    async def do(unit: Unit, _life: PlanLife) -> None:
        cards = unit.runs.calendar
        change = cards.approve if what == "say" else cards.skip
        subject = f"step:{which}"
        before = await unit.audit.state(subject)
        if not await change(which, who.author, who.now):
            see = "see `groupkeeper sop show`"
            msg = f"step:{number} is not there, or it is too late for that: {see}"
            raise GroupkeeperError(msg)
        await unit.audit.note(
            _AUDITED[what],
            subject,
            author=who.author,
            reason=who.reason,
            now=who.now,
            before=before,
        )

    at_work(config, do, change=True)
    sys.stdout.write("ok\n")


def _on_step(plan: str, step: str, places: Where, day: datetime | None, *, undo: bool) -> OnStep:
    on = None if day is None else day.date()
    return OnStep(plan=plan, step=step, where=places, day=on, undo=undo)


def _told(words: Sequence[Word], *, json_: bool) -> None:
    """What came of it; code 1 where nothing did."""
    show.write_words(words) if json_ else show.tell_words(words)
    if not any(word.done for word in words):
        raise typer.Exit(1)
