"""`groupkeeper sop skip`, `move`, `resume`, `diff`, `apply`, `history`, `rollback`."""

import asyncio
import json

import pytest
from sqlalchemy import insert

from storage.service.audit import Audit
from storage.tables.people import room
from tests.cli.test_sop import in_thread, refused, sop
from tests.support.builders import NOON
from tests.support.plan_life import FilesFolder
from tests.support.sop_stage import Stage, plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "23:00"}, say: "早"'
LATER = GREET.replace("23:00", "23:30").replace("早", "早安")
WHO = ("--author", "wang", "--reason", "放假")
SOON = 'id: soon, seat: teacher, when: {before_event: 8h}, say: "今晚见"'
CONFIG = """
storage: {url: "%s"}
sop: {apply: by_hand}
staff: [{name: li}]
rooms:
  list:
    - {match: "英语*", series: X2}
"""


@pytest.fixture
async def home(database, store_url, tmp_path, monkeypatch):
    """A place with a config.yaml, a plan at work in two rooms of a series and one other."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(CONFIG % store_url, encoding="utf-8")
    (tmp_path / "sop/plans").mkdir(parents=True)
    save(tmp_path, GREET)
    async with database.write() as connection:
        rows = [
            {"channel": "sim", "ref": f"r{n}", "name": name, "created_at": NOON}
            for n, name in enumerate(("英语1班", "英语2班", "数学班"))
        ]
        await connection.execute(insert(room), rows)
    return tmp_path


def save(home, *steps):
    (home / "sop/plans/week.yaml").write_text(plan(*steps), encoding="utf-8")


@pytest.fixture
async def stage(database, home):
    """A desk beside the commands, as the service is."""
    stage = Stage(database, now=NOON)
    stage.settings = stage.settings.model_copy(update={"apply": "by_hand"})
    stage.folder = FilesFolder(home / "sop/plans")
    stage.new_desk()
    await stage.tick()
    await in_thread("start", "week", "--room", "*", "--on", f"{NOON:%Y-%m-%d}")
    await stage.tick()
    return stage


async def shown(*arguments):
    return json.loads((await in_thread(*arguments, "--json")).stdout)


async def test_a_step_is_left_out_over_a_series_and_taken_back(stage):
    out = await in_thread("skip", "week", "greet", "--series", "X2", *WHO)
    assert out.stdout == (
        "greet in 英语1班 (2026-05-20 23:00): left out\n"
        "greet in 英语2班 (2026-05-20 23:00): left out\n"
    )
    back = (await shown("skip", "week", "greet", "--room", "英语2班", "--undo"))["items"]
    assert [(one["room_name"], one["done"], one["what"]) for one in back] == [
        ("英语2班", True, "as the plan has it")
    ]

    found = sorted((s.room, s.outcome) for s in await stage.steps())
    assert found == [(1, "wang 决定跳过：放假"), (2, ""), (3, "")]


async def test_a_step_is_moved_and_what_cannot_be_says_why_and_ends_with_1(stage):
    to = ("--to", "2030-01-01 20:00")
    moved = await in_thread("move", "week", "greet", *to, "--room", "数学班")
    assert moved.stdout == "greet in 数学班 (2030-01-01 20:00): moved\n"
    assert "as the plan has it" in (await in_thread("move", "week", "greet", "--undo")).stdout

    past = await in_thread("move", "week", "greet", "--to", "2020-01-01 20:00", "--room", "数学班")
    assert past.exit_code == 1
    assert past.stdout == "unchanged: greet in 数学班: that time is past in this room\n"


async def test_starting_a_plan_tells_of_cards_that_the_account_of_the_room_cannot_post(home):
    card = "[{media: {mini_program: {app_id: wx1234567890}, title: 打卡}}]"
    save(home, GREET.replace('"早"', card))
    wechat = "{kind: wechaty, name: %s, endpoint: 'h:1', token: t, mini_programs: false}"
    config = (home / "config.yaml").read_text(encoding="utf-8")

    async def begun(account, room):
        text = config + f"channels: [{wechat % account}]\n"
        (home / "config.yaml").write_text(text, encoding="utf-8")
        return await in_thread("start", "week", "--room", room)

    fails, fine = await begun("sim", "英语1班"), await begun("wx", "英语2班")

    assert "started: week in 英语1班" in fails.stdout
    assert "week.yaml:8:75: account sim cannot post mini_program cards" in fails.stderr
    assert (fine.exit_code, fine.stderr) == (0, "")


@pytest.mark.usefixtures("stage")
async def test_what_cannot_be_asked_is_one_clear_message_and_code_2():
    assert "say where: --room NAME" in await refused("start", "week")
    assert 'say when: --to "2026-03-05 20:00"' in await refused("move", "week", "greet")
    assert 'did you mean "greet"' in await refused("skip", "week", "gret")
    assert "does not run in 化学*" in await refused("skip", "week", "greet", "--room", "化学*")
    assert "'week' is no number of a step" in await refused("skip", "week")
    assert "no plan 'weak' in the plan folder" in await refused("diff", "weak")
    assert "say which plan the file is" in await refused("diff", "--file", "config.yaml")
    assert "cannot be read" in await refused("diff", "week", "--file", "nowhere.yaml")
    assert "no other text of 'week' was ever in force" in await refused("rollback", "week")
    assert "'week' has no version 'zz'" in await refused("rollback", "week", "zz")
    assert "no text of a plan 'weak'" in await refused("history", "weak")
    assert 'write it as "2026-03-05 20:00"' in await refused(
        "start", "week", "--room", "*", "--event-at", "soon"
    )


async def test_a_plan_that_leads_up_to_an_event_asks_for_its_time(home, stage):
    (home / "sop/plans/soon.yaml").write_text(plan(SOON, name="soon"), encoding="utf-8")
    await stage.tick(seconds=5)

    assert "say when it begins" in await refused("start", "soon", "--room", "数学班")
    when = ("--event-at", "2026-05-22 20:00")
    started = await in_thread("start", "soon", "--room", "数学班", *when)
    assert started.stdout.startswith("started: soon in 数学班")
    await stage.tick(seconds=5)

    assert [f"{s.due:%d %H:%M}" for s in await stage.steps(plan="soon")] == ["22 04:00"]


async def test_resuming_says_what_the_pause_has_cost(stage):
    await stage.with_runs("pause", [1, 2, 3], NOON)

    told = await in_thread("resume", "week", "--room", "数学班")
    assert told.stdout == (
        "resumed: week in 数学班 (run 3)\n"
        "missed: greet in 数学班, 2026-05-20 23:00: not said any more\n"
    )
    told = await shown("resume", "week")
    assert [(one["room_name"], one["fate"]) for one in told["missed"]] == [
        ("英语1班", "lost"), ("英语2班", "lost"),
    ]  # fmt: skip
    assert "is not paused there" in (await in_thread("resume", "week")).stdout
    assert len(await stage.alerts()) == 2


async def test_a_diff_shows_steps_rooms_dates_and_counts(home, stage):
    assert (await in_thread("diff", "week", "--exit-code")).exit_code == 0
    new = 'id: new, seat: teacher, when: {day: 2, at: "20:00"}, say: "新"'
    save(home, LATER, new)
    await stage.with_runs("stop", [3], "x", NOON)

    done = await in_thread("diff", "week", "--exit-code")

    assert done.exit_code == 3
    head, *rest = done.stdout.splitlines()
    assert head.startswith("week: ")
    assert rest[:4] == [
        "  ~ greet",
        "      when: {day: 1, at: 23:00:00} -> {day: 1, at: 23:30:00}",
        "      say: 早 -> 早安",
        "  + new",
    ]
    assert "of 2 rooms" in rest[-1]
    found = (await shown("diff"))["items"][0]
    assert {one["step"] for one in found["steps"]} == {"greet", "new"}
    assert found["runs"] == 2
    of_file = await shown("diff", "week", "--file", "sop/plans/week.yaml", "--room", "英语1班")
    assert of_file["items"][0]["runs"] == 1


async def test_an_edit_is_applied_with_author_and_reason_and_rolled_back(database, home, stage):
    save(home, LATER)
    who = ("--author", "wang", "--reason", "晚一点")

    asked = await asyncio.to_thread(sop, "apply", "week", *who)  # nobody answers: nothing is done
    assert asked.exit_code == 1
    done = await in_thread("apply", "week", "--yes", *who)
    assert done.exit_code == 0
    assert "~ greet" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(" counts now")
    assert "nothing changes" in (await in_thread("apply", "week", "--yes")).stdout
    await stage.tick(seconds=5)

    newest, oldest = (await shown("history", "week"))["items"]
    assert (newest["how"], newest["author"], newest["reason"]) == ("applied", "wang", "晚一点")
    assert (newest["rooms"], oldest["how"], oldest["author"]) == (3, "saved", "file")
    assert (await in_thread("history", "week")).exit_code == 0
    old = (await in_thread("show-version", "week", oldest["version"][:6])).stdout
    assert old == plan(GREET)
    assert (await in_thread("show-version", "week")).stdout == plan(LATER)

    await in_thread("rollback", "week", "--yes", "--reason", "doch nicht")
    assert (await in_thread("show-version", "week")).stdout == plan(GREET)
    async with database.read() as connection:
        entries = (await Audit(connection).entries()).items
    assert [(one.action, one.subject, one.reason) for one in entries[:2]] == [
        ("plan.rollback", "plan:week", "doch nicht"),
        ("plan.apply", "plan:week", "晚一点"),
    ]
    assert entries[1].details is not None
    assert entries[0].details is not None
    assert entries[1].details["before"] == {"version": oldest["version"]}
    assert entries[1].details["after"] == entries[0].details["before"]


async def test_a_broken_file_is_refused_with_file_line_and_column(home, stage):
    save(home, GREET.replace("teacher,", "techer,"))

    done = await asyncio.to_thread(sop, "apply", "week", "--yes")

    assert "week.yaml:8:23: no seat 'techer'" in str(done.exception)
    assert len((await shown("history", "week"))["items"]) == 1
    await stage.tick(seconds=5)
    assert await stage.states("greet") == ["planned"] * 3
