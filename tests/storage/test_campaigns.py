"""Campaigns in the store: batches, days and accounts apart, near copies make one case."""

import pytest
from sqlalchemy import select

from bot.core.effects import RaiseAlert
from storage.judging.near import forget_prints
from storage.tables.judging import case_message, near_key, near_print
from tests.support.builders import after, message
from tests.support.judging import of_kind
from tests.support.moderating import ROOMS, House

ADVERT = "刷单兼职日结三百，佣金日结，手机就能做，有意加薇 abc12345 领取名额 https://t.me/+abcd"
VARIANT = "🔥手机就能做，刷单兼职日结五百，佣金日结💰有意加薇 xyz99887 领取名额 https://t.me/+abcd"
OTHER = "低息贷款当天放款，无抵押，凭身份证办理，加薇 dk778899 咨询 https://t.me/+efgh"


@pytest.fixture
def house(database):
    return House(database)


async def _joined(house):
    async with house.store.database.read() as connection:
        rows = await connection.execute(
            select(case_message.c.case_id, case_message.c.message_id).order_by(
                case_message.c.message_id
            )
        )
        return [tuple(row) for row in rows]


async def test_variants_in_three_rooms_by_two_accounts_over_days_are_one_case(house):
    await house.hear(message(ADVERT, sender="u7", room="room-1"))
    house.later(days=1)
    await house.hear(message(VARIANT, sender="u8", room="room-2", at=after(days=1)))
    house.later(days=9)
    effects = await house.hear(message(ADVERT, sender="u7", room="room-3", at=after(days=10)))

    (case,) = await house.cases()
    assert await _joined(house) == [(case.id, 1), (case.id, 2), (case.id, 3)]
    (alert,) = of_kind(RaiseAlert, effects)
    assert alert.group.endswith(":1")


async def test_different_adverts_are_different_cases(house):
    await house.hear(message(ADVERT, sender="u7"))
    await house.hear(message(OTHER, sender="u8"))

    assert len(await house.cases()) == 2


async def test_an_advert_in_two_messages_by_one_person_is_one_case(house):
    await house.hear(message(ADVERT, sender="u7", room="room-1"))
    await house.hear(message(OTHER, sender="u7", room="room-2", at=after(minutes=2)))
    house.later(minutes=30)
    await house.hear(
        message(
            "内部股票群稳赚不赔，加薇 gp112233 https://t.me/+xyz", sender="u7", at=after(minutes=30)
        )
    )

    first, second = sorted(await house.cases(), key=lambda one: one.id)
    assert await _joined(house) == [(first.id, 1), (first.id, 2), (second.id, 3)]


async def test_rooms_of_the_same_name_are_not_confused(house):
    for room in ("room-1", "room-2"):
        await house.hear(message(ADVERT, sender="u7", room=room, room_name="同名群"))

    (case,) = await house.cases()
    assert case.room == 1
    assert await _joined(house) == [(case.id, 1), (case.id, 2)]


@pytest.mark.parametrize("user", ["wxid_ab:c/1", "用户-7", "0007", "10001", "a'b\"c"])
async def test_ids_of_any_form_are_joined_and_kept_apart(house, user):
    await house.hear(message(ADVERT, sender=user), message(OTHER, sender=f"{user}0"))
    await house.hear(message(VARIANT, sender=f"{user}x", room="room-2"))

    assert len(await house.cases()) == 2


async def test_faint_copies_found_late_belong_to_the_case_that_they_make(database):
    house = House(database, ROOMS % "observe")
    weak = "周末全场皮鞋大清仓，地址人民路十八号，{}，欢迎各位邻居来看看"
    numbers = ("13812345678", "13987654321", "13611112222", "13500001111", "13700009999")
    for number, phone in enumerate(numbers):
        said = message(weak.format(phone), sender=f"u{number}", room=f"room-{number}")
        await house.hear(said)

    (case,) = await house.cases()
    assert {number for _, number in await _joined(house)} == {1, 2, 3, 4, 5}
    assert "几乎相同的内容" in case.reason


async def test_prints_are_forgotten_after_the_window_and_not_before(house):
    await house.hear(message(ADVERT, sender="u7"))
    house.later(days=2)
    await house.hear(message(OTHER, sender="u8", at=house.now))

    async with house.store.database.write() as connection:
        gone = await forget_prints(connection, before=after(days=1), limit=100)
        left = (await connection.scalars(select(near_print.c.message_id))).all()
        keys = (await connection.scalars(select(near_key.c.message_id).distinct())).all()

    assert (gone, left, keys) == (1, [2], [2])
