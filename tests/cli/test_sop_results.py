"""`groupkeeper sop results` and `sop export` on a database that a service would use."""

import asyncio
import csv
import json

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import sop_results, sop_sheet
from bot.core.errors import ConfigError
from sop.parse import parse_plan
from tests.support.plan_results import PLAN, answered_week


@pytest.fixture
async def folder(database, store_url, tmp_path, monkeypatch):
    """A place with a config.yaml, and a database in which a plan ran."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "250")
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    await answered_week(database)
    return tmp_path


def sop(*arguments):
    app = typer.Typer()
    sop_results.register(app)
    sop_sheet.register(app)
    return CliRunner().invoke(app, [*map(str, arguments)])


async def said(*arguments):
    done = await asyncio.to_thread(sop, *arguments)
    assert done.exit_code == 0, done.exception or done.output
    return done.stdout


async def refused(*arguments):
    done = await asyncio.to_thread(sop, *arguments)
    assert isinstance(done.exception, ConfigError), done.output
    return str(done.exception)


@pytest.mark.usefixtures("folder")
async def test_the_table_over_rooms_and_the_wordings_are_told_with_their_definitions():
    text = await said("results", "week")

    assert all(name in text for name in ("1 班", "2 班", "3 班", "50.0%"))
    assert "not decidable yet; 3 of 40 rooms" in text
    assert "planned 6 → attempted 3 → accepted 3 → seen 0" in text
    assert "docs/results.md" in text


@pytest.mark.usefixtures("folder")
async def test_one_room_is_told_step_by_step():
    text = await said("results", "week", "--room", "1*")

    assert "matches 1" in text
    assert "skipped" in text
    assert "2 班" not in text


@pytest.mark.usefixtures("folder")
async def test_one_step_is_told_over_rooms_with_its_wordings():
    text = await said("results", "week", "--step", "ask", "--metric", "matches")

    assert text.count("plain") >= 3
    assert "bye" not in text
    assert "matches a member" in text


@pytest.mark.usefixtures("folder")
async def test_scripts_get_every_figure_as_json():
    rooms = json.loads(await said("results", "week", "--json"))
    steps = json.loads(await said("results", "week", "--room", "room-1", "--json"))["steps"]

    assert [one["figures"]["said"] for one in rooms["rooms"]] == [1, 1, 1]
    assert rooms["experiments"][0]["control"] == "plain"
    assert (steps[0]["response_ratio"], steps[0]["counts"]["matches"]) == (0.5, 1)


@pytest.mark.usefixtures("folder")
async def test_what_there_is_not_is_told_with_what_there_is():
    assert "'nothing'" in await refused("results", "nothing")
    assert "no room is called 9" in await refused("results", "week", "--room", "9*")
    assert "those that did: ask, bye" in await refused("results", "week", "--step", "nope")
    assert "'nothing'" in await refused("export", "nothing", "--out", "x.xlsx")
    assert "did not run there" in await refused("export", "week", "--run", "99", "--out", "x.csv")
    assert "several rooms" in await refused("export", "week", "--room", "*", "--out", "x.csv")
    assert ".xlsx or .csv" in await refused("export", "week", "--out", "x.pdf")


def read(path):
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).worksheets[0].values]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", ["week.xlsx", "week.csv"])
async def test_a_plan_is_given_back_as_a_table_with_what_came_of_it(folder, name):
    await said("export", "week", "--out", name)

    head, ask, bye = read(folder / name)
    shown = dict(zip(head, ask, strict=True))
    assert (shown["日期"], shown["时间"], shown["角色"]) == ("D1", "12:00", "teacher")
    assert shown["预期反馈"] == "命中人数 1（打卡）；1h 内"
    assert (str(shown["已发"]), shown["回应率"]) == ("3", "16.7%")
    assert "variants" in shown["备注"]
    assert str(dict(zip(head, bye, strict=True))["跳过"]) == "3"


@pytest.mark.parametrize("which", [("--room", "1 班"), ("--run", "1")])
async def test_a_run_is_given_back_dated_with_its_own_figures(folder, which):
    await said("export", "week", *which, "--out", "r.xlsx")

    head, ask, bye = read(folder / "r.xlsx")
    shown = dict(zip(head, ask, strict=True))
    assert (shown["日期"], shown["时间"], shown["状态"]) == ("2026-05-20", "12:00", "已发")
    assert (shown["发出时间"], shown["措辞"], shown["命中人数"]) == ("05-20 12:00", "plain", 1)
    assert (shown["回应率"], shown["首次回应"], shown["群人数"]) == ("50.0%", 10, 2)
    assert dict(zip(head, bye, strict=True))["状态"] == "跳过"


async def test_what_is_exported_is_read_back_as_the_same_steps(folder):
    await said("export", "week", "--out", "week.xlsx")
    told = await said("import", "week.xlsx", "--out", "again.yaml")

    before = parse_plan(PLAN, file="week.yaml").plan
    after = parse_plan((folder / "again.yaml").read_text(encoding="utf-8"), file="a.yaml").plan
    assert told.strip() == "again.yaml: 2 steps"
    for old, new in zip(before.steps, after.steps, strict=True):
        assert (new.id, new.seat, new.when, new.say) == (old.id, old.seat, old.when, old.say)
        assert new.expect == old.expect
