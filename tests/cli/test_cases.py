"""`groupkeeper cases ...` on a database that a service uses."""

import asyncio
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.cases import register
from tests.support.builders import listed, message
from tests.support.moderating import House

ADVERT = "刷单兼职日结三百，佣金日结，手机就能做，有意加薇 abc12345 领取名额 https://t.me/+abcd"


def _run(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["cases", *map(str, arguments)])


async def cases(*arguments):
    return await asyncio.to_thread(_run, *arguments)


@pytest.fixture
async def house(database, store_url, tmp_path, monkeypatch):
    """A place with a config.yaml, and a campaign in two rooms."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    house = House(database)
    await house.hear(
        listed("一号群", "u1", "u7", room="room-1"),
        listed("二号群", "u1", "u7", room="room-2"),
        message(ADVERT, sender="u7", room="room-1", room_name="一号群"),
        message(ADVERT, sender="u7", room="room-2", room_name="二号群"),
    )
    return house


async def test_cases_are_listed_and_shown_for_people_and_for_machines(house):
    listed_, shown = await cases("list", "--state", "open"), await cases("show", 1)
    machine = json.loads((await cases("list", "--json")).stdout)["items"]
    whole = json.loads((await cases("show", 1, "--json")).stdout)

    assert "一号群" in listed_.stdout
    assert "case 1: open" in shown.stdout
    assert "目前不会自动做什么，等您决定" in shown.stdout
    assert [(one["id"], one["messages"], one["rooms"]) for one in machine] == [(1, 2, 2)]
    assert [one["room_name"] for one in whole["said"]] == ["一号群", "二号群"]
    assert "no such cases" in (await cases("list", "--state", "dismissed")).stdout


async def test_a_case_is_decided_and_taken_back(house):
    decided = await cases("decide", 1, "advert", "--author", "wang", "--note", "刷单")
    ordered = await house.deliveries()
    undone = await cases("undo", 1, "--author", "li")

    assert decided.stdout == "case 1 is confirmed now: 2 messages\n"
    assert ordered == [("RemoveMember", 1, "pending"), ("RemoveMember", 2, "pending")]
    assert undone.stdout == "case 1 is undone now\n"
    (case,) = await house.cases()
    assert (case.state, case.decided_by) == ("undone", "li")


async def test_one_message_may_be_decided_and_nobody_removed(house):
    await cases("decide", 1, "advert", "--message", 2, "--keep")

    assert await house.deliveries() == []
    assert sorted(one.state for one in await house.cases()) == ["confirmed", "open"]


async def test_cases_are_listed_by_kind_and_score(house):
    reported = await cases("list", "--kind", "report")
    sure = await cases("list", "--kind", "advert", "--min-score", "0.5")

    assert "no such cases" in reported.stdout
    assert "一号群" in sure.stdout
    wrong = (await cases("list", "--kind", "adverts")).output
    assert "'advert'" in wrong
    assert "'report'" in wrong


@pytest.mark.parametrize("decision", ["fine", "remove"])
async def test_keeping_goes_with_adverts_only(house, decision):
    refused = await cases("decide", 1, decision, "--keep")

    assert refused.exit_code == 2
    assert "advert --keep" in refused.output
    assert [one.state for one in await house.cases()] == ["open"]


async def test_a_case_that_is_none_is_said_to_be_none(house):
    for arguments in (("show", 9), ("decide", 9, "fine"), ("undo", 9)):
        done = await cases(*arguments)
        assert "there is no case 9" in str(done.exception)
