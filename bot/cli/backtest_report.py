"""What a back-test shows: who would be caught and was not, and the other way round."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from rich.console import Console
from rich.markup import escape

from bot.backtest import Change, Comparison
from bot.backtest_run import as_values
from bot.cli.tables import Sheet, dump_json
from handlers.wording import cut
from storage.talk.reading import Wanted

_TEXT = 60  # characters of a message that a table shows
_ROWS = 30


def write_json(report: Comparison, wanted: Wanted) -> None:
    """The whole comparison as JSON on stdout."""
    period = {"since": wanted.since, "until": wanted.until}
    values = period | as_values(report)
    dump_json(values)


def show(report: Comparison, wanted: Wanted) -> None:
    """The comparison for people."""
    console = Console()
    since = f"since {wanted.since:%Y-%m-%d %H:%M} UTC" if wanted.since else "from the beginning"
    told = f"Today's rules beside the proposed ones, {since}: nothing was changed or sent."
    console.print(told, soft_wrap=True)
    console.print(_figures(report))
    console.print(_changes_by("room", report.gained_by_room, report.lost_by_room))
    console.print(_changes_by("detector", report.gained_by_detector, report.lost_by_detector))
    if report.gained:
        console.print(_messages("newly caught", report.gained, report.newly_caught))
    if report.lost:
        console.print(_messages("no longer caught", report.lost, report.no_longer_caught))


def _figures(report: Comparison) -> Sheet:
    table = Sheet()
    for name in ("what", "today", "proposed"):
        table.add_column(name, justify="left" if name == "what" else "right")
    today, proposed = report.today, report.proposed
    table.add_row("messages", f"{report.messages:,}", f"{report.messages:,}")
    table.add_row("caught", f"{today.flagged:,}", f"{proposed.flagged:,}")
    table.add_row("  newly caught", "", f"{report.newly_caught:,}")
    table.add_row("  no longer caught", f"{report.no_longer_caught:,}", "")
    table.add_row("would be removed", f"{today.removed:,}", f"{proposed.removed:,}")
    table.add_row("  newly removed", "", f"{report.newly_removed:,}")
    table.add_row("  no longer removed", f"{report.no_longer_removed:,}", "")
    for word, every, sides in (
        ("confirmed", report.confirmed, (today.confirmed, proposed.confirmed)),
        ("dismissed", report.dismissed, (today.dismissed, proposed.dismissed)),
    ):
        shown = [f"{caught:,} of {every:,}" for caught in sides]
        table.add_row(f"caught of what staff {word}", *shown)
        for way in ("newly", "no longer"):
            count = report.flips[f"{word}, {way} caught"]
            table.add_row(f"  {way}", "", f"{count:,}")
    return table


def _changes_by(what: str, gained: Counter[str], lost: Counter[str]) -> Sheet:
    table = Sheet(title=f"by {what}")
    table.add_column(what)
    table.add_column("newly caught", justify="right")
    table.add_column("no longer caught", justify="right")
    both = gained + lost
    for name, _ in both.most_common(_ROWS):
        table.add_row(escape(name), f"{gained[name]:,}", f"{lost[name]:,}")
    return table


def _messages(title: str, changes: Iterable[Change], count: int) -> Sheet:
    rows = list(islice(changes, _ROWS))
    table = Sheet(title=f"{title} ({len(rows):,} of {count:,} shown, the surest first)")
    for name in ("message", "room", "student ID", "today", "proposed", "staff said", "why", "text"):
        table.add_column(name)
    for one in rows:
        table.add_row(
            str(one.message),
            escape(one.room),
            str(one.student or ""),
            _scored(one.score_today, one.action_today),
            _scored(one.score_proposed, one.action_proposed),
            one.decided,
            escape("; ".join(one.reasons)),
            escape(cut(" ".join(one.text.split()), _TEXT)),
        )
    return table


def _scored(score: float, action: str) -> str:
    return f"{score:.2f} {action}".rstrip()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
