"""A campaign in the whole service: people sign up, draw lots, are reminded, and come."""

import re
from datetime import timedelta

import pytest

from bot.clock import PacedClock
from sop.campaigns.lottery import commitment, draw, entries_hash
from tests.support.builders import NOON
from tests.support.campaigning import found
from tests.support.service import service_for
from tests.support.world import a_world

CAMPAIGN = """
name: open-day
title: 见面会
starts: {date: 2026-05-20, at: "14:00"}
place: 二楼
rooms: ["英语*", "法语*"]
plan: warm-up
sign_up: {limit: 2, waitlist: 2}
coupons: {early: {worth: 咖啡券, count: 3}}
benefits:
  - {id: gift, kind: coupon, event_day: 0, from: "12:00", until: "13:00", coupon: early, amount: 3}
  - {id: lots, kind: lottery, event_day: 0, from: "12:00", until: "13:00", prize: 签名书, amount: 1}
reminders: {before: [50m], direct: [50m]}
"""
PLAN = """
name: warm-up
title: 预热
seats: {host: {role: leader, account: room}}
steps:
  - id: hello
    seat: host
    when: {event: sign_up}
    say: 欢迎 {{ names }}，已有 {{ sign_ups.count }} 人
  - {id: late, seat: host, when: {before_event: 5m}, say: 马上开始}
"""


class LeapingClock(PacedClock):
    """A fast clock that can be put forward: slow enough for busy machines, and no waiting."""

    def __init__(self, start, speed):
        super().__init__(start, speed)
        self._leaps = timedelta()

    def now(self):
        return super().now() + self._leaps

    def leap(self, **to):
        """Go on at this time of the day, in Shanghai."""
        self._leaps += NOON + timedelta(**to) - self.now()


@pytest.fixture
async def campaign(store_url, tmp_path):
    """The service at noon, two hours before the event."""
    for folder, name, text in (
        ("campaigns", "open-day.yaml", CAMPAIGN),
        ("plans", "warm-up.yaml", PLAN),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    place = a_world(clock=LeapingClock(NOON, 20.0), seed=7)
    rooms = place.room("英语群", "小明", "小红", "小刚"), place.room("法语群", "小丽")
    async with service_for(place, store_url, tmp_path) as running:
        yield running, *rooms


async def test_people_sign_up_draw_lots_are_reminded_and_come(campaign):
    here, english, french = campaign
    place = here.place
    await _sign_up(here, english, french)
    published = await _enter(here, english, french)
    place.says(english, "小明", "取消报名")
    await here.told("小红", "递补成功")

    place.world.clock.leap(hours=1, seconds=1)
    told = await here.posted(french, "开奖：")
    place.world.clock.leap(hours=1, minutes=10, seconds=1)
    reminded = await here.posted(french, "【提醒】见面会")
    await here.told("小红", "你报名的 见面会")
    place.says(english, "小红", "签到")
    await here.posted(english, "签到成功")

    people = await here.look(lambda unit: unit.campaigns.people("open-day"))
    assert "已报名 2 人" in reminded
    assert [(one.state.value, one.attended is not None) for one in people] == [
        ("signed", False),
        ("signed", True),
        ("cancelled", False),
    ]
    await _check_the_draw(here, published, told)
    # Nothing is said twice in a room, whatever was said in how many rooms.
    for room in (english, french):
        said = [line for line in place.posted(room) if "【" in line]
        assert len(said) == len(set(said)), said


async def _sign_up(here, english, french):
    place = here.place
    await here.posted(english, "今日福利：咖啡券")
    place.says(english, "小明", "报名")
    assert "第 1 位（共 2 个名额）" in await here.posted(english, "报名成功")
    await here.posted(english, "欢迎 小明，已有 1 人")  # the plan answers to it
    place.says(french, "小丽", "报名")
    await here.posted(french, "第 2 位（共 2 个名额）")
    place.tells("小红", "报名")
    await here.told("小红", "候补第 1 位")
    place.says(english, "小明", "领券")
    assert re.search(r"券码 [0-9A-Z-]{19}，", await here.told("小明", "券码"))


async def _enter(here, english, french):
    published = found(r"[0-9a-f]{64}", await here.posted(french, "它的 SHA-256 是"))
    await here.posted(english, published)
    for room, name in ((english, "小明"), (english, "小刚"), (french, "小丽")):
        here.place.says(room, name, "抽奖")
    await here.posted(english, "第 2 位")
    return published


async def _check_the_draw(here, published, told):
    seed = found(r"种子：([0-9a-f]{64})", told)
    drawn = await here.look(lambda unit: unit.campaigns.lottery("open-day", "lots"))
    assert commitment(seed) == published
    assert len(drawn.entries) == 3
    assert entries_hash(drawn.entries) in told
    assert drawn.winners == draw(seed, drawn.entries, 1)
    assert str(drawn.winners[0]) in told
