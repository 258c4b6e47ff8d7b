"""`groupkeeper sop` for people's work: calendar, work lists, tasks, absences, feeds."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest
import typer
from sqlalchemy import insert, select
from typer.testing import CliRunner

from bot.cli.sop import register
from bot.clock import SystemClock
from bot.core.effects import AssignTask
from bot.core.ids import RoomId, StaffName
from storage.sop.tasks import Tasks
from storage.tables.people import room
from storage.tables.service import audit
from tests.support.builders import NOON
from tests.support.sop_stage import plan

STEPS = (
    'id: a, seat: teacher, when: {day: 1, at: "23:59"}, say: "好"',
    'id: b, seat: li, when: {day: 2, at: "09:00"}, say: "说说收获"',
)


def sop(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["sop", *map(str, arguments)])


async def run(*arguments, code=0):
    done = await asyncio.to_thread(sop, *arguments)
    assert done.exit_code == code, (done.output, done.exception)
    return done


async def read(*arguments):
    return json.loads((await run(*arguments, "--json")).stdout)


@pytest.fixture
async def folder(database, store_url, tmp_path, monkeypatch):
    """A place with a config.yaml, a plan and a database with two rooms."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    config = (
        f'storage: {{url: "{store_url}"}}\n'
        "web: {public_url: https://keeper.example.com}\n"
        "staff: [{name: li}, {name: wang}]\n"
    )
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "sop/plans").mkdir(parents=True)
    (tmp_path / "sop/plans/week.yaml").write_text(plan(*STEPS), encoding="utf-8")
    async with database.write() as connection:
        rows = [
            {"channel": "sim", "ref": f"r{n}", "name": f"英语{n}班", "created_at": NOON}
            for n in (1, 2)
        ]
        await connection.execute(insert(room), rows)
    return tmp_path


async def give(database, **other):
    async with database.write() as connection:
        task = AssignTask(
            key="k",
            staff=StaffName("li"),
            title="第一周 · b",
            text="说说收获\n第二行",
            room=RoomId(1),
            due=SystemClock().now() + timedelta(hours=2),
            stand_ins=(StaffName("wang"),),
        )
        await Tasks(connection).assign(task, SystemClock().now())


@pytest.mark.usefixtures("folder")
async def test_the_calendar_shows_what_is_not_laid_out_yet_and_can_be_narrowed():
    await run("start", "week", "--room", "英语*", "--on", "2027-03-01")

    week = await read("calendar", "--week", "2027-W09")
    mine = await read("calendar", "--month", "2027-03", "--person", "li", "--room", "英语1班")
    first = await read("calendar", "--week", "2027-W09", "--limit", 3)
    rest = await read("calendar", "--week", "2027-W09", "--after", first["next"])
    table = await run("calendar", "--week", "2027-W09")

    assert [(e["step"], e["room_name"], e["laid_out"]) for e in week["items"]] == [
        ("a", "英语1班", False),
        ("a", "英语2班", False),
        ("b", "英语1班", False),
        ("b", "英语2班", False),
    ]
    assert [(e["step"], e["person"]) for e in mine["items"]] == [("b", "li")]
    assert first["items"] + rest["items"] == week["items"]
    assert rest["next"] is None
    assert table.stdout.count("not laid out yet") == 4


@pytest.mark.usefixtures("folder")
async def test_todays_work_is_listed_for_everybody_who_has_some(database):
    await give(database)

    lists = (await read("today"))["items"]
    said = await run("today")
    none = await run("today", "--person", "wang")

    assert [(one["person"], len(one["open"])) for one in lists] == [("li", 1), ("wang", 0)]
    assert "li: " in said.stdout
    assert "任务 1 · 第一周 · b · 英语1班" in said.stdout
    assert "wang" not in said.stdout
    assert "没有等您做的任务" in none.stdout


