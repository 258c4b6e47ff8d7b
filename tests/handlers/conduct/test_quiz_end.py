"""How the entry quiz ends: in time, too late, and not at all."""

from dataclasses import replace
from datetime import time
from typing import Any

from bot.core.conduct import QuizDue, QuizState
from bot.core.conduct_effects import SettleQuiz
from bot.core.conduct_rules import QuizQuestion, QuizRules
from bot.core.effects import Intent, RaiseAlert, RemoveMember
from bot.core.ids import IdentityId, RoomId
from bot.core.rooms import Mode, QuietHours
from handlers.conduct.quiz_end import look_after
from handlers.conduct.quiz_words import Quiz, quiz_text
from handlers.wording import wording
from tests.handlers.conduct.support import effects_of
from tests.handlers.conduct.test_quiz import (
    ASK,
    ROOM,
    RULES,
    STRICT,
    a_quiz,
    about,
    outcome,
)
from tests.support.builders import CHANNEL, NOON, after, room, seen, sender
from tests.support.judging import of_kind


def ends(where=ROOM, *, now=None, **facts):
    given: dict[str, Any] = {
        "quiz": a_quiz(),
        "channel": CHANNEL,
        "ref": "room-1",
        "room_name": "英语学习打卡群",
        "name": "小明",
        "present": True,
        "posted": NOON,
        "waiting": False,
    }
    moment = now or after(hours=1)
    return look_after(QuizDue(**given | facts), where.rules, moment, wording("zh"))


def test_who_did_not_answer_in_time_is_told_of_and_removed_only_where_the_room_wants_it():
    late, out = ends(), ends(STRICT)

    assert outcome(late) == outcome(out) == [(QuizState.LATE, 0)]
    assert "在 1h 内没有答对入群问答" in of_kind(RaiseAlert, late)[0].reason
    assert of_kind(Intent, late) == []
    assert [one.deed for one in of_kind(Intent, out)] == [
        RemoveMember(room=RoomId(1), member=IdentityId(7))
    ]


def test_a_room_that_observes_removes_nobody_for_a_quiz():
    observing = STRICT.rules.model_copy(update={"mode": Mode.OBSERVE})
    effects = ends(replace(STRICT, rules=observing))

    assert of_kind(Intent, effects) == []
    assert "若为 enforce 会移出" in of_kind(RaiseAlert, effects)[0].advice


def test_a_reminder_comes_once_before_the_end():
    (settled, reminder) = ends(now=after(minutes=20))

    assert (settled.state, settled.reminded) == (QuizState.OPEN, True)
    assert (
        reminder.deed.text
        == "小明 提醒：入群问答还没有回答，05-20 13:00 截止。问题是：本群学什么？"
    )
    assert reminder.expires == after(hours=1)


def test_the_time_runs_from_when_the_question_went_out():
    (prolonged,) = ends(posted=after(minutes=30), quiz=a_quiz(remind=None))

    assert (prolonged.state, prolonged.due) == (QuizState.OPEN, after(minutes=90))


def test_nobody_fails_what_they_were_never_asked():
    waits = ends(STRICT, posted=None, waiting=True)
    never = ends(STRICT, posted=None)

    assert outcome(waits) == [(QuizState.OPEN, 0)]
    assert waits[0].due > after(hours=1)
    assert outcome(never) == [(QuizState.EXCUSED, 0)]
    assert "没能发给" in of_kind(RaiseAlert, never)[0].reason


def test_who_left_and_whose_question_was_taken_out_are_settled_quietly():
    others = room(quiz=QuizRules(questions=(QuizQuestion(ask="几班？", accept=("二班",)),)))

    assert outcome(ends(STRICT, present=False)) == [(QuizState.LEFT, 0)]
    assert outcome(ends(others)) == [(QuizState.EXCUSED, 0)]
    assert len(ends(others)) == len(ends(present=False)) == 1


def test_a_reminder_in_the_quiet_hours_is_left_out():
    quiet = room(quiz=RULES, quiet_hours=QuietHours(start=time(11, 0), end=time(14, 0)))

    (settled,) = ends(quiet, now=after(minutes=20))

    assert settled.reminded


def test_a_reminder_repeats_no_advert_that_stands_in_a_name():
    effects = ends(now=after(minutes=30), name="加微信vx88866领红包")

    assert "vx88866" not in of_kind(Intent, effects)[0].deed.text


def test_whom_staff_allow_or_trust_meanwhile_is_let_off():
    effects = ends(STRICT, excused=True)

    assert outcome(effects) == [(QuizState.EXCUSED, 0)]
    assert len(effects) == 1


def test_nobody_fails_while_we_cannot_hear_them():
    (settled,) = ends(STRICT, deaf=True)

    assert (settled.state, settled.due) == (QuizState.OPEN, after(minutes=61))


def test_the_time_runs_anew_from_when_we_hear_again():
    early = ends(STRICT, heard_again=after(minutes=50), now=after(hours=1))
    late = ends(STRICT, heard_again=after(minutes=50), now=after(minutes=110))

    assert [one.due for one in of_kind(SettleQuiz, early)] == [after(minutes=110)]
    assert outcome(late) == [(QuizState.LATE, 0)]


def test_who_became_a_colleague_after_being_asked_is_let_off():
    known = about(ROOM, a_quiz(), senders=[(1, sender(7, is_staff=True))])

    assert outcome(effects_of(seen("数学", sender=7), about=known)) == [(QuizState.EXCUSED, 0)]


def test_one_try_is_told_as_well_as_many():
    assert "Tries left: 1." in quiz_text(wording("en"), Quiz.WRONG, name="Lin", left=1, ask=ASK)
