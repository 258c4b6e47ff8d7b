"""What a person said, erased message by message: the rows stay, so that figures do."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import among, listed
from storage.privacy.words import ERASED, Traces
from storage.tables.errands import errand, picture, picture_band
from storage.tables.judging import near_key, near_print, verdict
from storage.tables.talk import event, message, message_edit
from storage.tables.watches import consent
from storage.talk.rewording import Reworded, reword
from storage.types import micros

_READ = 2_000  # messages read in one go
_EVENT_TEXT = update(event).where(event.c.id == bindparam("key")).values(payload=bindparam("new"))


async def listen(connection: AsyncConnection, traces: Traces) -> list[int]:
    """Learn how the person's messages begin, to know quotations; the messages' ids, ascending."""
    ids: list[int] = []
    mine = {"identities": listed(traces.identities)}
    rows = await connection.stream(
        select(message.c.id, message.c.text, message.c.sent_at)
        .where(among(message.c.identity_id, "identities"))
        .execution_options(yield_per=_READ),
        mine,
    )
    async for row in rows:
        ids.append(row.id)
        traces.openings.add(row.text, micros(row.sent_at))
    edits = await connection.stream(
        select(message_edit.c.text, message_edit.c.at)
        .join(
            message,
            (message.c.channel == message_edit.c.channel)
            & (message.c.ref == message_edit.c.message_ref),
        )
        .where(among(message.c.identity_id, "identities"))
        .execution_options(yield_per=_READ),
        mine,
    )
    async for edit in edits:
        traces.openings.add(edit.text, micros(edit.at))
    return sorted(ids)


async def unsay(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Erase these messages with all that was made of their words."""
    which = {"ids": listed(ids)}
    rows = (
        await connection.execute(select(message).where(among(message.c.id, "ids")), which)
    ).all()
    await reword(
        connection,
        [
            Reworded(
                id=row.id, room=row.room_id, identity=row.identity_id, before=row.text, after=""
            )
            for row in rows
        ],
    )
    by_channel: dict[str, list[str]] = {}
    for row in rows:
        by_channel.setdefault(row.channel, []).append(row.ref)
    await _forget_edits(connection, by_channel)
    await _forget_quotations(connection, by_channel)
    for table in (near_print, near_key, consent):
        await connection.execute(delete(table).where(among(table.c.message_id, "ids")), which)
    await _forget_pictures(connection, which)
    await connection.execute(
        update(verdict)
        .where(among(verdict.c.message_id, "ids"))
        .values(reason=ERASED, evidence=None),
        which,
    )
    await connection.execute(
        update(errand)
        .where(among(errand.c.message_id, "ids"))
        .values(question=None, answer=None, note=None),
        which,
    )
    await connection.execute(
        update(message)
        .where(among(message.c.id, "ids"))
        .values(text="", text_hash=None, quoted_text=None, mentions=None, media=None),
        which,
    )


async def give_up_errands(connection: AsyncConnection, identities: Sequence[int]) -> None:
    """Nobody looks at their pictures or asks about their words any more."""
    theirs = select(message.c.id).where(among(message.c.identity_id, "identities"))
    await connection.execute(
        update(errand)
        .where(errand.c.state == "waiting", errand.c.message_id.in_(theirs))
        .values(state="given_up"),
        {"identities": listed(identities)},
    )


async def _forget_edits(
    connection: AsyncConnection, by_channel: Mapping[str, Sequence[str]]
) -> None:
    for channel, refs in by_channel.items():
        of_these = (message_edit.c.channel == channel) & among(message_edit.c.message_ref, "refs")
        rows = await connection.execute(
            select(message_edit.c.ref).where(of_these), {"refs": listed(refs)}
        )
        events = list(rows.scalars())
        if not events:
            continue
        await _empty_events(connection, channel, events)
        await connection.execute(delete(message_edit).where(of_these), {"refs": listed(refs)})


async def _empty_events(connection: AsyncConnection, channel: str, refs: Sequence[str]) -> None:
    """The events that told of edits keep their time and their place, without the words."""
    rows = await connection.execute(
        select(event.c.id, event.c.payload).where(
            event.c.channel == channel, among(event.c.ref, "refs")
        ),
        {"refs": listed(refs)},
    )
    emptied: list[dict[str, Any]] = [
        {"key": row.id, "new": {**row.payload, "text": ERASED}} for row in rows
    ]
    if emptied:
        await connection.execute(_EVENT_TEXT, emptied)


async def _forget_quotations(
    connection: AsyncConnection, by_channel: Mapping[str, Sequence[str]]
) -> None:
    for channel, refs in by_channel.items():
        await connection.execute(
            update(message)
            .where(
                message.c.channel == channel,
                among(message.c.quoted_ref, "refs"),
                message.c.quoted_text.is_not(None),
            )
            .values(quoted_text=ERASED),
            {"refs": listed(refs)},
        )


async def _forget_pictures(connection: AsyncConnection, which: Mapping[str, str]) -> None:
    rows = await connection.execute(
        select(picture.c.message_id).where(among(picture.c.message_id, "ids")), which
    )
    seen = list(rows.scalars())
    if not seen:
        return
    for table in (picture_band, picture):
        await connection.execute(
            delete(table).where(among(table.c.message_id, "ids")), {"ids": listed(seen)}
        )
