"""People on the deny list, at the door and at the table."""

from dataclasses import replace

import pytest

from bot.core.conduct import ListName, Standing
from bot.core.effects import Intent, RaiseAlert, RemoveMember
from bot.core.ids import IdentityId, UserRef
from bot.core.rooms import Mode
from tests.handlers.conduct.support import around, effects_of, listing, student
from tests.support.builders import CHANNEL, context, room, seen, seen_join, sender
from tests.support.judging import of_kind

ENFORCE = room(mode=Mode.ENFORCE, welcome="欢迎 {{ name }}")
DENIED = {student(7): Standing(denied=listing(ListName.DENY))}


def joins(*numbers, where=ENFORCE, **other):
    return effects_of(seen_join(*numbers), about=context(where, lists=DENIED, **other))


def removed(effects):
    return [
        intent.deed.member
        for intent in of_kind(Intent, effects)
        if isinstance(intent.deed, RemoveMember)
    ]


def test_a_denied_person_who_joins_is_removed_and_not_welcomed():
    effects = joins(6, 7, 8)

    assert removed(effects) == [7]
    (welcome,) = [one for one in of_kind(Intent, effects) if one.key.startswith("welcome")]
    assert welcome.deed.mentions == (IdentityId(6), IdentityId(8))
    (alert,) = of_kind(RaiseAlert, effects)
    assert "学号 10007 进群，在黑名单上（王老师：刷单广告" in alert.reason


def test_in_observe_a_denied_person_is_shown_and_stays():
    effects = joins(7, where=room())

    assert removed(effects) == []
    assert [alert.kind for alert in of_kind(RaiseAlert, effects)] == ["denied"]


def test_a_denied_person_who_speaks_is_removed_once():
    said = [seen("大家好", sender=7), seen("在吗", sender=7)]

    effects = effects_of(*said, about=around(ENFORCE, lists=DENIED))

    assert removed(effects) == [7]
    assert len(of_kind(RaiseAlert, effects)) == 1


def test_each_return_is_a_removal_of_its_own():
    keys = {of_kind(Intent, joins(7))[0].key for _ in range(3)}

    assert len(keys) == 3
    assert all(key.startswith("deny:5:1:7:") for key in keys)


@pytest.mark.parametrize(
    "about",
    [
        context(ENFORCE, lists=DENIED, colleagues=frozenset({(CHANNEL, UserRef("u7"))})),
        context(replace(ENFORCE, owner_ref=UserRef("u7")), lists=DENIED),
        context(ENFORCE, lists={}),
    ],
    ids=["a colleague", "the owner", "not on the list any more"],
)
def test_colleagues_owners_and_others_come_in(about):
    assert removed(effects_of(seen_join(7), about=about)) == []


def test_staff_and_owners_speak_whatever_a_list_says():
    staff = context(ENFORCE, senders=[(1, sender(7, is_staff=True))], lists=DENIED)
    owner = around(replace(ENFORCE, owner_ref=UserRef("u7")), lists=DENIED)

    assert [effects_of(seen("大家好", sender=7), about=one) for one in (staff, owner)] == [[], []]


def test_whoever_is_on_both_lists_is_left_to_people():
    both = {student(7): Standing(denied=listing(ListName.DENY), allowed=listing(ListName.ALLOW))}
    effects = effects_of(seen_join(7), about=context(ENFORCE, lists=both))

    assert removed(effects) == []
    assert len(of_kind(RaiseAlert, effects)) == 1


def test_to_the_bot_alone_a_denied_person_may_write():
    said = seen("我要申诉", sender=7, room=None)

    assert effects_of(said, about=context(ENFORCE, lists=DENIED)) == []
