"""`groupkeeper sop ...` on a database that a service would use."""

import asyncio
import json

import pytest
import typer
from sqlalchemy import insert, select
from typer.testing import CliRunner

from bot.cli.sop import register
from bot.cli.sop_show import show_steps
from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plans import Occurrence, StepState
from storage.tables.people import room
from storage.tables.service import audit
from tests.support.builders import NOON
from tests.support.sop_stage import Stage, plan

STEP = 'id: a, seat: teacher, when: {day: 1, at: "23:59"}, say: "好"'


def sop(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["sop", *map(str, arguments)])


@pytest.fixture
async def folder(database, store_url, tmp_path, monkeypatch):
    """A place with a config.yaml, a plan and a database with two rooms."""
    monkeypatch.chdir(tmp_path)
    config = f'storage: {{url: "{store_url}"}}\nstaff: [{{name: li}}]\n'
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "sop/plans").mkdir(parents=True)
    (tmp_path / "sop/plans/week.yaml").write_text(plan(STEP), encoding="utf-8")
    async with database.write() as connection:
        rows = [
            {"channel": "sim", "ref": f"r{n}", "name": f"英语{n}班", "created_at": NOON}
            for n in (1, 2)
        ]
        await connection.execute(insert(room), rows)
    return tmp_path


async def refused(*arguments):
    """One clear message, and code 2."""
    done = await asyncio.to_thread(sop, *arguments)
    assert done.exit_code == 2, done.output
    frame = " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in frame
    return frame


async def in_thread(*arguments):

    done = await asyncio.to_thread(sop, *arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.usefixtures("folder")
async def test_a_plan_is_started_paused_resumed_and_stopped_with_author_and_reason(database):
    started = await in_thread("start", "week", "--room", "英语*", "--author", "wang")
    assert started.stdout.count("started: week in 英语") == 2
    again = await in_thread("start", "week", "--room", "r1")
    assert again.stdout == "week already runs there\n"
    await in_thread("pause", "week", "--room", "英语1班", "--reason", "放假")
    listed = json.loads((await in_thread("list", "--json")).stdout)["items"]
    assert [(run["room_name"], run["state"]) for run in listed] == [
        ("英语2班", "active"),
        ("英语1班", "paused"),
    ]
    twice = await in_thread("pause", "week", "--room", "英语1班")
    assert twice.stdout == "nothing to pause: week does not run there or is paused already\n"
    assert (await in_thread("resume", "week")).stdout.startswith("resumed: week in 英语1班")
    assert (await in_thread("stop", "week")).stdout.count("stopped: week") == 2
    assert "nothing to stop" in (await in_thread("stop", "week")).stdout

    for word in ("pause", "resume", "stop"):
        slip = await refused(word, "weak")
        assert "no plan 'weak' runs or ran here; `groupkeeper sop list` shows what does" in slip

    async with database.read() as connection:
        notes = (await connection.execute(select(audit).order_by(audit.c.id))).all()
    assert [note.action for note in notes] == [
        "sop.start", "sop.start", "sop.pause", "sop.resume", "sop.stop", "sop.stop",
    ]  # fmt: skip
    assert (notes[0].author, notes[2].reason) == ("wang", "放假")


@pytest.mark.usefixtures("folder")
async def test_unknown_plans_and_rooms_say_what_there_is():
    unknown = await refused("start", "weak", "--room", "*")
    assert 'did you mean "week"?; it has: week' in unknown

    nowhere = await refused("start", "week", "--room", "数学*")
    assert "no room is called 数学*" in nowhere


@pytest.mark.usefixtures("folder")
async def test_the_calendar_shows_steps_and_people_decide_on_them(database):
    stage = Stage(database, now=NOON)
    stage.folder.files["week.yaml"] = plan(STEP)
    await stage.tick()
    await in_thread("start", "week", "--room", "英语1班", "--on", f"{NOON:%Y-%m-%d}")
    await stage.tick()

    shown = json.loads((await in_thread("show", "week", "--days", 4000, "--json")).stdout)["items"]
    assert [(s["step"], s["local_time"]) for s in shown] == [("a", "23:59:00")]
    assert (await in_thread("skip", shown[0]["id"], "--author", "wang")).stdout == "ok\n"

    assert "step:99 is not there" in await refused("skip", 99)
    table = await in_thread("show", "week", "--days", 4000)
    assert table.exit_code == 0
    assert (await in_thread("tasks")).stdout == "no such tasks\n"
    assert "is not one of 'open'" in await refused("tasks", "--state", "opne")


def test_dates_are_whole_however_narrow_the_terminal_is(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    step = Occurrence(
        id=OccurrenceId(1),
        run=RunId(1),
        plan="new-class-week",
        step="welcome.otherwise.1",
        room=RoomId(1),
        local_date=NOON.date(),
        local_time=NOON.time(),
        zone="UTC",
        due=NOON,
        occasion="",
        state=StepState.SKIPPED,
        outcome="开始运行时已经过了这一步的时间",
    )

    show_steps([step], {1: "阳光花园业主群"})

    assert f"{NOON:%Y-%m-%d %H:%M:%S}" in capsys.readouterr().out


def test_the_schema_is_printed_for_editors():
    schema = json.loads(sop("schema").stdout)

    assert schema["title"] == "groupkeeper SOP plan"
    assert "steps" in schema["properties"]
