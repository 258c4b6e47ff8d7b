"""What an account of ours is heard to say that the outbox never sent."""

import pytest

from bot.core.effects import Severity
from tests.support.builders import after
from tests.support.delivering import OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def test_a_post_we_did_not_send_is_told_but_stops_nothing(desk):
    (alert,) = await desk.hears(desk.shown("我用手机发的"))
    await desk.says()

    assert alert.severity is Severity.INFO
    assert len(await desk.claims()) == 1


async def test_somebody_who_posts_what_we_post_pauses_the_account(desk):
    await desk.says("签到")
    await desk.sends(ref="p1")
    await desk.hears(desk.shown("签到", ref="p1"))
    desk.move(minutes=1)

    (alert,) = await desk.hears(desk.shown("签到", ref="from-elsewhere"))
    await desk.says("下一条")

    assert alert.severity is Severity.CRITICAL
    assert await desk.claims() == ()
    desk.move(minutes=16)
    assert len(await desk.claims()) == 1


async def test_one_message_shown_under_two_ids_alarms_nobody(desk):
    await desk.says("签到")
    await desk.sends(ref="p1")
    shown = desk.shown("签到", ref="p1")

    assert await desk.hears(shown) == []
    assert await desk.hears(desk.shown("签到", ref="p1-after-relogin")) == []


async def test_history_read_back_alarms_nobody(desk):
    assert await desk.hears(desk.shown("去年的通知", at=after(days=-30))) == []


async def test_an_alert_told_by_direct_message_is_no_stranger(desk):
    assert await desk.hears(desk.shown("【提醒】有人问价", room=None)) == []
