"""Whose data it is: every number, account and name of one person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import GroupkeeperError
from bot.core.ids import IdentityId, StudentId
from storage.bulk import among, listed
from storage.tables.people import identity, membership, name_history, person, person_name


class CannotErase(GroupkeeperError):
    """There is nobody to erase, or their data is gone already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """A person with all that their data hangs on."""

    student: StudentId  # the survivor, where people were merged
    students: tuple[StudentId, ...]  # with those it stands for
    identities: tuple[IdentityId, ...]
    refs: Mapping[str, Sequence[str]]  # what platforms call their accounts, by channel
    names: tuple[str, ...]
    erased: bool

    @property
    def student_list(self) -> dict[str, str]:
        """Parameters for `among(..., "students")`."""
        return {"students": listed(self.students)}

    @property
    def identity_list(self) -> dict[str, str]:
        """Parameters for `among(..., "identities")`."""
        return {"identities": listed(self.identities)}

    @property
    def lists(self) -> dict[str, str]:
        """Parameters for both."""
        return self.student_list | self.identity_list


async def whom(connection: AsyncConnection, student: StudentId) -> Whom | None:
    """The person that a student ID stands for; None where nobody ever had it."""
    rows = await connection.execute(select(person).where(person.c.student_id == student))
    asked = rows.one_or_none()
    if asked is None:
        return None
    survivor = asked.merged_into or asked.student_id
    rows = await connection.execute(
        select(person)
        .where((person.c.student_id == survivor) | (person.c.merged_into == survivor))
        .order_by(person.c.student_id)
    )
    people = rows.all()
    accounts = (
        await connection.execute(
            select(identity).where(identity.c.student_id == survivor).order_by(identity.c.id)
        )
    ).all()
    ids = tuple(IdentityId(one.id) for one in accounts)
    refs: dict[str, list[str]] = {}
    for one in accounts:
        refs.setdefault(one.channel, []).append(one.ref)
    borne = [one.name for one in (*people, *accounts)]
    names = dict.fromkeys(name for name in (*borne, *await _names(connection, ids)) if name)
    return Whom(
        student=StudentId(survivor),
        students=tuple(StudentId(one.student_id) for one in people),
        identities=ids,
        refs=refs,
        names=tuple(names),
        erased=any(one.erased_at is not None for one in people),
    )


async def _names(connection: AsyncConnection, ids: Collection[IdentityId]) -> list[str]:
    of_history = select(name_history.c.name).where(among(name_history.c.identity_id, "ids"))
    of_rooms = select(membership.c.nickname).where(among(membership.c.identity_id, "ids"))
    rows = await connection.execute(union(of_history, of_rooms), {"ids": listed(ids)})
    return sorted(rows.scalars())


async def borne_by_others(
    connection: AsyncConnection, found: Whom, folded: Mapping[str, str]
) -> frozenset[str]:
    """Of their names (folded: as written -> as compared) those that somebody else has, too."""
    rows = await connection.execute(
        select(person_name.c.folded)
        .where(
            among(person_name.c.folded, "folded"),
            ~among(person_name.c.identity_id, "identities"),
        )
        .distinct(),
        {"folded": listed(set(folded.values())), **found.identity_list},
    )
    others = set(rows.scalars())
    return frozenset(name for name, one in folded.items() if one in others)
