"""What a transaction changed, noted beside the writing, and told after its commit.

With nobody watching nothing is noted and nothing is looked up: a note then costs a look into a
dictionary.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, LeadId, MessageId, OccurrenceId
from bot.core.notices import Notice
from storage.bulk import Query, among, listed
from storage.tables.delivery import echo, outbox
from storage.tables.judging import case, case_message, lead, lead_evidence
from storage.tables.talk import message

_KEY = "groupkeeper.notices"
_SHOWN_ANEW = 500  # messages of one thing; in a greater flood nobody looks at each
_POSTS = Query(
    select(echo.c.channel, echo.c.ref, echo.c.room_id)
    .join(outbox, outbox.c.id == echo.c.outbox_id)
    .where(among(outbox.c.occurrence_id, "ids"))
)
_OF_CASE = Query(
    select(case_message.c.message_id)
    .where(among(case_message.c.case_id, "ids"))
    .order_by(case_message.c.message_id.desc())
)
_OF_LEAD = Query(
    select(lead_evidence.c.message_id)
    .where(among(lead_evidence.c.lead_id, "ids"))
    .order_by(lead_evidence.c.message_id.desc())
)


@contextmanager
def noted(connection: AsyncConnection) -> Iterator[Sequence[Notice]]:
    """While the block lasts, what is noted on this connection gathers in what it gives."""
    gathered: list[Notice] = []
    connection.info[_KEY] = gathered
    try:
        yield gathered
    finally:
        del connection.info[_KEY]  # it outlives the transaction: the pool gives it out again


def is_noted(connection: AsyncConnection) -> bool:
    """Whether anybody wants to know; ids need not be looked up otherwise."""
    return _KEY in connection.info


async def note_rows(
    connection: AsyncConnection, kind: str, table: Table, ids: Collection[int]
) -> None:
    """Rows of a table with a `room_id` are new or were changed."""
    if not ids or not is_noted(connection):
        return
    key = table.primary_key.columns[0]
    rows = await connection.execute(
        select(key.label("number"), table.c.room_id).where(among(key, "ids")),
        {"ids": listed(ids)},
    )
    connection.info[_KEY] += [Notice(kind=kind, id=row.number, room=row.room_id) for row in rows]


async def note_messages(connection: AsyncConnection, ids: Collection[MessageId]) -> None:
    """Something else is known of these messages: whoever reads their room sees it."""
    await note_rows(connection, "message", message, ids)


async def note_cases(connection: AsyncConnection, ids: Collection[CaseId]) -> None:
    """Cases, and with them what stands beside their messages."""
    if ids and is_noted(connection):
        await note_rows(connection, "case", case, ids)
        said = await _OF_CASE.rows(connection, ids=listed(ids))
        await note_messages(connection, [number for (number,) in said[:_SHOWN_ANEW]])


async def note_leads(connection: AsyncConnection, ids: Collection[LeadId]) -> None:
    """Leads, and with them what stands beside the messages that speak for them."""
    if ids and is_noted(connection):
        await note_rows(connection, "lead", lead, ids)
        said = await _OF_LEAD.rows(connection, ids=listed(ids))
        await note_messages(connection, [number for (number,) in said[:_SHOWN_ANEW]])


async def note_posts(connection: AsyncConnection, steps: Collection[OccurrenceId]) -> None:
    """What came of the posts of these steps: whoever reads their room sees it."""
    if steps and is_noted(connection):
        connection.info[_KEY] += [
            Notice(kind="message", room=room, channel=channel, ref=ref)
            for channel, ref, room in await _POSTS.rows(connection, ids=listed(steps))
        ]
