"""What steps on events need to know: how often, for whom, and what nobody answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import MessageId, RoomId, RunId, StudentId
from bot.core.plans import PLAN_EDITED, RunState, StepState, Unanswered
from storage.bulk import among, listed
from storage.tables.judging import question
from storage.tables.people import identity, membership
from storage.tables.sop import occurrence, run
from storage.tables.talk import message

_SHOWN = 200  # characters of a question


class Occasions:
    """The steps on events of one transaction, and what they are about."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def counted(
        self, rooms: Collection[RoomId], steps: Collection[str], days: Collection[date]
    ) -> Mapping[tuple[RoomId, str, str, date], int]:
        """How often these steps came, by room, plan, step and day; skipped ones do not count."""
        which = (
            occurrence.c.room_id,
            occurrence.c.plan,
            occurrence.c.step,
            occurrence.c.local_date,
        )
        rows = await self._connection.execute(
            select(*which, func.count())
            .where(
                among(occurrence.c.room_id, "rooms"),
                among(occurrence.c.step, "steps"),
                occurrence.c.local_date.in_(sorted(days)),
                occurrence.c.state != StepState.SKIPPED.value,
            )
            .group_by(*which),
            {"rooms": listed(rooms), "steps": listed(steps)},
        )
        return {(RoomId(place), plan, step, day): count for place, plan, step, day, count in rows}

    async def answered(
        self, runs: Collection[RunId], occasions: Collection[str]
    ) -> frozenset[tuple[RunId, str, str]]:
        """Of these occasions those that a step of these runs answers already: run, step, occasion.

        What an edit took out is not among them: it comes back with the step.
        """
        rows = await self._connection.execute(
            select(occurrence.c.run_id, occurrence.c.step, occurrence.c.occasion).where(
                among(occurrence.c.run_id, "runs"),
                among(occurrence.c.occasion, "occasions"),
                or_(
                    occurrence.c.state != StepState.SKIPPED.value,
                    occurrence.c.outcome.is_distinct_from(PLAN_EDITED),
                ),
            ),
            {"runs": listed(runs), "occasions": listed(occasions)},
        )
        return frozenset((RunId(number), step, occasion) for number, step, occasion in rows)

    async def of(self, runs: Collection[RunId], step: str) -> Mapping[RunId, frozenset[str]]:
        """The occasions on which a step came in these runs."""
        rows = await self._connection.execute(
            select(occurrence.c.run_id, occurrence.c.occasion).where(
                among(occurrence.c.run_id, "runs"), occurrence.c.step == step
            ),
            {"runs": listed(runs)},
        )
        found: dict[RunId, set[str]] = defaultdict(set)
        for number, occasion in rows:
            found[RunId(number)].add(occasion)
        return {number: frozenset(some) for number, some in found.items()}

    async def unanswered(
        self, plans: Collection[str], since: datetime, now: datetime
    ) -> list[Unanswered]:
        """Questions in rooms of these plans that should have been answered since then."""
        live = select(run.c.room_id).where(
            among(run.c.plan, "plans"),
            run.c.state.in_([RunState.ACTIVE.value, RunState.PAUSED.value]),
        )
        rows = await self._connection.execute(
            select(
                question.c.message_id,
                question.c.room_id,
                question.c.due_at,
                identity.c.student_id,
                identity.c.name,
                membership.c.nickname,
                func.substr(message.c.text, 1, _SHOWN).label("text"),
            )
            .join(message, message.c.id == question.c.message_id)
            .join(identity, identity.c.id == question.c.asker_id)
            .outerjoin(
                membership,
                (membership.c.room_id == question.c.room_id)
                & (membership.c.identity_id == question.c.asker_id),
            )
            .where(
                question.c.due_at > since,
                question.c.due_at <= now,
                question.c.answered_at.is_(None),
                question.c.closed_at.is_(None),
                message.c.recalled_at.is_(None),
                question.c.room_id.in_(live),
            )
            .order_by(question.c.due_at, question.c.message_id),
            {"plans": listed(plans)},
        )
        return [
            Unanswered(
                message=MessageId(row.message_id),
                room=RoomId(row.room_id),
                due=row.due_at,
                student=None if row.student_id is None else StudentId(row.student_id),
                name=row.nickname or row.name,
                text=row.text,
            )
            for row in rows
        ]
