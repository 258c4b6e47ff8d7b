"""Raids: when a room gets stricter, and who hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.conduct import Burst, RoomAlarm
from bot.core.conduct_effects import AlarmRoom
from bot.core.conduct_rules import RaidRules
from bot.core.effects import Intent, RaiseAlert, Severity
from bot.core.ids import RoomId
from handlers.conduct.raid import raid
from handlers.wording import wording
from tests.handlers.conduct.support import effects_of
from tests.support.builders import NOON, after, context, room, seen_join
from tests.support.judging import of_kind

SHORT = RoomAlarm(room=RoomId(1), since=after(minutes=-5), until=after(minutes=25), why="冲群")
FRESH = RoomAlarm(room=RoomId(1), since=NOON, until=after(minutes=30), why="冲群")


def stirs(language="zh", **burst) -> list[Any]:
    return list(raid(room(raid=RaidRules()), Burst(**burst), NOON, wording(language)))


@pytest.mark.parametrize(
    ("burst", "alarmed"),
    [
        ({"joins": 9}, False),
        ({"joins": 10}, True),
        ({"joins": 10, "usual_joins": 2.0}, True),
        ({"joins": 10, "usual_joins": 2.5}, False),  # a room that grows fast anyway
        ({"joins": 13, "usual_joins": 2.5}, True),
        ({"said": 19}, False),
        ({"said": 20}, True),
        ({"said": 20, "usual_said": 10.0}, False),
        ({}, False),
    ],
)
def test_a_raid_is_many_and_many_more_than_usual(burst, alarmed):
    assert bool(stirs(**burst)) is alarmed


def test_a_raid_alarms_the_room_for_a_while_and_calls_staff_at_once():
    alarm, alert = stirs(joins=23, usual_joins=0.4)

    assert alarm == AlarmRoom(
        room=RoomId(1), until=after(minutes=30), why="10 分钟内有 23 人进群，平时 0.4 人"
    )
    assert (alert.kind, alert.severity) == ("raid", Severity.CRITICAL)
    assert "23 人进群" in alert.reason
    assert "23 joined within 10 minutes" in stirs("en", joins=23)[1].reason


def test_a_raid_that_goes_on_is_prolonged_without_another_call():
    (prolonged,) = stirs(joins=23, alarm=SHORT)

    assert prolonged.until == after(minutes=30)
    assert stirs(joins=23, alarm=FRESH) == []


def test_nobody_is_welcomed_into_a_room_that_is_raided():
    where = room(welcome="欢迎 {{ name }}")
    many, one_more, over = (
        effects_of(seen_join(7), about=context(where, bursts={RoomId(1): burst}))
        for burst in (Burst(joins=12), Burst(joins=1, alarm=SHORT), Burst(joins=1))
    )

    assert [type(one) for one in many] == [AlarmRoom, RaiseAlert]
    assert one_more == []
    assert [type(one) for one in over] == [Intent]


def test_an_alarm_lasts_as_long_as_the_room_wants():
    calm = room(raid=RaidRules(lasts=timedelta(hours=3), joins=5))

    (alarm,) = of_kind(AlarmRoom, raid(calm, Burst(joins=5), NOON, wording("zh")))

    assert alarm.until == after(hours=3)


@pytest.mark.parametrize("burst", [{"joins": 200}, {"said": 500}])
def test_a_room_that_was_made_today_fills_up_and_that_is_no_raid(burst):
    assert stirs(**burst, since=after(hours=-23)) == []
    assert stirs(**burst, since=after(hours=-25)) != []
