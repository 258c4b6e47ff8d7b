"""Entry quizzes 入群问答: who was asked what, in which room, and how it ended."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, text, update

from bot.core.before_after import before_after
from bot.core.conduct import QuizDue, QuizSeen, QuizState, Standing
from bot.core.conduct_effects import OpenQuiz, SettleQuiz
from bot.core.ids import IdentityId, QuizId, RoomId, StudentId
from storage.bulk import among, listed
from storage.conduct.away import hearing
from storage.conduct.lists import Lists
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit
from storage.tables.conduct import quiz
from storage.tables.delivery import outbox
from storage.tables.people import identity, membership, person, room
from storage.upsert import insert_for

AT_ONCE = 200  # quizzes that one tick looks after
_OPEN = quiz.c.state == QuizState.OPEN.value
_WAITING = frozenset({"pending", "claimed", "sending", "unknown", "held"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizFound(QuizSeen):
    """A quiz as staff read it."""

    room_name: str
    name: str


class Quizzes(Lists):
    """The part of conduct that holds the quizzes."""

    async def open_quiz(self, one: OpenQuiz, now: datetime) -> None:
        """Keep that somebody is asked.

        One that is open in this room already, because they left and came back, goes on with its
        wrong answers, from the new question on.
        """
        fresh = insert_for(self._connection, quiz).values(
            room_id=one.room,
            identity_id=one.member,
            ask=one.ask,
            key=one.key,
            state=QuizState.OPEN.value,
            tries=0,
            asked_at=now,
            due_at=one.due,
            remind_at=one.remind,
        )
        await self._connection.execute(
            fresh.on_conflict_do_update(
                # As it stands in the index: a parameter in its place would match no index.
                index_elements=[quiz.c.room_id, quiz.c.identity_id],
                index_where=text("state = 'open'"),
                set_={
                    name: fresh.excluded[name]
                    for name in ("ask", "key", "asked_at", "due_at", "remind_at")
                },
            )
        )

    async def settle_quiz(self, one: SettleQuiz, now: datetime) -> None:
        """Keep how the open quiz of somebody in a room stands; what is settled stays. Audited."""
        values: dict[str, Any] = {"state": one.state.value, "tries": one.tries}
        if one.due is not None:
            values["due_at"] = one.due
        if one.remind is not None:
            values["remind_at"] = one.remind
        if one.reminded:
            values["remind_at"] = None
        if one.state is not QuizState.OPEN:
            values |= {"settled_at": now, "settled_by": one.author}
        done = await self._connection.execute(
            update(quiz)
            .where(quiz.c.room_id == one.room, quiz.c.identity_id == one.member, _OPEN)
            .values(**values)
            .returning(quiz.c.id)
        )
        number = done.scalar_one_or_none()
        if number is None or one.state is QuizState.OPEN:
            return
        await self._note(QuizId(number), one.state, author=one.author, reason="", now=now)

    async def excuse_quiz(
        self, number: QuizId, *, author: str, reason: str, now: datetime
    ) -> QuizFound | None:
        """Let somebody off, also after they failed; None where there is no such quiz. Audited."""
        done = await self._connection.execute(
            update(quiz)
            .where(quiz.c.id == number, quiz.c.state.in_(["open", "failed", "late"]))
            .values(state=QuizState.EXCUSED.value, settled_at=now, settled_by=author)
        )
        if done.rowcount:
            await self._note(number, QuizState.EXCUSED, author=author, reason=reason, now=now)
        return await self.quiz(number)

    async def quizzes_of(
        self, members: Collection[IdentityId]
    ) -> Mapping[IdentityId, tuple[QuizSeen, ...]]:
        """Every quiz these accounts ever had, oldest first."""
        if not members:
            return {}
        rows = await self._connection.execute(
            _rows().where(among(quiz.c.identity_id, "ids")).order_by(quiz.c.id),
            {"ids": listed(sorted(members))},
        )
        found: dict[IdentityId, list[QuizSeen]] = defaultdict(list)
        for row in rows:
            found[row.identity_id].append(_seen(row))
        return {member: tuple(quizzes) for member, quizzes in found.items()}

    async def due_quizzes(self, now: datetime) -> tuple[QuizDue, ...]:
        """Open quizzes that are past their time, or to be reminded of; oldest first."""
        here = (membership.c.room_id == quiz.c.room_id) & (
            membership.c.identity_id == quiz.c.identity_id
        )
        rows = await self._connection.execute(
            _rows()
            .add_columns(
                room.c.channel,
                room.c.ref,
                membership.c.left_at,
                membership.c.nickname,
                identity.c.ref.label("user"),
                outbox.c.state.label("posted"),
                outbox.c.settled_at.label("posted_at"),
                func.coalesce(person.c.merged_into, person.c.student_id).label("bearer"),
            )
            .join(person, person.c.student_id == identity.c.student_id, isouter=True)
            .join(membership, here, isouter=True)
            .join(outbox, outbox.c.dedup_key == quiz.c.key, isouter=True)
            .where(_OPEN, (quiz.c.due_at <= now) | (quiz.c.remind_at <= now))
            .order_by(quiz.c.due_at, quiz.c.id)
            .limit(AT_ONCE)
        )
        found = rows.all()
        lists = await self.lists_of({row.bearer for row in found if row.bearer}, now)
        hears = await hearing(self._connection, {row.channel for row in found}, now)
        return tuple(
            QuizDue(
                quiz=_seen(row),
                channel=row.channel,
                ref=row.ref,
                room_name=row.room_name,
                name=row.nickname or row.name,
                present=row.left_at is None,
                posted=row.posted_at if row.posted == "sent" else None,
                waiting=row.posted in _WAITING,
                user=row.user,
                excused=_is_let_off(lists.get(row.bearer)),
                deaf=hears[row.channel].deaf,
                heard_again=hears[row.channel].again_since(row.asked_at),
            )
            for row in found
        )

    async def quiz(self, number: QuizId) -> QuizFound | None:
        """One quiz; None where there is none."""
        rows = await self._connection.execute(_rows().where(quiz.c.id == number))
        row = rows.one_or_none()
        return None if row is None else _found(row)

    async def quizzes(
        self,
        *,
        state: QuizState | None = None,
        room_id: RoomId | None = None,
        student: StudentId | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[QuizFound]:
        """Quizzes, newest first."""
        limit = page_size(limit)
        statement = _rows().order_by(quiz.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(quiz.c.id < behind[0])
        if state is not None:
            statement = statement.where(quiz.c.state == state.value)
        if room_id is not None:
            statement = statement.where(quiz.c.room_id == room_id)
        if student is not None:
            statement = statement.where(identity.c.student_id == student)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _found, lambda row: (row.id,))

    async def _note(
        self, number: QuizId, state: QuizState, *, author: str, reason: str, now: datetime
    ) -> None:
        await Audit(self._connection).note(
            f"quiz.{state}",
            f"quiz:{number}",
            author=author,
            now=now,
            reason=reason,
            details=before_after({"state": "open"}, {"state": str(state)}),
        )


def _is_let_off(standing: Standing | None) -> bool:
    return standing is not None and (standing.allowed or standing.trusted) is not None


def _rows() -> Select[Any]:
    return (
        select(quiz, room.c.name.label("room_name"), identity.c.student_id, identity.c.name)
        .join(room, room.c.id == quiz.c.room_id)
        .join(identity, identity.c.id == quiz.c.identity_id)
    )


def _values(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "room": row.room_id,
        "member": row.identity_id,
        "student": row.student_id,
        "ask": row.ask,
        "state": QuizState(row.state),
        "tries": row.tries,
        "key": row.key,
        "asked": row.asked_at,
        "due": row.due_at,
        "remind": row.remind_at,
        "settled": row.settled_at,
        "author": row.settled_by or "",
    }


def _seen(row: Row[Any]) -> QuizSeen:
    return QuizSeen(**_values(row))


def _found(row: Row[Any]) -> QuizFound:
    return QuizFound(**_values(row), room_name=row.room_name, name=row.name)
