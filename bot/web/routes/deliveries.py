"""Deliveries: what is on its way out, and a person's word on what is held."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from bot.core.ids import DeliveryId
from bot.core.outbound import DeliveryRow, DeliveryState, SentByHand
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    ById,
    Call,
    Listed,
    Nothing,
    Number,
    Paged,
    Scope,
    Words,
    get,
    post,
)
from bot.web.problems import Refusal, missing, refuse
from bot.web.views.work import Delivery


class SentAt(Asked):
    """When it went out, and how that is known."""

    at: AwareDatetime | None = Field(default=None, description="none: just now")
    reason: Annotated[Words, Field(min_length=1, max_length=2000)]


class DeliveriesAsked(Paged):
    """Which deliveries."""

    state: DeliveryState | None = None
    room: Number | None = None


async def _deliveries(call: Call[Nothing, DeliveriesAsked, Nothing]) -> object:
    asked = call.asked
    page = await call.unit.outbox.deliveries(
        state=asked.state,
        room=asked.room,
        within=call.rooms,
        after=asked.after,
        limit=asked.limit,
    )
    return {"items": [_shown(row) for row in page.items], "next": page.next}


async def _delivery(call: Call[ById, Nothing, Nothing]) -> object:
    return _shown(await _row(call))


async def _release(call: Call[ById, Nothing, Nothing]) -> object:
    before = await _row(call)
    if not await call.unit.outbox.release_held(before.id, call.author, call.now):
        refuse(f"delivery {before.id} is {before.state}; only a held one is released")
    await _calm(call, before)
    return _shown(await _row(call))


async def _cancel(call: Call[ById, Nothing, Nothing]) -> object:
    before = await _row(call)
    if not await call.unit.outbox.cancel(before.id, call.author, call.now):
        refuse(f"delivery {before.id} is {before.state}; it is too late to cancel it")
    await _calm(call, before)
    return _shown(await _row(call))


async def _sent(call: Call[ById, Nothing, SentAt]) -> object:
    before = await _row(call)
    at = call.body.at or call.now
    made = before.created.replace(second=0, microsecond=0)  # people know the minute
    if not made <= at <= call.now:
        detail = (
            f"body.at: delivery {before.id} was made at {before.created.isoformat()}; it went out"
            " between then and now"
        )
        raise Refusal(HTTPStatus.BAD_REQUEST, detail)
    word = SentByHand(author=call.author, at=at, reason=call.body.reason)
    if not await call.unit.outbox.mark_sent(before.id, word, call.now):
        refuse(
            f"delivery {before.id} is {before.state}; only of one that is held or unknown is it"
            " asked whether it was sent"
        )
    await _calm(call, before)
    return _shown(await _row(call))


async def _calm(call: Call[ById, Any, Any], row: DeliveryRow) -> None:
    """The alert about what is held in a place is over with the last of it."""
    place = row.sender if row.room is None else f"room:{row.room}"
    if not await call.unit.outbox.holds(row.sender, row.room):
        group = f"delivery:{DeliveryState.HELD.value}:{place}"
        await call.unit.alerts.resolve(group, author=call.author, now=call.now)


async def _row(call: Call[ById, Any, Any]) -> DeliveryRow:
    row: DeliveryRow | None = await call.unit.outbox.delivery(DeliveryId(call.where.id))
    if row is None:
        missing(f"there is no delivery {call.where.id}")
    return row


def _shown(row: DeliveryRow) -> dict[str, Any]:
    return asdict(row)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/deliveries",
        _deliveries,
        gives=Listed[Delivery],
        summary="Deliveries, newest first",
        where=Nothing,
        asks=DeliveriesAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/deliveries/{id}",
        _delivery,
        gives=Delivery,
        summary="One delivery",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/deliveries/{id}/release",
        _release,
        gives=Delivery,
        summary="Send a held delivery after all",
        where=ById,
        takes=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/deliveries/{id}/cancel",
        _cancel,
        gives=Delivery,
        summary="Do not send a delivery (again)",
        where=ById,
        takes=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/deliveries/{id}/sent",
        _sent,
        gives=Delivery,
        summary="A held or unknown delivery went out, says a person: it is not sent again",
        where=ById,
        takes=SentAt,
        scope=Scope.ROOMS,
    ),
)
