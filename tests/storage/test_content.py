"""Approvals of the content library in the store."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import insert, select

from bot.core.content import Approval, task_key
from bot.core.effects import AssignTask
from bot.core.ids import StaffName
from bot.core.plans import NewRun
from storage.sop.content import Contents
from storage.sop.runs import Runs
from storage.sop.tasks import Tasks
from storage.tables.people import room
from storage.tables.service import audit
from storage.tables.sop import task
from tests.support.builders import NOON

WORD = Approval(content="tips", version="v1", by="wang", at=NOON, reason="看过了")


async def test_the_newest_word_on_a_piece_counts_and_every_word_is_kept(database):
    async with database.write() as connection:
        contents = Contents(connection)
        assert await contents.approvals() == {}
        await contents.put(WORD)
        await contents.put(replace(WORD, content="poster"))
        assert await contents.approvals() == {
            "tips": WORD,
            "poster": replace(WORD, content="poster"),
        }
        withdrawn = replace(WORD, given=False, at=NOON + timedelta(hours=1))
        await contents.put(withdrawn)
        assert set(await contents.approvals()) == {"poster"}
        await contents.put(replace(WORD, version="v2"))
        assert (await contents.approvals())["tips"].version == "v2"

        assert await contents.history("tips") == [replace(WORD, version="v2"), withdrawn, WORD]
        noted = (await connection.execute(select(audit).order_by(audit.c.id))).all()
    assert [(one.action, one.subject, one.author) for one in noted] == [
        ("content.approve", "content:tips", "wang"),
        ("content.approve", "content:poster", "wang"),
        ("content.withdraw", "content:tips", "wang"),
        ("content.approve", "content:tips", "wang"),
    ]
    assert noted[0].reason == "看过了"


async def test_an_approval_closes_the_tasks_of_that_piece_and_of_no_other(database):
    async with database.write() as connection:
        tasks = Tasks(connection)
        for name in ("tips", "tips2", "ti_s"):
            await tasks.assign(
                AssignTask(key=task_key(name, "v1"), staff=StaffName("li"), title="t", text="x"),
                NOON,
            )
        await Contents(connection).put(WORD)
        rows = (await connection.execute(select(task.c.dedup_key, task.c.state))).all()

    assert {row.dedup_key: row.state for row in rows} == {
        "content:tips:v1": "done",
        "content:tips2:v1": "open",
        "content:ti_s:v1": "open",
    }


async def test_the_runs_that_need_pieces_are_the_live_ones_of_those_plans(database):
    async with database.write() as connection:
        values = {"channel": "sim", "ref": "r1", "name": "群1", "created_at": NOON}
        number = await connection.scalar(insert(room).values(values).returning(room.c.id))
        runs = Runs(connection)
        day = date(2026, 3, 2)
        new = [NewRun(plan=p, room=number, starts_on=day, zone="UTC") for p in ("a", "b", "c")]
        begun = await runs.start(new, "wang", NOON)
        await runs.stop([begun[1]], "", NOON)
        await runs.pause([begun[0]], NOON)

        found = await Contents(connection).runs_of({"a", "b"})

    assert [run.plan for run in found] == ["a"]
