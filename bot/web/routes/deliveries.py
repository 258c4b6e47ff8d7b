"""Deliveries: what is on its way out, and a person's word on what is held."""

from dataclasses import asdict
from typing import Any

from bot.core.ids import DeliveryId
from bot.core.outbound import DeliveryRow, DeliveryState
from bot.web.endpoint import AnyEndpoint, ById, Call, Listed, Nothing, Number, Paged, get, post
from bot.web.problems import missing, refuse
from bot.web.views.work import Delivery


class DeliveriesAsked(Paged):
    """Which deliveries."""

    state: DeliveryState | None = None
    room: Number | None = None


async def _deliveries(call: Call[Nothing, DeliveriesAsked, Nothing]) -> object:
    asked = call.asked
    page = await call.unit.outbox.deliveries(
        state=asked.state, room=asked.room, after=asked.after, limit=asked.limit
    )
    return {"items": [_shown(row) for row in page.items], "next": page.next}


async def _delivery(call: Call[ById, Nothing, Nothing]) -> object:
    return _shown(await _row(call))


async def _release(call: Call[ById, Nothing, Nothing]) -> object:
    before = await _row(call)
    if not await call.unit.outbox.release_held(before.id, call.author, call.now):
        refuse(f"delivery {before.id} is {before.state}; only a held one is released")
    return _shown(await _row(call))


async def _cancel(call: Call[ById, Nothing, Nothing]) -> object:
    before = await _row(call)
    if not await call.unit.outbox.cancel(before.id, call.author, call.now):
        refuse(f"delivery {before.id} is {before.state}; it is too late to cancel it")
    return _shown(await _row(call))


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
    ),
    get(
        "/deliveries/{id}",
        _delivery,
        gives=Delivery,
        summary="One delivery",
        where=ById,
        asks=Nothing,
    ),
    post(
        "/deliveries/{id}/release",
        _release,
        gives=Delivery,
        summary="Send a held delivery after all",
        where=ById,
        takes=Nothing,
    ),
    post(
        "/deliveries/{id}/cancel",
        _cancel,
        gives=Delivery,
        summary="Do not send a delivery (again)",
        where=ById,
        takes=Nothing,
    ),
)
