"""The first step of an erasure, in one transaction: nobody finds the person any more.

Everything that hangs on the person's numbers and accounts; what they said follows in parts.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Exists,
    String,
    Table,
    Update,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    select,
    text,
)
from sqlalchemy import update as updated
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import Many, among, listed
from storage.people.names import name_key
from storage.privacy.whom import Whom
from storage.privacy.words import ERASED
from storage.tables.campaigns import campaign_notice, claim, coupon, sign_up
from storage.tables.conduct import listing, quiz
from storage.tables.delivery import outbox
from storage.tables.judging import appeal, case, case_message, lead, lead_evidence
from storage.tables.learning import sample
from storage.tables.people import (
    identity,
    membership,
    merge,
    name_history,
    person,
    person_name,
    room,
)
from storage.tables.profiles import person_note, person_tag
from storage.tables.service import alert
from storage.tables.talk import message
from storage.types import UtcDateTime

_WAITING = ("pending", "claimed", "held", "unknown")  # of deliveries: they can be called off
# The index of names is FTS5 on SQLite and a table on PostgreSQL; both lose a row by its key.
_UNFIND = {
    "sqlite": Many(text("DELETE FROM search_name WHERE rowid = :key")),
    "postgresql": Many(text("DELETE FROM search_name WHERE name_key = :key")),
}


async def hide(
    connection: AsyncConnection, who: Whom, *, author: str, now: datetime
) -> dict[str, int]:
    """Take names, accounts and what colleagues wrote away; how many rows of what."""
    counts = {
        "names": await _forget_names(connection, who),
        "tags": await _gone(connection, person_tag, who),
        "notes": await _gone(connection, person_note, who),
    }
    for statement in (*_judged(author, now), *_promised()):
        await connection.execute(statement, who.lists)
    for statement in _met(author, now):
        await connection.execute(statement, who.identity_list)
    for channel, refs in who.refs.items():
        await connection.execute(
            updated(room)
            .where(room.c.channel == channel, among(room.c.owner_ref, "refs"))
            .values(owner_ref=None),
            {"refs": listed(refs)},
        )
    await connection.execute(
        updated(person)
        .where(among(person.c.student_id, "students"))
        .values(name="", erased_at=now),
        who.student_list,
    )
    return counts


async def _forget_names(connection: AsyncConnection, who: Whom) -> int:
    mine = among(person_name.c.identity_id, "identities")
    rows = await connection.execute(
        select(person_name.c.identity_id, person_name.c.room_id).where(mine), who.identity_list
    )
    keys = [{"key": name_key(row.identity_id, row.room_id)} for row in rows]
    if keys:
        await _UNFIND[connection.dialect.name].run(connection, keys)
    await connection.execute(delete(person_name).where(mine), who.identity_list)
    done = await connection.execute(
        delete(name_history).where(among(name_history.c.identity_id, "identities")),
        who.identity_list,
    )
    return done.rowcount


async def _gone(connection: AsyncConnection, table: Table, who: Whom) -> int:
    done = await connection.execute(
        delete(table).where(among(table.c.student_id, "students")), who.student_list
    )
    return done.rowcount


def _judged(author: str, now: datetime) -> Sequence[Update]:
    """What was held against them: numbers and outcomes stay, words go, what is open ends."""
    cases = among(case.c.student_id, "students") | _said_in(case.c.message_id)
    alerts = among(alert.c.student_id, "students") | _said_in(alert.c.message_id)
    return (
        updated(case).where(cases).values(reason=ERASED, note=None),
        updated(case)
        .where(cases, case.c.state == "open", not_(_others_in_it()))
        .values(state="dismissed", decided_by=author, decided_at=now),
        updated(appeal)
        .where(among(appeal.c.student_id, "students"), appeal.c.state == "open")
        .values(state="upheld", answered_by=author, answered_at=now),
        updated(appeal).where(among(appeal.c.student_id, "students")).values(answer=None),
        updated(listing).where(among(listing.c.student_id, "students")).values(reason=ERASED),
        updated(alert).where(alerts).values(reason=ERASED, advice="", to_copy=""),
        updated(alert)
        .where(alerts, alert.c.state == "open")
        .values(state="acknowledged", acknowledged_by=author, acknowledged_at=now, next_at=None),
        # A sample that is taken back is not learned from: the next version does without it.
        updated(sample)
        .where(_said_in(sample.c.message_id), sample.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_by=author),
        updated(sample).where(_said_in(sample.c.message_id)).values(text="", text_key=ERASED),
    )


def _said_in(number: ColumnElement[int]) -> Exists:
    """Whether a message is one of theirs: looked up one by one, they may have said very much."""
    return exists().where(message.c.id == number, among(message.c.identity_id, "identities"))


def _others_in_it() -> Exists:
    """Whether a case holds messages of anybody else, too."""
    return exists().where(
        case_message.c.case_id == case.c.id, not_(among(case_message.c.identity_id, "identities"))
    )


def _promised() -> Sequence[Update]:
    """Leads, sign-ups, coupons, merges."""
    return (
        updated(lead_evidence)
        .where(
            lead_evidence.c.lead_id.in_(
                select(lead.c.id).where(among(lead.c.student_id, "students"))
            )
        )
        .values(words=[]),
        updated(lead).where(among(lead.c.student_id, "students")).values(note=None),
        updated(lead)
        .where(among(lead.c.student_id, "students"), lead.c.state.in_(("open", "claimed")))
        .values(state="lost"),
        updated(sign_up)
        .where(among(sign_up.c.student_id, "students"))
        .values(identity_id=None, message_id=None),
        updated(claim).where(among(claim.c.student_id, "students")).values(message_id=None),
        updated(coupon).where(among(coupon.c.student_id, "students")).values(note=None),
        updated(merge)
        .where(among(merge.c.from_student, "students") | among(merge.c.into_student, "students"))
        .values(reason=ERASED),
    )


def _met(author: str, now: datetime) -> Sequence[Update]:
    """Accounts, where they were, and what was on its way to them."""
    return (
        updated(campaign_notice)
        .where(among(campaign_notice.c.identity_id, "identities"))
        .values(text=ERASED, told_at=func.coalesce(campaign_notice.c.told_at, _at(now))),
        updated(quiz)
        .where(among(quiz.c.identity_id, "identities"), quiz.c.state == "open")
        .values(state="excused", settled_at=now, settled_by=author),
        updated(outbox)
        .where(among(outbox.c.identity_id, "identities"), outbox.c.state.in_(_WAITING))
        .values(state="cancelled", settled_at=now, unknown_at=None),
        updated(membership)
        .where(among(membership.c.identity_id, "identities"))
        .values(nickname="", left_at=func.coalesce(membership.c.left_at, _at(now))),
        # A platform calls nobody so: who writes again with this account is a new person.
        updated(identity)
        .where(among(identity.c.id, "identities"))
        .values(name="", ref=literal("erased:") + cast(identity.c.id, String)),
    )


def _at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UtcDateTime())
