"""The channel's own answer is certain: what echoes only suggested gives way to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import RoomId, UserRef
from bot.core.outbound import DeliveryState
from bot.core.sending import DeliverySettings
from storage.delivery.echoes import attach, reach_of, unechoed
from storage.delivery.match import EchoSeen, match
from storage.tables.delivery import echo, outbox
from storage.tables.talk import message


async def tie(
    connection: AsyncConnection,
    row: Row[Any],
    ref: str | None,
    now: datetime,
    settings: DeliverySettings,
) -> None:
    """The channel's own answer for a delivery is certain; echoes guessed by text give way to it.

    `ref` is the platform's id for it, or None when it was certainly not sent.
    """
    guessed = (
        (echo.c.outbox_id == row.id)
        & (echo.c.ref == row.sent_ref)
        & (echo.c.ref != (ref or ""))
        & (func.coalesce(echo.c.nonce, "") != row.nonce)
    )
    loose = await _echoes(connection, guessed)
    if ref is not None:
        await _take(connection, row, ref, now)
    await _free(connection, [e.id for e in loose])
    if loose:
        waiting = await unechoed(connection, row.sender, loose, settings)
        matched = match(loose, [d for d in waiting if d.id != row.id], reach_of(settings))
        refs: Mapping[int, str] = {e.id: e.ref for e in loose}
        for echo_id, delivery in matched.items():
            await attach(connection, echo_id, refs[echo_id], delivery, now)


async def _take(connection: AsyncConnection, row: Row[Any], ref: str, now: datetime) -> None:
    """Take the echo with this platform id from a delivery that only looked like its own."""
    held = await connection.execute(
        select(echo.c.id, echo.c.outbox_id).where(echo.c.channel == row.sender, echo.c.ref == ref)
    )
    shown = held.first()
    if shown is None or shown.outbox_id == row.id:
        return
    await connection.execute(update(echo).where(echo.c.id == shown.id).values(outbox_id=row.id))
    if shown.outbox_id is not None:
        await connection.execute(
            update(outbox)
            .where(outbox.c.id == shown.outbox_id, outbox.c.sent_ref == ref)
            .values(
                state=DeliveryState.UNKNOWN.value, sent_ref=None, settled_at=None, unknown_at=now
            )
        )


async def _free(connection: AsyncConnection, ids: Sequence[int]) -> None:
    if ids:
        await connection.execute(update(echo).where(echo.c.id.in_(ids)).values(outbox_id=None))


async def _echoes(connection: AsyncConnection, which: ColumnElement[bool]) -> list[EchoSeen]:
    rows = await connection.execute(
        select(echo, func.coalesce(message.c.text, literal("")).label("text"), message.c.media)
        .join(
            message,
            tuple_(message.c.channel, message.c.ref) == tuple_(echo.c.channel, echo.c.ref),
            isouter=True,
        )
        .where(which)
        .order_by(echo.c.id)
    )
    return [
        EchoSeen(
            id=row.id,
            room=None if row.room_id is None else RoomId(row.room_id),
            to=None if row.to_ref is None else UserRef(row.to_ref),
            ref=row.ref,
            nonce=row.nonce or "",
            text_hash=row.text_hash,
            text=row.text,
            with_media=row.media is not None,
            at=row.seen_at,
        )
        for row in rows
    ]
