"""Posts of our accounts we did not send: parts of ours, a colleague, another installation."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RaiseAlert, Say
from bot.core.outbound import foreign
from bot.core.sending import DeliverySettings
from storage.delivery.accounts import pause_account
from storage.delivery.json import read_if_readable
from storage.delivery.match import EchoSeen, shows
from storage.tables.delivery import echo, outbox

_SAME_MOMENT = timedelta(seconds=2)
_RECENT = 50  # posts of a room an echo of unknown origin is compared with


async def meet_strangers(
    connection: AsyncConnection,
    channel: str,
    echoes: Sequence[EchoSeen],
    now: datetime,
    settings: DeliverySettings,
) -> list[RaiseAlert]:
    """Echoes nothing waits for: a second part of ours, or somebody else at the same account."""
    alerts: dict[str, RaiseAlert] = {}
    for seen in echoes:
        if seen.room is None or seen.at < now - settings.echo_window:
            continue  # alerts told by direct message have no delivery here; history is no news
        recent = await _recent_posts(connection, channel, seen, settings)
        part = next((row for row in recent if _is_part(seen, row)), None)
        if part is not None:
            await connection.execute(
                update(echo).where(echo.c.id == seen.id).values(outbox_id=part.id)
            )
            continue
        doubles = any(seen.text_hash == row.text_hash for row in recent if row.text_hash)
        if doubles:
            until = now + settings.foreign_pause
            await pause_account(connection, channel, until, "someone else posts what we post")
        alert = foreign(channel, seen.room, doubles=doubles)
        alerts[alert.group] = alert
    return list(alerts.values())


async def _recent_posts(
    connection: AsyncConnection, channel: str, seen: EchoSeen, settings: DeliverySettings
) -> Sequence[Any]:
    rows = await connection.execute(
        select(outbox.c.id, outbox.c.deed, outbox.c.text_hash, echo.c.seen_at)
        .join(echo, echo.c.outbox_id == outbox.c.id, isouter=True)
        .where(
            outbox.c.room_id == seen.room,
            outbox.c.sender == channel,
            outbox.c.sending_at >= seen.at - settings.echo_window,
            outbox.c.kind == "Say",
        )
        .order_by(outbox.c.sending_at.desc(), outbox.c.id.desc())
        .limit(_RECENT)
    )
    return rows.all()


def _is_part(seen: EchoSeen, row: Row[Any, Any, Any, Any]) -> bool:
    """A post with text and file may show as two messages; one message may show under two ids."""
    deed = read_if_readable(row.deed)
    if deed is None:
        return False
    two_parts = isinstance(deed, Say) and deed.media is not None and bool(deed.text)
    if two_parts and (seen.with_media or shows(seen, deed, row.text_hash)):
        return True
    again = row.seen_at is not None and abs(row.seen_at - seen.at) <= _SAME_MOMENT
    return again and shows(seen, deed, row.text_hash)
