"""Questions of members: opened, answered, overdue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import AnswerQuestion, OpenQuestion
from bot.core.ids import IdentityId, MessageId, RoomId, StudentId
from storage.bulk import Many, among, listed
from storage.noting import note_messages, note_rows
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.judging import question
from storage.tables.people import identity, room
from storage.tables.talk import message
from storage.types import micros
from storage.upsert import InsertNew

_OPEN = InsertNew(question, ("message_id", "room_id", "asker_id", "asked_at", "due_at"))
_ANSWER = Many(
    update(question)
    .where(question.c.message_id == bindparam("key"), question.c.answered_at.is_(None))
    .values(answer_id=bindparam("answer"), answered_at=bindparam("at"))
)
_WAITING = question.c.answered_at.is_(None) & question.c.closed_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFound:
    """A question with who asked it where."""

    message: MessageId
    room: RoomId
    room_name: str
    asker: IdentityId
    student: StudentId | None
    name: str
    text: str
    asked: datetime
    due: datetime
    answer: MessageId | None
    answered: datetime | None
    alerted: datetime | None
    closed: datetime | None


class Questions:
    """The part of the records that holds questions."""

    _connection: AsyncConnection

    async def _open_questions(self, opened: Sequence[OpenQuestion]) -> None:
        await _OPEN.run(
            self._connection,
            [
                {
                    "message_id": one.message,
                    "room_id": one.room,
                    "asker_id": one.asker,
                    "asked_at": micros(one.asked),
                    "due_at": micros(one.due),
                }
                for one in opened
            ],
        )
        await note_rows(self._connection, "question", question, [one.message for one in opened])

    async def _answer_questions(self, answered: Sequence[AnswerQuestion]) -> None:
        await _ANSWER.run(
            self._connection,
            [
                {"key": one.question, "answer": one.answer, "at": micros(one.answered)}
                for one in answered
            ],
        )
        about = [one.question for one in answered]
        await note_rows(self._connection, "question", question, about)
        await note_messages(self._connection, about)

    async def unanswered(self, now: datetime, *, limit: int = 200) -> tuple[QuestionFound, ...]:
        """Questions past due of which no alert was raised yet, oldest first."""
        statement = _rows(_WAITING, question.c.alerted_at.is_(None), question.c.due_at <= now)
        rows = await self._connection.execute(
            statement.order_by(question.c.due_at, question.c.message_id).limit(limit)
        )
        return tuple(_found(row) for row in rows)

    async def mark_alerted(self, questions: Sequence[MessageId], *, now: datetime) -> None:
        """An alert was raised for these."""
        await self._connection.execute(
            update(question)
            .where(among(question.c.message_id, "ids"), question.c.alerted_at.is_(None))
            .values(alerted_at=now),
            {"ids": listed(questions)},
        )

    async def close_question(self, question_id: MessageId, *, now: datetime) -> bool:
        """Nobody waits for it any more; False if it was answered or closed before."""
        done = await self._connection.execute(
            update(question)
            .where(question.c.message_id == question_id, _WAITING)
            .values(closed_at=now)
        )
        await note_rows(self._connection, "question", question, [question_id])
        await note_messages(self._connection, [question_id])
        return done.rowcount == 1

    async def questions(
        self,
        *,
        room_id: RoomId | None = None,
        waiting: bool | None = None,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[QuestionFound]:
        """Questions, newest first."""
        limit = page_size(limit)
        here = only(question.c.room_id, within)
        statement = _rows(here).order_by(question.c.message_id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(question.c.message_id < behind[0])
        if room_id is not None:
            statement = statement.where(question.c.room_id == room_id)
        if waiting is not None:
            statement = statement.where(_WAITING if waiting else ~_WAITING)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _found, lambda row: (row.message_id,))


def _rows(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            question,
            room.c.name.label("room_name"),
            identity.c.student_id,
            identity.c.name,
            message.c.text,
        )
        .select_from(
            question.join(room, room.c.id == question.c.room_id)
            .join(identity, identity.c.id == question.c.asker_id)
            .join(message, message.c.id == question.c.message_id)
        )
        .where(*conditions)
    )


def _found(row: Row[Any]) -> QuestionFound:
    return QuestionFound(
        message=row.message_id,
        room=row.room_id,
        room_name=row.room_name,
        asker=row.asker_id,
        student=row.student_id,
        name=row.name,
        text=row.text,
        asked=row.asked_at,
        due=row.due_at,
        answer=row.answer_id,
        answered=row.answered_at,
        alerted=row.alerted_at,
        closed=row.closed_at,
    )
