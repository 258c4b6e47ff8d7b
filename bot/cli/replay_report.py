"""What a replay shows: adverts with reasons, leads, questions, and what differs from before."""

from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from typing import Any

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet, dump_json
from bot.replay import Flagged, Report
from storage.talk.reading import Wanted

_TEXT = 60  # characters of a message that a table shows
_ROWS = 30


def as_values(report: Report) -> dict[str, Any]:
    """The report for `--json`."""
    return {
        "messages": report.messages,
        "flagged": report.flagged,
        "would_remove": report.removed,
        "newly_caught": report.newly_caught,
        "no_longer_caught": report.no_longer_caught,
        "leads": report.leads,
        "questions": {
            "asked": report.asked,
            "answered": report.answered,
            "unanswered": report.unanswered,
        },
        "detectors": dict(report.detectors.most_common()),
        "detectors_before": dict(report.detectors_before.most_common()),
        "lead_categories": dict(report.categories.most_common()),
        "flagged_messages": [asdict(one) for one in report.found],
        "no_longer_caught_messages": [asdict(one) for one in report.lost],
        "lead_messages": [asdict(one) for one in report.surest_leads],
        "open_question_messages": [asdict(one) for one in report.open_questions.values()],
    }


def write_json(report: Report, wanted: Wanted) -> None:
    """The whole report as JSON on stdout."""
    period = {"since": wanted.since, "until": wanted.until}
    values = period | as_values(report)
    dump_json(values)


def show(report: Report, wanted: Wanted) -> None:
    """The report for people."""
    console = Console()
    since = f"since {wanted.since:%Y-%m-%d %H:%M} UTC" if wanted.since else "from the beginning"
    console.print(f"Replay {since}: nothing was changed or sent.")
    console.print(_figures(report))
    if report.detectors or report.detectors_before:
        console.print(_detectors(report))
    if report.found:
        console.print(_adverts("adverts by today's rules", report.found, report.flagged))
    if report.lost:
        console.print(_adverts("no longer caught", report.lost, report.no_longer_caught))
    if report.surest_leads:
        console.print(_leads(report))
    if report.open_questions:
        console.print(_questions(report))


def _figures(report: Report) -> Sheet:
    table = Sheet()
    table.add_column("what")
    table.add_column("count", justify="right")
    for name, count in (
        ("messages", report.messages),
        ("adverts", report.flagged),
        ("  newly caught", report.newly_caught),
        ("  would be removed", report.removed),
        ("no longer caught", report.no_longer_caught),
        ("leads", report.leads),
        ("questions", report.asked),
        ("  unanswered", report.unanswered),
    ):
        table.add_row(name, f"{count:,}")
    return table


def _detectors(report: Report) -> Sheet:
    table = Sheet(title="messages with a verdict")
    table.add_column("detector")
    table.add_column("today's rules", justify="right")
    table.add_column("as stored", justify="right")
    for name in sorted(report.detectors | report.detectors_before):
        table.add_row(name, f"{report.detectors[name]:,}", f"{report.detectors_before[name]:,}")
    return table


def _adverts(title: str, found: Iterable[Flagged], count: int) -> Sheet:
    rows = list(islice(found, _ROWS))
    table = Sheet(title=f"{title} ({len(rows):,} of {count:,} shown, the new ones first)")
    for name in ("message", "room", "student ID", "score", "would", "why", "text"):
        table.add_column(name)
    for one in rows:
        table.add_row(
            str(one.message),
            escape(one.room),
            str(one.student or ""),
            f"{one.score:.2f}",
            ("remove" if one.would_remove else "alert") + ("" if one.before else ", new"),
            escape("; ".join(one.reasons)),
            escape(_short(one.text)),
        )
    return table


def _leads(report: Report) -> Sheet:
    rows = list(islice(report.surest_leads, _ROWS))
    table = Sheet(title=f"leads ({len(rows):,} of {report.leads:,} shown, the surest first)")
    for name in ("message", "room", "student ID", "category", "score", "words", "text"):
        table.add_column(name)
    for one in rows:
        table.add_row(
            str(one.message),
            escape(one.room),
            str(one.student or ""),
            escape(one.category),
            f"{one.score:.2f}",
            escape(", ".join(one.words)),
            escape(_short(one.text)),
        )
    return table


def _questions(report: Report) -> Sheet:
    rows = list(report.open_questions.values())[-_ROWS:]
    table = Sheet(title=f"unanswered ({len(rows):,} of {report.unanswered:,} shown, the newest)")
    for name in ("message", "room", "student ID", "asked (UTC)", "text"):
        table.add_column(name)
    for one in rows:
        table.add_row(
            str(one.message),
            escape(one.room),
            str(one.student or ""),
            f"{one.at:%m-%d %H:%M}",
            escape(_short(one.text)),
        )
    return table


def _short(text: str) -> str:
    line = " ".join(text[: _TEXT * 4].split())
    return line if len(line) <= _TEXT else line[: _TEXT - 1] + "…"
