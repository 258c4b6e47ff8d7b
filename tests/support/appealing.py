"""Somebody who was removed, and what they do about it: for tests of appeals."""

from tests.support.builders import left, listed, message
from tests.support.moderating import ROOMS, House

ADVERT = "刷单兼职日结三百，佣金日结，手机就能做，有意加薇 abc12345 领取名额 https://t.me/+abcd"


async def removed(database, *, by="wang"):
    """u7 and u8 said the same; a manager removed both, and they are gone."""
    house = House(database, ROOMS % "observe")
    await house.hear(
        listed("一号群", "u1", "u7", "u8", "w1", room="room-1"),
        message(ADVERT, sender="u7", room="room-1"),
        message(ADVERT, sender="u8", room="room-1"),
    )
    (case,) = await house.cases()
    await house.decide(case.id, "advert", author=by)
    await house.all_went_out()
    house.later(minutes=5)
    await house.hear(left("u7", "u8", room="room-1", at=house.now))
    return house, case


def appealing(house, text="申诉：我没有发广告，是账号被盗了", sender="u7"):
    return message(text, sender=sender, room=None, at=house.now)


async def answer(house, number, state, author="li", note=""):
    async with house.unit() as unit:
        return await house.live.appeals.answer(
            unit, number, state, author=author, note=note, now=house.now
        )


async def appeals(house):
    return (await house.ask(lambda unit: unit.records.appeals())).items
