"""How an entry quiz ends: failed, late, let off; and the reminder before that."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conduct import QuizDue, QuizSeen, QuizState
from bot.core.conduct_effects import SettleQuiz
from bot.core.conduct_rules import AskIn, OnFailure, QuizQuestion, QuizRules
from bot.core.deed_keys import quiz_removal_key
from bot.core.effects import (
    DirectMessage,
    Effect,
    Intent,
    OnLate,
    OnUnknown,
    RaiseAlert,
    RemoveMember,
    Say,
    Severity,
)
from bot.core.ids import IdentityId
from bot.core.lengths import write_length
from bot.core.rooms import Mode, RoomRules, quiet_until
from bot.core.seen import SeenMember
from bot.core.staff import StaffDirectory
from handlers.conduct.consequences import ACT_WITHIN
from handlers.conduct.quiz_words import Quiz, quiz_text
from handlers.conduct.words import moment
from handlers.identity import shown_name
from handlers.wording import Wording

_LOOK_AGAIN = timedelta(minutes=10)  # at a question that has not gone out yet
_HEAR_AGAIN = timedelta(minutes=1)  # whether an account that is away is back


def question_of(rules: QuizRules, ask: str) -> QuizQuestion | None:
    """The question as the settings have it; None: it was taken out of them."""
    return next((one for one in rules.questions if one.ask == ask), None)


def as_known(due: QuizDue, staff: StaffDirectory) -> QuizDue:
    """The quiz of somebody who may have become a colleague since: they are let off."""
    if due.user is None or not staff.by_user(due.channel, due.user):
        return due
    return replace(due, excused=True)


def look_after(due: QuizDue, rules: RoomRules, now: datetime, wording: Wording) -> list[Effect]:
    """What is done about a quiz that is past its time, or to be reminded of."""
    quiz = due.quiz
    if not due.present:
        return [_settled(quiz, QuizState.LEFT)]
    if due.excused or question_of(rules.quiz, quiz.ask) is None:
        return [_settled(quiz, QuizState.EXCUSED)]
    if due.posted is None:
        return _not_asked(due, now, wording)
    return _asked(due, due.posted, rules, now, wording)


def _asked(
    due: QuizDue, posted: datetime, rules: RoomRules, now: datetime, wording: Wording
) -> list[Effect]:
    quiz = due.quiz
    if due.deaf:
        return [_looked_at_later(quiz, now, _HEAR_AGAIN)]
    # The time runs from when the question went out, however long it waited; and anew from when
    # we hear again, for whoever answered while we did not.
    heard = posted if due.heard_again is None else max(posted, due.heard_again)
    end = max(quiz.due, heard + rules.quiz.within)
    if now >= end:
        return unanswered(quiz, QuizState.LATE, quiz.tries, rules, now, wording)
    if quiz.remind is not None and now >= quiz.remind:
        return _reminded(due, end, rules, now, wording)
    return [_prolonged(quiz, end)]


def unanswered(
    quiz: QuizSeen,
    state: QuizState,
    tries: int,
    rules: RoomRules,
    now: datetime,
    wording: Wording,
) -> list[Effect]:
    """What follows when a quiz is failed or late: word to staff, and what the room wants."""
    removes = rules.quiz.on_failure is OnFailure.REMOVE
    acts = removes and rules.mode is Mode.ENFORCE
    advice = Quiz.REMOVED if acts else Quiz.ADVICE if removes else Quiz.WOULD
    reason = quiz_text(
        wording,
        Quiz.FAILED if state is QuizState.FAILED else Quiz.LATE,
        student="?" if quiz.student is None else quiz.student,
        tries=tries,
        ask=quiz.ask,
        within=write_length(rules.quiz.within),
    )
    alert = RaiseAlert(
        kind="quiz",
        severity=Severity.INFO,
        reason=reason,
        advice=quiz_text(wording, advice),
        group=f"quiz:{quiz.room}:{quiz.member}",
        room=quiz.room,
        student=quiz.student,
    )
    settled = SettleQuiz(room=quiz.room, member=quiz.member, state=state, tries=tries)
    if not acts:
        return [settled, alert]
    removal = Intent(
        deed=RemoveMember(room=quiz.room, member=quiz.member),
        key=quiz_removal_key(quiz.room, quiz.member, quiz.asked),
        reason=reason,
        on_unknown=OnUnknown.HOLD,
        expires=now + ACT_WITHIN,
    )
    return [settled, alert, removal]


def _settled(quiz: QuizSeen, state: QuizState) -> SettleQuiz:
    return SettleQuiz(room=quiz.room, member=quiz.member, state=state, tries=quiz.tries)


def _prolonged(quiz: QuizSeen, end: datetime) -> SettleQuiz:
    return SettleQuiz(
        room=quiz.room, member=quiz.member, state=QuizState.OPEN, tries=quiz.tries, due=end
    )


def _looked_at_later(quiz: QuizSeen, now: datetime, pause: timedelta) -> SettleQuiz:
    return SettleQuiz(
        room=quiz.room,
        member=quiz.member,
        state=QuizState.OPEN,
        tries=quiz.tries,
        due=max(quiz.due, now + pause),
        remind=None if quiz.remind is None else now + pause,
    )


def _not_asked(due: QuizDue, now: datetime, wording: Wording) -> list[Effect]:
    """Nobody fails what they were never asked."""
    quiz = due.quiz
    if due.waiting:
        return [_looked_at_later(quiz, now, _LOOK_AGAIN)]
    alert = RaiseAlert(
        kind="quiz",
        severity=Severity.INFO,
        reason=quiz_text(
            wording, Quiz.NOT_ASKED, student="?" if quiz.student is None else quiz.student
        ),
        advice=quiz_text(wording, Quiz.NOT_ASKED_ADVICE),
        group=f"quiz-unasked:{quiz.room}",
        room=quiz.room,
        student=quiz.student,
    )
    return [_settled(quiz, QuizState.EXCUSED), alert]


def _reminded(
    due: QuizDue, end: datetime, rules: RoomRules, now: datetime, wording: Wording
) -> list[Effect]:
    quiz = due.quiz
    settled = SettleQuiz(
        room=quiz.room,
        member=quiz.member,
        state=QuizState.OPEN,
        tries=quiz.tries,
        due=end,
        reminded=True,
    )
    if quiet_until(rules, now) is not None:
        return [settled]  # it would come in the morning, when it is of no use
    newcomer = SeenMember(identity=quiz.member, student=quiz.student, name=due.name)
    text = quiz_text(
        wording,
        Quiz.REMIND,
        names=shown_name(newcomer, wording),
        until=moment(end, rules.zone),
        ask=quiz.ask,
    )
    deed = _to(quiz.member, text, due, rules)
    reminder = Intent(
        deed=deed,
        key=f"quiz-remind:{quiz.room}:{quiz.member}:{quiz.id}",
        reason=quiz_text(wording, Quiz.REASON),
        expires=end,
        on_late=OnLate.SKIP,
    )
    return [settled, reminder]


def _to(member: IdentityId, text: str, due: QuizDue, rules: RoomRules) -> Say | DirectMessage:
    if rules.quiz.ask_in is AskIn.DIRECT:
        return DirectMessage(to=member, text=text)
    return Say(room=due.quiz.room, text=text, mentions=(member,))
