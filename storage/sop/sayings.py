"""How steps were said: by which account or colleague, when first, and whether it was seen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, MessageRef
from bot.core.outbound import DeliveryState
from storage.bulk import among
from storage.tables.delivery import echo, outbox
from storage.tables.sop import task
from storage.tables.talk import message

_SENT = DeliveryState.SENT.value
_ECHO = select(echo.c.id).where(echo.c.outbox_id == outbox.c.id).limit(1).scalar_subquery()
_POSTS: Select[Any] = (
    select(
        *(outbox.c.occurrence_id, outbox.c.sender, outbox.c.state, outbox.c.sending_at),
        *(outbox.c.sent_ref, outbox.c.settled_at, _ECHO.label("echo")),
    )
    .where(among(outbox.c.occurrence_id, "ids"))
    .order_by(outbox.c.id)
)
_TASKS: Select[Any] = (
    select(
        *(task.c.occurrence_id, task.c.staff, task.c.state, task.c.done_at),
        *(message.c.ref, message.c.sent_at, message.c.identity_id),
    )
    .outerjoin(message, message.c.id == task.c.message_id)
    .where(among(task.c.occurrence_id, "ids"))
)


@dataclass(slots=True, kw_only=True)
class Saying:
    """How a step was said: all its posts, or its task."""

    attempted: bool = False
    seen: bool = False
    first: datetime | None = None
    by: str = ""
    refs: tuple[MessageRef, ...] = ()
    poster: IdentityId | None = None


async def sayings_of(connection: AsyncConnection, ids: str) -> Mapping[int, Saying]:
    """How the occurrences listed as `ids` were said, those of which anything was made."""
    found: dict[int, Saying] = defaultdict(Saying)
    for row in await connection.execute(_POSTS, {"ids": ids}):
        one = found[row.occurrence_id]
        one.attempted |= row.sending_at is not None
        if row.state != _SENT:
            continue
        one.seen |= row.echo is not None
        one.first = min(filter(None, (one.first, row.settled_at)), default=None)
        one.by = row.sender
        one.refs += (row.sent_ref,) if row.sent_ref else ()
    for row in await connection.execute(_TASKS, {"ids": ids}):
        one = found[row.occurrence_id]
        one.attempted = True
        if row.state != "done":
            continue
        one.seen = row.ref is not None
        one.first = row.sent_at or row.done_at
        one.by = row.staff
        one.refs += (row.ref,) if row.ref else ()
        one.poster = row.identity_id
    return found
