"""Tags of people: given and taken back by colleagues and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.ids import StudentId
from bot.core.tags import MAX_TAGS, BadTag, folded_tag
from storage.bulk import among, listed
from storage.people.survivors import is_person
from storage.service.audit import Audit
from storage.tables.people import person
from storage.tables.profiles import person_tag
from storage.upsert import insert_for

_WHOSE = func.coalesce(person.c.merged_into, person.c.student_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagOnce:
    """A tag of a person, by whom and since when."""

    tag: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCount:
    """A tag, and how many people have it."""

    tag: str
    people: int


def tagged(tag: str, *, above: int, limit: int | None) -> ColumnElement[bool]:
    """Whether a row of `person` has a tag, also by a number merged into it.

    `limit`: only the first so many numbers above one are looked at, for a list that asks nothing
    else: a tag may be everybody's.
    """
    living = person.alias()
    own = (
        select(person_tag.c.student_id)
        .join(living, living.c.student_id == person_tag.c.student_id)
        .where(
            person_tag.c.tag == tag,
            person_tag.c.student_id > above,
            living.c.merged_into.is_(None),
        )
        .order_by(person_tag.c.student_id)
        .limit(limit)
    )
    merged = person.alias()
    others = (
        select(merged.c.merged_into)
        .join(person_tag, person_tag.c.student_id == merged.c.student_id)
        .where(person_tag.c.tag == tag, merged.c.merged_into > above)
    )
    return person.c.student_id.in_(own) | person.c.student_id.in_(others)


class Tags:
    """The part of the roster that knows tags; merged people have those of both."""

    _connection: AsyncConnection

    async def tag(self, student: StudentId, given: str, *, author: str, now: datetime) -> str:
        """Give a tag, as it is kept; twice is once. Raises `BadTag`. Audited."""
        tag = folded_tag(given)
        has = (await self.tags_of([student])).get(student, ())
        if any(one.tag == tag for one in has):
            return tag
        if len(has) >= MAX_TAGS:
            msg = f"{student} has {MAX_TAGS} tags; take one away first"
            raise BadTag(msg)
        await self._connection.execute(
            insert_for(self._connection, person_tag)
            .values(student_id=student, tag=tag, author=author, at=now)
            .on_conflict_do_nothing()
        )
        await self._note("person.tag", student, tag, author, now, had=has)
        return tag

    async def untag(self, student: StudentId, given: str, *, author: str, now: datetime) -> bool:
        """Take a tag away, whichever of the merged numbers has it; False: nobody had. Audited."""
        tag = folded_tag(given)
        has = (await self.tags_of([student])).get(student, ())
        done = await self._connection.execute(
            delete(person_tag).where(
                person_tag.c.tag == tag,
                person_tag.c.student_id.in_(select(person.c.student_id).where(is_person(student))),
            )
        )
        if done.rowcount:
            await self._note("person.untag", student, tag, author, now, had=has)
        return done.rowcount > 0

    async def tags_of(
        self, students: Sequence[StudentId]
    ) -> Mapping[StudentId, tuple[TagOnce, ...]]:
        """The tags of people, by word; who has none is left out."""
        rows = await self._connection.execute(
            select(_WHOSE.label("whose"), person_tag)
            .join(person, person.c.student_id == person_tag.c.student_id)
            .where(or_(among(person.c.student_id, "ids"), among(person.c.merged_into, "ids")))
            .order_by(person_tag.c.tag, person_tag.c.at),
            {"ids": listed(students)},
        )
        found: dict[StudentId, dict[str, TagOnce]] = {}
        for row in rows:
            one = TagOnce(tag=row.tag, author=row.author, at=row.at)
            found.setdefault(StudentId(row.whose), {}).setdefault(row.tag, one)
        return {student: tuple(tags.values()) for student, tags in found.items()}

    async def tags(self, *, limit: int = 200) -> tuple[TagCount, ...]:
        """Every tag in use, the most frequent first; merged numbers count each for itself."""
        people = func.count().label("people")
        rows = await self._connection.execute(
            select(person_tag.c.tag, people)
            .group_by(person_tag.c.tag)
            .order_by(people.desc(), person_tag.c.tag)
            .limit(limit)
        )
        return tuple(TagCount(tag=row.tag, people=row.people) for row in rows)

    async def _note(
        self,
        action: str,
        student: StudentId,
        tag: str,
        author: str,
        now: datetime,
        *,
        had: Sequence[TagOnce],
    ) -> None:
        before = [one.tag for one in had]
        after = sorted({*before} ^ {tag})
        await Audit(self._connection).note(
            action,
            f"person:{student}",
            author=author,
            now=now,
            details={**before_after({"tags": before}, {"tags": after}), "tag": tag},
        )
