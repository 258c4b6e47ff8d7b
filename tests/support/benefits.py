"""A campaign with a benefit on each of its last three days."""

from datetime import timedelta

from tests.support.campaigning import STARTS

BENEFITS = """
coupons:
  early: {worth: 20 元券, count: 3, valid_until: 2026-04-30}
benefits:
  - {id: t3, kind: coupon, event_day: -3, from: "10:00", until: "22:00", coupon: early, amount: 2}
  - {id: t2, kind: first_come, event_day: -2, from: "10:00", until: "22:00",
     prize: 签名书, amount: 2}
  - {id: t1, kind: lottery, event_day: -1, from: "10:00", until: "20:00", draw: "20:30",
     prize: 前排座位, amount: 2}
"""
DAY = {name: STARTS - timedelta(days=n) for name, n in (("t3", 3), ("t2", 2), ("t1", 1))}
CODE = "券码 ([0-9A-Z-]{19})"


async def opened(stage):
    await stage.come("lin", "wu", "zhao", "qian")
    await stage.tick()
    await stage.go_out()
    return stage


async def on_day(stage, name):
    """The day of a benefit has come, and it is open."""
    stage.now = DAY[name]
    await stage.tick()
    await stage.go_out()
