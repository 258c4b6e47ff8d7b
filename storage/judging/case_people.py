"""Who had a part in a case, as they were when they said it: new, unknown, or of long standing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, bindparam, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, IdentityId, StudentId
from bot.core.review import CaseState
from storage.tables.judging import case, case_message
from storage.tables.people import identity, membership, person
from storage.tables.talk import message

MOST = 20  # accounts of a case that are told of, those who spoke first
COUNTED = 1000  # messages of an account; more are not counted


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePerson:
    """An account with a part in a case."""

    identity: IdentityId
    student: StudentId | None  # the survivor, where people were merged
    name: str
    first: datetime  # when they said what is in the case, the first of it
    joined: datetime | None  # the room where they said it; None: was there before we looked
    spoke_before: int  # messages before that in any room; `COUNTED` is that many or more
    confirmed: int  # other cases of theirs that were confirmed
    dismissed: int


class CasePeople:
    """The part of the records that knows who had a part in a case."""

    _connection: AsyncConnection

    async def case_people(self, case_id: CaseId) -> tuple[CasePerson, ...]:
        """Accounts with a part in a case, in the order in which they came into it."""
        rows = await self._connection.execute(_PEOPLE, {"number": case_id})
        return tuple(
            CasePerson(
                identity=row.id,
                student=row.student_id,
                name=row.name,
                first=row.sent_at,
                joined=row.joined_at,
                spoke_before=row.spoke_before,
                confirmed=row.confirmed,
                dismissed=row.dismissed,
            )
            for row in rows
        )


_SAID = message.alias("said")
_FIRSTS = (
    select(func.min(case_message.c.message_id).label("message"))
    .where(case_message.c.case_id == bindparam("number"))
    .group_by(case_message.c.identity_id)
    .order_by(func.min(case_message.c.message_id))
    .limit(MOST)
    .subquery("firsts")
)


def _spoke_before() -> ScalarSelect[int]:
    earlier = message.alias("earlier")
    some = (
        select(literal(1).label("one"))
        .select_from(earlier)
        .where(earlier.c.identity_id == _SAID.c.identity_id, earlier.c.sent_at < _SAID.c.sent_at)
        .limit(COUNTED)
        .correlate(_SAID)
        .subquery("some")
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _others(state: CaseState) -> ScalarSelect[int]:
    """Other cases of the person, with all of their accounts, that were decided so."""
    theirs, part = identity.alias(), case_message.alias()
    return (
        select(func.count(case.c.id.distinct()))
        .select_from(
            theirs.join(part, part.c.identity_id == theirs.c.id).join(
                case, case.c.id == part.c.case_id
            )
        )
        .where(
            theirs.c.student_id == identity.c.student_id,
            case.c.state == state.value,
            case.c.id != bindparam("number"),
        )
        .correlate(identity)
        .scalar_subquery()
    )


def _people() -> Select[Any]:
    return (
        select(
            identity.c.id,
            func.coalesce(person.c.merged_into, person.c.student_id).label("student_id"),
            identity.c.name,
            _SAID.c.sent_at,
            membership.c.joined_at,
            _spoke_before().label("spoke_before"),
            _others(CaseState.CONFIRMED).label("confirmed"),
            _others(CaseState.DISMISSED).label("dismissed"),
        )
        .select_from(
            _FIRSTS.join(_SAID, _SAID.c.id == _FIRSTS.c.message)
            .join(identity, identity.c.id == _SAID.c.identity_id)
            .outerjoin(person, person.c.student_id == identity.c.student_id)
            .outerjoin(
                membership,
                and_(
                    membership.c.room_id == _SAID.c.room_id,
                    membership.c.identity_id == identity.c.id,
                ),
            )
        )
        .order_by(_SAID.c.id)
    )


_PEOPLE = _people()
