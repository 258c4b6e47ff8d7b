"""What a due step says, and who: without a database."""

from datetime import timedelta

import pytest

from bot.core.effects import AssignTask, OnLate, RaiseAlert, Say
from bot.core.ids import ChannelName, IdentityId, RoomId, StaffName
from bot.core.plans import StepState
from sop.firing.pauses import pause_before
from sop.firing.scene import Scene
from sop.firing.turn import take_turn
from sop.parse import parse_plan
from tests.sop.test_plan import a_run
from tests.sop.test_turns import GRACE, due
from tests.support.sop_stage import MORNING

HEAD = """
name: week
title: 第一周
seats:
  teacher: {role: leader, account: room, stand_ins: [{account: wx2}, {person: li}, {person: wang}]}
  li: {person: li, stand_ins: [{person: wang}, {person: zhao}]}
  fan: {role: fan, person: li}
steps:
"""
WX2, ELSEWHERE = ChannelName("wx2"), RoomId(9)


def turn(step, *, facts=None, after=timedelta(), run=None, occasion="", more=0, **scene):
    the_plan = parse_plan(f"{HEAD}  - {{id: a, {step}}}\n", file="p").plan
    return take_turn(
        due(facts=facts, occasion=occasion),
        plan=the_plan,
        run=run or a_run(),
        scene=Scene(**scene),
        now=MORNING + after,
        grace=GRACE,
        more=more,
    )


def on_time(more, seat="teacher"):
    return f'seat: {seat}, when: {{day: 1, at: "08:00"}}, {more}'


def said(found):
    return [one.deed.text for one in found.effects if isinstance(one.deed, Say)]


# ---- several messages ---------------------------------------------------------------------------


def test_several_messages_follow_one_another_with_their_pauses():
    found = turn(on_time("say: [{text: 早}, {text: 今天学第三课, pause: 20s}, {text: 开始吧}]"))

    keys = [(one.key, one.after) for one in found.effects]
    assert keys == [("occ:7", ""), ("occ:7:2", "occ:7"), ("occ:7:3", "occ:7:2")]
    first, second, third = found.effects
    assert second.due - first.due == second.pause == timedelta(seconds=20)
    assert third.due - second.due == third.pause
    assert timedelta(seconds=3) <= third.pause <= timedelta(seconds=30)
    assert found.move.said == "早\n今天学第三课\n开始吧"


def test_only_the_first_of_several_messages_calls_everybody():
    found = turn(on_time("mention_all: true, say: [{text: 早}, {text: 开始吧}]"))

    assert [one.deed.mention_all for one in found.effects] == [True, False]


def test_what_follows_a_late_first_message_is_not_cut_off_by_its_own_grace():
    found = turn(on_time("say: [{text: 早}, {text: 开始吧}]"))

    first, second = found.effects
    assert first.expires == MORNING + GRACE
    assert second.expires == second.due + 2 * GRACE
    assert second.on_late is OnLate.SEND


@pytest.mark.parametrize(("text", "shortest", "longest"), [("好", 3, 3.6), ("好" * 400, 24, 30)])
def test_a_pause_is_as_long_as_a_person_writes(text, shortest, longest):
    pauses = {pause_before(text, due().id, number) for number in range(2, 50)}

    assert len(pauses) > 5, "nobody is a metronome"
    assert all(timedelta(seconds=shortest) <= one <= timedelta(seconds=longest) for one in pauses)
    assert pause_before(text, due().id, 2) == pause_before(text, due().id, 2)


ASKED = "{% for one in questions %}{{ one.text }}{% endfor %}"


def test_a_message_that_comes_to_nothing_is_left_out_of_the_row():
    step = on_time(f"say: [{{text: 早}}, {{text: '{ASKED}'}}, {{text: 开始吧}}]")

    found = turn(step, facts={"questions": []})

    assert said(found) == ["早", "开始吧"]
    assert [one.after for one in found.effects] == ["", "occ:7"]


