"""How commands print: nothing is lost in a table, an empty one says so, times are ISO 8601."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import tables

TOLD = "读起来像广告（0.91）：「职日结300加微信abc」，有 1 个像账号的字符串"


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_reason_is_read_whole_however_narrow_the_table(width: int) -> None:
    table = tables.Sheet("message", "room", "student ID", "score", "why")
    table.add_column("text")
    table.add_row("44", "英语晨读群", "10016", "1.00", TOLD, "手机兼职，日结300，加薇 abc12345")
    out = StringIO()

    Console(file=out, width=width).print(table)

    shown = "".join(c for c in out.getvalue() if c not in "│\n ")
    assert "…" not in shown
    for word in TOLD:
        assert shown.count(word) >= TOLD.count(word) if word != " " else True


def test_no_command_makes_a_table_that_cuts_words_off() -> None:
    folder = Path(tables.__file__).parent

    cutting = [
        one.name
        for one in folder.glob("*.py")
        if "import Table" in one.read_text("utf-8") and one.name != "tables.py"
    ]

    assert cutting == []


def test_an_empty_table_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show_table(tables.Sheet("who"), nothing="nobody is away")

    assert capsys.readouterr().out == "nobody is away\n"


def test_times_in_json_are_iso_8601_as_in_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    tables.dump_json({"items": [{"at": at, "day": date(2026, 3, 2), "who": "小王"}]})

    shown = capsys.readouterr().out
    assert "小王" in shown
    assert json.loads(shown) == {
        "items": [{"at": "2026-03-02T09:30:00+00:00", "day": "2026-03-02", "who": "小王"}]
    }


def test_no_command_writes_times_in_a_way_of_its_own() -> None:
    folder = Path(tables.__file__).parent

    assert [
        one.name for one in folder.glob("*.py") if "default=str" in one.read_text("utf-8")
    ] == []
