"""Verdicts, cases, leads, questions: each once, each decided once."""

import asyncio

import pytest

from bot.core.effects import AnswerQuestion, OpenQuestion, RecordLead, RecordVerdicts
from bot.core.ids import IdentityId, MessageId, RoomId, StudentId
from bot.core.leads import LeadState
from bot.core.review import Decision, Word
from bot.core.verdicts import LeadFound, SpamScore, Verdict
from storage.engine import Database, make_engine
from storage.judging.cases import CaseFilter
from storage.judging.deciding import AlreadyDecided, Unknown
from storage.judging.leads import LeadFilter
from storage.judging.records import Records
from storage.people.roster import Roster
from storage.service.audit import Audit
from storage.settings import StorageSettings
from tests.support.people import at, said, save

OF_10002 = LeadFilter(student=StudentId(10002))


@pytest.fixture
async def talk(database):
    await save(database, *(said(f"第{n}句", f"u{n % 3}", minute=n) for n in range(6)))
    return database


async def _apply(database, *records, minute=0.0):
    async with database.write() as connection:
        await Records(connection).apply(records, at(minute))


async def _records(database, name, *args, **more):
    async with database.write() as connection:
        return await getattr(Records(connection), name)(*args, **more)


def _verdicts(message, student=10001, *, flagged=True):
    links = Verdict(detector="links", score=0.8, reason="3 个链接", evidence=("http://a.example",))
    words = Verdict(detector="words", score=0.9, reason="词表：加微")
    spam = SpamScore(score=0.97, flagged=flagged, verdicts=(links, words))
    return RecordVerdicts(message=message, room=RoomId(1), student=student, spam=spam)


def _word(decision, author, minute):
    return Word(decision=decision, author=author, at=at(minute))


def _lead(message, student=10001, score=0.5, category="course"):
    found = LeadFound(category=category, score=score, words=("报名",))
    return RecordLead(student=student, room=RoomId(1), message=message, lead=found)


def _question(message, minute=0.0, due=30.0):
    return OpenQuestion(
        message=message, room=RoomId(1), asker=IdentityId(1), asked=at(minute), due=at(due)
    )


async def test_verdicts_are_kept_with_their_reasons(talk):
    await _apply(talk, _verdicts(1))

    kept = await _records(talk, "verdicts", message_id=1)
    assert [(one.detector, one.evidence) for one in kept.items] == [
        ("words", ()),
        ("links", ("http://a.example",)),
    ]


async def test_verdicts_are_listed_page_by_page_with_the_newest_message_first(talk):
    await _apply(talk, _verdicts(1), _verdicts(2))

    first = await _records(talk, "verdicts", limit=3)
    rest = await _records(talk, "verdicts", limit=3, after=first.next)

    assert [(one.message, one.detector) for one in (*first.items, *rest.items)] == [
        (2, "words"),
        (2, "links"),
        (1, "words"),
        (1, "links"),
    ]
    assert rest.next is None


async def test_a_flagged_message_opens_one_case_however_often_it_is_recorded(talk):
    await _apply(talk, _verdicts(1), _verdicts(1))
    await _apply(talk, _verdicts(1))

    (case,) = (await _records(talk, "cases")).items
    assert (case.reason, case.student, case.text) == ("词表：加微；3 个链接", 10001, "第0句")


async def test_a_message_that_is_not_flagged_opens_no_case(talk):
    await _apply(talk, _verdicts(1, flagged=False))

    assert (await _records(talk, "cases")).items == ()


async def test_the_second_to_decide_a_case_is_told(talk):
    await _apply(talk, _verdicts(1))
    await _records(talk, "decide_case", 1, _word(Decision.ADVERT, "wang", 1))
    decided = await _records(talk, "case", 1)
    assert (decided.state, decided.decided_by, decided.decided) == ("confirmed", "wang", at(1))

    with pytest.raises(AlreadyDecided, match="confirmed already, by wang"):
        await _records(talk, "decide_case", 1, _word(Decision.FINE, "li", 2))
    await _records(talk, "undo_case", 1, author="li", note="误判", now=at(3))
    with pytest.raises(AlreadyDecided, match="undone already, by li"):
        await _records(talk, "undo_case", 1, author="wang", note="", now=at(4))
    assert (await _records(talk, "case", 1)).state == "undone"
    async with talk.read() as connection:
        entries = (await Audit(connection).entries(subject="case:1")).items
    assert [(one.action, one.author) for one in entries] == [
        ("case.undone", "li"),
        ("case.confirmed", "wang"),
    ]


async def test_an_unknown_case_is_not_decided(talk):
    with pytest.raises(Unknown, match="no case 9"):
        await _records(talk, "decide_case", 9, _word(Decision.ADVERT, "w", 1))


async def test_one_person_and_category_have_one_open_lead_with_all_evidence(talk):
    await _apply(talk, _lead(1, score=0.4), _lead(4, score=0.9), _lead(2, 10002), minute=1)
    await _apply(talk, _lead(4, score=0.9), _lead(1, score=0.2, category="shop"), minute=2)

    leads = (await _records(talk, "leads")).items
    assert [(one.student, one.category, one.score, one.messages) for one in leads] == [
        (10001, "course", 0.9, 2),
        (10002, "course", 0.5, 1),
        (10001, "shop", 0.2, 1),
    ]
    evidence = await _records(talk, "evidence", leads[0].id)
    assert [(one.message, one.words, one.text) for one in evidence] == [
        (1, ("报名",), "第0句"),
        (4, ("报名",), "第3句"),
    ]


