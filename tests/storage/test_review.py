"""The review desk: one click for a campaign, and one that takes everything back."""

import asyncio

import pytest

from bot.core.conduct import ListName
from bot.core.deed_keys import removal_key
from bot.core.effects import Intent, RaiseAlert, RemoveMember
from bot.core.ids import MessageId, RoomId
from storage.judging.deciding import AlreadyDecided
from storage.tables.conduct import listing, mark
from storage.tables.judging import case_message
from storage.tables.learning import sample
from tests.support.builders import after, joined, listed, message
from tests.support.judging import of_kind
from tests.support.moderating import ROOMS, House
from tests.support.reviewed import ADVERT, VARIANT, campaign, rows


async def test_one_click_removes_everybody_of_a_campaign_from_every_room(database):
    house, case = await campaign(database)

    await house.decide(case.id, "advert", note="刷单")

    assert await house.deliveries() == [
        ("RemoveMember", room, "pending") for room in (1, 2, 2, 3, 4)
    ]
    (shown,) = await house.cases()
    assert (shown.state, shown.decision, shown.decided_by) == ("confirmed", "advert", "wang")
    assert (shown.messages, shown.people, shown.rooms) == (3, 2, 3)


async def test_a_confirmed_campaign_marks_lists_and_teaches_once_for_each(database):
    house, case = await campaign(database)

    await house.decide(case.id, "advert")

    sure = await rows(house, mark, mark.c.kind == "advert", mark.c.revoked_at.is_(None))
    assert len({one.student_id for one in sure}) == len(sure) == 2
    suspected = await rows(house, mark, mark.c.kind == "suspect", mark.c.revoked_at.is_(None))
    assert suspected == []
    listings = await rows(house, listing)
    assert {(one.list, one.author) for one in listings} == {(ListName.DENY.value, "wang")}
    assert {one.student_id for one in listings} == {one.student_id for one in sure}
    taught = await rows(house, sample)
    assert {(one.text, one.label, one.author) for one in taught} == {
        (ADVERT, "spam", "wang"),
        (VARIANT, "spam", "wang"),
    }


async def test_deciding_answers_the_alert_so_that_nobody_else_is_asked(database):
    house, case = await campaign(database)
    waiting = await house.ask(lambda unit: unit.alerts.counts())

    await house.decide(case.id, "advert")

    counts = await house.ask(lambda unit: unit.alerts.counts())
    assert {state for state, _ in waiting} == {"open"}
    assert {state for state, _ in counts} == {"acknowledged"}


async def test_removing_without_teaching_teaches_nothing(database):
    house, case = await campaign(database)

    await house.decide(case.id, "remove")

    assert len(await house.deliveries()) == 5
    assert await rows(house, sample) == []


async def test_an_advert_may_be_confirmed_without_removing_anybody(database):
    house, case = await campaign(database)

    await house.decide(case.id, "advert", remove=False)

    assert await house.deliveries() == []
    assert await rows(house, listing) == []
    assert len(await rows(house, sample)) == 2


async def test_what_is_fine_is_taken_back_and_learned(database):
    house, case = await campaign(database, ROOMS % "enforce")
    removed = [one for one in await house.deliveries() if one[0] == "RemoveMember"]
    await house.all_went_out()

    await house.decide(case.id, "fine")

    assert removed != []
    invited = [(kind, room) for kind, room, _ in await house.deliveries() if kind == "InviteMember"]
    assert invited == [("InviteMember", room) for _, room, _ in removed]
    assert await rows(house, mark, mark.c.revoked_at.is_(None)) == []
    assert {one.label for one in await rows(house, sample)} == {"ham"}


async def test_the_second_to_decide_changes_nothing(database):
    house, case = await campaign(database)
    await house.decide(case.id, "fine", author="wang")

    with pytest.raises(AlreadyDecided, match="dismissed already, by wang"):
        await house.decide(case.id, "advert", author="li")

    assert await house.deliveries() == []
    assert {one.label for one in await rows(house, sample)} == {"ham"}


async def test_one_message_of_a_campaign_is_decided_by_itself(database):
    house, case = await campaign(database)

    alone = await house.decide(case.id, "fine", scope="message", message=2)

    states = {one.id: (one.state, one.messages) for one in await house.cases()}
    assert states == {case.id: ("open", 2), alone: ("dismissed", 1)}