@pytest.mark.parametrize(
    "step",
    [
        on_time(f"say: '{ASKED}'"),
        on_time(f"say: '{ASKED}'", "li"),
        on_time(f"alert: '{ASKED}'"),
    ],
)
def test_a_step_that_comes_to_nothing_is_left_out(step):
    found = turn(step, facts={"questions": []})

    assert (found.move.state, found.effects) == (StepState.SKIPPED, ())
    assert found.move.outcome == "这次没有可说的：文案按当时的情况是空的"


def test_a_person_gets_all_messages_in_one_task():
    found = turn(on_time("say: [{text: 早}, {text: 看图, media: {image: a.png}}]", seat="li"))

    (task,) = found.effects
    assert isinstance(task, AssignTask)
    assert task.text == "早\n\n看图\n\na.png"


# ---- wordings -----------------------------------------------------------------------------------


def test_a_room_that_a_variant_names_hears_it_and_others_are_drawn():
    step = on_time(
        "say: '', variants: {a: {say: 甲, rooms: ['*一班']}, b: {say: 乙}, c: {say: 丙}}"
    )

    named = turn(step, run=a_run(room_name="英语一班"))
    others = [turn(step, run=a_run(room=RoomId(n), room_name="群")) for n in range(1, 60)]

    assert (said(named), named.move.variant) == (["甲"], "a")
    assert {one.move.variant for one in others} == {"a", "b", "c"}
    assert all(said(one) == [{"a": "甲", "b": "乙", "c": "丙"}[one.move.variant]] for one in others)


def test_an_alert_step_tells_the_staff_and_is_done():
    found = turn(on_time("alert: '{{ room.name }} 还没有人报名'"))

    (alert,) = found.effects
    assert isinstance(alert, RaiseAlert)
    assert "群 还没有人报名" in alert.reason
    assert found.move.state is StepState.DONE


def test_people_are_mentioned_as_far_as_they_sit_in_the_room():
    here = {(RoomId(1), 10001): IdentityId(5)}

    found = turn(on_time("mention: [10001, 10002], say: 好"), people=here)

    assert found.effects[0].deed.mentions == (5,)


def test_whom_an_event_is_about_can_be_mentioned():
    step = "seat: teacher, when: {event: member_joined}, mention_members: true, say: '{{ names }}'"
    here = {(RoomId(1), 10001): IdentityId(5)}
    facts = {"members": [{"name": "小林", "student_id": 10001}]}

    found = turn(step, facts=facts, occasion="join:1", people=here)

    assert found.effects[0].deed.mentions == (5,)


def test_clicks_are_counted_where_the_step_says_so():
    counting = turn(on_time("count_clicks: true, say: 看 https://example.org/"))
    other = turn(on_time("say: 看 https://example.org/"))

    assert [counting.effects[0].deed.count_clicks, other.effects[0].deed.count_clicks] == [
        True,
        False,
    ]


# ---- who speaks ---------------------------------------------------------------------------------


def test_the_rooms_own_account_speaks_while_it_is_there():
    found = turn(on_time("say: 好"), places={(RoomId(1), WX2): ELSEWHERE})

    assert found.effects[0].deed.room == 1


def test_another_account_stands_in_from_its_own_view_of_the_room():
    found = turn(
        on_time("say: 好"),
        silent=frozenset({ChannelName("sim")}),
        places={(RoomId(1), WX2): ELSEWHERE},
    )

    assert found.effects[0].deed.room == ELSEWHERE


def test_where_no_account_can_speak_a_person_gets_the_task():
    found = turn(on_time("say: 好"), silent=frozenset({ChannelName("sim")}))

    (task,) = found.effects
    assert (task.staff, task.stand_ins) == ("li", ("wang",))


def test_who_is_on_leave_is_passed_over():
    found = turn(on_time("say: 好", seat="li"), away=frozenset({StaffName("li")}))

    assert (found.effects[0].staff, found.effects[0].stand_ins) == ("wang", ("zhao",))


def test_when_everybody_is_away_the_first_is_asked_all_the_same():
    everybody = frozenset(StaffName(name) for name in ("li", "wang", "zhao"))

    found = turn(on_time("say: 好", seat="li"), away=everybody)

    assert found.effects[0].staff == "li"
