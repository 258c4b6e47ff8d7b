"""What people decide of held deliveries over the API."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.effects import Intent, Say
from bot.core.ids import RoomId
from storage.tables.delivery import outbox
from tests.support.builders import NOON
from tests.web.talk import apply

pytestmark = pytest.mark.usefixtures("community")


async def a_held_post(service):
    said = Intent(deed=Say(room=RoomId(1), text="大家好"), key="k", reason="计划", author="sop")
    await apply(service, said)
    async with service.store.database.write() as connection:
        await connection.execute(update(outbox).values(state="held", outcome="迟到"))


async def test_a_held_post_that_was_posted_by_hand_is_marked_as_sent_with_why(api, service):
    await a_held_post(service)
    service.clock.move(timedelta(minutes=10))
    api.speak_as("wang")

    at = NOON + timedelta(minutes=5)
    sent = await api.post("/deliveries/1/sent", at=at.isoformat(), reason="我在群里发了")
    again = await api.post("/deliveries/1/sent", reason="我在群里发了")
    [line] = (await api.get("/audit", author="wang")).items

    assert sent.body["room_name"] == "英语学习打卡群"
    assert (sent.body["state"], sent.body["outcome"]) == ("sent", "sent by wang")
    assert sent.body["settled"] == "2026-05-20T04:05:00Z"
    assert again.status == 409
    assert "is sent" in again.body["detail"]
    assert (line["action"], line["reason"]) == ("delivery.sent", "我在群里发了")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "reason"),
        ({"reason": "  "}, "reason"),
        ({"reason": "看到了", "at": "2026-05-20T12:00:00"}, "at"),
        ({"reason": "看到了", "at": "2026-05-20T03:59:00Z"}, "went out between then and now"),
        ({"reason": "看到了", "at": "2026-05-20T04:00:01Z"}, "went out between then and now"),
        ({"reason": "看到了", "when": "now"}, "when"),
    ],
)
async def test_when_it_went_out_must_be_possible(api, service, body, words):
    await a_held_post(service)

    refused = await api.post("/deliveries/1/sent", **body)

    assert refused.status == 400
    assert words in str(refused.body)
    assert (await api.get("/deliveries/1")).body["state"] == "held"
