"""`groupkeeper content ...` on a database that a service would use."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
import typer
from sqlalchemy import insert, select
from typer.testing import CliRunner

from bot.cli.content import register
from bot.core.errors import ConfigError
from bot.core.plans import NewRun
from storage.sop.content import Contents
from storage.sop.runs import Runs
from storage.tables.people import room
from storage.tables.service import audit
from tests.support.builders import NOON
from tests.support.sop_stage import plan

TIPS = "id: tips\nkind: text\ntitle: 小贴士\nauthor: li\ntext: 多喝水\n"


def content(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["content", *map(str, arguments)])


async def told(*arguments):
    done = await asyncio.to_thread(content, *arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


async def refused(*arguments):
    done = await asyncio.to_thread(content, *arguments)
    assert isinstance(done.exception, ConfigError), done.exception
    return str(done.exception)


@pytest.fixture
async def folder(database, store_url, tmp_path, monkeypatch):
    """A place with a config.yaml, one piece, and an empty database."""
    monkeypatch.chdir(tmp_path)
    config = f'storage: {{url: "{store_url}"}}\nstaff: [{{name: li}}]\n'
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "sop/content").mkdir(parents=True)
    (tmp_path / "sop/content/tips.yaml").write_text(TIPS, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
async def test_a_piece_is_approved_and_withdrawn_with_author_and_reason(database):
    [before] = json.loads((await told("list", "--json")).stdout)
    assert (before["ready"], before["why"]) == (False, "内容 tips 还没有批准")

    await told("approve", "tips", "--author", "wang", "--reason", "看过了")
    [after] = json.loads((await told("list", "--json")).stdout)
    assert (after["ready"], after["approved_by"]) == (True, "wang")
    await told("withdraw", "tips", "--author", "lin", "--reason", "有错字")
    shown = json.loads((await told("show", "tips", "--json")).stdout)

    assert (shown["text"], shown["ready"]) == ("多喝水", False)
    deeds = [(one["deed"], one["by"], one["reason"]) for one in shown["history"]]
    assert deeds == [("withdrawn", "lin", "有错字"), ("approved", "wang", "看过了")]
    async with database.read() as connection:
        noted = (await connection.scalars(select(audit.c.action))).all()
    assert noted == ["content.approve", "content.withdraw"]


@pytest.mark.usefixtures("folder")
async def test_people_read_the_list_and_a_piece():
    assert "tips" in (await told("list")).stdout
    assert "内容 tips 还没有批准" in (await told("show", "tips")).stdout
    await told("approve", "tips", "--author", "wang")
    assert "approved " in (await told("show", "tips")).stdout


async def test_what_was_edited_meanwhile_is_not_approved_unseen(folder):
    seen = json.loads((await told("show", "tips", "--json")).stdout)["mark"]
    (folder / "sop/content/tips.yaml").write_text(TIPS + "expires: 2027-01-01\n", encoding="utf-8")

    assert f"not {seen}: it was edited; look again" in await refused(
        "approve", "tips", "--version", seen
    )
    mark = json.loads((await told("show", "tips", "--json")).stdout)["mark"]
    assert "may be said" in (await told("approve", "tips", "--version", mark[:8])).stdout


async def test_unknown_and_broken_pieces_are_refused_and_say_why(folder):
    assert 'did you mean "tips"?; the library has: tips' in await refused("show", "tip")
    assert 'did you mean "tips"?' in await refused("approve", "tip")
    assert "nothing to withdraw" in await refused("withdraw", "tips")
    (folder / "sop/content/tips.yaml").write_text(TIPS.replace("li\n", "lii\n"), encoding="utf-8")
    for command in ("approve", "show"):
        assert "tips.yaml:4:9: no colleague 'lii'" in await refused(command, "tips")
    assert "1 file has mistakes: `groupkeeper content check`" in (await told("list")).stdout
    (folder / "sop/content/tips.yaml").write_text(
        TIPS.replace("kind: text", "kind: image") + "media: {image: no.png}\n", encoding="utf-8"
    )
    assert "tips.yaml:6:8: there is no file 'no.png'" in await refused("approve", "tips")


async def test_check_tells_mistakes_and_what_running_plans_need_soon(folder, database):
    step = 'id: a, seat: teacher, when: {every: day, at: "23:59"}, content: tips'
    (folder / "sop/plans").mkdir(parents=True)
    (folder / "sop/plans/week.yaml").write_text(plan(step), encoding="utf-8")
    fine = await told("check")
    assert (fine.exit_code, fine.stdout) == (
        0,
        "no mistakes, and all that is needed soon is ready\n",
    )
    async with database.write() as connection:
        values = {"channel": "sim", "ref": "r1", "name": "英语1班", "created_at": NOON}
        number = await connection.scalar(insert(room).values(values).returning(room.c.id))
        now = datetime(2026, 3, 2, tzinfo=UTC)
        new = NewRun(plan="week", room=number, starts_on=now.date(), zone="Asia/Shanghai")
        await Runs(connection).start([new], "wang", now)

    late = await told("check")
    assert late.exit_code == 1
    assert "内容 tips 还没有批准；《第一周》的步骤 a 在 " in late.stdout
    assert "首先是群 英语1班" in late.stdout
    await told("approve", "tips")
    assert (await told("check")).exit_code == 0
    (folder / "sop/content/tips.yaml").write_text("id: [", encoding="utf-8")
    broken = await told("check", "--json")
    assert broken.exit_code == 2
    assert json.loads(broken.stdout)["ok"] is False


async def test_approvals_are_those_of_the_database(folder, database):
    await told("approve", "tips", "--author", "wang")

    async with database.read() as connection:
        assert set(await Contents(connection).approvals()) == {"tips"}
