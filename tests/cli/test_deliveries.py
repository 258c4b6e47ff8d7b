"""`groupkeeper deliveries`: held and unknown posts, and a person's word on them."""

import asyncio
import json
from datetime import timedelta

import pytest
import typer
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from bot.cli.deliveries import register
from bot.clock import SystemClock
from bot.core.effects import Intent, Say
from bot.core.ids import RoomId
from storage.delivery.rows import enqueue
from storage.tables.delivery import outbox
from storage.tables.people import room
from storage.tables.service import audit
from tests.support.builders import NOON


def deliveries(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["deliveries", *map(str, arguments)])


async def run(*arguments, code=0):
    done = await asyncio.to_thread(deliveries, *arguments)
    assert done.exit_code == code, (done.output, done.exception)
    return done


async def told(*arguments):
    """Why it is refused, with code 2."""
    done = await run(*arguments, code=2)
    return " ".join(done.stderr.replace("│", " ").split())


@pytest.fixture
async def held(database, store_url, tmp_path, monkeypatch):
    """Two posts that were made an hour ago: the first is held, the second waits its turn."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    made = SystemClock().now() - timedelta(hours=1)
    async with database.write() as connection:
        place = {"channel": "sim", "ref": "r1", "name": "英语1班", "created_at": NOON}
        await connection.execute(insert(room).values(place))
        intents = [
            Intent(deed=Say(room=RoomId(1), text=text), key=text, reason="计划")
            for text in ("早上好", "晚上好")
        ]
        await enqueue(connection, intents, made)
        first = outbox.c.dedup_key == "早上好"
        await connection.execute(update(outbox).where(first).values(state="held", outcome="迟到"))
    return database


async def row(database, number=1):
    async with database.read() as connection:
        return (await connection.execute(select(outbox).where(outbox.c.id == number))).one()


async def test_what_a_person_has_to_decide_on_is_listed(held):
    shown = (await run("list")).stdout
    everything = json.loads((await run("list", "--state", "pending", "--json")).stdout)

    assert "早上好" in shown
    assert "迟到" in shown
    assert "晚上好" not in shown
    assert [one["id"] for one in everything["items"]] == [2]


async def test_a_post_that_was_seen_in_the_room_is_sent_since_then_and_who_said_so_is_kept(held):
    seen = SystemClock().now() - timedelta(minutes=10)
    wall = (seen + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")

    await run("sent", 1, "--at", wall, "--reason", "群里看到了", "--author", "wang")

    one = await row(held)
    assert (one.state, one.outcome) == ("sent", "sent by wang")
    assert one.settled_at == seen.replace(second=0, microsecond=0)
    async with held.read() as connection:
        (line,) = (await connection.execute(select(audit))).all()
    assert (line.author, line.action, line.reason) == ("wang", "delivery.sent", "群里看到了")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sent", 2, "--reason", "看到了"), "is pending; only of one that is held or unknown"),
        (("sent", 1, "--reason", " "), "say how it is known that it went out"),
        (("sent", 1, "--reason", "看到了", "--at", "2020-01-01 09:00"), "between then and now"),
        (("release", 2), "is pending; only a held one is released"),
        (("cancel", 9), "there is no delivery 9"),
    ],
)
async def test_what_cannot_be_is_refused_with_why(held, arguments, words):
    assert words in await told(*arguments)
    assert (await row(held)).state == "held"


@pytest.mark.parametrize(("what", "state"), [("release", "pending"), ("cancel", "cancelled")])
async def test_a_held_post_is_released_or_cancelled(held, what, state):
    await run(what, 1, "--author", "wang")

    assert (await row(held)).state == state
    assert "is " + state in await told("release", 1)
