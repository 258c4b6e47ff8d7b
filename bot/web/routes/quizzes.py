"""Entry quizzes 入群问答: how newcomers fared, and a person's word to let somebody off."""

from typing import Any

from bot.core.conduct import QuizState
from bot.core.deed_keys import quiz_removal_key
from bot.core.effects import Intent, InviteMember, OnUnknown
from bot.core.ids import QuizId, RoomId, StudentId
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Nothing,
    Number,
    Paged,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.conduct import Quiz

_MAY_BE_EXCUSED = frozenset({QuizState.OPEN, QuizState.FAILED, QuizState.LATE})


class QuizzesAsked(Paged):
    """Which quizzes."""

    state: QuizState | None = None
    room: Number | None = None
    student: Number | None = None


async def _quizzes(call: Call[Nothing, QuizzesAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.conduct.quizzes(
        state=asked.state,
        room_id=None if asked.room is None else RoomId(asked.room),
        student=None if asked.student is None else StudentId(asked.student),
        after=asked.after,
        limit=asked.limit,
    )


async def _quiz(call: Call[ById, Any, Any]) -> Any:  # noqa: ANN401 (storage's QuizFound)
    found = await call.unit.conduct.quiz(QuizId(call.where.id))
    if found is None:
        missing(f"there is no quiz {call.where.id}")
    return found


async def _excuse(call: Call[ById, Nothing, Because]) -> object:
    before = await _quiz(call)
    if before.state not in _MAY_BE_EXCUSED:
        refuse(f"quiz {before.id} is {before.state} already")
    found = await call.unit.conduct.excuse_quiz(
        before.id, author=call.author, reason=call.body.reason, now=call.now
    )
    removal = quiz_removal_key(before.room, before.member, before.asked)
    await call.unit.outbox.call_off([removal], call.author, call.now)
    if await call.unit.outbox.was_done(removal):
        await call.unit.outbox.enqueue([_invitation(call, before)], call.now)
    return found


def _invitation(call: Call[ById, Nothing, Because], quiz: Any) -> Intent:  # noqa: ANN401 (storage's QuizFound)
    return Intent(
        deed=InviteMember(room=quiz.room, member=quiz.member),
        key=f"quiz-back:{quiz.id}",
        reason=call.body.reason or "quiz excused",
        author=call.author,
        on_unknown=OnUnknown.HOLD,
        urgent=True,
    )


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/quizzes",
        _quizzes,
        gives=Listed[Quiz],
        summary="Entry quizzes of newcomers, newest first",
        where=Nothing,
        asks=QuizzesAsked,
    ),
    get("/quizzes/{id}", _quiz, gives=Quiz, summary="One quiz", where=ById, asks=Nothing),
    post(
        "/quizzes/{id}/excuse",
        _excuse,
        gives=Quiz,
        summary="Let somebody off; whoever was removed for it is invited back",
        where=ById,
        takes=Because,
    ),
)
