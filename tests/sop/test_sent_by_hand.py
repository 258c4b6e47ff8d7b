"""A held post of a plan was out after all: the plan goes on from when a person saw it."""

from datetime import timedelta

from sqlalchemy import select

from bot.core.outbound import SentByHand
from storage.delivery.outbox import Outbox
from storage.tables.delivery import outbox
from tests.support.sop_stage import plan
from tests.support.sop_talk import talk
from tests.support.watching import ASK, THEN, states, watched


async def test_what_follows_counts_from_when_it_was_seen_and_it_is_never_said_again(stage):
    stage.folder.files["week.yaml"] = plan(ASK, THEN)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    await stage.tick(minutes=30)
    await stage.outcome("held", "不知道发没发出去")
    await stage.tick()
    assert (await states(stage))["ask"] == "held"
    seen = stage.now + timedelta(minutes=5)
    stage.now = seen
    await talk(stage, "u1")
    await talk(stage, "u2")
    stage.now += timedelta(minutes=10)

    async with stage.database.write() as connection:
        number = await connection.scalar(select(outbox.c.id))
        word = SentByHand(author="王老师", at=seen, reason="群里看到了")
        assert await Outbox(connection).mark_sent(number, word, stage.now)
    await stage.tick()
    await stage.tick(seconds=2)

    (row,) = await watched(stage)
    assert (row.since, row.until) == (seen, seen + timedelta(hours=1))
    assert row.state == "met"
    assert (await states(stage))["ask.then.1"] == "queued"
    assert (await stage.said()).count("今天学了什么？") == 1
