"""Entry quizzes, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.conduct import ListName, QuizState
from bot.core.conduct_effects import Enlist, OpenQuiz, SettleQuiz
from bot.core.effects import Intent, Say
from bot.core.events import GapFound, MembersJoined
from bot.core.ids import EventRef, UserRef
from bot.core.seen import SeenEvent
from bot.core.staff import StaffDirectory
from handlers.conduct.quiz_end import as_known
from storage.conduct.conduct import Conduct
from storage.delivery.outbox import Outbox
from storage.service.audit import Audit
from storage.service.heartbeat import Heartbeat
from storage.talk.archive import Archive
from tests.support.builders import CHANNEL, NOON, after, joined, left


@pytest.fixture
async def newcomers(database):
    """The room, and two who just joined it."""
    async with database.write() as connection:
        (seen,) = await Archive(connection).save([joined("u1", "u2")], received=NOON)
    assert isinstance(seen, SeenEvent)
    assert isinstance(seen.event, MembersJoined)
    return seen


def asked(newcomers, place=0, key="quiz:1", **other):
    member = newcomers.members[place]
    given: dict[str, Any] = {
        "room": newcomers.room,
        "member": member.identity,
        "student": member.student,
        "ask": "本群学什么？",
        "key": key,
        "due": after(hours=1),
        "remind": after(minutes=20),
    }
    return OpenQuiz(**given | other)


def settled(newcomers, state, tries=0, place=0, **other):
    return SettleQuiz(
        room=newcomers.room,
        member=newcomers.members[place].identity,
        state=state,
        tries=tries,
        **other,
    )


async def test_one_quiz_is_open_at_a_time_and_another_after_it(database, newcomers):
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.apply([asked(newcomers)], NOON)
        await conduct.apply([settled(newcomers, QuizState.PASSED, 1)], after(minutes=5))
        await conduct.apply([asked(newcomers, key="later")], after(days=40))
        ((one, two),) = (await conduct.quizzes_of([newcomers.members[0].identity])).values()

    assert (one.key, one.state, one.tries) == ("quiz:1", QuizState.PASSED, 1)
    assert (one.settled, one.author) == (after(minutes=5), "groupkeeper")
    assert (two.key, two.state) == ("later", QuizState.OPEN)


async def test_who_comes_back_is_asked_anew_and_keeps_the_wrong_answers(database, newcomers):
    later = asked(newcomers, key="quiz:2", due=after(minutes=110), remind=after(minutes=70))
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.apply([asked(newcomers), settled(newcomers, QuizState.OPEN, 2)], NOON)
        await conduct.apply([later], after(minutes=50))
        (quiz,) = (await conduct.quizzes()).items

    assert (quiz.key, quiz.tries, quiz.due) == ("quiz:2", 2, after(minutes=110))
    assert (quiz.asked, quiz.remind) == (after(minutes=50), after(minutes=70))


async def test_what_is_due_tells_who_is_let_off_and_whether_we_hear(database, newcomers):
    gap = GapFound(
        channel=CHANNEL,
        ref=EventRef("gap"),
        at=after(minutes=40),
        since=after(minutes=10),
        until=after(minutes=40),
    )
    trusted = Enlist(
        student=newcomers.members[0].student, list=ListName.TRUST, reason="老学员", author="王"
    )
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.apply([asked(newcomers), asked(newcomers, 1), trusted], NOON)
        await Archive(connection).save([gap], received=NOON)
        await Heartbeat(connection).beat(after(minutes=58), {CHANNEL: after(minutes=57)})
        deaf = await conduct.due_quizzes(after(hours=1))
        await Heartbeat(connection).beat(after(hours=1), {CHANNEL: after(hours=1)})
        hears = await conduct.due_quizzes(after(hours=1))

    assert [one.deaf for one in (*deaf, *hears)] == [True, True, False, False]
    assert [one.excused for one in hears] == [True, False]
    assert [one.heard_again for one in hears] == [after(minutes=40)] * 2


async def test_many_newcomers_are_asked_one_after_the_other(database):
    # PostgreSQL plans a statement anew after some uses.
    async with database.write() as connection:
        (seen,) = await Archive(connection).save(
            [joined(*(f"u{n}" for n in range(12)))], received=NOON
        )
        effects = [asked(seen, place) for place in range(12)]
        await Conduct(connection).apply(effects, NOON)
        await Conduct(connection).apply(effects, NOON)
        found = (await Conduct(connection).quizzes()).items

    assert len(found) == 12


async def test_what_is_settled_stays_settled(database, newcomers):
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.apply([asked(newcomers)], NOON)
        for state in (QuizState.OPEN, QuizState.LATE, QuizState.PASSED):
            await conduct.settle_quiz(settled(newcomers, state, 2), NOON)
        (quiz,) = (await conduct.quizzes()).items
        lines = (await Audit(connection).entries(subject=f"quiz:{quiz.id}")).items

    assert (quiz.state, quiz.tries) == (QuizState.LATE, 2)
    assert [line.action for line in lines] == ["quiz.late"]


async def test_what_is_due_is_found_with_how_things_stand(database, newcomers):
    post = Intent(deed=Say(room=newcomers.room, text="问题"), key="quiz:1", reason="入群问答")
    async with database.write() as connection:
        conduct = Conduct(connection)
        await Outbox(connection).enqueue([post], NOON)
        await conduct.apply([asked(newcomers), asked(newcomers, 1, remind=None)], NOON)
        await Archive(connection).save([left("u2", at=after(minutes=30))], received=NOON)
        before = await conduct.due_quizzes(after(minutes=19))
        (reminded,) = await conduct.due_quizzes(after(minutes=20))
        due = await conduct.due_quizzes(after(hours=1))

    assert before == ()
    assert (reminded.name, reminded.present, reminded.posted) == ("名字u1", True, None)
    assert reminded.waiting
    boss = StaffDirectory(users=frozenset({(CHANNEL, UserRef("u1"))}))
    assert [as_known(one, boss).excused for one in due] == [True, False]
    assert [one.present for one in due] == [True, False]


async def test_a_reminder_that_was_said_is_not_due_again(database, newcomers):
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.apply([asked(newcomers)], NOON)
        longer = after(hours=2)
        await conduct.settle_quiz(
            settled(newcomers, QuizState.OPEN, due=longer, reminded=True), NOON
        )
        nothing = await conduct.due_quizzes(longer - timedelta(seconds=1))
        due = await conduct.due_quizzes(longer)

    assert nothing == ()
    assert len(due) == 1


async def test_a_person_lets_somebody_off_also_after_they_failed(database, newcomers):
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.apply([asked(newcomers)], NOON)
        await conduct.settle_quiz(settled(newcomers, QuizState.FAILED, 3), NOON)
        (quiz,) = (await conduct.quizzes(state=QuizState.FAILED)).items
        found = await conduct.excuse_quiz(quiz.id, author="王", reason="是老学员", now=NOON)
        (line, *_) = (await Audit(connection).entries(subject=f"quiz:{quiz.id}")).items

    assert found is not None
    assert (found.state, found.author, found.name) == (QuizState.EXCUSED, "王", "名字u1")
    assert (line.action, line.author, line.reason) == ("quiz.excused", "王", "是老学员")
