"""What becomes of the rest of a post when one part of it was not sent."""

import pytest
from sqlalchemy import select

from bot.core.outbound import Delivery, Expired, Failed, Held, Skipped
from storage.delivery.outbox import Outbox
from storage.tables.delivery import outbox
from tests.support.delivering import OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def _in_parts(desk):
    await desk.says("一。二。")
    (delivery,) = await desk.claims()
    async with desk.database.write() as connection:
        first = await Outbox(connection).split(delivery, ("一。", "二。"), desk.now)
        assert isinstance(first, Delivery)
        (rest,) = await connection.scalars(select(outbox.c.id).where(outbox.c.id > first.id))
    return first, rest


@pytest.mark.parametrize("outcome", [Failed(reason="muted"), Skipped(reason="x"), Expired()])
async def test_the_rest_of_a_post_whose_first_part_is_not_sent_is_not_sent(desk, outcome):
    first, rest = await _in_parts(desk)
    await desk.settles(first, outcome)

    assert await desk.claims() == ()
    await desk.reconciles()

    assert await desk.state(rest) == "skipped"


async def test_the_rest_of_a_post_waits_while_a_person_decides_on_the_first_part(desk):
    first, rest = await _in_parts(desk)
    await desk.settles(first, Held(reason="?"))
    await desk.reconciles()
    assert (await desk.claims(), await desk.state(rest)) == ((), "pending")

    async with desk.database.write() as connection:
        await Outbox(connection).release_held(first.id, "wang", desk.now)
    await desk.sends()

    assert [d.id for d in await desk.claims()] == [rest]
