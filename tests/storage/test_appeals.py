"""Appeals 申诉: heard in direct talk, brought to another manager, answered once."""

import asyncio

import pytest
from sqlalchemy import update

from bot.core.review import AppealState
from bot.review.appeals import NotYours
from storage.judging.deciding import AlreadyDecided
from storage.tables.judging import case_message
from tests.support.appealing import ADVERT, answer, appealing, appeals, removed
from tests.support.builders import listed, message
from tests.support.moderating import ROOMS, House


async def test_whoever_was_removed_appeals_and_another_manager_is_asked(database):
    house, case = await removed(database, by="wang")
    await house.hear(appealing(house))

    (appeal,) = await appeals(house)
    assert (appeal.case, appeal.against, appeal.asked) == (case.id, "wang", "li")
    assert appeal.text == "申诉：我没有发广告，是账号被盗了"
    (alert,) = await house.alerts_of("appeal")
    assert (alert.to, alert.message.text) == ("li", appeal.text)
    assert await house.told() == ["申诉已收到，会由另一位同事重新查看，结果会告诉你"]


async def test_against_a_rule_whoever_is_on_duty_is_asked(database):
    house = House(database, ROOMS % "enforce")
    await house.hear(
        listed("一号群", "u1", "u7", "w1", room="room-1"),
        message(ADVERT, sender="u7", room="room-1"),
    )
    await house.hear(appealing(house))

    (appeal,) = await appeals(house)
    assert (appeal.against, appeal.asked) == ("groupkeeper", "wang")


async def test_granted_only_this_person_gets_everything_back(database):
    house, _case = await removed(database)
    await house.hear(appealing(house))
    (appeal,) = await appeals(house)

    await answer(house, appeal.id, AppealState.GRANTED, note="核实为盗号")

    invited = [room for kind, room, _ in await house.deliveries() if kind == "InviteMember"]
    assert invited == [1]
    states = {one.name: one.state for one in await house.cases()}
    assert states == {"名字u7": "undone", "名字u8": "confirmed"}
    assert (await house.told())[-1] == "申诉通过：之前的处理已撤销。核实为盗号"
    marks = await house.ask(lambda unit: unit.conduct.marks_of({10002, 10003}))
    assert [all(one.revoked for one in marks[who]) for who in (10002, 10003)] == [True, False]
    assert await house.alerts_of("appeal") == []


async def test_the_rest_of_the_campaign_can_still_be_undone_afterwards(database):
    house, _ = await removed(database)
    await house.hear(appealing(house))
    (appeal,) = await appeals(house)
    await answer(house, appeal.id, AppealState.GRANTED)
    (left_over,) = [one for one in await house.cases() if one.state == "confirmed"]

    await house.undo(left_over.id)

    invited = [one for one in await house.deliveries() if one[0] == "InviteMember"]
    assert len(invited) == 2


async def test_upheld_it_stays_and_they_are_told_why(database):
    house, _ = await removed(database)
    await house.hear(appealing(house))
    (appeal,) = await appeals(house)

    await answer(house, appeal.id, AppealState.UPHELD, note="多次发送")

    assert [kind for kind, _, _ in await house.deliveries() if kind == "InviteMember"] == []
    assert (await house.told())[-1] == "申诉未通过，维持原处理。多次发送"
    with pytest.raises(AlreadyDecided, match="upheld already, by li"):
        await answer(house, appeal.id, AppealState.GRANTED)


async def test_who_decided_does_not_answer_the_appeal_against_it(database):
    house, _ = await removed(database, by="wang")
    await house.hear(appealing(house))
    (appeal,) = await appeals(house)

    with pytest.raises(NotYours, match="another colleague"):
        await answer(house, appeal.id, AppealState.UPHELD, author="wang")

    assert (await appeals(house))[0].state == "open"


async def test_an_appeal_is_never_brought_to_whoever_decided_however_long_nobody_answers(database):
    house, _ = await removed(database, by="wang")
    await house.hear(appealing(house))
    for _ in range(4):
        await house.tell()
        house.later(hours=1)

    (alert,) = await house.alerts_of("appeal")
    assert alert.told == ("li",)


ALONE = """
rooms: {defaults: {mode: observe, staff: [wang, zhao]}}
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, user: w1}]}
  - {name: zhao, title: 赵老师, role: sales, accounts: [{channel: sim, user: z1}]}
"""


async def test_where_nobody_else_may_decide_whoever_decided_answers(database):
    house = House(database, ALONE, staff="")
    await house.hear(
        listed("一号群", "u1", "u7", "w1", room="room-1"),
        message(ADVERT, sender="u7", room="room-1"),
    )
    (case,) = await house.cases()
    await house.decide(case.id)
    await house.hear(appealing(house))

    (appeal,) = await appeals(house)
    assert appeal.asked is None
    assert await house.told() == ["申诉已收到，会由管理员重新查看，结果会告诉你"]
    await answer(house, appeal.id, AppealState.UPHELD, author="wang")
    assert (await appeals(house))[0].state == "upheld"


