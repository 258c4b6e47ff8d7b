"""`groupkeeper conduct ...` on a database that a service uses."""

import asyncio
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.conduct import register
from bot.clock import SystemClock
from bot.core.conduct_effects import AlarmRoom, GiveMark
from bot.core.ids import RoomId, StudentId
from bot.core.lengths import read_length
from storage.conduct.conduct import Conduct
from storage.talk.archive import Archive
from tests.support.builders import NOON, listed, message


def _run(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["conduct", *map(str, arguments)])


async def conduct(*arguments):
    return await asyncio.to_thread(_run, *arguments)


@pytest.fixture
async def place(database, store_url, tmp_path, monkeypatch):
    """A config.yaml, and a room with an advertiser of 3 points."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    now = SystemClock().now()
    async with database.write() as connection:
        await Archive(connection).save(
            [listed("一号群", "u1", "u2"), message("低价代充", sender="u1")], received=NOON
        )
        given = GiveMark(key="k", student=StudentId(10001), points=3.0, kind="advert")
        alarm = AlarmRoom(room=RoomId(1), until=now + read_length("1h"), why="12 人进群")
        await Conduct(connection).apply([given, alarm], now)
    return database


async def test_a_person_is_shown_with_points_and_lists(place):
    added = await conduct("add", "deny", 10001, "--reason", "刷单", "--days", 30)
    shown = await conduct("show", 10001)
    held = json.loads((await conduct("lists", "--list", "deny", "--json")).stdout)["items"]

    assert "entry 1" in added.stdout
    assert "3.0 points, 1 sure cases" in shown.stdout
    assert "deny until" in shown.stdout
    assert [(one["student"], one["reason"]) for one in held] == [(10001, "刷单")]
    assert "刷单" in (await conduct("lists")).stdout


async def test_an_entry_is_lifted_under_the_name_of_who_did_it(place):
    await conduct("add", "allow", 10002, "--reason", "合作商家")
    lifted = await conduct("lift", 1, "--reason", "到期", "--author", "wang")

    assert "10002 is off the allow list" in lifted.stdout
    assert "nobody is listed" in (await conduct("lists")).stdout
    assert "wang" in (await conduct("lists", "--all")).stdout


async def test_an_alarm_is_shown_and_ended(place):
    shown = await conduct("alarms")
    ended = await conduct("end-alarm", 1, "--reason", "是活动")
    again = await conduct("end-alarm", 1)

    assert "12 人进群" in shown.stdout
    assert "over" in ended.stdout
    assert "is not alarmed" in str(again.exception)
    assert "no room is alarmed" in (await conduct("alarms")).stdout


async def test_whoever_is_not_there_is_not_listed(place):
    for arguments in (("show", 99999), ("add", "deny", 99999, "--reason", "x")):
        assert "nobody has the student ID" in str((await conduct(*arguments)).exception)
    assert "there is no entry 7" in str((await conduct("lift", 7, "--reason", "x")).exception)