@pytest.mark.usefixtures("folder")
async def test_a_task_is_passed_on_given_back_and_done_and_says_what_happened(database):
    await give(database)

    await run("cannot", 1, "--author", "li", "--reason", "生病")
    await run("give", 1, "--to", "li", "--author", "ops")
    shown = await read("task", 1)
    await run("done", 1, "--author", "wang")
    text = await run("task", 1)

    assert [(n["deed"], n["staff"], n["author"], n["note"]) for n in shown["notes"]] == [
        ("given", "li", "groupkeeper", ""),
        ("cannot", "li", "li", "生病"),
        ("given", "wang", "li", "cannot"),
        ("given", "li", "ops", "ops"),
    ]
    assert "说说收获\n第二行\n" in text.stdout
    assert "done: wang" in text.stdout
    async with database.read() as connection:
        actions = list(await connection.scalars(select(audit.c.action).order_by(audit.c.id)))
    assert actions == ["task.cannot", "task.give", "task.done"]


@pytest.mark.usefixtures("folder")
async def test_a_colleague_goes_away_and_comes_back():
    last = (SystemClock().now() + timedelta(days=5)).date()
    assert f"until {last}" in (await run("away", "li", "--until", last, "--reason", "休假")).stdout
    [away] = (await read("absences"))["items"]
    table = await run("absences")
    assert (await run("back", "li")).stdout == "back: li\n"

    end = datetime.fromisoformat(away["until"])
    assert (away["staff"], away["reason"]) == ("li", "休假")
    assert f"{end + timedelta(hours=8):%Y-%m-%d %H:%M}" == f"{last + timedelta(days=1)} 00:00"
    assert "休假" in table.stdout
    assert (await read("absences"))["items"] == []


@pytest.mark.usefixtures("folder")
async def test_a_feed_has_an_address_until_it_is_revoked():
    first = (await run("feed", "--person", "li")).stdout
    again = (await run("feed", "--person", "li")).stdout
    fresh = (await run("feed", "--person", "li", "--revoke")).stdout
    of_room = (await run("feed", "--room", "英语2班")).stdout

    assert first.startswith("https://keeper.example.com/calendar/person/li.ics?key=")
    assert again == first != fresh
    assert of_room.startswith("https://keeper.example.com/calendar/room/2.ics?key=")


@pytest.mark.usefixtures("folder")
async def test_a_day_on_which_nobody_has_a_task_is_told_so():
    assert (await run("today")).stdout == "nobody has a task today\n"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("calendar", "--week", "10"), "is no week; write it as 2026-W10"),
        (("calendar", "--day", "2026-02-30"), "is no date"),
        (("calendar", "--month", "March"), "is no month"),
        (("calendar", "--person", "lii"), "no colleague 'lii'"),
        (("calendar", "--room", "数学班"), "no room is called '数学班'; there are: "),
        (("calendar", "--seat", "nobody"), "no seat 'nobody'"),
        (("calendar", "--after", "x"), "cursor"),
        (("today", "--person", "nobody"), "no colleague 'nobody'"),
        (("feed",), "name exactly one of"),
        (("feed", "--person", "li", "--room", "r1"), "name exactly one of"),
        (("feed", "--person", "nobody"), "no colleague 'nobody'"),
        (("away", "nobody"), "no colleague 'nobody'"),
        (("away", "li", "--until", "2020-01-01"), "2020-01-01 is over"),
        (("away", "li", "--until", "tomorrow"), "is no date"),
        (("back", "li"), "li is not away"),
        (("done", 9), "there is no task 9"),
        (("cannot", 9), "there is no task 9"),
        (("give", 9, "--to", "li"), "there is no task 9"),
        (("give", 9, "--to", "nobody"), "no colleague 'nobody'"),
        (("cancel", 9), "there is no task 9"),
        (("task", 9), "there is no task 9"),
        (("task", 0), "greater than or equal to 1"),
    ],
)
async def test_what_cannot_be_asked_is_one_message_and_code_2(asked, words):
    refused = await run(*asked, code=2)

    said = " ".join(refused.stderr.replace("│", " ").split())
    assert words in said


@pytest.mark.usefixtures("folder")
async def test_a_task_that_is_over_cannot_be_done_again(database):
    await give(database)
    await run("done", 1, "--author", "li")

    for what in (("done", 1), ("cancel", 1), ("cannot", 1), ("give", 1, "--to", "wang")):
        refused = await run(*what, code=2)
        assert "task 1 is done (li)" in " ".join(refused.stderr.replace("│", " ").split())
