"""Which rooms are watched."""

from bot.core.rooms import RoomsSettings
from bot.gate import Gate
from tests.support.builders import message


def gate(**given):
    return Gate(RoomsSettings.model_validate(given).rules_for)


def test_everything_is_watched_unless_somebody_says_otherwise():
    assert gate().wanted(message("你好"))


def test_a_room_is_let_out_by_its_name():
    only = gate(list=[{"match": "家庭*", "watch": False}])

    assert not only.wanted(message("晚饭", room="r9", room_name="家庭群"))
    assert only.wanted(message("打卡", room="r8", room_name="英语群"))


def test_a_name_heard_once_is_remembered_for_events_that_do_not_say_it():
    only = gate(defaults={"watch": False}, list=[{"match": "英语*", "watch": True}])

    assert only.wanted(message("打卡", room="r8", room_name="英语群"))
    assert only.wanted(message("又打卡", room="r8", room_name=""))
    assert not only.wanted(message("谁", room="r7", room_name=""))


def test_what_is_said_to_the_bot_alone_is_always_heard():
    assert gate(defaults={"watch": False}).wanted(message("我的学号", room=None))


def test_our_own_posts_settle_deliveries_wherever_they_stand():
    assert gate(defaults={"watch": False}).wanted(message("欢迎", room="r7", own=True))
