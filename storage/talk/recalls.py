"""Messages that were taken back: marked whether the recall comes after its message or before."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event, MessageRecalled, MessageReceived
from bot.core.ids import ChannelName
from storage.bulk import Query, among, listed
from storage.people.register import by_channel
from storage.tables.talk import early_recall, message
from storage.types import from_micros
from storage.upsert import insert_for

_KEPT = timedelta(days=7)  # a recall whose message never came: it was said before we listened
_CHANNEL: BindParameter[str] = bindparam("channel")
_KNOWN = Query(
    select(message.c.ref).where(message.c.channel == _CHANNEL, among(message.c.ref, "refs"))
)
_EARLY = Query(
    select(early_recall.c.ref, early_recall.c.at).where(
        early_recall.c.channel == _CHANNEL, among(early_recall.c.ref, "refs")
    )
)
_ANY_EARLY = Query(text("SELECT 1 FROM early_recall LIMIT 1"))
_MARK = (
    update(message)
    .where(
        message.c.channel == bindparam("key_channel"),
        message.c.ref == bindparam("key_ref"),
        message.c.recalled_at.is_(None),
    )
    .values(recalled_at=bindparam("at"))
)
_FORGET = delete(early_recall).where(
    early_recall.c.channel == bindparam("key_channel"), early_recall.c.ref == bindparam("key_ref")
)

_Key = tuple[ChannelName, str]


async def mark_recalled(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Mark what these events, stored just now, say was taken back; its text stays."""
    recalls = {(e.channel, str(e.recalled)): e.at for e in events if isinstance(e, MessageRecalled)}
    if recalls:
        await _mark(connection, recalls)
        await _keep_early(connection, recalls)
    early = await _early(
        connection,
        ((event.channel, str(event.ref)) for event in events if isinstance(event, MessageReceived)),
    )
    if early:
        await _mark(connection, early)
        keys = [{"key_channel": channel, "key_ref": ref} for channel, ref in early]
        await connection.execute(_FORGET, keys)


async def _mark(connection: AsyncConnection, recalls: dict[_Key, datetime]) -> None:
    rows = [
        {"key_channel": channel, "key_ref": ref, "at": at} for (channel, ref), at in recalls.items()
    ]
    await connection.execute(_MARK, rows)


async def _keep_early(connection: AsyncConnection, recalls: dict[_Key, datetime]) -> None:
    early = dict(recalls)
    for channel, refs in by_channel(recalls).items():
        for (ref,) in await _KNOWN.rows(connection, channel=channel, refs=listed(refs)):
            del early[channel, ref]
    if not early:
        return
    old = min(early.values()) - _KEPT
    await connection.execute(delete(early_recall).where(early_recall.c.at < old))
    rows = [{"channel": channel, "ref": ref, "at": at} for (channel, ref), at in early.items()]
    await connection.execute(insert_for(connection, early_recall).on_conflict_do_nothing(), rows)


async def _early(connection: AsyncConnection, said: Iterable[_Key]) -> dict[_Key, datetime]:
    if not await _ANY_EARLY.rows(connection):
        return {}  # nearly always: no need to hand over a thousand keys
    found: dict[_Key, datetime] = {}
    for channel, refs in by_channel(said).items():
        for ref, at in await _EARLY.rows(connection, channel=channel, refs=listed(refs)):
            found[channel, ref] = from_micros(at)
    return found
