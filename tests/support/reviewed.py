"""A campaign over three rooms, to be decided."""

from sqlalchemy import select

from tests.support.builders import joined, listed, message
from tests.support.moderating import ROOMS, House

ADVERT = "刷单兼职日结三百，佣金日结，手机就能做，有意加薇 abc12345 领取名额 https://t.me/+abcd"
VARIANT = "🔥手机就能做，刷单兼职日结五百，佣金日结💰有意加薇 xyz99887 领取名额 https://t.me/+abcd"
OTHER = "低息贷款当天放款，无抵押，凭身份证办理，加薇 dk778899 咨询 https://t.me/+efgh"


async def campaign(database, more=ROOMS % "observe"):
    """Two accounts advertise in three rooms; u7 is in all of them, and in a fourth one."""
    house = House(database, more)
    await house.hear(
        *(listed(f"{n}号群", "u1", "u7", "w1", room=f"room-{n}") for n in (1, 2, 3, 4)),
        joined("u8", room="room-2"),
        message(ADVERT, sender="u7", room="room-1"),
        message(VARIANT, sender="u8", room="room-2"),
        message(ADVERT, sender="u7", room="room-3"),
    )
    (case,) = await house.cases()
    return house, case


async def rows(house, table, *which):
    async with house.store.database.read() as connection:
        return (await connection.execute(select(table).where(*which).order_by(table.c.id))).all()
