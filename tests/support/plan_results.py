"""A plan that ran in three rooms for a morning: somebody answers in the first."""

from datetime import date, time, timedelta

from sqlalchemy import insert

from bot.core.plans import PlanVersion
from storage.engine import Database
from storage.sop.runs import Runs
from storage.tables.people import room
from storage.tables.sop import occurrence, run
from storage.talk.archive import Archive
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


async def answered_week(database: Database) -> None:
    """At noon it was asked in rooms 1 to 3; after ten minutes somebody answers in the first."""
    talk = [listed(f"{n} 班", "u1", "u2", room=f"room-{n}") for n in (1, 2, 3)]
    answer = message(
        "打卡！", sender="u1", room="room-1", room_name="1 班", at=NOON + timedelta(minutes=10)
    )
    async with database.write() as connection:
        await Archive(connection).save([*talk, answer], received=NOON)
        version = PlanVersion(
            name="week", version="v1", path="week.yaml", source=PLAN, loaded_at=NOON
        )
        await Runs(connection).editions.put(version)
        numbers = (await connection.scalars(room.select().order_by(room.c.id))).all()
        for number, variant in zip(numbers, ("plain", "warm", "plain"), strict=True):
            begun = {"room_id": number, "starts_on": date(2026, 5, 20), "author": "t"}
            values = {**begun, "zone": "Asia/Shanghai", "state": "active", "started_at": NOON}
            await connection.execute(insert(run).values(plan="week", **values))
            when = {"local_date": date(2026, 5, 20), "zone": "Asia/Shanghai", "tz_version": "2026a"}
            for step, hour, state in (("ask", 12, "done"), ("bye", 20, "skipped")):
                due = NOON + timedelta(hours=hour - 12)
                what = {"plan": "week", "step": step, "local_time": time(hour), "due_at": due}
                how = {"state": state, "settled_at": due, "said": "打卡", "variant": variant}
                ids = {"run_id": number, "room_id": number}
                await connection.execute(insert(occurrence).values(**ids, **what, **when, **how))