async def test_after_a_lead_is_lost_new_words_open_another(talk):
    await _apply(talk, _lead(1))
    await _records(talk, "lead_state", 1, LeadState.LOST, author="li", now=at(1), note="不要了")
    await _apply(talk, _lead(4))

    states = {one.id: one.state for one in (await _records(talk, "leads")).items}
    assert states == {1: "lost", 2: "open"}


async def test_only_one_colleague_claims_a_lead(talk):
    await _apply(talk, _lead(1))
    claimed = await _records(talk, "lead_state", 1, LeadState.CLAIMED, author="li", now=at(1))
    assert (claimed.owner, claimed.state) == ("li", "claimed")

    with pytest.raises(AlreadyDecided, match="claimed already, by li"):
        await _records(talk, "lead_state", 1, LeadState.CLAIMED, author="wu", now=at(2))
    await _records(talk, "lead_state", 1, LeadState.OPEN, author="li", now=at(3))
    won = await _records(talk, "lead_state", 1, LeadState.WON, author="wu", now=at(4))
    assert won.owner == "wu"


async def test_leads_and_cases_follow_a_merge_and_come_back(talk):
    await _apply(talk, _lead(1), _verdicts(1))
    async with talk.write() as connection:
        number = await Roster(connection).merge(
            source=StudentId(10001), into=StudentId(10002), author="w", reason="", now=at(1)
        )
    await _apply(talk, _lead(4), _lead(2, 10002))

    (lead,) = (await _records(talk, "leads", OF_10002)).items
    (case,) = (await _records(talk, "cases", CaseFilter(student=StudentId(10002)))).items
    assert (lead.student, lead.messages, case.student) == (10002, 3, 10002)

    async with talk.write() as connection:
        await Roster(connection).unmerge(number, author="w", now=at(2))
    (lead,) = (await _records(talk, "leads")).items
    assert lead.student == 10001


async def test_merged_people_have_one_living_lead_a_category_until_they_are_parted(talk):
    await _apply(talk, _lead(1), _lead(2, 10002), _lead(2, 10002, category="other"))
    before = (await _records(talk, "leads")).items
    async with talk.write() as connection:
        number = await Roster(connection).merge(
            source=StudentId(10001), into=StudentId(10002), author="w", reason="", now=at(1)
        )

    merged = (await _records(talk, "leads", OF_10002)).items
    await _records(talk, "lead_state", 1, LeadState.LOST, author="li", now=at(2))
    open_ones = LeadFilter(student=StudentId(10002), state=LeadState.OPEN)
    lost = (await _records(talk, "leads", open_ones)).items
    async with talk.write() as connection:
        await Roster(connection).unmerge(number, author="w", now=at(3))

    assert len(before) == 3
    assert [one.category for one in merged].count("course") == 1
    assert min(one.id for one in merged) == 1
    assert [one.category for one in lost].count("course") == 1
    assert len((await _records(talk, "leads")).items) == 3


async def test_leads_are_paged_by_strength(talk):
    await _apply(talk, *(_lead(1, category=f"c{n}", score=(n % 4 + 1) / 4) for n in range(9)))
    seen, after = [], None
    while True:
        page = await _records(talk, "leads", after=after, limit=2)
        seen += [(one.score, one.id) for one in page.items]
        after = page.next
        if after is None:
            break

    assert len(seen) == 9
    assert seen == sorted(seen, reverse=True)


async def test_two_writers_at_once_open_one_lead(store_url, talk):
    other = Database(make_engine(StorageSettings(url=store_url)))
    await asyncio.gather(_apply(talk, _lead(1)), _apply(other, _lead(4)))
    await other.close()

    (lead,) = (await _records(talk, "leads")).items
    assert lead.messages == 2


async def test_overdue_questions_are_told_once(talk):
    await _apply(talk, _question(1, due=10), _question(2, due=20), _question(3, due=99))
    overdue = await _records(talk, "unanswered", at(20))
    assert [one.message for one in overdue] == [1, 2]

    await _records(talk, "mark_alerted", [1, 2], now=at(20))

    assert await _records(talk, "unanswered", at(30)) == ()


async def test_an_answered_question_is_not_overdue_and_keeps_its_first_answer(talk):
    first = AnswerQuestion(question=MessageId(1), answer=MessageId(2), answered=at(3))
    second = AnswerQuestion(question=MessageId(1), answer=MessageId(3), answered=at(4))
    await _apply(talk, first, _question(1, due=10))
    await _apply(talk, second, _question(1, due=10))

    (found,) = (await _records(talk, "questions")).items
    assert (found.answer, found.answered) == (2, at(3))
    assert await _records(talk, "unanswered", at(60)) == ()
    assert (await _records(talk, "questions", waiting=True)).items == ()


async def test_a_closed_question_waits_for_nobody(talk):
    await _apply(talk, _question(1, due=10))

    assert await _records(talk, "close_question", 1, now=at(5))
    assert not await _records(talk, "close_question", 1, now=at(6))
    assert await _records(talk, "unanswered", at(60)) == ()


async def test_what_was_taken_back_can_be_decided_anew(talk):
    await _apply(talk, _verdicts(1))
    await _records(talk, "decide_case", 1, _word(Decision.FINE, "wang", 1))
    await _records(talk, "undo_case", 1, author="wang", note="", now=at(2))
    await _records(talk, "decide_case", 1, _word(Decision.ADVERT, "li", 3))
    decided = await _records(talk, "case", 1)

    assert (decided.state, decided.decided_by) == ("confirmed", "li")
