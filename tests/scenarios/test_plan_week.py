"""Seven days of a plan in twenty rooms: some answer, some do not, some answer too late."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.core.feedback import Verdict
from storage.sop.next_times import verdicts
from storage.tables.people import room as rooms_table
from storage.tables.service import alert
from storage.tables.sop import occurrence
from storage.tables.watches import watch
from tests.support.audience import Audience, Cue
from tests.support.theatre import theatre
from tests.support.week import CALL, SHARED, TASK, VOTE, in_days, week
from tests.support.world import a_world

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

START = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # Monday, midnight in Shanghai
MEMBERS = ("小明", "小红", "小刚")
CONFIG = """
staff: [{name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}]
rooms: {defaults: {staff: [wang]}}
alerts: {escalate_after: 7d}
sop: {start: [{plan: week, rooms: ['*班'], starts_on: 2026-03-02}]}
"""
LIVELY, SILENT, LATE = "lively", "silent", "late"
TIPS = ("小技巧一：先听再看", "小技巧二：先说再写")
END = ("谢谢分享", "七天到了")
SAID = {
    LIVELY: [CALL, "太棒了，今天就到这里", *TIPS, VOTE, "谢谢投票", *END],
    SILENT: [CALL, "还没打卡的同学，睡前补上就行", *TIPS, VOTE, *END],
}
OUTCOMES = {
    LIVELY: {
        "d1-call": "done met",
        "d1-call.otherwise.1": "skipped",
        "d1-call.otherwise.2": "skipped",
        "d1-call.then.1": "done",
        "d2-tips": "done",
        "d3-vote": "done met",
        "d3-vote.otherwise.1": "skipped",
        "d3-vote.then.1": "done",
        "d4-crowd": "skipped",
        "d5-share": "done",
        "d5-thanks": "done",
        "d7-end": "done",
    },
    SILENT: {
        "d1-call": "done missed",
        "d1-call.otherwise.1": "done",
        "d1-call.otherwise.2": "done",
        "d1-call.then.1": "skipped",
        "d2-tips": "done",
        "d3-vote": "done missed",
        "d3-vote.otherwise.1": "done",
        "d3-vote.then.1": "skipped",
        "d4-crowd": "skipped",
        "d5-share": "done",
        "d5-thanks": "done",
        "d7-end": "done",
    },
}


async def test_a_week_in_twenty_rooms(store_url, tmp_path):
    place = a_world(clock=ManualClock(START))
    rooms = [place.room(f"{number}班", "王老师", *MEMBERS) for number in range(1, 21)]
    kinds = {room: (LIVELY, SILENT, LATE)[n % 3] for n, room in enumerate(rooms)}
    lively = [room for room in rooms if kinds[room] == LIVELY]
    late = [room for room in rooms if kinds[room] == LATE]
    soon, too_late = timedelta(minutes=10), timedelta(hours=2, minutes=30)
    audience = Audience(
        place,
        [
            Cue(heard=CALL, rooms=lively, who=MEMBERS, says="打卡，今天读了三页", after=soon),
            Cue(heard=CALL, rooms=late, who=MEMBERS, says="打卡，才看到", after=too_late),
            Cue(heard=VOTE, rooms=lively, who=MEMBERS, says="1", after=soon),
            Cue(heard=VOTE, rooms=late, who=MEMBERS, says="2", after=too_late),
        ],
    )
    _wang_does_the_tasks(audience, rooms)
    joins = START + timedelta(days=3, hours=10)
    audience.plan(joins, "小新", rooms[0])
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "week.yaml").write_text(week(in_days), encoding="utf-8")

    async with theatre(place, audience, store_url, tmp_path, CONFIG) as stage:
        await stage.until(START + timedelta(days=7, hours=22))
        table = await _outcomes(stage.service.database)
        later = await _late_answers(stage.service.database)
        alerts = await _alerts(stage.service.database)

    for room in rooms:
        name = place.world.rooms[room].name
        kind = LIVELY if kinds[room] == LIVELY else SILENT
        said = place.posted(room)
        if room == rooms[0]:
            assert Counter(said) - Counter(SAID[kind]) == Counter(["欢迎 小新，先看群公告"])
            said = [line for line in said if not line.startswith("欢迎")]
        assert said == SAID[kind], (name, kinds[room])
        told = {step: how for step, how in table[name].items() if step != "latecomers"}
        assert told == OUTCOMES[kind], (name, kinds[room])
        by_wang = [
            one.what.text
            for one in place.world.transcript
            if one.room == room and one.by == place.user("王老师")
        ]
        assert by_wang == ([SHARED] if kind == LIVELY else [TASK, SHARED])
    assert later == Counter({len(MEMBERS): len(late)})
    assert alerts == len(rooms) - len(lively)


def _wang_does_the_tasks(audience: Audience, rooms) -> None:
    """What he is told to post in a room he posts there ten minutes later."""
    place = audience.place
    by_name = {f"「{place.world.rooms[room].name}」": room for room in rooms}

    def hear(spoken) -> None:
        if spoken.to != place.user("王老师"):
            return
        named = [room for name, room in by_name.items() if name in spoken.what.text]
        text = TASK if "otherwise" in spoken.what.text else SHARED
        if named and "任务" in spoken.what.text:
            audience.plan(spoken.at + timedelta(minutes=10), "王老师", named[0], text)

    place.world.listeners.append(hear)


async def _outcomes(database) -> dict[str, dict[str, str]]:
    """What became of every step in every room, with what its expectation came to."""
    async with database.read() as connection:
        found = await verdicts(connection)
        rows = await connection.execute(
            select(occurrence.c.id, occurrence.c.step, occurrence.c.state, rooms_table.c.name)
            .join(rooms_table, rooms_table.c.id == occurrence.c.room_id)
            .order_by(occurrence.c.id)
        )
        table: dict[str, dict[str, str]] = {}
        for number, step, state, name in rows:
            verdict, _ = found.get(number, (None, ""))
            how = state if verdict in {None, Verdict.WAITING} else f"{state} {verdict.value}"
            assert step not in table.setdefault(name, {}), f"{step} twice in {name}"
            table[name][step] = how
        return table


async def _late_answers(database) -> Counter[int]:
    """In how many rooms so many answered the first call after its time was over."""
    async with database.read() as connection:
        rows = await connection.execute(
            select(watch.c.late)
            .join(occurrence, occurrence.c.id == watch.c.occurrence_id)
            .where(occurrence.c.step == "d1-call", watch.c.state == "missed")
        )
        return Counter(row.late["matches"] for row in rows if row.late and row.late["matches"])


async def _alerts(database) -> int:
    """How many rooms' staff was alerted of the vote."""
    async with database.read() as connection:
        reasons = await connection.scalars(select(alert.c.reason))
        return sum("投票没有人理" in reason for reason in reasons)
