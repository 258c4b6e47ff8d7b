from datetime import timedelta

import pytest

from bot.core.effects import DirectMessage, Intent, RaiseAlert, Say
from bot.core.ids import IdentityId, RoomId
from handlers.identity import asks_for_id, check_welcome, shown_name
from handlers.text import fold_text
from handlers.wording import wording
from tests.support.builders import NOON, after, person, room, seen, seen_join
from tests.support.judging import decided

ZH = wording("zh")


@pytest.mark.parametrize(
    "text",
    ["我的学号", "我的學號是多少？", "学号", "查学号", "请问我学号多少呀", "@小助手 我的学号"],
)
def test_asking_for_the_own_student_id_is_understood(text):
    assert asks_for_id(fold_text(text))


@pytest.mark.parametrize(
    "text", ["我的学号是10001", "学号怎么改", "他的学号", "群名片改成学号加姓名", "学号" * 30]
)
def test_talking_about_student_ids_is_not_asking(text):
    assert not asks_for_id(fold_text(text))


def test_the_answer_comes_where_the_question_was_asked():
    in_room, alone = seen("我的学号", sender=7), seen("我的学号", sender=7, room=None)

    answers = decided(in_room, alone)

    assert [type(a) for a in answers] == [Intent, Intent]
    assert answers[0].deed == Say(
        room=RoomId(1), text="名字u7，你的学号是 10007", mentions=(IdentityId(7),)
    )
    assert answers[1].deed == DirectMessage(to=IdentityId(7), text="名字u7，你的学号是 10007")
    assert answers[0].key != answers[1].key


def test_who_asks_again_and_again_is_answered_once_in_ten_minutes():
    asked = [seen("我的学号", sender=7, at=after(seconds=6 * n)) for n in range(100)]

    keys = {answer.key for answer in decided(*asked)}

    assert len(keys) == 1
    assert {a.key for a in decided(seen("学号", sender=7, at=after(minutes=10)))}.isdisjoint(keys)


def test_each_asker_and_each_room_has_an_answer_of_its_own():
    asked = [
        seen("我的学号", sender=7),
        seen("我的学号", sender=8),
        seen("我的学号", sender=7, room=2),
        seen("我的学号", sender=7, room=None),
    ]

    assert len({answer.key for answer in decided(*asked)}) == 4


def test_an_answer_for_which_nobody_waits_any_more_is_not_given():
    (answer,) = decided(seen("我的学号"))

    assert answer.expires == NOON + timedelta(minutes=5)


def test_a_room_may_want_no_answers():
    assert decided(seen("我的学号"), where=room(answer_student_id=False)) == []


def test_an_account_without_a_person_has_no_student_id():
    stranger = seen("我的学号")
    object.__setattr__(stranger, "sender", person(1, student=None))

    assert decided(stranger) == []


def test_newcomers_of_one_event_are_welcomed_in_one_text():
    came = seen_join(7, 8)

    (welcome,) = decided(came, where=room(welcome="欢迎 {{ name }}！学号：{{ student_id }}"))

    assert welcome.deed.text == "欢迎 名字u7、名字u8！学号：名字u7 10007、名字u8 10008"
    assert welcome.deed.mentions == (7, 8)
    assert welcome.key == f"welcome:1:7:{came.event.ref}"


def test_one_newcomer_is_told_the_bare_number():
    (welcome,) = decided(
        seen_join(7), where=room(welcome="{{ name }}，学号 {{ student_id }}，{{ room }}")
    )

    assert welcome.deed.text == "名字u7，学号 10007，英语学习打卡群"


def test_a_welcome_may_go_through_the_newcomers():
    text = "{% for m in members %}{{ m.name }}={{ m.student_id }};{% endfor %}"
    (welcome,) = decided(seen_join(7, 8), where=room(welcome=text))

    assert welcome.deed.text == "名字u7=10007;名字u8=10008;"


def test_ten_thousand_newcomers_get_one_bounded_text():
    (welcome,) = decided(seen_join(*range(1, 10_001)), where=room(welcome="欢迎 {{ name }}"))

    assert len(welcome.deed.mentions) == 20
    assert len(welcome.deed.text) < 2000


@pytest.mark.parametrize(
    "event",
    [
        seen_join(7, newcomer=False),
        seen_join(),
        seen_join(7, room=99),
    ],
)
def test_who_is_not_new_or_comes_elsewhere_is_not_welcomed(event):
    assert decided(event, where=room(welcome="欢迎")) == []


def test_a_room_without_a_welcome_text_stays_silent():
    assert decided(seen_join(7)) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ name",
        "{{ nmae }}",
        "{{ 1/0 }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ student_id + '' }}",
        "{{ student_id + 1 }}",  # several newcomers have several
        "{{ 'x' * 200000000 }}",
        "{% for i in range(999999999) %}{% endfor %}",
        "{{ name | join(name) | join(name) }}",
        "{{ members[0].name }}",
        "{% if name %}" * 120 + "{% endif %}" * 120,
    ],
)
def test_a_broken_welcome_text_is_told_to_staff_not_to_the_room(text):
    (alert,) = decided(seen_join(7), where=room(welcome=text))

    assert isinstance(alert, RaiseAlert)
    assert alert.kind == "config"
    assert check_welcome(text) is not None


def test_a_sound_welcome_text_passes_the_check():
    assert check_welcome("欢迎 {{ name }}，学号 {{ student_id }}") is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("小红", "小红"),
        ("小红\n第二行", "小红 第二行"),
        ("很长的名字" * 20, "很长的名字" * 4 + "很长的…"),
        ("加V领资料vx123456", "新朋友"),
        ("领福利 win.top", "新朋友"),
        ("13800138000", "新朋友"),
        ("\u200b", "新朋友"),
        ("👻", "新朋友"),
    ],
)
def test_the_bot_does_not_repeat_an_advert_as_a_name(name, shown):
    assert shown_name(person(1, name=name), ZH) == shown


def test_the_nickname_in_the_room_goes_first():
    assert shown_name(person(1, name="a", nickname="三班小红"), ZH) == "三班小红"
