"""An advert in the hours after a post is no answer to it; what was found to be fine is one."""

import pytest

from bot.core.feedback import Reacting
from tests.support.flagging import decide, flag, undo
from tests.support.people import at, said, save
from tests.support.reactions import WEEK, one

REPLIES, SPEAKERS, MATCHES = Reacting.REPLIES, Reacting.SPEAKERS, Reacting.MATCHES


@pytest.fixture
async def talk(database):
    """A member answers; somebody else advertises, with the word that was hoped for."""
    await save(
        database,
        said("我报名", "u1", minute=1),
        said("报名加微 abc12345 领资料", "u2", minute=2),
    )
    return database


async def counted(database):
    counts = (await one(database, words=("报名",))).counts
    return counts[REPLIES], counts[SPEAKERS], counts[MATCHES]


async def test_a_flagged_message_is_no_answer_while_nobody_decided(talk):
    assert await counted(talk) == (2, 2, 2)

    await flag(talk, 2, now=at(3))

    assert await counted(talk) == (1, 1, 1)


@pytest.mark.parametrize(
    ("decision", "answers"), [("advert", 1), ("remove", 1), ("fine", 2)], ids=str
)
async def test_what_a_colleague_says_of_it_decides_whether_it_counts(talk, decision, answers):
    await flag(talk, 2, now=at(3))

    await decide(talk, 1, decision, now=at(4))

    assert await counted(talk) == (answers, answers, answers)


async def test_a_decision_that_was_taken_back_lets_it_count_again(talk):
    await flag(talk, 2, now=at(3))
    await decide(talk, 1, "advert", now=at(4))
    await undo(talk, 1, now=at(5))

    assert await counted(talk) == (2, 2, 2)


async def test_what_members_report_counts_until_a_colleague_agrees(talk):
    await flag(talk, 1, now=at(3), kind="report")
    async with talk.write() as connection:
        await connection.exec_driver_sql("UPDATE case_message SET flagged = false")
    assert await counted(talk) == (2, 2, 2)

    await decide(talk, 1, "remove", now=at(4))

    assert await counted(talk) == (1, 1, 1)


async def test_a_copy_that_is_not_suspect_by_itself_counts(talk):
    await flag(talk, 2, now=at(3))
    await flag(talk, 1, now=at(3), flagged=False, campaign=2)

    assert await counted(talk) == (1, 1, 1)


async def test_adverts_of_earlier_weeks_do_not_raise_what_is_usual(database):
    weeks = [said("加微", f"s{n}", minute=5 - n * WEEK) for n in (1, 2, 3)]
    await save(database, said("早", "u1", minute=-4 * WEEK - 1), *weeks)
    assert (await one(database)).usual[REPLIES].median == 1.0

    await flag(database, 2, 3, 4, now=at(3))

    assert (await one(database)).usual[REPLIES].median == 0.0