async def test_the_appeal_of_somebody_who_was_merged_since_takes_back_what_was_theirs(database):
    house, _ = await removed(database)
    await house.hear(appealing(house))
    (appeal,) = await appeals(house)
    async with house.unit() as unit:
        await unit.roster.merge(source=10002, into=10001, author="wang", reason="", now=house.now)

    (seen,) = await appeals(house)
    await answer(house, appeal.id, AppealState.GRANTED)

    assert seen.student == 10001
    assert [room for kind, room, _ in await house.deliveries() if kind == "InviteMember"] == [1]
    assert sorted(one.state for one in await house.cases()) == ["confirmed", "undone"]
    (again,) = await appeals(house)
    states = {one.id: one.state for one in await house.cases()}
    assert states[again.case] == "undone"


async def test_a_copy_of_an_old_case_can_be_appealed_against(database):
    house = House(database, ROOMS % "enforce")
    await house.hear(
        listed("一号群", "u1", "u7", "u8", "w1", room="room-1"),
        message(ADVERT, sender="u7", room="room-1"),
    )
    (case,) = await house.cases()
    await house.decide(case.id)
    for _ in range(4):
        house.later(days=10)
        await house.hear(message(ADVERT, sender="u8", room="room-1", at=house.now))
    await house.hear(appealing(house, sender="u8"))

    assert [one.case for one in await appeals(house)] == [case.id]


async def test_a_message_decided_by_itself_can_be_appealed_against_though_nothing_flagged_it(
    database,
):
    house = House(database, ROOMS % "observe")
    await house.hear(
        listed("一号群", "u1", "u7", "u8", "w1", room="room-1"),
        message(ADVERT, sender="u7", room="room-1"),
        message(ADVERT, sender="u8", room="room-1"),
    )
    (case,) = await house.cases()
    async with house.store.database.write() as connection:
        await connection.execute(
            update(case_message).where(case_message.c.message_id == 2).values(flagged=False)
        )
    await house.decide(case.id, "remove", scope="message", message=2)
    await house.hear(appealing(house, sender="u8"))

    (appeal,) = await appeals(house)
    assert (appeal.against, appeal.student) == ("wang", 10003)


async def test_one_appeal_a_case_is_open_and_writing_on_changes_nothing(database):
    house, _ = await removed(database)
    for number in range(10):
        await house.hear(appealing(house, f"申诉 第{number}次"))

    assert len(await appeals(house)) == 1
    assert await house.told() == [
        "申诉已收到，会由另一位同事重新查看，结果会告诉你",
        "你的申诉正在处理，请等待结果，不必重复发送",
    ]


async def test_after_so_many_appeals_a_day_nobody_is_asked_again(database):
    house, _ = await removed(database)
    for _ in range(5):
        await house.hear(appealing(house))
        for appeal in await appeals(house):
            if appeal.state == "open":
                await answer(house, appeal.id, AppealState.UPHELD)

    assert len(await appeals(house)) == 3


async def test_somebody_to_whom_nothing_was_done_is_told_so_once_a_day(database):
    house, _ = await removed(database)
    for _ in range(3):
        await house.hear(appealing(house, sender="u1"))

    assert await appeals(house) == ()
    assert await house.told() == ["没有查到最近对你的处理；如有疑问请直接联系管理员"]


async def test_what_was_done_long_ago_is_not_looked_at_again(database):
    house, _ = await removed(database)
    house.later(days=31)
    await house.hear(appealing(house))

    assert await appeals(house) == ()


async def test_a_word_that_only_begins_alike_is_no_appeal(database):
    house, _ = await removed(database)
    await house.hear(appealing(house, "Appealing prices for you"))
    assert await appeals(house) == ()

    await house.hear(appealing(house, "Appeal: it was not me"))
    assert len(await appeals(house)) == 1


async def test_an_answer_waits_its_turn_while_a_batch_is_judged(database):
    house, _ = await removed(database)
    await house.hear(appealing(house))

    async def too_late():
        with pytest.raises(AlreadyDecided, match="upheld already, by chen"):
            await answer(house, 1, AppealState.GRANTED)

    async with asyncio.TaskGroup() as group, house.unit() as unit:
        await house.judge(unit, message("大家好", sender="u1", room="room-1", at=house.now))
        group.create_task(too_late())
        await asyncio.sleep(0.3)
        await unit.records.answer_appeal(
            1, AppealState.UPHELD, author="chen", note="", now=house.now
        )


async def test_in_a_room_the_word_appeals_nothing(database):
    house, _ = await removed(database)
    await house.hear(message("申诉 有人知道怎么弄吗", sender="u1", room="room-1"))

    assert await house.told() == []
