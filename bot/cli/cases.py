"""`groupkeeper cases ...`: look at cases and decide them, without a console."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli import cases_show
from bot.cli.opening import login, opened
from bot.cli.sop_show import write_json
from bot.cli.tables import dump_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.errors import GroupkeeperError
from bot.core.ids import CaseId, MessageId, RoomId, StudentId
from bot.core.review import CaseFile, CaseKind, CaseState, Decision, Scope, Word
from bot.review.desk import ReviewDesk
from bot.rulebook import Rulebook
from storage.judging.cases import CaseFilter, CaseFound
from storage.unit import Store, Unit

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for machines.")]
Number = Annotated[int, typer.Argument(min=1, help="The number of the case.")]
Author = Annotated[str, typer.Option("--author", help="Who decides; by default the login name.")]
Note = Annotated[str, typer.Option("--note", help="Why; kept with the case.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Look at cases and decide them.", no_args_is_help=True)
    _looking(group)
    _deciding(group)
    app.add_typer(group, name="cases")


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Campaigns and single messages that were flagged or reported.")
    def list_(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        state: Annotated[CaseState | None, typer.Option(help="Only in this state.")] = None,
        room: Annotated[int | None, typer.Option(help="Only with a message in this room.")] = None,
        student: Annotated[int | None, typer.Option(help="Only with one by this ID.")] = None,
        kind: Annotated[CaseKind | None, typer.Option(help="Only those that came so.")] = None,
        min_score: Annotated[
            float, typer.Option(min=0, max=1, help="Only with this score, or more.")
        ] = 0.0,
        limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 50,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        which = CaseFilter(
            state=state,
            room=None if room is None else RoomId(room),
            student=None if student is None else StudentId(student),
            kind=kind,
            min_score=min_score,
        )
        found = _with(load_settings(config), lambda unit, _: unit.records.cases(which, limit=limit))
        write_json(found.items) if json_ else cases_show.show_cases(found.items)

    @group.command(help="One case: its messages, why, and what will happen.")
    def show(case: Number, config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        settings = load_settings(config)
        found, file = _with(settings, lambda unit, _: _whole(unit, CaseId(case)))
        names = {one.room: one.room_name for one in file.messages if one.room is not None}
        zone = settings.rooms.defaults.zone
        planned = ReviewDesk(lambda: Rulebook(settings)).planned(file, names, zone)
        if json_:
            whole = {
                **asdict(found),
                "said": [asdict(one) for one in file.messages],
                "ordered": [asdict(one) for one in file.ordered],
                "planned": planned,
            }
            dump_json(whole)
            return
        cases_show.show_case(found, file, planned, zone)


def _deciding(group: typer.Typer) -> None:
    @group.command(help="Say what a case is; everything that follows is done at once.")
    def decide(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        case: Number,
        decision: Annotated[
            Decision,
            typer.Argument(help="advert: act and learn; fine: take back and learn; remove: act."),
        ],
        message: Annotated[
            int | None, typer.Option(min=1, help="Only this message of the campaign.")
        ] = None,
        keep: Annotated[bool, typer.Option("--keep", help="With advert: remove nobody.")] = False,
        note: Note = "",
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        if keep and decision is not Decision.ADVERT:
            msg = "only an advert is kept without a removal: `cases decide N advert --keep`"
            raise typer.BadParameter(msg, param_hint="--keep")
        now = SystemClock().now()
        word = Word(
            decision=decision,
            author=author or login(),
            at=now,
            note=note,
            scope=Scope.CAMPAIGN if message is None else Scope.MESSAGE,
            message=None if message is None else MessageId(message),
            remove=False if keep else None,
        )
        done = _with(
            load_settings(config),
            lambda unit, desk: _decided(unit, desk, CaseId(case), word),
            change=True,
        )
        typer.echo(f"case {done.id} is {done.state} now: {done.messages} messages")

    @group.command(help="Take back everything that was done about a case.")
    def undo(
        case: Number, note: Note = "", author: Author = "", config: Config = DEFAULT_PATH
    ) -> None:
        who, now = author or login(), SystemClock().now()

        async def taken_back(unit: Unit, desk: ReviewDesk) -> CaseFound:
            number = await desk.undo(unit, CaseId(case), author=who, note=note, now=now)
            return await _found(unit, CaseId(case) if number is None else number)

        done = _with(load_settings(config), taken_back, change=True)
        typer.echo(f"case {done.id} is {done.state} now")


async def _decided(unit: Unit, desk: ReviewDesk, case: CaseId, word: Word) -> CaseFound:
    number = await desk.decide(unit, case, word)
    return await _found(unit, case if number is None else number)


async def _found(unit: Unit, case: CaseId) -> CaseFound:
    found = await unit.records.case(case)
    if found is None:
        msg = f"there is no case {case}; `groupkeeper cases list` shows those there are"
        raise GroupkeeperError(msg)
    return found


async def _whole(unit: Unit, case: CaseId) -> tuple[CaseFound, CaseFile]:
    found = await _found(unit, case)
    file = await unit.records.case_file(case)
    if file is None:
        msg = f"there is no case {case}"
        raise GroupkeeperError(msg)
    return found, file


def _with(
    settings: Settings,
    work: Callable[[Unit, ReviewDesk], Awaitable[T]],
    *,
    change: bool = False,
) -> T:
    """Do it on the database of a config.yaml; a running service takes it up by itself."""

    async def done() -> T:
        rulebook = Rulebook(settings)
        desk = ReviewDesk(lambda: rulebook)
        async with opened(settings) as database:
            store = Store(database, rulebook, lambda: settings.delivery)
            async with store.write() if change else store.read() as unit:
                return await work(unit, desk)

    return asyncio.run(done())
