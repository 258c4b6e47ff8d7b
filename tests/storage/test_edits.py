"""Messages that were changed: every wording stays readable."""

from storage.talk.again import load_again
from storage.talk.archive import Archive
from storage.talk.edits import Edit
from storage.talk.messages import MessageFilter
from tests.support.people import at, edited, said, save


async def _found(database):
    async with database.read() as connection:
        (found,) = (await Archive(connection).messages(MessageFilter())).items
    return found


async def test_the_first_wording_stays_and_the_later_ones_follow(database):
    await save(database, said("有空房出租吗", ref="m1"))
    await save(database, edited("m1", "有房出租", minute=1))
    await save(database, edited("m1", "低价出租，加我", minute=2))

    found = await _found(database)

    assert found.text == "有空房出租吗"
    assert found.edits == (
        Edit(at=at(1), text="有房出租"),
        Edit(at=at(2), text="低价出租，加我"),
    )


async def test_a_redelivered_edit_changes_nothing(database):
    await save(database, said("你好", ref="m1"))
    change = edited("m1", "您好", minute=1)
    await save(database, change)

    assert await save(database, change) == []
    assert len((await _found(database)).edits) == 1


async def test_an_edit_that_came_before_its_message_is_found_with_it(database):
    await save(database, edited("m1", "改后", minute=1))
    await save(database, said("改前", ref="m1"))

    assert [one.text for one in (await _found(database)).edits] == ["改后"]


async def test_one_message_alone_tells_its_edits_too(database):
    (seen,) = await save(database, said("你好", ref="m1"))
    await save(database, edited("m1", "您好", minute=1))

    async with database.read() as connection:
        found = await Archive(connection).message(seen.id)

    assert found is not None
    assert [one.text for one in found.edits] == ["您好"]


async def test_an_edit_is_about_its_message_with_room_and_author(database):
    (first,) = await save(database, said("你好", ref="m1"))
    (change,) = await save(database, edited("m1", "您好", minute=1))

    async with database.read() as connection:
        found = (await load_again(connection, [change])).messages[change.event.ref]

    assert change.room == first.room
    assert (found.id, found.room, found.event.text) == (first.id, first.room, "你好")
    assert found.sender.identity == first.sender.identity
