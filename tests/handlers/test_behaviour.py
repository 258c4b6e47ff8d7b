"""What speaks against a sender, or for them: a table of facts, and what is held against nobody."""

from dataclasses import replace

import pytest

from bot.core.conduct import Listing, ListName, Standing
from bot.core.ids import IdentityId, ListingId, RoomId, StudentId, UserRef
from bot.core.seen import Closer, History
from handlers.behaviour import Behaviour, Known
from handlers.behaviour_settings import BehaviourSettings
from tests.support.builders import NOON, after, person, room, seen, sender
from tests.support.judging import item

# Amounts that differ, whatever ships.
SETTINGS = BehaviourSettings(
    joined_new=1.2,
    joined_recent=0.6,
    first_message=0.8,
    few_messages=0.4,
    never_answers=0.4,
    in_a_crowd=0.8,
    many_rooms=0.8,
    confirmed_before=1.5,
    long_standing=-0.8,
    answers_others=-0.5,
    is_answered=-0.5,
    dismissed_before=-0.7,
    trusted=-1.0,
    owner=-1.5,
)
LONG_KNOWN = History(spoken=40, since=after(days=-60), replied=9, answered=4, rooms=1)


def said(history, *, joined=None, standing=None, copied=False, settings=SETTINGS, language="zh"):
    one = item("出闲置台灯", where=room())
    known = Known(history=history, standing=standing or Standing(), now=NOON)
    about = replace(one, sender=sender(1, joined=joined))
    return Behaviour(settings, language).verdict(about, known, copied=copied)


def adds(*given, **other):
    return round(said(*given, **other)[1], 4)


def trusted():
    return Standing(
        trusted=Listing(
            id=ListingId(1),
            student=StudentId(10001),
            list=ListName.TRUST,
            since=after(days=-1),
            until=None,
            reason="邻居",
            author="王",
        )
    )


@pytest.mark.parametrize(
    ("history", "joined", "added"),
    [
        (History(), after(hours=-2), 1.2 + 0.8),
        (History(spoken=2), after(hours=-2), 1.2 + 0.4),
        (History(), after(days=-3), 0.6 + 0.8),
        (History(), after(days=-40), 0.8),
        (History(arrived_with=5), after(hours=-2), 1.2 + 0.8 + 0.8),
        (History(spoken=9), None, 0.4),
        (History(spoken=9, replied=1), None, 0.0),
        (History(spoken=9, replied=3), None, -0.5),
        (History(spoken=9, answered=1), None, -0.5),
        (History(spoken=9, replied=1, rooms=3), None, 0.8),
        (History(spoken=9, replied=1, confirmed=2), None, 1.5),
        (History(spoken=9, replied=1, dismissed=1), None, -0.7),
        (LONG_KNOWN, None, -0.8 - 0.5 - 0.5),
    ],
)
def test_every_fact_adds_its_own(history, joined, added):
    assert adds(history, joined=joined) == pytest.approx(added)


def test_of_whom_nothing_is_known_nothing_is_said():
    assert said(None, joined=after(hours=-1)) == (None, 0.0)
    assert said(History()) == (None, 0.0), "there before we looked, and silent: it tells nothing"


def test_a_confirmed_advert_outweighs_what_was_dismissed():
    assert adds(History(spoken=9, replied=1, confirmed=1, dismissed=3)) == 1.5


def test_whom_staff_trust_is_not_asked_how_new_they_are():
    assert adds(History(), joined=after(hours=-1), standing=trusted()) == -1.0


def test_a_fine_past_is_not_heard_where_the_same_words_stand_elsewhere():
    assert said(LONG_KNOWN, copied=True) == (None, 0.0)
    assert adds(History(), joined=after(hours=-1), copied=True) == 2.0


def test_the_owner_of_a_room_is_believed():
    one = item("大家好", where=replace(room(), owner_ref=UserRef("u1")))
    known = Known(history=History(spoken=9, replied=1), now=NOON)

    assert Behaviour(SETTINGS, "zh").verdict(one, known, copied=False)[1] == -1.5


def test_the_sum_is_read_aloud_with_its_numbers_in_both_languages():
    chinese, _ = said(History(arrived_with=6), joined=after(hours=-2))
    english, _ = said(History(arrived_with=6), joined=after(hours=-2), language="en")

    assert chinese.reason == (
        "发言人（+2.8）：进群才 2 小时 +1.2、在本群第一次发言 +0.8、"
        "与另外 6 人在十分钟内一起进群 +0.8"
    )
    assert english.reason == (
        "who says it (+2.8): joined 2 hours ago +1.2, first message here +0.8, "
        "joined with 6 others within ten minutes +0.8"
    )
    assert 0.5 < chinese.score < 1


def test_half_the_weight_is_half_the_sum_and_none_is_silence():
    half = SETTINGS.model_copy(update={"weight": 0.5})

    assert adds(History(), joined=after(hours=-2), settings=half) == 1.0
    assert said(History(), joined=after(hours=-2), settings=BehaviourSettings(weight=0))[0] is None


def test_what_was_looked_up_is_found_by_room_and_account():
    one = item("大家好")
    here = (RoomId(1), IdentityId(1))
    closer = Closer(
        histories={here: History(spoken=7), (RoomId(2), IdentityId(1)): History(spoken=1)},
        standings={StudentId(10001): trusted()},
    )

    known = Known.of(one, closer, NOON)

    assert known.history == History(spoken=7)
    assert known.standing == trusted()
    assert Known.of(item("大家好", sender=2), closer, NOON).history is None


def test_one_of_our_own_has_no_standing():
    said_by_us = replace(seen("大家好"), sender=person(1, student=None))
    one = replace(item("大家好"), message=said_by_us)

    assert (
        Known.of(one, Closer(standings={StudentId(10001): trusted()}), NOON).standing == Standing()
    )
