"""What is known of suspects: what they did before, on both databases."""

from bot.core.effects import RecordVerdicts
from bot.core.review import Decision, Word
from bot.core.seen import HISTORY, History, SeenMessage
from bot.core.verdicts import SpamScore
from storage.judging.histories import histories
from storage.judging.records import Records
from storage.talk.archive import Archive
from tests.support.builders import NOON, after, joined, message


async def told(connection, *events):
    """Archive what was said; give back the messages."""
    seen = await Archive(connection).save(list(events), received=NOON)
    return [one for one in seen if isinstance(one, SeenMessage)]


async def history_of(connection, one) -> History:
    found = await histories(connection, [one], now=after(hours=1))
    return found[one.room, one.sender.identity]


async def test_a_first_word_has_no_history(database):
    async with database.write() as connection:
        (first,) = await told(connection, message("大家好", sender="new"))

        found = await history_of(connection, first)

    assert found == History(rooms=1)


async def test_what_was_said_before_in_this_room_is_counted_and_no_more_than_is_looked_at(database):
    async with database.write() as connection:
        before = [
            message(f"第{k}天打卡", sender="old", at=after(minutes=k)) for k in range(HISTORY + 9)
        ]
        await told(
            connection, *before, message("别的群", sender="old", room="r2", at=after(minutes=58.5))
        )
        (newest,) = await told(connection, message("看这里", sender="old", at=after(minutes=70)))

        found = await history_of(connection, newest)

    assert found.spoken <= HISTORY
    assert found.spoken >= HISTORY - 1  # the word in the other room is one of the newest
    assert found.rooms == 2


async def test_answers_given_and_got_are_counted_and_own_ones_are_not(database):
    async with database.write() as connection:
        asked = message("几点开始?", sender="kind")
        await told(
            connection,
            asked,
            message("八点", sender="other", quoted=asked.ref),
            message("我自己补一句", sender="kind", quoted=asked.ref),
        )
        (newest,) = await told(connection, message("谢谢", sender="kind", at=after(minutes=5)))

        found = await history_of(connection, newest)

    assert (found.replied, found.answered) == (1, 1)


async def test_what_staff_decided_about_a_person_is_known(database):
    async with database.write() as connection:
        advert, later = await told(
            connection,
            message("看我头像", sender="bad"),
            message("再看看", sender="bad", at=after(minutes=5)),
        )
        assert advert.room is not None
        spam = SpamScore(score=0.9, flagged=True, verdicts=())
        student = advert.sender.student
        record = RecordVerdicts(message=advert.id, room=advert.room, student=student, spam=spam)
        records = Records(connection)
        await records.apply([record], NOON)
        (opened,) = (await records.cases()).items
        await records.decide_case(opened.id, Word(decision=Decision.ADVERT, author="王", at=NOON))

        found = await history_of(connection, later)

    assert (found.confirmed, found.dismissed) == (1, 0)


async def test_whom_others_quoted_is_known_in_that_room_alone(database):
    async with database.write() as connection:
        said = message("几点开始?", sender="kind")
        await told(connection, said, message("八点", sender="other", quoted=said.ref))
        (elsewhere,) = await told(
            connection, message("大家好", sender="kind", room="r2", at=after(minutes=5))
        )

        found = await history_of(connection, elsewhere)

    assert (found.spoken, found.answered) == (0, 0)


async def test_who_came_with_many_others_is_told_from_who_came_alone(database):
    async with database.write() as connection:
        crowd = [joined(f"w{k}", at=after(minutes=k / 2)) for k in range(6)]
        await told(connection, *crowd, joined("alone", at=after(hours=5)))
        with_others, alone = await told(
            connection,
            message("大家好", sender="w3", at=after(hours=6)),
            message("大家好", sender="alone", at=after(hours=6)),
        )
        found = await histories(connection, [with_others, alone], now=after(hours=6))

    assert found[with_others.room, with_others.sender.identity].arrived_with == 5
    assert found[alone.room, alone.sender.identity].arrived_with == 0


async def test_nobody_is_asked_who_came_with_members_of_long_standing(database):
    async with database.write() as connection:
        crowd = [joined(f"w{k}", at=after(minutes=k / 2)) for k in range(6)]
        await told(connection, *crowd)
        (late,) = await told(connection, message("大家好", sender="w3", at=after(days=9)))
        found = await histories(connection, [late], now=after(days=9))

    assert found[late.room, late.sender.identity].arrived_with == 0
