"""`groupkeeper content ...`: the content library, and who approved what."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from bot.cli.check_plans import mistakes_of
from bot.cli.content_work import (
    known,
    late_ones,
    say,
    shelved,
    to_approve,
    today,
    with_contents,
)
from bot.cli.opening import login
from bot.cli.tables import Sheet, dump_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH
from bot.content.looks import Piece, look_of
from bot.core.content import Approval
from bot.core.errors import ConfigError
from bot.core.located_chinese import tongue_of
from bot.core.located_words import did_you_mean
from sop.schema import content_schema

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Author = Annotated[str, typer.Option("--author", help="Who says so; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")]
Which = Annotated[str, typer.Argument(help="The id of the piece.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="The content library: what is approved, and what is late.", no_args_is_help=True
    )
    for add in (_looking, _checking, _deciding):
        add(group)
    app.add_typer(group, name="content")


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Every piece, and whether it may be said today.")
    def list_(config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        found = shelved(config)
        library = found.library
        pieces = [look_of(library, name, today()) for name in sorted(library.pieces)]
        if json_:
            dump_json([piece.values() for piece in pieces])
        else:
            _show(pieces, len(found.folder.refused))

    @group.command(help="One piece: its text, what it lacks, and who approved what.")
    def show(which: Which, config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        found = shelved(config)
        known(found, which)
        library = found.library
        history = with_contents(config, lambda kept: kept.history(which))
        piece = look_of(library, which, today())
        if json_:
            words = [_word(one) for one in history]
            dump_json({**piece.values(), "text": piece.text, "history": words})
        else:
            _show_one(piece, history)


def _checking(group: typer.Typer) -> None:
    @group.command(help="Mistakes in the files, and what the running plans need and is not ready.")
    def check(config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        found = shelved(config)
        problems = [one.told(tongue_of(os.environ)) for one in sorted(mistakes_of(found.folder))]
        late = late_ones(found.library, config)
        if json_:
            dump_json({"ok": not problems and not late, "problems": problems, "late": late})
        else:
            lines = [*problems, *late] or ["no mistakes, and all that is needed soon is ready"]
            sys.stdout.write("\n".join(lines) + "\n")
        if problems or late:
            raise typer.Exit(2 if problems else 1)

    @group.command(help="The JSON Schema of the library's files, for editors.")
    def schema() -> None:
        dump_json(content_schema())


def _deciding(group: typer.Typer) -> None:
    @group.command(help="Say that a piece may be said as it stands now.")
    def approve(
        which: Which,
        version: Annotated[
            str, typer.Option(help="Only if it still is this version (`show` tells it).")
        ] = "",
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        stands = to_approve(shelved(config), which, version)
        say(config, _approval(which, stands, author, reason))
        sys.stdout.write(f"{which} {stands} may be said from now on\n")

    @group.command(help="Take an approval back: the piece is not said until it is approved again.")
    def withdraw(
        which: Which, author: Author = "", reason: Reason = "", config: Config = DEFAULT_PATH
    ) -> None:
        approvals = with_contents(config, lambda kept: kept.approvals())
        approval = approvals.get(which)
        if approval is None:
            msg = f"{which!r} is not approved{did_you_mean(which, approvals)}; nothing to withdraw"
            raise ConfigError(msg)
        word = _approval(which, approval.version, author, reason)
        say(config, replace(word, given=False))
        sys.stdout.write(f"{which} is not said any more until it is approved again\n")


def _approval(which: str, version: str, author: str, reason: str) -> Approval:
    now = SystemClock().now()
    return Approval(content=which, version=version, by=author or login(), at=now, reason=reason)


def _show(pieces: list[Piece], refused: int) -> None:
    table = Sheet("id", "kind", "title", "author", "may be said", "approved by")
    for one in pieces:
        ready = "yes" if one.ready else escape(one.why)
        by = f"{one.approved_by} {one.approved_at:%Y-%m-%d}" if one.approved_at else ""
        table.add_row(one.id, one.kind, escape(one.title), one.author, ready, by)
    console = Console()
    console.print(table)
    if refused:
        some = "1 file has" if refused == 1 else f"{refused} files have"
        console.print(f"{some} mistakes: `groupkeeper content check` names them")
    elif not pieces:
        console.print("the library is empty: a YAML file a piece, in the folder `sop.content`")


def _show_one(piece: Piece, history: list[Approval]) -> None:
    sys.stdout.write(f"{piece.id} · {piece.title} ({piece.kind}, version {piece.mark})\n")
    sys.stdout.write(f"{'may be said' if piece.ready else piece.why}\n\n{piece.text}\n\n")
    for one in history:
        deed = "approved" if one.given else "withdrawn"
        because = f": {one.reason}" if one.reason else ""
        line = f"{one.at:%Y-%m-%d %H:%M} UTC  {deed} {one.version} by {one.by}{because}"
        sys.stdout.write(f"{line}\n")


def _word(one: Approval) -> dict[str, Any]:
    deed = "approved" if one.given else "withdrawn"
    return {"at": one.at, "deed": deed, "version": one.version, "by": one.by, "reason": one.reason}
