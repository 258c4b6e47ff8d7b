"""`groupkeeper spam samples`: what the detector learns from."""

import asyncio
import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from bot.cli.opening import opened
from bot.cli.tables import Sheet, show_table
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from bot.core.errors import ConfigError
from bot.core.ids import SampleId
from bot.core.learning import Label, Sample, SampleSource
from bot.labelled import read_labelled
from handlers.wording import cut
from storage.learning.samples import Imported, Samples

_Config = Annotated[Path, typer.Option(help="The config.yaml.")]
_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
_Because = Annotated[str, typer.Option(help="Why; kept in the audit.")]
_AUTHOR = typer.Option(help="Who gave the labels; by default the account of this machine.")
_TEXT = 60  # characters of a text that a table shows


def add(group: typer.Typer) -> None:
    """Add `spam samples`."""
    samples = typer.Typer(help="Texts that people gave a label.", no_args_is_help=True)
    _add_reading(samples)
    _add_changing(samples)
    group.add_typer(samples, name="samples")


def _add_reading(samples: typer.Typer) -> None:
    @samples.command("list", help="Show samples, newest first.")
    def list_(  # noqa: PLR0913, PLR0917 (typer makes an option of each parameter)
        label: Annotated[Label | None, typer.Option(help="Only this label.")] = None,
        source: Annotated[SampleSource | None, typer.Option(help="Only from there.")] = None,
        author: Annotated[str | None, typer.Option(help="Only by this author.")] = None,
        revoked: Annotated[bool, typer.Option("--revoked", help="Revoked ones too.")] = False,
        limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=500)] = 50,
        json_: _Json = False,
        config: _Config = DEFAULT_PATH,
    ) -> None:
        async def look() -> Sequence[Sample]:
            async with opened(load_settings(config)) as database, database.read() as connection:
                page = await Samples(connection).samples(
                    label=label, source=source, author=author, revoked=revoked, limit=limit
                )
                return page.items

        found = asyncio.run(look())
        (_as_json if json_ else _as_table)(found)

    @samples.command(help="Write the samples that count as JSON lines of text and label.")
    def export(
        out: Annotated[Path, typer.Option("--out", "-o", help="The file; - is stdout.")],
        force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
        config: _Config = DEFAULT_PATH,
    ) -> None:
        async def look() -> Sequence[Sample]:
            async with opened(load_settings(config)) as database, database.read() as connection:
                return await Samples(connection).live()

        if str(out) != "-" and out.exists() and not force:
            msg = f"{out}: is there already; --force overwrites it"
            raise ConfigError(msg)
        found = asyncio.run(look())
        lines = "".join(
            json.dumps({"text": one.text, "label": one.label.value}, ensure_ascii=False) + "\n"
            for one in found
        )
        if str(out) == "-":
            sys.stdout.write(lines)
            return
        out.write_text(lines, encoding="utf-8")
        sys.stderr.write(f"{len(found):,} samples written to {out}\n")


def _add_changing(samples: typer.Typer) -> None:
    @samples.command("import", help='Keep the texts of a file: JSON lines of {"text", "label"}.')
    def import_(
        files: Annotated[list[Path], typer.Argument(help="The files.")],
        author: Annotated[str | None, _AUTHOR] = None,
        config: _Config = DEFAULT_PATH,
    ) -> None:
        given = [(one.text, one.label) for file in files for one in read_labelled(file)]

        async def keep() -> Imported:
            async with opened(load_settings(config)) as database, database.write() as connection:
                return await Samples(connection).import_all(
                    given, author=author or myself(), now=SystemClock().now()
                )

        done = asyncio.run(keep())
        sys.stdout.write(f"{done.new:,} new samples, {done.known:,} known already\n")
        if done.contrary:
            sys.stdout.write(
                f"{done.contrary:,} of the new ones have a text that was called the other thing"
                " before; both count half\n"
            )

    @samples.command(help="Learn from samples no more: by number, or all of one author.")
    def revoke(
        numbers: Annotated[list[int] | None, typer.Argument(help="Their numbers.")] = None,
        whose: Annotated[str | None, typer.Option("--author", help="All of this author.")] = None,
        because: _Because = "",
        config: _Config = DEFAULT_PATH,
    ) -> None:
        if bool(numbers) == bool(whose):
            msg = "say which samples: their numbers, or --author NAME"
            raise ConfigError(msg)

        async def stop() -> int:
            now, author = SystemClock().now(), myself()
            async with opened(load_settings(config)) as database, database.write() as connection:
                kept = Samples(connection)
                if whose is not None:
                    return await kept.revoke_by(whose, author=author, now=now, reason=because)
                chosen = [SampleId(number) for number in numbers or ()]
                return await kept.revoke(chosen, author=author, now=now, reason=because)

        sys.stdout.write(f"{asyncio.run(stop()):,} samples revoked\n")


def myself() -> str:
    """Who sits at this machine, for the audit."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"  # no account of this machine has our number


def _as_json(found: Sequence[Sample]) -> None:
    for one in found:
        sys.stdout.write(json.dumps(_values(one), ensure_ascii=False) + "\n")


def _values(one: Sample) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "label": one.label.value,
        "source": one.source.value,
        "author": one.author,
        "at": one.at.isoformat(),
        "message": one.message,
        "case": one.case,
        "revoked_by": one.revoked_by,
    }


def _as_table(found: Sequence[Sample]) -> None:
    table = Sheet("id", "label", "from", "author", "at (UTC)", "text")
    for one in found:
        table.add_row(
            f"{one.id}{'' if one.revoked is None else ' (revoked)'}",
            one.label.value,
            one.source.value,
            escape(one.author),
            f"{one.at:%Y-%m-%d %H:%M}",
            escape(cut(" ".join(one.text.split()), _TEXT)),
        )
    show_table(table, nothing="no such samples")
