"""Several of our accounts: they are nobody's members, and know a person by one student ID."""

from bot.core.events import AccountChanged, AccountState
from bot.core.ids import ChannelName, EventRef, RoomRef, UserRef
from storage.talk.archive import Archive
from tests.support.builders import NOON, listed, message

ONE, TWO = ChannelName("wx1"), ChannelName("wx2")


def kin(channel):
    return {ONE: [TWO], TWO: [ONE]}.get(channel, [])


async def save(database, *events, related=kin):
    async with database.write() as connection:
        return await Archive(connection, related).save(events, received=NOON)


def said(channel, sender, text="大家好"):
    return message(text, channel=channel, sender=sender, room=RoomRef(f"room-of-{channel}"))


def login(channel, user):
    return AccountChanged(
        channel=channel,
        ref=EventRef(f"login-{channel}"),
        at=NOON,
        state=AccountState.LOGGED_IN,
        user=UserRef(user),
    )


async def test_one_wechat_account_heard_by_two_of_ours_is_one_person(database):
    (first,) = await save(database, said(ONE, "wxid_a"))
    (second,) = await save(database, said(TWO, "wxid_a"))

    assert first.sender.student == second.sender.student
    assert first.sender.identity != second.sender.identity


async def test_both_hearing_the_person_in_one_batch_is_one_person_and_leaves_no_hole(database):
    seen = await save(database, said(ONE, "wxid_a"), said(TWO, "wxid_a"), said(TWO, "wxid_b"))

    assert [one.sender.student for one in seen] == [10001, 10001, 10002]


async def test_on_other_platforms_the_same_ref_is_somebody_else(database):
    seen = await save(database, said(ONE, "7"), said(TWO, "7"), related=lambda channel: ())

    assert [one.sender.student for one in seen] == [10001, 10002]


async def test_another_of_our_accounts_in_a_room_is_no_person(database):
    await save(database, login(ONE, "wxid_1"), login(TWO, "wxid_2"))

    seen = await save(database, listed("英语群", "wxid_2", "wxid_a", channel=ONE))
    (own,) = await save(database, said(ONE, "wxid_2"))

    assert [member.student for member in seen[0].members] == [None, 10001]
    assert own.sender.student is None


async def test_an_account_that_turns_out_to_be_ours_stops_being_a_person(database):
    (before,) = await save(database, said(ONE, "wxid_2"))
    await save(database, login(TWO, "wxid_2"))
    (after,) = await save(database, said(ONE, "wxid_2", "我又来了"))

    assert before.sender.student == 10001
    assert after.sender.student is None
