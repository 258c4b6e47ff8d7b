"""What came of plans, over the API."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert

from bot.core.plans import PlanVersion
from storage.tables.people import room
from storage.tables.sop import occurrence, run
from tests.support.builders import NOON, listed, message

PLAN = """
name: week
title: 第一周
seats: {teacher: {account: room}}
steps:
  - id: ask
    seat: teacher
    when: {day: 1, at: "12:00"}
    say: "打卡"
    variants: {plain: {say: "打卡"}, warm: {say: "来打卡吧"}}
    expect: {matches: 1, words: [打卡], within: 1h}
  - {id: bye, seat: teacher, when: {day: 1, at: "20:00"}, say: "明天见"}
"""


@pytest.fixture
async def week(service):
    """A question asked at noon in three rooms; somebody answers in the first after ten minutes."""
    rooms = [listed(f"{n} 班", "u1", "u2", room=f"room-{n}") for n in (1, 2, 3)]
    answer = message(
        "打卡！", sender="u1", room="room-1", room_name="1 班", at=NOON + timedelta(minutes=10)
    )
    await service.save(*rooms, answer)
    async with service.write() as unit:
        version = PlanVersion(
            name="week", version="v1", path="week.yaml", source=PLAN, loaded_at=NOON
        )
        await unit.runs.editions.put(version)
    async with service.store.database.write() as connection:
        numbers = (await connection.scalars(room.select().order_by(room.c.id))).all()
        for number, variant in zip(numbers, ("plain", "warm", "plain"), strict=True):
            begun = {"room_id": number, "starts_on": date(2026, 5, 20), "author": "t"}
            values = {**begun, "zone": "Asia/Shanghai", "state": "active", "started_at": NOON}
            await connection.execute(insert(run).values(id=number, plan="week", **values))
            when = {"local_date": date(2026, 5, 20), "zone": "Asia/Shanghai", "tz_version": "2026a"}
            for step, hour, state in (("ask", 12, "done"), ("bye", 20, "skipped")):
                due = NOON + timedelta(hours=hour - 12)
                what = {"plan": "week", "step": step, "local_time": time(hour), "due_at": due}
                how = {"state": state, "settled_at": due, "said": "打卡", "variant": variant}
                ids = {"run_id": number, "room_id": number}
                await connection.execute(insert(occurrence).values(**ids, **what, **when, **how))
    service.clock.move(timedelta(hours=9))
    return service


async def test_each_step_tells_what_came_of_it(api, week):
    found = (await api.get("/plans/week/results", room=1)).items

    assert [(one["step"], one["state"]) for one in found] == [("ask", "done"), ("bye", "skipped")]
    ask = found[0]
    assert (ask["seat"], ask["variant"], ask["members"]) == ("teacher", "plain", 2)
    assert (ask["counts"]["matches"], ask["responders"], ask["response_ratio"]) == (1, 1, 0.5)
    assert (ask["first_minutes"], ask["expected"]) == (10.0, {"matches": "1"})
    assert found[1]["said_at"] is None


async def test_steps_are_filtered_and_come_page_by_page(api, week):
    first = await api.get("/plans/week/results", step="ask", limit=2)
    rest = await api.get("/plans/week/results", step="ask", limit=2, after=first.body["next"])
    later = await api.get("/plans/week/results", since="2026-05-20T08:00:00Z")

    assert [one["room"] for one in first.items + rest.items] == [1, 2, 3]
    assert rest.body["next"] is None
    assert {one["step"] for one in later.items} == {"bye"}


async def test_the_table_over_rooms(api, week):
    first = await api.get("/plans/week/results/rooms", limit=2)
    rest = await api.get("/plans/week/results/rooms", after=first.body["next"])
    rows = first.items + rest.items

    assert [one["room_name"] for one in rows] == ["1 班", "2 班", "3 班"]
    figures = rows[0]["figures"]
    assert (figures["said"], figures["skipped"], figures["response_ratio"]) == (1, 1, 0.5)
    assert figures["promptness"] == {
        "posts": 1,
        "answered": 1,
        "median": 10.0,
        "within": [0.0, 1.0, 1.0],
    }
    assert rows[1]["figures"]["response_ratio"] == 0.0


async def test_wordings_are_compared_and_three_rooms_decide_nothing(api, week):
    (found,) = (await api.get("/plans/week/experiments", metric="matches")).items

    assert (found["control"], found["metric"], found["rooms_needed"]) == ("plain", "matches", 40)
    assert [(arm["variant"], arm["rooms"]) for arm in found["arms"]] == [("plain", 2), ("warm", 1)]
    assert found["differences"][0]["finding"] == "not decidable yet"
    assert (await api.get("/plans/week/experiments", step="bye")).items == []


@pytest.mark.parametrize("path", ["results", "results/rooms", "experiments"])
async def test_a_plan_that_never_was_is_not_found(api, path):
    answer = await api.get(f"/plans/nothing/{path}")

    assert answer.status == 404
    assert "'nothing'" in answer.body["detail"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("results", {"after": "xx"}),
        ("results", {"room": 0}),
        ("results", {"since": "yesterday"}),
        ("results", {"colour": "red"}),
        ("results/rooms", {"after": "xx"}),
        ("results/rooms", {"limit": 0}),
        ("experiments", {"metric": "money"}),
        ("experiments", {"expected_rooms": 1}),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(api, week, path, query):
    assert (await api.get(f"/plans/week/{path}", **query)).status == 400
