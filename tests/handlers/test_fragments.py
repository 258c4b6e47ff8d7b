"""An advert said in several short messages, and short talk that is none."""

from datetime import timedelta

import pytest

from bot.core.answers import PictureSeen
from bot.core.effects import RecordVerdicts
from bot.core.events import ErrandDone, Media, MessageKind
from bot.core.ids import EventRef, IdentityId, MessageId, RoomId
from bot.core.seen import Fragment, SeenEvent
from handlers.decide import compile_rules
from handlers.settings import JudgingSettings, LeadSettings
from tests.support.builders import NOON, context_for, room, seen
from tests.support.judging import RULES, decided, of_kind

ADVERT = ("招打字", "员，在家做", "单子天天日", "结不拖欠")


def _said(*texts, seconds=3.0, sender=1, **other):
    return [
        seen(text, sender=sender, at=NOON + timedelta(seconds=n * seconds), **other)
        for n, text in enumerate(texts)
    ]


def _flagged(batch, **other):
    found = of_kind(RecordVerdicts, decided(*batch, **other))
    return [record for record in found if record.spam.flagged]


def test_an_advert_in_pieces_is_found_at_its_last_piece():
    batch = _said(*ADVERT)

    (record,) = _flagged(batch)

    assert record.message == batch[-1].id
    (how,) = [one for one in record.spam.verdicts if one.detector == "fragments"]
    assert set(how.evidence) <= {str(int(one.id)) for one in batch[:-1]}
    assert "20 秒" in how.reason


def test_the_same_pieces_minutes_apart_are_no_advert():
    assert _flagged(_said(*ADVERT, seconds=90)) == []


def test_the_pieces_of_two_members_are_not_put_together():
    batch = [seen(text, sender=1 + n % 2) for n, text in enumerate(ADVERT)]

    assert _flagged(batch) == []


def test_the_pieces_of_two_rooms_are_not_put_together():
    batch = [seen(text, room=1 + n % 2) for n, text in enumerate(ADVERT)]

    assert _flagged(batch, about=context_for(batch, room(1), room(2))) == []


def test_what_follows_an_advert_is_no_second_one():
    assert len(_flagged(_said(*ADVERT, "快来", "好的", seconds=1))) == 1


def test_a_second_advert_in_pieces_is_found_as_the_first_was():
    batch = _said(*ADVERT, *ADVERT, seconds=1)

    assert [one.message for one in _flagged(batch)] == [batch[3].id, batch[7].id]


def test_pieces_said_before_this_batch_count():
    (last,) = _said(ADVERT[-1])
    earlier = tuple(
        Fragment(message=MessageId(number), at=NOON - timedelta(seconds=9 - 3 * number), text=text)
        for number, text in enumerate(ADVERT[:-1])
    )
    seat = (RoomId(1), IdentityId(1))
    about = context_for([last], room(), fragments={seat: earlier})

    (record,) = _flagged([last], about=about)

    assert record.message == last.id


def test_what_an_errand_brings_back_in_between_does_not_part_the_pieces():
    photo = seen("", kind=MessageKind.IMAGE, media=Media(mime="image/jpeg"))
    done = ErrandDone(
        channel=photo.event.channel,
        ref=EventRef("errand:1"),
        at=NOON,
        room=photo.event.room,
        message=photo.event.ref,
        answer=PictureSeen(),
    )
    first, *others = _said(*ADVERT)
    about = context_for([first, *others], room(), again={done.ref: photo})
    batch = [first, SeenEvent(event=done, room=RoomId(1)), *others]

    assert [record.message for record in _flagged(batch, about=about)] == [others[-1].id]


@pytest.mark.parametrize(
    "texts",
    [
        ("好的", "收到", "哈哈"),
        ("在吗", "我到楼下了", "你下来吧"),
        ("老师", "今天的作业", "是第几页"),
        ("周末爬山", "有人去吗", "七点集合"),
        ("哈", "哈", "哈", "哈"),
        ("1", "2", "3", "4"),
        ("我微信", "登不上了", "怎么办"),
    ],
)
def test_short_talk_is_no_advert(texts):
    assert _flagged(_said(*texts, seconds=2)) == []


def test_reading_together_can_be_switched_off():
    rules = compile_rules(JudgingSettings(join_seconds=0), LeadSettings())

    assert _flagged(_said(*ADVERT), rules=rules) == []
    assert _flagged(_said(*ADVERT), rules=RULES) != []


def test_long_messages_are_read_alone():
    long = "今天的会议纪要如下，" * 8

    assert _flagged(_said(*ADVERT[:2], long, *ADVERT[2:], seconds=1)) == []
