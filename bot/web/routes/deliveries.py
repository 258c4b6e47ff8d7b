"""Deliveries: what is on its way out, and a person's word on what is held."""

from collections.abc import Coroutine
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from bot.core.ids import DeliveryId
from bot.core.outbound import DeliveryRow, DeliveryState, SentByHand
from bot.performing import by_hand
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
    return await _decided(call, by_hand.release(call.unit, await _row(call), call.author, call.now))


async def _cancel(call: Call[ById, Nothing, Nothing]) -> object:
    return await _decided(call, by_hand.cancel(call.unit, await _row(call), call.author, call.now))


async def _sent(call: Call[ById, Nothing, SentAt]) -> object:
    at = call.body.at or call.now
    word = SentByHand(author=call.author, at=at, reason=call.body.reason)
    return await _decided(call, by_hand.mark_sent(call.unit, await _row(call), word, call.now))


async def _decided(call: Call[ById, Any, Any], decision: Coroutine[Any, Any, None]) -> object:
    try:
        await decision
    except by_hand.TooLate as error:
        refuse(str(error))
    except by_hand.NotThen as error:
        detail = f"body.at: {error}"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail) from None
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
