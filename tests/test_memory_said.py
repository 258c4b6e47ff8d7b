"""A replay knows of edits and of pieces what the database would tell."""

from bot.core.events import MessageEdited
from bot.core.ids import EventRef, IdentityId, RoomId
from bot.core.seen import SeenEvent, SeenMessage
from bot.memory.said import Said
from tests.support.builders import NOON, seen

SEAT = (RoomId(1), IdentityId(1))


def _edit(said: SeenMessage) -> SeenEvent:
    event = MessageEdited(
        channel=said.event.channel,
        ref=EventRef("e1"),
        at=NOON,
        room=said.event.room,
        message=said.event.ref,
        text="改过",
    )
    return SeenEvent(event=event, room=said.room)


def _texts(kept: Said) -> list[str]:
    run = kept.fragments([seen("现在")]).get(SEAT, ())
    return [one.text for one in run]


def test_an_edit_finds_its_message_among_those_before_and_in_its_batch():
    kept, before, now = Said(), seen("早"), seen("晚")
    kept.keep(before)

    assert kept.again([_edit(before)]) == {EventRef("e1"): before}
    assert kept.again([now, _edit(now)]) == {EventRef("e1"): now}
    assert kept.again([_edit(seen("没见过"))]) == {}


def test_the_last_four_short_messages_of_a_member_in_a_room_are_known():
    kept = Said()
    for text in "一二三四五":
        kept.keep(seen(text))
    kept.keep(seen("别人", sender=2))
    kept.keep(seen("别处", room=2))
    kept.keep(seen("私下", room=None))

    assert _texts(kept) == ["二", "三", "四", "五"]


def test_a_long_message_ends_the_pieces():
    kept = Said()
    for text in ("短", "长" * 61, "又短"):
        kept.keep(seen(text))

    assert _texts(kept) == ["又短"]
