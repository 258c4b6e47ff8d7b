"""The past of a room is played again: what was said, and who came and went."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.channels.simulator.views import Saying
from bot.core.ids import UserRef
from bot.core.rehearsing import Against
from bot.rehearsal.goings import there_at_first
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.values import (
    Coming,
    Leaving,
    Past,
    Spoke,
    Talking,
)
from tests.support.rehearsing import CALL, NOWHERE, asked, plan, said


async def test_the_past_of_the_room_is_played_at_the_same_time_of_the_week():
    nine = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    talk = tuple(
        Talking(
            at=nine + timedelta(minutes=number),
            by=UserRef(f"u{number}"),
            saying=Saying(text="我来打卡"),
        )
        for number in range(1, 5)
    )
    past = Past(
        back=timedelta(days=28),
        covered=1.0,
        people={one.by: f"真人{number}" for number, one in enumerate(talk)},
        talk=talk,
    )
    given = replace(asked(plan(CALL)), against=Against.PAST, past=past)
    result = await rehearse(given, NOWHERE)
    call = next(come for come in result.played.steps if come.step == "call")
    assert (call.verdict, call.speakers) == ("met", 4)
    assert said(result) == ["完成的同学发打卡", "太棒了"]


async def test_who_came_and_went_in_the_past_comes_and_goes_again():
    nine = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    late = 'latecomers: {seat: teacher, from_day: 1, delay: 2m, say: "欢迎 {{ names }}"}\n'
    count = 'id: count, seat: teacher, when: {day: 1, at: "%s"}, say: "{{ room.members }} 人"'
    past = Past(
        back=timedelta(days=28),
        covered=1.0,
        people={},
        talk=(),
        moves=(
            Coming(at=nine - timedelta(minutes=30), by=UserRef("new"), name="新来的小周"),
            Leaving(at=nine + timedelta(hours=1), by=UserRef("gone")),
            Leaving(at=nine + timedelta(hours=1), by=UserRef("gone too")),
        ),
    )
    steps = [count.replace("count", f"c{n}") % f"{n:02d}:00" for n in (8, 9, 11)]
    given = replace(asked(plan(*steps, more=late), members=5), against=Against.PAST, past=past)

    result = await rehearse(given, NOWHERE)

    # five sit there at the end: one came, and two went
    assert said(result) == ["6 人", "欢迎 新来的小周", "7 人", "5 人"]
    joined = [line.who for line in result.played.lines if line.kind is Spoke.JOINED]
    assert joined == ["新来的小周"]


def test_who_comes_later_was_not_there_at_first_unless_they_spoke_before():
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    came = [Coming(at=at + timedelta(hours=1), by=UserRef(who)) for who in ("a", "b")]
    left = Leaving(at=at + timedelta(hours=2), by=UserRef("c"))
    talk = [Talking(at=at, by=UserRef(who), saying=Saying(text="好")) for who in ("b", "d")]

    assert there_at_first(talk, [*came, left]) == {"a": False, "b": True, "c": True, "d": True}
