"""Whom an alert is told, and when the next person is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.routing import on_duty, route
from bot.core.alerting import AlertSettings
from bot.core.effects import Severity
from bot.core.ids import StaffName
from bot.core.staff import Role
from tests.alerts.alerting import NIGHT, SETTINGS, alert, colleague, team
from tests.support.builders import NOON, after

WANG = StaffName("wang")
ORDER = (WANG, StaffName("li"), StaffName("zhou"))
TEAM = team(colleague("wang"), colleague("li"), colleague("zhou"))
MIDNIGHT = datetime(2026, 5, 20, 16, 0, tzinfo=UTC)  # 00:00 in Shanghai
EIGHT = datetime(2026, 5, 21, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai


def targets_of(routed):
    return [intent.deed.target for intent in routed.intents]


def test_the_first_of_the_room_is_told_and_the_next_is_asked_a_quarter_of_an_hour_later():
    routed = route(alert(), ORDER, TEAM, SETTINGS, NOON)

    assert routed.staff == ("wang",)
    assert targets_of(routed) == ["dm"]
    assert routed.next_at == after(minutes=15)


def test_when_nobody_acknowledges_the_next_person_is_told():
    routed = route(alert(told=("wang",)), ORDER, TEAM, SETTINGS, after(minutes=15))

    assert routed.staff == ("li",)
    assert routed.next_at == after(minutes=30)


def test_the_last_person_told_is_the_end_of_the_line():
    last = route(alert(told=("wang", "li")), ORDER, TEAM, SETTINGS, NOON)
    nobody = route(alert(told=ORDER), ORDER, TEAM, SETTINGS, NOON)

    assert (last.staff, last.next_at) == (("zhou",), None)
    assert (nobody.staff, nobody.intents, nobody.next_at) == ((), (), None)


def test_a_colleague_in_quiet_hours_is_passed_over_for_the_next_awake():
    staff = team(colleague("wang", quiet_hours=NIGHT), colleague("li"))

    routed = route(alert(), ORDER[:2], staff, SETTINGS, MIDNIGHT)

    assert routed.staff == ("li",)


def test_the_one_passed_over_is_asked_when_their_quiet_hours_end():
    staff = team(colleague("wang", quiet_hours=NIGHT), colleague("li"))

    routed = route(alert(), ORDER[:2], staff, SETTINGS, MIDNIGHT)
    morning = route(alert(told=("li",)), ORDER[:2], staff, SETTINGS, EIGHT)

    assert routed.next_at == EIGHT
    assert morning.staff == ("wang",)


def test_when_nobody_is_awake_the_first_to_wake_is_told_then():
    early = NIGHT.model_copy(update={"end": NIGHT.end.replace(hour=6)})
    staff = team(colleague("wang", quiet_hours=NIGHT), colleague("li", quiet_hours=early))

    asleep = route(alert(), ORDER[:2], staff, SETTINGS, MIDNIGHT)
    awake = route(alert(), ORDER[:2], staff, SETTINGS, EIGHT - timedelta(hours=2))

    assert (asleep.staff, asleep.next_at) == ((), EIGHT - timedelta(hours=2))
    assert awake.staff == ("li",)


def test_a_critical_alert_wakes_people():
    staff = team(colleague("wang", quiet_hours=NIGHT), colleague("li"))

    routed = route(alert(severity=Severity.CRITICAL), ORDER[:2], staff, SETTINGS, MIDNIGHT)

    assert routed.staff == ("wang",)
    assert all(intent.urgent for intent in routed.intents)


def test_quiet_hours_are_those_of_the_colleagues_own_clock():
    abroad = colleague("wang", quiet_hours=NIGHT, zone="America/New_York")

    routed = route(alert(), ORDER[:1], team(abroad), SETTINGS, MIDNIGHT)

    assert routed.staff == ("wang",)


def test_whoever_cannot_be_told_at_all_is_left_out():
    staff = team(colleague("wang", accounts=()), colleague("li"))

    routed = route(alert(), (StaffName("ghost"), *ORDER[:2]), staff, SETTINGS, NOON)

    assert (routed.staff, routed.next_at) == (("li",), None)


def test_every_way_to_a_colleague_is_used_once():
    both = colleague("wang", targets=("json://a.example", "json://b.example"))

    routed = route(alert(round=3), (WANG, WANG), team(both), SETTINGS, NOON)

    assert [intent.key for intent in routed.intents] == [
        "alert:12:3:wang:dm",
        "alert:12:3:wang:apprise:0",
        "alert:12:3:wang:apprise:1",
    ]
    assert routed.next_at is None


def test_without_direct_messages_only_targets_are_used():
    both = colleague("wang", targets=("json://a.example",))
    settings = AlertSettings(direct_message=False)

    routed = route(alert(), ORDER[:1], team(both), settings, NOON)

    assert targets_of(routed) == ["apprise:0"]


@pytest.mark.parametrize(
    ("room_staff", "fallback", "expected"),
    [
        (("li",), ("zhou",), ("li",)),
        ((), ("zhou",), ("zhou",)),
        ((), (), ("boss",)),
    ],
)
def test_where_a_room_names_nobody_the_fallback_is_told_and_else_the_leads(
    room_staff, fallback, expected
):
    staff = TEAM | team(colleague("boss", role=Role.ADMIN))

    order = on_duty(room_staff, staff, AlertSettings(fallback_staff=fallback))

    assert order == expected


def test_where_none_of_a_rooms_people_can_be_told_the_fallback_stands_in():
    staff = team(colleague("wang", accounts=()), colleague("boss", role=Role.ADMIN))

    routed = route(alert(), (WANG,), staff, SETTINGS, NOON)

    assert routed.staff == ("boss",)


def test_with_nobody_to_tell_the_alert_just_stays_open():
    routed = route(alert(), (), {}, SETTINGS, NOON)

    assert (routed.staff, routed.next_at) == ((), None)


def test_whom_an_alert_concerns_is_told_before_the_rooms_people():
    mine = alert(to=StaffName("zhou"))

    first = route(mine, ORDER[:2], TEAM, SETTINGS, NOON)
    then = route(alert(to="zhou", told=("zhou",)), ORDER[:2], TEAM, SETTINGS, after(minutes=15))

    assert (first.staff, first.next_at) == (("zhou",), after(minutes=15))
    assert then.staff == ("wang",)


def test_somebody_concerned_who_cannot_be_told_is_stood_in_for_by_the_rooms_people():
    mute = TEAM | team(colleague("zhou", accounts=()))

    routed = route(alert(to="zhou"), ORDER, mute, SETTINGS, NOON)

    assert routed.staff == ("wang",)


def test_behind_the_person_concerned_stands_the_fallback_where_the_room_has_nobody():
    staff = TEAM | team(colleague("boss", role=Role.ADMIN))

    routed = route(alert(to="wang", told=("wang",)), (), staff, SETTINGS, NOON)

    assert routed.staff == ("boss",)


def test_a_task_is_told_to_its_person_and_goes_to_nobody_else_for_want_of_an_answer():
    task = alert(kind="task", to=StaffName("li"))

    first = route(task, ORDER, TEAM, SETTINGS, NOON)
    later = route(alert(kind="task", to=StaffName("li"), told=("li",)), ORDER, TEAM, SETTINGS, NOON)

    assert (first.staff, first.next_at) == (("li",), None)
    assert later.staff == ()


def test_a_task_of_somebody_who_cannot_be_told_is_brought_to_those_on_duty():
    staff = team(colleague("wang"), colleague("sun", accounts=()))

    routed = route(alert(kind="task", to=StaffName("sun")), ORDER, staff, SETTINGS, NOON)

    assert routed.staff == ("wang",)
