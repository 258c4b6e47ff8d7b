"""What people decide of posts: after a restore, and of those that are held; on both databases."""

import pytest

from bot.core.effects import (
    OnUnknown,
)
from bot.core.outbound import Held
from storage.delivery.outbox import Outbox
from storage.tables.service import meta
from tests.support.builders import after
from tests.support.delivering import OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def test_after_a_restore_everything_due_before_is_held(desk):
    due = await desk.says("早上好")
    unknown, _ = await desk.unknown("签到", room=2, due=after(minutes=-1))
    future = await desk.says("明天见", due=after(days=1))
    desk.move(minutes=5)
    await _restore(desk)

    assert await desk.claims() == (), "not even before the first tick"
    alerts = await desk.reconciles()

    states = [await desk.state(n) for n in (due, unknown, future)]
    assert states == ["held", "held", "pending"]
    assert len(alerts) == 2
    assert await desk.reconciles() == []


async def test_a_person_may_send_what_a_restore_held(desk):
    due = await desk.says("早上好")
    desk.move(minutes=5)
    await _restore(desk)
    await desk.reconciles()
    desk.move(seconds=1)

    assert await _decide(desk, "release_held", due)

    assert [d.id for d in await desk.claims()] == [due]


async def test_a_person_may_send_what_has_run_out_of_its_time(desk):
    number = await desk.says(expires=after(minutes=1))
    (delivery,) = await desk.claims()
    await desk.settles(delivery, Held(reason="迟到"))
    desk.move(minutes=5)

    assert await _decide(desk, "release_held", number)

    (again,) = await desk.claims()
    assert (again.id, again.expires) == (number, None)


async def test_only_the_first_of_two_people_decides(desk):
    number, _ = await desk.unknown(on_unknown=OnUnknown.HOLD)
    await desk.listened()
    await desk.reconciles()

    assert await _decide(desk, "cancel", number)
    assert not await _decide(desk, "release_held", number)
    assert not await _decide(desk, "cancel", number)
    assert (await desk.row(number)).outcome == "cancel by 王老师"


async def test_what_is_on_its_way_cannot_be_cancelled(desk):
    number = await desk.says()
    await desk.calls()

    assert not await _decide(desk, "cancel", number)


async def test_every_decision_is_audited(desk):
    number = await desk.says()
    await _decide(desk, "cancel", number)

    async with desk.database.read() as connection:
        from storage.tables.service import audit

        (row,) = (await connection.execute(audit.select())).all()
    assert (row.author, row.action, row.subject) == (
        "王老师",
        "delivery.cancel",
        f"delivery:{number}",
    )


async def test_lists_go_page_by_page_newest_first(desk):
    numbers = [await desk.says(f"{n}", room=n % 2 + 1) for n in range(5)]
    async with desk.database.read() as connection:
        box = Outbox(connection)
        first = await box.deliveries(limit=3)
        second = await box.deliveries(after=first.next, limit=3)
        in_room = await box.deliveries(room=desk.rooms[0])
        counts = await box.counts()

    assert [d.id for d in first.items + second.items] == numbers[::-1]
    assert second.next is None
    assert {d.room for d in in_room.items} == {desk.rooms[0]}
    assert (counts["pending"], counts["sent"]) == (5, 0)


async def _restore(desk):
    async with desk.database.write() as connection:
        await connection.execute(
            meta.insert().values(key="restored_at", value=desk.now.isoformat())
        )


async def _decide(desk, what, number):
    async with desk.database.write() as connection:
        return await getattr(Outbox(connection), what)(number, "王老师", desk.now)
