"""Colleagues who decide in a chat: what counts as an answer, and which alert it means."""

import pytest

from tests.support.appealing import ADVERT, appealing, appeals, removed
from tests.support.builders import listed, message
from tests.support.moderating import ROOMS, House


def _tells(house, text, sender="w1", **more):
    return message(text, sender=sender, room=None, at=house.now, **more)


async def _waiting(database, mode="observe"):
    house = House(database, ROOMS % mode)
    await house.hear(
        listed("一号群", "u1", "u7", "w1", room="room-1"),
        message(ADVERT, sender="u7", room="room-1"),
    )
    (case,), (alert,) = await house.cases(), await house.alerts_of("advert")
    return house, case, alert


@pytest.mark.parametrize(
    ("text", "decision", "kinds"),
    [
        ("是广告 {}", "advert", ["RemoveMember", "DirectMessage"]),
        ("广告 #{}", "advert", ["RemoveMember", "DirectMessage"]),
        ("不是 {}", "fine", ["DirectMessage"]),
        ("不是广告{}，他是我们的合作方", "fine", ["DirectMessage"]),
        ("移出 {}", "remove", ["RemoveMember", "DirectMessage"]),
        ("advert {}", "advert", ["RemoveMember", "DirectMessage"]),
    ],
)
async def test_a_colleague_decides_by_answering_the_alert(database, text, decision, kinds):
    house, _, alert = await _waiting(database)
    await house.hear(_tells(house, text.format(alert.id)))

    (case,) = await house.cases()
    assert (case.decision, case.decided_by) == (decision, "wang")
    assert [kind for kind, _, _ in await house.deliveries()] == kinds
    assert f"案件 {case.id} 已按" in (await house.told())[-1]


async def test_a_quoted_alert_is_the_one_that_is_meant(database):
    house, _, alert = await _waiting(database)
    quoted = f"[提醒] 疑似广告 · 一号群 #{alert.id}\n群：一号群"
    await house.hear(_tells(house, "是广告", quoted_text=quoted))

    assert [one.state for one in await house.cases()] == ["confirmed"]


async def test_a_word_takes_a_decision_back(database):
    house, _, alert = await _waiting(database)
    await house.hear(_tells(house, f"是广告 {alert.id}"))
    await house.hear(_tells(house, f"撤销 {alert.id} 看错了", sender="l1"))

    (case,) = await house.cases()
    assert (case.state, case.decided_by, case.note) == ("undone", "li", "看错了")


async def test_the_second_to_answer_is_told_who_was_first(database):
    house, _, alert = await _waiting(database)
    await house.hear(_tells(house, f"不是 {alert.id}"))
    await house.hear(_tells(house, f"移出 {alert.id}", sender="l1"))

    (case,) = await house.cases()
    assert case.state == "dismissed"
    assert (await house.told())[-1] == (
        f"案件 {case.id} 已由 wang 决定为「不是广告」；要改请先回复「撤销 {alert.id}」"
    )


async def test_the_second_to_answer_an_appeal_is_told_who_was_first(database):
    house, _ = await removed(database)
    await house.hear(appealing(house))
    (appeal,) = await house.alerts_of("appeal")
    await house.hear(_tells(house, f"驳回 {appeal.id}", sender="l1"))
    await house.hear(_tells(house, f"同意 {appeal.id}", sender="l1"))
    assert (await house.told())[-1] == "申诉 1 已由 li 答复：驳回"


async def test_the_second_to_take_a_case_back_is_told_who_was_first(database):
    house, _, alert = await _waiting(database)
    await house.hear(_tells(house, f"撤销 {alert.id}"))
    await house.hear(_tells(house, f"撤销 {alert.id}", sender="l1"))
    assert (await house.told())[-1] == "案件 1 已由 wang 撤销"


@pytest.mark.parametrize(
    "text",
    [
        "不是",
        "没问题",
        "正常",
        "fine",
        "同意",
        "移出？",
        "没问题，我来跟进",
        "正常，8 点上课",
        "不是 3 个人都来",
    ],
)
async def test_what_colleagues_say_in_any_talk_decides_nothing(database, text):
    house, _, _ = await _waiting(database)
    await house.tell()
    await house.hear(_tells(house, text))

    assert [one.state for one in await house.cases()] == ["open"]
    assert await house.told() == []


async def test_what_quotes_something_else_decides_nothing(database):
    house, _, _ = await _waiting(database)
    await house.tell()
    await house.hear(_tells(house, "是广告", quoted_text="[任务] 请在群里说：早上好"))

    assert [one.state for one in await house.cases()] == ["open"]


async def test_a_clear_word_means_what_was_told_just_now_and_nothing_older(database):
    house, _, _ = await _waiting(database)
    await house.tell()
    house.later(hours=2)
    await house.hear(_tells(house, "是广告"))
    assert [one.state for one in await house.cases()] == ["open"]
    assert (await house.told())[-1] == "没有找到您说的提醒，请带上编号，例如「是广告 12」"

    await house.hear(message(ADVERT, sender="u7", room="room-1", at=house.now))
    await house.tell()
    await house.hear(_tells(house, "是广告"))
    assert [one.state for one in await house.cases()] == ["confirmed"]


async def test_a_manager_who_decided_is_told_to_leave_the_appeal_to_another(database):
    house, case = await removed(database, by="wang")
    await house.hear(appealing(house))
    (alert,) = await house.alerts_of("appeal")
    await house.hear(_tells(house, f"驳回 {alert.id}"))

    assert (await house.told())[-1] == f"案件 {case.id} 是您决定的，申诉请由另一位同事答复"
    assert (await appeals(house))[0].state == "open"


async def test_a_member_decides_nothing_by_the_same_words(database):
    house, _, alert = await _waiting(database)
    await house.hear(_tells(house, f"不是 {alert.id}", sender="u7"))

    assert [one.state for one in await house.cases()] == ["open"]
    assert await house.told() == []


async def test_the_words_in_a_room_decide_nothing(database):
    house, _, alert = await _waiting(database)
    await house.hear(message(f"是广告 {alert.id}", sender="w1", room="room-1"))

    assert [one.state for one in await house.cases()] == ["open"]


async def test_an_appeal_is_answered_in_chat_too(database):
    house, _ = await removed(database)
    await house.hear(appealing(house))
    (alert,) = await house.alerts_of("appeal")
    await house.hear(_tells(house, f"同意 {alert.id} 核实为盗号", sender="l1"))

    (appeal,) = await appeals(house)
    assert (appeal.state, appeal.answered_by, appeal.answer) == ("granted", "li", "核实为盗号")
    told = await house.told()
    assert "申诉通过：之前的处理已撤销。核实为盗号" in told


async def test_a_number_that_is_no_alert_is_said_to_be_none(database):
    house, _, _ = await _waiting(database)
    await house.hear(_tells(house, "是广告 999"))

    assert await house.told() == ["没有找到您说的提醒，请带上编号，例如「是广告 12」"]
