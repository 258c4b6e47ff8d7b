"""The entry quiz: who is asked, what counts as an answer, and how it ends."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from bot.core.answers import Opinion, Says
from bot.core.conduct import ListName, QuizSeen, QuizState, Standing
from bot.core.conduct_effects import OpenQuiz, SettleQuiz
from bot.core.conduct_rules import AskIn, OnFailure, QuizQuestion, QuizRules
from bot.core.effects import DirectMessage, Intent, RaiseAlert, RemoveMember, Say
from bot.core.events import ErrandDone, MessageEdited, MessageKind
from bot.core.ids import EventRef, IdentityId, QuizId, RoomId, UserRef
from bot.core.rooms import Mode, QuietHours
from bot.core.seen import SeenEvent
from tests.handlers.conduct.support import effects_of, listing, student
from tests.support.builders import CHANNEL, NOON, after, context, room, seen, seen_join
from tests.support.judging import of_kind

ASK = "本群学什么？"
QUESTION = QuizQuestion(ask=ASK, accept=("英语",))
RULES = QuizRules(questions=(QUESTION,))
ROOM = room(quiz=RULES)
STRICT = room(mode=Mode.ENFORCE, quiz=RULES.model_copy(update={"on_failure": OnFailure.REMOVE}))


def a_quiz(number=7, **other):
    """Person 7 was asked in room 1 at noon."""
    given: dict[str, Any] = {
        "id": QuizId(3),
        "room": RoomId(1),
        "member": IdentityId(number),
        "student": student(number),
        "ask": ASK,
        "state": QuizState.OPEN,
        "tries": 0,
        "key": "quiz:1:7:e1",
        "asked": NOON,
        "due": after(hours=1),
        "remind": after(minutes=20),
    }
    return QuizSeen(**given | other)


def about(where=ROOM, *quizzes, **other):
    asked = {one.member: (one,) for one in quizzes}
    return context(where, quizzes=asked, **other)


def back(at):
    """Person 7 was here before, and joins again."""
    event = seen_join(7, newcomer=False, at=at, ref="back")
    return replace(event, members=(replace(event.members[0], joined=at),))


def outcome_of_asking(effects):
    """The tries with which everybody begins."""
    return [0 for one in effects if isinstance(one, OpenQuiz)]


def said(text, where=ROOM, quiz=None, **other):
    """What follows when person 7, who is asked, says something."""
    return effects_of(seen(text, sender=7, **other), about=about(where, quiz or a_quiz()))


def outcome(effects):
    return [(one.state, one.tries) for one in of_kind(SettleQuiz, effects)]


# ---- asking -----------------------------------------------------------------------------------


def test_newcomers_who_come_together_are_asked_in_one_post_that_mentions_them():
    effects = effects_of(seen_join(7, 8), about=about())
    (post,) = of_kind(Intent, effects)
    quizzes = of_kind(OpenQuiz, effects)

    assert isinstance(post.deed, Say)
    assert post.deed.mentions == (IdentityId(7), IdentityId(8))
    assert post.deed.text.startswith("名字u7、名字u8 欢迎！入群问答：本群学什么？")
    assert [(one.member, one.key, one.due) for one in quizzes] == [
        (IdentityId(7), post.key, after(hours=1)),
        (IdentityId(8), post.key, after(hours=1)),
    ]


def test_a_room_may_ask_each_newcomer_alone():
    alone = room(quiz=RULES.model_copy(update={"ask_in": AskIn.DIRECT}))
    effects = effects_of(seen_join(7, 8), about=about(alone))

    assert [one.deed.to for one in of_kind(Intent, effects)] == [IdentityId(7), IdentityId(8)]
    assert len({one.key for one in of_kind(OpenQuiz, effects)}) == 2


def test_without_questions_nobody_is_asked():
    assert effects_of(seen_join(7), about=about(room())) == []


def test_each_question_is_asked_of_some():
    several = RULES.model_copy(
        update={"questions": (QUESTION, QuizQuestion(ask="几班？", accept=("二班",)))}
    )
    effects = effects_of(seen_join(6, 7, 8), about=about(room(quiz=several)))

    assert {one.ask: one.member for one in of_kind(OpenQuiz, effects)} == {"几班？": 7, ASK: 8}
    assert len(of_kind(Intent, effects)) == 2


@pytest.mark.parametrize(
    ("other", "inviter"),
    [
        ({"colleagues": frozenset({(CHANNEL, UserRef("u7"))})}, None),
        ({"colleagues": frozenset({(CHANNEL, UserRef("boss"))})}, "boss"),
        ({"lists": {student(7): Standing(trusted=listing(ListName.TRUST))}}, None),
        ({"lists": {student(7): Standing(allowed=listing(ListName.ALLOW))}}, None),
    ],
    ids=["a colleague", "invited by a colleague", "trusted", "allowed"],
)
def test_who_is_known_is_not_asked(other, inviter):
    joins = seen_join(7, inviter=None if inviter is None else UserRef(inviter))

    assert of_kind(OpenQuiz, effects_of(joins, about=about(**other))) == []


@pytest.mark.parametrize(("days", "asked"), [(5, False), (40, True)])
def test_who_passed_lately_is_not_asked_again(days, asked):
    passed = a_quiz(state=QuizState.PASSED, settled=after(days=-days))

    again = of_kind(OpenQuiz, effects_of(back(NOON), about=about(ROOM, passed)))

    assert bool(again) is asked


def test_a_denied_person_is_removed_and_not_asked():
    lists = {student(7): Standing(denied=listing(ListName.DENY))}

    assert of_kind(OpenQuiz, effects_of(seen_join(7), about=about(STRICT, lists=lists))) == []


def test_in_the_quiet_hours_the_time_runs_from_their_end():
    quiet = QuietHours(start=time(11, 0), end=time(14, 0))
    (opened,) = of_kind(
        OpenQuiz, effects_of(seen_join(7), about=about(room(quiz=RULES, quiet_hours=quiet)))
    )

    assert (opened.remind, opened.due) == (after(hours=2, minutes=20), after(hours=3))


def test_only_a_room_that_removes_says_so():
    texts = [
        of_kind(Intent, effects_of(seen_join(7), about=about(where)))[0].deed.text
        for where in (
            ROOM,
            STRICT,
            replace(STRICT, rules=STRICT.rules.model_copy(update={"mode": Mode.OBSERVE})),
        )
    ]

    assert ["移出" in text for text in texts] == [False, True, False]


# ---- answering --------------------------------------------------------------------------------


def test_the_right_answer_passes_and_is_told_so_where_it_was_given():
    in_room, alone = said("英语"), said("英语", room=None)

    assert outcome(in_room) == outcome(alone) == [(QuizState.PASSED, 0)]
    assert isinstance(of_kind(Intent, in_room)[0].deed, Say)
    assert isinstance(of_kind(Intent, alone)[0].deed, DirectMessage)


@pytest.mark.parametrize("text", ["这是什么群？", "大家好", "请问群主在吗"])
def test_a_join_question_is_not_an_answer(text):
    assert outcome(said(text, STRICT)) == []


def test_a_picture_is_no_answer():
    assert outcome(said("英语", kind=MessageKind.IMAGE)) == []


def test_a_wrong_answer_is_counted_and_told_with_what_is_left():
    effects = said("答案是日语", quiz=a_quiz(tries=1))

    assert outcome(effects) == [(QuizState.OPEN, 2)]
    assert "还可以答 1 次" in of_kind(Intent, effects)[0].deed.text


def test_what_quotes_the_question_is_meant_as_an_answer():
    assert outcome(said("日语", quoted_text=f"小管家：{ASK}")) == [(QuizState.OPEN, 1)]
    assert outcome(said("日语")) == []


@pytest.mark.parametrize(("where", "removed"), [(ROOM, False), (STRICT, True)])
def test_too_many_wrong_answers_go_to_a_person_or_out_where_the_room_wants_it(where, removed):
    effects = said("答案是日语", where, a_quiz(tries=2))
    removals = [one for one in of_kind(Intent, effects) if isinstance(one.deed, RemoveMember)]

    assert outcome(effects) == [(QuizState.FAILED, 3)]
    assert [alert.kind for alert in of_kind(RaiseAlert, effects)] == ["quiz"]
    assert bool(removals) is removed


def test_a_batch_of_answers_is_read_in_order():
    batch = [seen(text, sender=7) for text in ("答案是日语", "答案是法语", "英语", "英语")]

    effects = effects_of(*batch, about=about(ROOM, a_quiz()))

    assert outcome(effects) == [
        (QuizState.OPEN, 1),
        (QuizState.OPEN, 2),
        (QuizState.PASSED, 2),
    ]


def test_who_joins_and_answers_at_once_passes():
    effects = effects_of(seen_join(7), seen("英语", sender=7), about=about())

    assert outcome(effects) == [(QuizState.PASSED, 0)]


def test_asked_in_two_rooms_one_answer_alone_passes_both():
    there = room(2, quiz=RULES)
    quizzes = (a_quiz(), a_quiz(room=RoomId(2), asked=after(minutes=1)))
    known = context(ROOM, there, quizzes={IdentityId(7): quizzes})

    right = effects_of(seen("英语", sender=7, room=None), about=known)
    wrong = effects_of(seen("日语", sender=7, room=None), about=known)

    assert outcome(right) == [(QuizState.PASSED, 0)] * 2
    assert [(one.room, one.tries) for one in of_kind(SettleQuiz, wrong)] == [(RoomId(2), 1)]


def test_what_others_say_is_no_answer_of_theirs():
    assert effects_of(seen("英语", sender=9), about=about(ROOM, a_quiz())) == []


def test_an_answer_that_was_mended_may_pass_and_is_never_a_wrong_one():
    wrong, right = seen("答案是日语", sender=7), seen("英语", sender=7)

    def mended(before, now):
        edit = MessageEdited(
            channel=CHANNEL,
            ref=EventRef("edit"),
            at=after(minutes=1),
            room=before.event.room,
            message=before.event.ref,
            text=now.event.text,
            by=before.event.sender,
        )
        known = about(ROOM, a_quiz(), again={edit.ref: before})
        return effects_of(SeenEvent(event=edit, room=RoomId(1)), about=known)

    passed = mended(wrong, right)

    assert outcome(passed) == [(QuizState.PASSED, 0)]
    assert outcome(mended(right, wrong)) == []
    told = {
        one.key
        for one in of_kind(Intent, [*passed, *effects_of(wrong, about=about(ROOM, a_quiz()))])
    }
    assert len(told) == 2  # that it is right is said too, after it was said to be wrong


def test_an_errand_about_an_answer_does_not_count_it_again():
    wrong = seen("答案是日语", sender=7)
    done = ErrandDone(
        channel=CHANNEL,
        ref=EventRef("errand:1"),
        at=after(minutes=1),
        room=wrong.event.room,
        message=wrong.event.ref,
        answer=Opinion(says=Says.FINE),
    )
    known = about(STRICT, a_quiz(tries=2), again={done.ref: wrong})

    assert outcome(effects_of(SeenEvent(event=done, room=RoomId(1)), about=known)) == []


def test_a_join_that_is_told_twice_is_asked_once():
    again = seen_join(7, newcomer=False, ref="told-twice")

    assert outcome_of_asking(effects_of(seen_join(7), again, about=about())) == [0]


def test_who_comes_back_goes_on_with_the_wrong_answers():
    later = after(minutes=50)
    batch = (back(later), seen("答案是日语", sender=7))
    effects = effects_of(*batch, about=about(ROOM, a_quiz(tries=1)), now=later)

    assert [one.due for one in of_kind(OpenQuiz, effects)] == [after(minutes=110)]
    assert outcome(effects) == [(QuizState.OPEN, 2)]
