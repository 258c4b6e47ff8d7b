"""What others said of a person, and what we said to them: the sweep through the archive.

Our own posts are cleaned as their deliveries are. Of what others said, only quotations of the
person and calls of their name go; the words of others stay theirs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import among, listed
from storage.privacy.sweeps import delivery_tie
from storage.privacy.words import ERASED, Tie, Traces
from storage.tables.delivery import outbox
from storage.tables.talk import message
from storage.talk.rewording import Reworded, reword
from storage.types import micros

_READ: tuple[Column[Any], ...] = (
    message.c.id,
    message.c.channel,
    message.c.ref,
    message.c.room_id,
    message.c.identity_id,
    message.c.text,
    message.c.sent_at,
    message.c.quoted_ref,
    message.c.quoted_text,
    message.c.mentions,
    message.c.media,
    message.c.own,
)
_QUOTES = "「"  # with it begin texts whose quotation was typed
_WRITE = (
    update(message)
    .where(message.c.id == bindparam("key"))
    .values(
        text=bindparam("new_text"),
        quoted_text=bindparam("new_quoted"),
        mentions=bindparam("new_mentions"),
        media=bindparam("new_media"),
    )
)
Changed = tuple[Row[Any], dict[str, Any]]


async def read(connection: AsyncConnection, above: int, limit: int) -> list[Row[Any]]:
    """The next messages that can speak of somebody else than their author."""
    rows = await connection.execute(
        select(*_READ)
        .where(
            message.c.id > above,
            message.c.own
            | message.c.quoted_text.is_not(None)
            | message.c.mentions.is_not(None)
            | message.c.text.startswith(_QUOTES),
        )
        .order_by(message.c.id)
        .limit(limit)
    )
    return list(rows)


async def changed(
    connection: AsyncConnection, rows: Sequence[Row[Any]], traces: Traces
) -> list[Changed]:
    """Which of these messages read differently without the person, and how."""
    ties = await _ties(connection, rows, traces)
    quoted = await _quoted(connection, rows, traces)
    found: list[Changed] = []
    for row in rows:
        if row.identity_id in traces.identities:
            continue  # all of it goes, in its turn
        new = _own(row, traces, ties) if row.own else _others(row, traces, quoted)
        if any(getattr(row, name) != value for name, value in new.items()):
            found.append((row, new))
    return found


async def write(connection: AsyncConnection, found: Sequence[Changed]) -> None:
    """Let the archive and its index say so."""
    if not found:
        return
    await connection.execute(
        _WRITE,
        [
            {
                "key": row.id,
                "new_text": new.get("text", row.text),
                "new_quoted": new.get("quoted_text", row.quoted_text),
                "new_mentions": new.get("mentions", row.mentions),
                "new_media": new.get("media", row.media),
            }
            for row, new in found
        ],
    )
    await reword(
        connection,
        [
            Reworded(
                id=row.id,
                room=row.room_id,
                identity=row.identity_id,
                before=row.text,
                after=new["text"],
            )
            for row, new in found
            if new.get("text", row.text) != row.text
        ],
    )


def _own(row: Row[Any], traces: Traces, ties: Mapping[tuple[str, str], Tie]) -> dict[str, Any]:
    """Our post: as surely about the person as the delivery that it is the echo of."""
    tie, at = ties.get((row.channel, row.ref), Tie.LOOSE), micros(row.sent_at)
    if tie is Tie.LOOSE:
        traces.openings.ours(row.text, at)
    new: dict[str, Any] = {"text": traces.clean(row.text, tie, at)}
    if row.media is not None:
        new["media"] = traces.clean_json(row.media, tie, at)
    return new


def _others(row: Row[Any], traces: Traces, quoted: frozenset[tuple[str, str]]) -> dict[str, Any]:
    called = bool(traces.all_refs.intersection(row.mentions or ()))
    new: dict[str, Any] = {}
    if row.mentions is not None and called:
        new["mentions"] = [ERASED if one in traces.all_refs else one for one in row.mentions]
    at = micros(row.sent_at)
    if row.quoted_text:
        tie = Tie.WHOLE if (row.channel, row.quoted_ref) in quoted else Tie.LOOSE
        new["quoted_text"] = traces.clean(row.quoted_text, tie, at)
    if row.text.startswith(_QUOTES):
        new["text"] = traces.clean(row.text, Tie.NAMED if called else Tie.LOOSE, at)
    elif called:
        new["text"] = traces.nameless(row.text, Tie.NAMED)
    return new


async def _ties(
    connection: AsyncConnection, rows: Sequence[Row[Any]], traces: Traces
) -> dict[tuple[str, str], Tie]:
    refs = [row.ref for row in rows if row.own]
    if not refs:
        return {}
    found = await connection.execute(
        select(
            outbox.c.sender,
            outbox.c.sent_ref,
            outbox.c.identity_id,
            outbox.c.dedup_key,
            outbox.c.kind,
            outbox.c.deed,
        ).where(
            among(outbox.c.sender, "senders"),
            among(outbox.c.sent_ref, "refs"),
        ),
        {"refs": listed(refs), "senders": listed({row.channel for row in rows if row.own})},
    )
    return {(row.sender, row.sent_ref): delivery_tie(row, traces) for row in found}


async def _quoted(
    connection: AsyncConnection, rows: Sequence[Row[Any]], traces: Traces
) -> frozenset[tuple[str, str]]:
    """Which of the quoted messages are the person's."""
    refs = [row.quoted_ref for row in rows if row.quoted_ref and row.quoted_text]
    if not refs:
        return frozenset()
    found = await connection.execute(
        select(message.c.channel, message.c.ref).where(
            among(message.c.channel, "channels"),
            among(message.c.ref, "refs"),
            among(message.c.identity_id, "identities"),
        ),
        {
            "refs": listed(refs),
            "channels": listed({row.channel for row in rows}),
            "identities": listed(traces.identities),
        },
    )
    return frozenset((row.channel, row.ref) for row in found)
