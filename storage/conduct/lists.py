"""The lists that staff keep over all rooms: deny 黑名单, allow, trust."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.conduct import Listing, ListName, Standing
from bot.core.conduct_effects import Enlist
from bot.core.deed_keys import denials
from bot.core.ids import ListingId, MessageId, StudentId
from storage.bulk import Query, among, listed
from storage.delivery.decisions import call_off_beginning
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.survivors import survivors
from storage.service.audit import Audit
from storage.tables.conduct import listing
from storage.tables.people import person
from storage.types import from_micros

_BEARER = func.coalesce(person.c.merged_into, person.c.student_id)

_IDS = {
    "sqlite": "SELECT value FROM json_each(:ids)",
    "postgresql": "SELECT v::bigint FROM json_array_elements_text(CAST(:ids AS json)) v",
}
# Asked of everybody in every batch: two short walks along indexes, mostly into nothing.
_OF_PEOPLE = {
    dialect: Query(
        text(
            "SELECT l.id, COALESCE(p.merged_into, p.student_id), l.list, l.since, l.until, "  # noqa: S608 (both parts stand here)
            "l.reason, l.author, l.message_id "
            "FROM listing l JOIN person p ON p.student_id = l.student_id "
            f"WHERE l.lifted_at IS NULL AND l.student_id IN ({ids} UNION "
            f"SELECT student_id FROM person WHERE merged_into IN ({ids})) ORDER BY l.since, l.id"
        )
    )
    for dialect, ids in _IDS.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFound(Listing):
    """A listing as staff read it."""

    name: str  # of the person


class Lists:
    """The part of conduct that holds the lists."""

    _connection: AsyncConnection

    async def enlist(self, one: Enlist, now: datetime) -> ListingId:
        """Put a person on a list; gives the number of the entry. Audited."""
        now_is = await survivors(self._connection, {one.student})
        student = now_is[one.student]
        done = await self._connection.execute(
            listing.insert().values(
                student_id=student,
                list=one.list.value,
                reason=one.reason,
                message_id=one.message,
                author=one.author,
                since=now,
                until=one.until,
            )
        )
        await Audit(self._connection).note(
            f"list.{one.list}",
            f"person:{student}",
            author=one.author,
            now=now,
            reason=one.reason,
            details=before_after(None, {"list": str(one.list), "until": _until(one)}),
        )
        (number,) = done.inserted_primary_key or (0,)
        return ListingId(number)

    async def lists_of(
        self, students: Collection[StudentId], now: datetime
    ) -> Mapping[StudentId, Standing]:
        """Of these people, those who are on a list now; their marks are left out."""
        if not students:
            return {}
        found: dict[StudentId, dict[str, Listing]] = {}
        query = _OF_PEOPLE[self._connection.dialect.name]
        for row in await query.rows(self._connection, ids=listed(students)):
            one = _of_driver(row)
            if one.until is None or one.until > now:
                found.setdefault(one.student, {})[one.list] = one
        return {
            student: Standing(
                denied=on.get(ListName.DENY),
                allowed=on.get(ListName.ALLOW),
                trusted=on.get(ListName.TRUST),
            )
            for student, on in found.items()
        }

    async def listing(self, number: ListingId) -> ListingFound | None:
        """One entry; None where there is none."""
        rows = await self._connection.execute(_rows().where(listing.c.id == number))
        row = rows.one_or_none()
        return None if row is None else _found(row)

    async def listings(
        self,
        *,
        on: ListName | None = None,
        student: StudentId | None = None,
        holding: datetime | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[ListingFound]:
        """Entries, newest first; with `holding` only those that hold at that moment."""
        limit = page_size(limit)
        statement = _rows().order_by(listing.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(listing.c.id < behind[0])
        if on is not None:
            statement = statement.where(listing.c.list == on.value)
        if student is not None:
            statement = statement.where(_is(student))
        if holding is not None:
            open_end = listing.c.until.is_(None) | (listing.c.until > holding)
            statement = statement.where(listing.c.lifted_at.is_(None), open_end)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _found, lambda row: (row.id,))

    async def lift(
        self, student: StudentId, on: ListName, *, author: str, reason: str, now: datetime
    ) -> tuple[ListingId, ...]:
        """Take a person off a list, with every entry that says it. Audited."""
        rows = await self._connection.execute(
            select(listing.c.id)
            .join(person, person.c.student_id == listing.c.student_id)
            .where(_is(student), listing.c.list == on.value, listing.c.lifted_at.is_(None))
            .order_by(listing.c.id)
        )
        return await self._lift(rows.scalars().all(), author=author, reason=reason, now=now)

    async def lift_for(
        self, messages: Collection[MessageId], *, author: str, reason: str, now: datetime
    ) -> tuple[ListingId, ...]:
        """Take back what people were listed for these messages. Audited."""
        rows = await self._connection.execute(
            select(listing.c.id)
            .where(among(listing.c.message_id, "messages"), listing.c.lifted_at.is_(None))
            .order_by(listing.c.id),
            {"messages": listed(messages)},
        )
        return await self._lift(rows.scalars().all(), author=author, reason=reason, now=now)

    async def _lift(
        self, numbers: Collection[int], *, author: str, reason: str, now: datetime
    ) -> tuple[ListingId, ...]:
        for number in numbers:
            await self._connection.execute(
                update(listing)
                .where(listing.c.id == number)
                .values(lifted_by=author, lifted_at=now)
            )
            # Nobody is removed any more for an entry that is gone.
            await call_off_beginning(self._connection, denials(ListingId(number)), author, now)
            await Audit(self._connection).note(
                "list.lift",
                f"listing:{number}",
                author=author,
                now=now,
                reason=reason,
                details=before_after({"lifted_by": None}, {"lifted_by": author}),
            )
        return tuple(ListingId(number) for number in numbers)


def _until(one: Enlist) -> str | None:
    return None if one.until is None else one.until.isoformat()


def _is(student: StudentId) -> ColumnElement[bool]:
    return (person.c.student_id == student) | (person.c.merged_into == student)


def _rows() -> Select[Any]:
    return select(listing, _BEARER.label("bearer"), person.c.name).join(
        person, person.c.student_id == listing.c.student_id
    )


def _found(row: Row[Any]) -> ListingFound:
    return ListingFound(
        id=row.id,
        student=row.bearer,
        name=row.name,
        list=ListName(row.list),
        since=row.since,
        until=row.until,
        reason=row.reason,
        author=row.author,
        message=row.message_id,
        lifted_by=row.lifted_by,
        lifted=row.lifted_at,
    )


def _of_driver(row: tuple[Any, ...]) -> Listing:
    number, student, on, since, until, reason, author, message = row
    return Listing(
        id=number,
        student=student,
        list=ListName(on),
        since=from_micros(since),
        until=None if until is None else from_micros(until),
        reason=reason,
        author=author,
        message=message,
    )
