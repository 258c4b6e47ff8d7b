"""Steps that expect something, and what follows them."""

from sqlalchemy import select

from storage.tables.watches import watch
from tests.support.sop_stage import plan

ASK = (
    'id: ask, title: 提问, seat: teacher, when: {day: 1, at: "08:30"}, say: "今天学了什么？",'
    " expect: {speakers: 2, within: 1h},"
    " otherwise: [{say: 没有人吗, delay: 1m}, {seat: li, say: 请你来问}],"
    " then: [{say: 真棒}]"
)
LATER = 'id: later, seat: teacher, when: {after: ask, feedback: known}, say: "反应已知"'
THEN = 'id: plain, seat: teacher, when: {after: ask}, say: "补充一句"'


async def ask(stage, *steps, rooms=1):
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.rooms(rooms)
    await stage.tick()
    await stage.start()
    await stage.tick()
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    await stage.tick()
    return stage


async def states(stage):
    return {one.step: one.state.value for one in await stage.steps()}


async def watched(stage):
    async with stage.database.read() as connection:
        return (await connection.execute(select(watch))).all()
