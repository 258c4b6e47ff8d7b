"""What a task needs now: told, reminded, handed over, held."""

from dataclasses import replace
from datetime import timedelta

from bot.core.ids import StaffName, TaskId
from bot.core.tasks import OpenTask, Task, TaskState
from sop.tasks import Around, Hold, PassOn, Remind, Tell, Why, pass_on, tend
from tests.support.builders import NOON

HOUR = timedelta(hours=1)
LI, WANG, ZHAO, SUN = (StaffName(name) for name in ("li", "wang", "zhao", "sun"))


def a_task(**other):
    base = Task(
        id=TaskId(1),
        staff=LI,
        title="第一周 · share",
        text="说说收获",
        state=TaskState.OPEN,
        created=NOON,
        given=NOON,
        due=NOON + 2 * HOUR,
    )
    return replace(base, **other)


def opened(holders=(LI,), **other):
    return OpenTask(task=a_task(**other), holders=holders)


def around(now=NOON, **other):
    zones = dict.fromkeys((LI, WANG, ZHAO, SUN), "Asia/Shanghai")
    return replace(Around(now=now, zones=zones), **other)


TOLD = {"told_at": NOON, "remind_at": NOON + HOUR}


def test_a_new_task_is_told_and_its_reminder_comes_at_half_the_time():
    assert tend(opened(), around()) == Tell(due=NOON + 2 * HOUR, remind_at=NOON + HOUR)


def test_a_step_may_say_how_long_before_the_deadline_its_person_is_reminded():
    act = tend(opened(remind_before=timedelta(minutes=10)), around())

    assert act == Tell(due=NOON + 2 * HOUR, remind_at=NOON + timedelta(minutes=110))


def test_who_is_told_too_late_for_a_reminder_gets_none():
    act = tend(opened(remind_before=3 * HOUR), around())

    assert act == Tell(due=NOON + 2 * HOUR, remind_at=None)


def test_the_setting_can_turn_reminders_off():
    assert tend(opened(), around(remind_share=1)) == Tell(due=NOON + 2 * HOUR, remind_at=None)


def test_a_task_without_a_deadline_is_told_and_left_alone():
    assert tend(opened(due=None), around()) == Tell(due=None, remind_at=None)
    assert tend(opened(due=None, told_at=NOON), around(NOON + 99 * HOUR)) is None


def test_nobody_loses_a_task_that_they_were_never_told_of():
    late = NOON + 5 * HOUR

    assert tend(opened(), around(late)) == Tell(due=late + 2 * HOUR, remind_at=late + HOUR)


def test_a_person_is_reminded_once():
    assert tend(opened(**TOLD), around(NOON + HOUR / 2)) is None
    assert tend(opened(**TOLD), around(NOON + HOUR)) == Remind()
    assert tend(opened(**TOLD, reminded_at=NOON + HOUR), around(NOON + HOUR)) is None


def test_at_the_deadline_the_stand_in_gets_it_with_as_much_time():
    act = tend(opened(**TOLD, line=(WANG, ZHAO)), around(NOON + 2 * HOUR))

    assert isinstance(act, PassOn)
    assert (act.handed.to, act.handed.line, act.why) == (WANG, (ZHAO,), Why.LATE)
    assert act.handed.due == NOON + 4 * HOUR


def test_a_stand_in_who_is_away_unknown_or_had_it_is_passed_over():
    line = (StaffName("left-the-company"), WANG, LI, ZHAO)
    act = tend(opened(**TOLD, line=line), around(NOON + 2 * HOUR, away=frozenset({WANG})))

    assert isinstance(act, PassOn)
    assert act.handed.to == ZHAO


def test_after_the_stand_ins_the_rooms_staff_is_asked_in_turn():
    late = around(NOON + 2 * HOUR, room_staff=(WANG, SUN))
    first = pass_on(opened(), late, Why.LATE)
    assert isinstance(first, PassOn)
    assert (first.handed.to, first.handed.line) == (WANG, ())

    second = pass_on(opened(holders=(LI, WANG), staff=WANG), late, Why.LATE)
    assert isinstance(second, PassOn)
    assert second.handed.to == SUN


def test_when_nobody_is_left_a_person_decides():
    late = around(NOON + 2 * HOUR, room_staff=(LI, WANG), away=frozenset({WANG}))

    assert tend(opened(**TOLD, line=(WANG,)), late) == Hold(why=Why.LATE)


def test_who_goes_away_loses_the_task_at_once():
    act = tend(opened(**TOLD, line=(WANG,)), around(NOON + HOUR / 2, away=frozenset({LI})))

    assert isinstance(act, PassOn)
    assert (act.handed.to, act.why) == (WANG, Why.AWAY)


def test_what_is_not_open_needs_nothing():
    for state in (TaskState.DONE, TaskState.CANCELLED, TaskState.HELD):
        assert tend(opened(state=state), around(NOON + 9 * HOUR)) is None


def test_passing_on_ends_however_the_line_loops():
    """Each turn somebody new has it: with four colleagues there are at most three turns."""
    one = opened(**TOLD, line=(WANG, LI, WANG, ZHAO))
    seen = [LI]
    for turn in range(9):
        act = pass_on(one, around(NOON, room_staff=(SUN, LI)), Why.LATE)
        if isinstance(act, Hold):
            break
        seen.append(act.handed.to)
        one = OpenTask(
            task=replace(one.task, staff=act.handed.to, line=act.handed.line, turn=turn + 1),
            holders=tuple(seen),
        )

    assert seen == [LI, WANG, ZHAO, SUN]


def test_a_task_that_was_late_when_it_was_given_still_leaves_time():
    act = tend(opened(due=NOON), around(NOON))

    assert act == Tell(due=NOON + HOUR, remind_at=NOON + HOUR / 2)
