"""What is known of suspects: what they did before, on both databases."""

from bot.core.effects import RecordVerdicts
from bot.core.seen import HISTORY, History, SeenMessage
from bot.core.verdicts import SpamScore
from storage.judging.cases import CaseState
from storage.judging.histories import histories
from storage.judging.records import Records
from storage.talk.archive import Archive
from tests.support.builders import NOON, after, message


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
        await records.decide_case(opened.id, CaseState.CONFIRMED, author="王", note="", now=NOON)

        found = await history_of(connection, later)

    assert (found.confirmed, found.dismissed) == (1, 0)
