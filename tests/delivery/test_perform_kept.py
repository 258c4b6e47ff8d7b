"""What is kept back: spacing, caps, quiet hours, a time that has passed."""

from datetime import time

import pytest

from bot.core.rooms import QuietHours, RoomRules
from bot.core.sending import SendBudget
from tests.support.builders import after
from tests.support.delivering import OutboxDesk
from tests.support.speaking import Stage

ROOMY = SendBudget(per_minute=100, spacing_seconds=2, jitter_seconds=1)


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


@pytest.fixture
def stage(desk):
    return Stage(desk)


async def test_posts_keep_their_distance_with_jitter(stage, desk):
    await desk.says("一")
    second = await desk.says("二", room=2)
    async with stage.plays(ROOMY):
        await stage.until(lambda: stage.platform.texts == ["一"])
        stage.move(seconds=1.9)
        await stage.until(lambda: True)
        assert await desk.state(second) == "pending"
        stage.move(seconds=1.2)
        await stage.state(second, "sent")


async def test_the_daily_cap_keeps_posts_back_and_says_so(stage, desk):
    first, second = await desk.says("一"), await desk.says("二", room=2)
    async with stage.plays(
        SendBudget(per_minute=9, per_day=1, spacing_seconds=0, jitter_seconds=0)
    ):
        await stage.state(first, "sent")
        await stage.until(lambda: _kept_back(desk, second))

    row = await desk.row(second)
    assert (row.state, row.not_before) == ("pending", after(days=1))


async def _kept_back(desk, number):
    return "budget" in (await desk.row(number)).outcome


async def test_quiet_hours_are_kept_and_urgent_posts_come_through(stage, desk):
    stage.surroundings.rules = RoomRules(
        quiet_hours=QuietHours(start=time(11, 30), end=time(13, 0))
    )
    number = await desk.says("午安")
    urgent = await desk.says("紧急通知", urgent=True)
    async with stage.plays():
        await stage.state(urgent, "sent")
        await stage.until(lambda: _kept_quiet(desk, number))
        assert stage.platform.texts == ["紧急通知"]
        stage.move(hours=1)
        await stage.state(number, "sent")


async def _kept_quiet(desk, number):
    return (await desk.row(number)).due == after(hours=1)


async def test_a_post_past_its_time_is_not_made(stage, desk):
    late = await desk.says("早上好", due=after(hours=-1))
    expired = await desk.says("抢购", room=2, expires=after(minutes=-1))
    async with stage.plays():
        await stage.state(late, "skipped")
        await stage.state(expired, "expired")

    assert stage.platform.calls == 0
