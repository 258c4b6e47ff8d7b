from bot.core.text import repeat_key
from tests.support.builders import NOON, a_copy, again, context, message, seen, seen_join


def test_two_messages_are_never_the_same_event_by_accident():
    first = message("加V领资料")

    assert first.ref != message("加V领资料").ref
    assert first.ref != again(first).ref
    assert again(first).text == "加V领资料"


def test_what_is_seen_fits_together():
    told = seen("我的学号", sender=7, room=None)
    own = seen("欢迎", own=True)

    assert (told.event.room, told.room, told.sender.student) == (None, None, 10007)
    assert own.sender.student is None
    assert [who.newcomer for who in seen_join(3, 4).members] == [True, True]


def test_a_context_finds_earlier_copies_by_their_text():
    text = "加微信领取全套资料"
    key = repeat_key(text)

    assert key is not None
    assert context(earlier={text: [a_copy()]}).copies[key][0].at == NOON
