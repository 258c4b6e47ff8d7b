"""What members said just before, in short messages."""

from storage.talk.fragments import load_fragments
from tests.support.people import said, save


async def _before(database, *talk):
    """What had been said before these messages."""
    seen = await save(database, *talk)
    async with database.read() as connection:
        found = await load_fragments(connection, seen)
    return {seat: [one.text for one in run] for seat, run in found.items()}, seen


async def test_the_newest_short_messages_of_an_author_are_found_oldest_first(database):
    for minute, text in enumerate(("一", "二", "三", "四", "五", "六")):
        await save(database, said(text, minute=minute / 60))

    found, (now,) = await _before(database, said("七", minute=0.2))

    assert found == {(now.room, now.sender.identity): ["三", "四", "五", "六"]}


async def test_what_others_said_and_what_was_said_elsewhere_is_no_piece(database):
    await save(database, said("别人", who="other"), said("别处", room="elsewhere"))
    await save(database, said("这里"))

    found, (now,) = await _before(database, said("现在", minute=0.1))

    assert found[now.room, now.sender.identity] == ["这里"]


async def test_a_long_message_ends_the_pieces(database):
    await save(database, said("短"), said("长" * 61, minute=0.1), said("又短", minute=0.2))

    found, (now,) = await _before(database, said("现在", minute=0.3))

    assert found[now.room, now.sender.identity] == ["又短"]


async def test_what_was_said_long_ago_is_no_piece(database):
    await save(database, said("早"))

    assert (await _before(database, said("晚", minute=60)))[0] == {}


async def test_a_long_message_asks_for_nothing(database):
    await save(database, said("短"))

    assert (await _before(database, said("长" * 61, minute=0.1)))[0] == {}


async def test_those_who_speak_late_in_a_long_batch_are_not_looked_up(database):
    await save(database, said("早", who="late"))

    found, _ = await _before(
        database, said("先", who="soon", minute=0.1), said("后", who="late", minute=30)
    )

    assert found == {}
