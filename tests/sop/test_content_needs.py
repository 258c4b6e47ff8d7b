"""When which piece of the content library is needed, and who hears of it when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.content import Approval
from bot.core.effects import AssignTask, RaiseAlert
from bot.core.ids import ChannelName, RoomId, RunId
from bot.core.plans import Run, RunState
from sop.content import Content, Library, LoadedContent
from sop.content_needs import calls, first_needs, late_pieces
from sop.parse import parse_plan
from tests.support.sop_stage import plan

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
AHEAD = timedelta(days=10)


def run(number=1, starts_on=date(2026, 3, 2), name="week"):
    return Run(
        id=RunId(number),
        plan=name,
        room=RoomId(number),
        channel=ChannelName("sim"),
        room_name=f"群{number}",
        starts_on=starts_on,
        zone="Asia/Shanghai",
        state=RunState.ACTIVE,
        author="",
        started_at=NOW,
    )


HERE = (run(),)


def needs(*steps, runs=HERE, now=NOW):
    loaded = parse_plan(plan(*steps), file="p.yaml")
    found = first_needs([loaded.plan], runs, now, AHEAD)
    return {name: (need.step, need.due - NOW) for name, need in found.items()}


def day(number, at="09:00"):
    return f'when: {{day: {number}, at: "{at}"}}, seat: teacher'


def test_a_piece_is_needed_when_the_first_step_says_it_in_the_first_room():
    later = run(2, starts_on=date(2026, 3, 1))

    assert needs(f"id: a, {day(4)}, content: tips") == {"tips": ("a", timedelta(days=3, hours=1))}
    assert needs(f"id: a, {day(4)}, content: tips", runs=(run(), later)) == {
        "tips": ("a", timedelta(days=2, hours=1))
    }


def test_what_is_past_or_too_far_ahead_or_never_said_is_not_needed():
    assert needs(f"id: a, {day(20)}, content: tips") == {}
    assert needs(f"id: a, {day(1, '07:00')}, content: tips") == {}
    assert needs(f"id: a, {day(3)}, say: x") == {}
    assert needs(f"id: a, {day(3)}, content: tips", runs=()) == {}


@pytest.mark.parametrize(
    ("steps", "needed"),
    [
        ((f"id: a, {day(2)}, say: x", "id: b, seat: teacher, when: {after: a}, content: tips"), 25),
        ((f"id: a, {day(2)}, say: x, expect: {{replies: 1}}, otherwise: [{{content: tips}}]",), 25),
        ((f"id: a, {day(2)}, say: [{{text: x}}, {{content: tips}}]",), 25),
        ((f"id: a, {day(2)}, say: x, variants: {{b: {{content: tips}}}}",), 25),
        (("id: a, seat: teacher, when: {event: member_joined}, content: tips",), 0),
        (('id: a, seat: teacher, when: {every: day, at: "10:00"}, content: tips',), 2),
    ],
)
def test_a_piece_is_needed_wherever_a_step_may_say_it(steps, needed):
    assert needs(*steps)["tips"][1] == timedelta(hours=needed)


def library(**other):
    given = {"id": "tips", "kind": "text", "title": "小贴士", "author": "li", "text": "好"} | other
    piece = LoadedContent(content=Content(**given), version="v1", file="t.yaml", source="")
    return Library(pieces={"tips": piece})


def told(shelf, at):
    """What is done at that time about a step on day 6 (in five days and an hour)."""
    loaded = parse_plan(plan(f"id: a, {day(6)}, content: tips"), file="p.yaml")
    found = late_pieces(first_needs([loaded.plan], [run()], NOW, AHEAD), shelf, at)
    return calls(found, at)


def after(**time):
    return NOW + timedelta(**time)


def test_the_author_gets_a_task_a_lead_time_before_and_the_staff_an_alert_days_before():
    assert told(library(), after(days=1)) == []
    [task] = told(library(), after(days=2, hours=2))
    assert isinstance(task, AssignTask)
    assert (task.staff, task.due) == ("li", after(days=5, hours=1))
    assert "内容 tips 还没有批准" in task.text
    assert "03-07 09:00" in task.text
    [again, alert] = told(library(), after(days=3, hours=2))
    assert again == task
    assert isinstance(alert, RaiseAlert)
    assert alert.to == "li"
    assert "tips" in alert.reason


def test_the_lead_time_of_a_piece_is_its_own():
    assert [type(one) for one in told(library(lead_time="5d"), after(hours=2))] == [AssignTask]
    assert told(library(lead_time="1d"), after(days=3)) == []


def test_a_piece_that_nobody_wrote_is_told_three_days_before_to_those_on_duty():
    assert told(Library(), after(days=2)) == []
    [alert] = told(Library(), after(days=2, hours=2))
    assert isinstance(alert, RaiseAlert)
    assert alert.to is None
    assert "内容库里没有 tips" in alert.reason


def test_an_approved_piece_concerns_nobody_until_it_expires_before_it_is_said():
    def approved(**other):
        shelf = library(**other)
        approval = Approval(content="tips", version="v1", by="wang", at=NOW)
        return Library(pieces=shelf.pieces, approvals={"tips": approval})

    assert told(approved(), after(days=4)) == []
    assert told(approved(expires=date(2026, 3, 7)), after(days=4)) == []
    assert "到 2026-03-06 为止" in told(approved(expires=date(2026, 3, 6)), after(days=4))[0].text
