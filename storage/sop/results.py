"""What came of plans: the steps that were due, how they were said, and what followed them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, literal, not_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Reacting, Verdict
from bot.core.ids import OccurrenceId
from bot.core.outbound import DeliveryState
from bot.core.plans import PLAN_EDITED, StepState
from bot.core.results import Answered, Awaited, Judged, PlanB, Posted, ResultFilter
from bot.core.staff import StaffDirectory
from storage.bulk import among, listed
from storage.paging import Page, page_of, page_size, read_cursor
from storage.sop.answers import answers_to
from storage.sop.rows import to_occurrence
from storage.sop.sayings import Saying, sayings_of
from storage.tables.people import room
from storage.tables.sop import occurrence
from storage.tables.watches import watch
from storage.types import UtcDateTime, from_micros, micros

_SENT = DeliveryState.SENT.value
_FOLLOWS = "after:"  # how an occurrence says which one it follows


class Results:
    """What came of plans, in one transaction."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def posted(
        self, wanted: ResultFilter, now: datetime, *, after: str | None = None, limit: int = 100
    ) -> Page[Posted]:
        """Steps whose time has come, in the order of their time.

        Branches that were not taken are left out: the step before tells of them.
        """
        size = page_size(limit)
        statement = (
            select(occurrence, room.c.name.label("room_name"), room.c.ref.label("room_ref"))
            .join(room, room.c.id == occurrence.c.room_id)
            .where(*_conditions(wanted, now, after))
            .order_by(occurrence.c.due_at, occurrence.c.id)
            .limit(size + 1)
        )
        given = {} if wanted.rooms is None else {"rooms": listed(wanted.rooms)}
        rows = (await self._connection.execute(statement, given)).all()
        page = page_of(rows, size, _bare, _place)
        return Page(items=tuple(await self._with_details(page.items)), next=page.next)

    async def rooms_of(
        self, plan: str, *, after: str | None = None, limit: int = 50
    ) -> Page[tuple[int, str]]:
        """The rooms in which a plan ran, with their names, by id."""
        size = page_size(limit)
        behind = read_cursor(after, int)
        ran = select(occurrence.c.id).where(
            occurrence.c.room_id == room.c.id, occurrence.c.plan == plan
        )
        statement = select(room.c.id, room.c.name).where(ran.exists())
        if behind is not None:
            statement = statement.where(room.c.id > behind[0])
        rows = await self._connection.execute(statement.order_by(room.c.id).limit(size + 1))
        return page_of(rows.all(), size, lambda row: (row.id, row.name), lambda row: (row.id,))

    async def answers(self, awaited: Sequence[Awaited]) -> dict[OccurrenceId, Answered]:
        """Who answered each post that was said."""
        return await answers_to(self._connection, awaited, self._staff)

    async def _with_details(self, posted: Sequence[Posted]) -> list[Posted]:
        if not posted:
            return []
        ids = listed(one.occurrence.id for one in posted)
        sayings = await sayings_of(self._connection, ids)
        judged = await self._judged(ids)
        followed = await self._followed(posted)
        return [_joined(one, sayings.get(one.occurrence.id), judged, followed) for one in posted]

    async def _judged(self, ids: str) -> Mapping[int, Judged]:
        rows = await self._connection.execute(
            select(watch).where(among(watch.c.occurrence_id, "ids")), {"ids": ids}
        )
        return {
            row.occurrence_id: Judged(
                verdict=Verdict(row.state),
                reason=row.reason or "",
                counts=_counts(row.counts),
                late=_counts(row.late),
            )
            for row in rows
        }

    async def _followed(self, posted: Sequence[Posted]) -> Mapping[str, list[PlanB]]:
        rows = await self._connection.execute(
            select(occurrence.c.occasion, occurrence.c.step, occurrence.c.state).where(
                among(occurrence.c.run_id, "runs"), among(occurrence.c.occasion, "after")
            ),
            {
                "runs": listed({one.occurrence.run for one in posted}),
                "after": listed(f"{_FOLLOWS}{one.occurrence.id}" for one in posted),
            },
        )
        found: dict[str, list[PlanB]] = defaultdict(list)
        for row in rows:
            found[row.occasion].append(PlanB(step=row.step, state=row.state))
        return found


def _conditions(
    wanted: ResultFilter, now: datetime, after: str | None
) -> list[ColumnElement[bool]]:
    edited = and_(
        occurrence.c.state == StepState.SKIPPED.value, occurrence.c.outcome == PLAN_EDITED
    )
    branch = and_(
        occurrence.c.state == StepState.SKIPPED.value,
        occurrence.c.occasion.startswith(_FOLLOWS, autoescape=True),
    )
    conditions = [
        occurrence.c.plan == wanted.plan,
        or_(occurrence.c.due_at <= now, occurrence.c.state != StepState.PLANNED.value),
        not_(edited) | occurrence.c.outcome.is_(None),
        not_(branch),
    ]
    exact = {
        occurrence.c.step: wanted.step,
        occurrence.c.run_id: wanted.run,
    }
    conditions += [column == value for column, value in exact.items() if value is not None]
    if wanted.rooms is not None:
        conditions.append(among(occurrence.c.room_id, "rooms"))
    if wanted.since is not None:
        conditions.append(occurrence.c.due_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(occurrence.c.due_at < wanted.until)
    behind = read_cursor(after, int, int)
    if behind is not None:
        at = literal(from_micros(int(behind[0])), UtcDateTime)
        place = tuple_(occurrence.c.due_at, occurrence.c.id)
        conditions.append(place > tuple_(at, literal(behind[1])))
    return conditions


def _bare(row: Row[Any]) -> Posted:
    return Posted(occurrence=to_occurrence(row), room_name=row.room_name, room_ref=row.room_ref)


def _place(row: Row[Any]) -> tuple[int, int]:
    return (micros(row.due_at), row.id)


def _counts(written: Any) -> dict[Reacting, int] | None:  # noqa: ANN401 (a JSON column)
    return None if written is None else {Reacting(kind): int(n) for kind, n in written.items()}


def _joined(
    one: Posted,
    saying: Saying | None,
    judged: Mapping[int, Judged],
    followed: Mapping[str, list[PlanB]],
) -> Posted:
    said = saying or Saying()
    done = one.occurrence.state is StepState.DONE
    return Posted(
        occurrence=one.occurrence,
        room_name=one.room_name,
        room_ref=one.room_ref,
        attempted=said.attempted,
        seen=done and said.seen,
        said_at=(said.first or one.occurrence.settled_at) if done else None,
        by=said.by if done else "",
        refs=said.refs,
        poster=said.poster,
        judged=judged.get(one.occurrence.id),
        followed=tuple(followed.get(f"{_FOLLOWS}{one.occurrence.id}", ())),
    )
