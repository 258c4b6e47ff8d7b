"""Cases as tables for people."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet
from bot.core.review import CaseFile
from storage.judging.cases import CaseFound

_TEXT = 60  # characters of a message that a line shows


def show_cases(cases: Sequence[CaseFound]) -> None:
    """One line a case."""
    console = Console(highlight=False)
    if not cases:
        console.print("no such cases")
        return
    table = Sheet(
        "case", "state", "score", "messages", "people", "rooms", "room", "who", "text", box=None
    )
    for one in cases:
        who = "" if one.student is None else f"{one.name} ({one.student})"
        table.add_row(
            str(one.id),
            one.state,
            f"{one.score:.2f}",
            str(one.messages),
            str(one.people),
            str(one.rooms),
            escape(one.room_name),
            escape(who),
            escape(_cut(one.text)),
        )
    console.print(table)


def show_case(case: CaseFound, file: CaseFile, planned: Sequence[str], zone: str) -> None:
    """A case with its messages, the reason, and what will happen."""
    console = Console(highlight=False)
    console.print(f"case {case.id}: {case.state}, score {case.score:.2f}")
    console.print(escape(case.reason))
    if case.decided_by:
        note = f": {case.note}" if case.note else ""
        console.print(escape(f"{case.decision or case.state} by {case.decided_by}{note}"))
    table = Sheet("message", "at", "room", "who", "score", "text", box=None)
    for one in file.messages:
        who = one.name if one.student is None else f"{one.name} ({one.student})"
        table.add_row(
            str(one.id),
            _wall(one.at, zone),
            escape(one.room_name),
            escape(who),
            f"{one.score:.2f}{'' if one.flagged else ' (not flagged)'}",
            escape(_cut(one.text)),
        )
    console.print(table)
    for sentence in planned:
        console.print(escape(sentence))


def _cut(text: str) -> str:
    line = " ".join(text[: 4 * _TEXT].split())
    return line if len(line) <= _TEXT else f"{line[: _TEXT - 1]}…"


def _wall(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M")
