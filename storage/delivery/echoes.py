"""Echoes: the platform shows our own posts, and so tells what became of them.

Match order: nonce, platform id, then (account, room, text, time), the oldest first. One echo
settles one delivery. The echo may come before the channel's own answer; `tie` then puts right
what was only guessed from the text.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RaiseAlert
from bot.core.events import MessageKind
from bot.core.ids import DeliveryId, RoomId, UserRef
from bot.core.outbound import DeliveryState
from bot.core.seen import SeenMessage
from bot.core.sending import DeliverySettings
from storage.delivery.clock import since
from storage.delivery.json import read_if_readable
from storage.delivery.match import EchoSeen, Reach, Unechoed, match
from storage.delivery.rows import text_hash
from storage.delivery.strangers import meet_strangers
from storage.noting import note_rows
from storage.tables.delivery import echo, outbox
from storage.tables.people import identity
from storage.upsert import insert_for


def reach_of(settings: DeliverySettings) -> Reach:
    """How far an echo reaches by the settings."""
    return Reach(window=settings.echo_window, skew=settings.clock_skew)


async def settle_echo(
    connection: AsyncConnection,
    messages: Sequence[SeenMessage],
    now: datetime,
    settings: DeliverySettings,
) -> list[RaiseAlert]:
    """Keep echoes and settle the deliveries they show; an echo seen before changes nothing."""
    by_channel: dict[str, list[SeenMessage]] = {}
    for seen in messages:
        if seen.event.own and seen.event.kind is not MessageKind.SYSTEM:
            by_channel.setdefault(str(seen.event.channel), []).append(seen)
    alerts: list[RaiseAlert] = []
    for channel, own in by_channel.items():
        fresh = await _keep(connection, channel, own)
        if fresh:
            alerts += await _settle(connection, channel, fresh, now, settings)
    return alerts


async def _keep(
    connection: AsyncConnection, channel: str, own: Sequence[SeenMessage]
) -> list[EchoSeen]:
    rows = [
        {
            "channel": channel,
            "ref": str(seen.event.ref),
            "room_id": seen.room,
            "to_ref": seen.event.to,
            "text_hash": text_hash(seen.event.text),
            "nonce": seen.event.nonce or None,
            "seen_at": seen.event.at,
        }
        for seen in own
    ]
    statement = insert_for(connection, echo).on_conflict_do_nothing(
        index_elements=[echo.c.channel, echo.c.ref]
    )
    kept = await connection.execute(statement.returning(echo.c.id, echo.c.ref), rows)
    ids = {row.ref: row.id for row in kept}
    fresh: list[EchoSeen] = []
    for seen in own:
        number = ids.pop(str(seen.event.ref), None)
        if number is not None:
            fresh.append(_echo_seen(number, seen))
    return fresh


def _echo_seen(number: int, seen: SeenMessage) -> EchoSeen:
    event = seen.event
    return EchoSeen(
        id=number,
        room=seen.room,
        to=event.to,
        ref=str(event.ref),
        nonce=event.nonce,
        text_hash=text_hash(event.text),
        text=event.text,
        with_media=event.media is not None or event.kind is not MessageKind.TEXT,
        at=event.at,
    )


async def _settle(
    connection: AsyncConnection,
    channel: str,
    echoes: Sequence[EchoSeen],
    now: datetime,
    settings: DeliverySettings,
) -> list[RaiseAlert]:
    # The rows are locked before the platform ids are read: a performer that is just writing
    # one down has then either finished, or waits for us.
    open_rows = await unechoed(connection, channel, echoes, settings)
    certain = await _by_name(connection, channel, echoes)
    taken = set(certain.values())
    rest = [e for e in echoes if e.id not in certain]
    guessed = match(rest, [d for d in open_rows if d.id not in taken], reach_of(settings))
    for seen in echoes:
        delivery = certain.get(seen.id) or guessed.get(seen.id)
        if delivery is not None:
            await attach(connection, seen.id, seen.ref, delivery, now)
    strangers = [e for e in rest if e.id not in guessed]
    return await meet_strangers(connection, channel, strangers, now, settings) if strangers else []


async def unechoed(
    connection: AsyncConnection,
    channel: str,
    echoes: Sequence[EchoSeen],
    settings: DeliverySettings,
) -> list[Unechoed]:
    """What these echoes may still settle; locked until the transaction ends."""
    first = min(seen.at for seen in echoes) - settings.echo_window
    rows = await connection.execute(
        select(outbox, identity.c.ref.label("to_ref"))
        .join(identity, identity.c.id == outbox.c.identity_id, isouter=True)
        .where(
            outbox.c.sender == channel,
            outbox.c.sending_at.is_not(None),
            outbox.c.sent_ref.is_(None),
            outbox.c.sending_at >= first,
            outbox.c.kind.in_(("Say", "DirectMessage")),
        )
        .order_by(outbox.c.id)
        .with_for_update(of=outbox)
    )
    found = [(row, read_if_readable(row.deed)) for row in rows]
    return [
        Unechoed(
            id=DeliveryId(row.id),
            room=None if row.room_id is None else RoomId(row.room_id),
            to=None if row.to_ref is None else UserRef(row.to_ref),
            deed=deed,
            text_hash=row.text_hash,
            since=row.sending_at,
        )
        for row, deed in found
        if deed is not None
    ]


async def _by_name(
    connection: AsyncConnection, channel: str, echoes: Sequence[EchoSeen]
) -> dict[int, DeliveryId]:
    """Echoes whose delivery is certain: by our nonce, or by the platform's id."""
    nonces = {seen.nonce: seen.id for seen in echoes if seen.nonce}
    refs = {seen.ref: seen.id for seen in echoes}
    found: dict[int, DeliveryId] = {}
    for column, wanted in ((outbox.c.sent_ref, refs), (outbox.c.nonce, nonces)):
        if not wanted:
            continue
        rows = await connection.execute(
            select(outbox.c.id, column).where(
                outbox.c.sender == channel, column.in_(sorted(wanted))
            )
        )
        found |= {wanted[row[1]]: DeliveryId(row.id) for row in rows}
    return found


async def attach(
    connection: AsyncConnection, echo_id: int, ref: str, delivery: DeliveryId, now: datetime
) -> None:
    """An echo shows this delivery: it was sent."""
    await connection.execute(update(echo).where(echo.c.id == echo_id).values(outbox_id=delivery))
    await connection.execute(
        update(outbox)
        .where(outbox.c.id == delivery)
        .values(
            state=DeliveryState.SENT.value,
            sent_ref=func.coalesce(outbox.c.sent_ref, ref),
            settled_at=since(outbox.c.settled_at, now),
            owner=None,
            lease_until=None,
            unknown_at=None,
            not_before=None,
            outcome=None,
        )
    )
    await note_rows(connection, "delivery", outbox, [delivery])