async def test_the_history_of_both_says_that_a_message_was_taken_out_of_a_campaign(database):
    house, case = await campaign(database)

    alone = await house.decide(case.id, "fine", scope="message", message=2, author="li")

    split = {}
    for number in (case.id, alone):
        history = await house.ask(
            lambda unit, number=number: unit.audit.entries(subject=f"case:{number}")
        )
        (noted,) = [one for one in history.items if one.action == "case.split"]
        split[number] = (noted.author, noted.details)
    left = {"before": {"messages": 3}, "after": {"messages": 2}, "into": alone}
    own = {"after": {"messages": 1}, "from": case.id}
    assert split == {case.id: ("li", left), alone: ("li", own)}


async def test_who_reported_a_message_is_judged_by_what_was_said_of_that_message(database):
    house, case = await campaign(database)
    await house.hear(message("举报", sender="u1", room="room-2", quoted_text=VARIANT, at=house.now))

    await house.decide(case.id, "fine", scope="message", message=2)
    await house.decide(case.id, "advert")

    reports = await house.ask(lambda unit: unit.records.reports())
    assert [one.outcome for one in reports.items] == ["wrong"]


async def test_what_joins_a_case_while_it_is_decided_is_decided_with_it(database):
    house, case = await campaign(database)
    async with asyncio.TaskGroup() as group, house.unit() as unit:
        copy = message(ADVERT, sender="u9", room="room-1", at=house.now)
        await house.judge(unit, copy)
        deciding = group.create_task(house.decide(case.id, "advert"))
        await asyncio.sleep(0.3)
        assert not deciding.done()

    listings = await rows(house, listing)
    assert len({one.student_id for one in listings}) == 3


async def test_the_first_message_is_decided_by_itself_and_the_others_wait_on(database):
    house, case = await campaign(database)

    alone = await house.decide(case.id, "advert", scope="message")

    states = {
        one.message: (one.id == alone, one.state, one.messages) for one in await house.cases()
    }
    assert states == {1: (True, "confirmed", 1), 2: (False, "open", 2)}
    assert [room for _, room, _ in await house.deliveries()] == [1, 2, 3, 4]


async def test_owners_and_colleagues_are_never_removed_by_a_click(database):
    house = House(database)
    await house.hear(
        listed("一号群", "u1", "u7", "w1", room="room-1", owner="u7"),
        listed("二号群", "u1", "u7", "w1", room="room-2"),
        message(ADVERT, sender="u7", room="room-1"),
    )
    (case,) = await house.cases()

    await house.decide(case.id, "advert")

    assert await house.deliveries() == [("RemoveMember", 2, "pending")]


async def test_a_copy_after_the_decision_follows_it_and_undo_reaches_it_too(database):
    house, case = await campaign(database, ROOMS % "enforce")
    await house.decide(case.id, "advert")
    await house.all_went_out()
    house.later(days=3)
    effects = await house.hear(
        joined("u9", room="room-4"), message(VARIANT, sender="u9", room="room-4", at=after(days=3))
    )
    await house.all_went_out()

    await house.undo(case.id)

    assert of_kind(RaiseAlert, effects) == []
    (removal,) = [one for one in of_kind(Intent, effects) if isinstance(one.deed, RemoveMember)]
    assert removal.key == removal_key(RoomId(4), removal.deed.member, MessageId(4))
    invited = [room for kind, room, _ in await house.deliveries() if kind == "InviteMember"]
    assert invited.count(4) == 2


async def test_rooms_of_the_same_name_are_not_confused_by_a_click(database):
    house = House(database)
    await house.hear(
        listed("同名群", "u1", "u7", room="room-1"),
        listed("同名群", "u1", "u8", room="room-2"),
        message(ADVERT, sender="u7", room="room-1", room_name="同名群"),
    )
    (case,) = await house.cases()

    await house.decide(case.id, "advert")

    assert await house.deliveries() == [("RemoveMember", 1, "pending")]


async def test_nobody_is_removed_for_something_like_it_that_was_not_flagged(database):
    house, case = await campaign(database)
    async with house.store.database.write() as connection:
        await connection.execute(
            case_message.update().where(case_message.c.message_id == 2).values(flagged=False)
        )

    await house.decide(case.id, "advert")

    assert [room for _, room, _ in await house.deliveries()] == [1, 2, 3, 4]
