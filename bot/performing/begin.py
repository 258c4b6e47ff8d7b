"""From a claimed delivery to a committed `sending`: everything that happens before the call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core.effects import Say
from bot.core.outbound import (
    Circumstances,
    Delivery,
    Failed,
    KeptBack,
    Lost,
    Outcome,
    Pace,
    Started,
    Wait,
)
from bot.core.ports import ChannelTraits
from bot.performing.orders import Order, able, addressed, order, parts, shows_echo
from bot.performing.ports import DeliveryUnit
from bot.performing.recheck import Objection, RulesFor, recheck

log = structlog.get_logger("perform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under which conditions an account speaks now. `pace` None: without a budget."""

    traits: ChannelTraits
    pace: Pace | None
    rules_for: RulesFor
    grace: timedelta
    now: datetime
    public_url: str = ""  # where short links are served; "": links stay as they are


async def begin(unit: DeliveryUnit, delivery: Delivery, terms: Terms) -> Order | None:
    """Write down that it is being sent; None when it is not to be, or not now."""
    things = await unit.outbox.circumstances(delivery, terms.now)
    objection = _objection(delivery, things, terms)
    if objection is not None:
        await settle(unit, delivery, objection, terms.now)
        return None
    counted = await _count_clicks(unit, delivery, terms)
    whole = None if counted is None else await _cut(unit, counted, things, terms)
    if whole is None:
        return None
    begun = await unit.outbox.begin_sending(
        whole, pace=terms.pace, echoed=shows_echo(whole.deed, terms.traits), now=terms.now
    )
    match begun:
        case Started(nonce=nonce):
            return order(whole.deed, things, nonce)
        case Wait(until=until, reason=reason):
            await settle(unit, whole, KeptBack(until=until, reason=reason), terms.now)
        case Lost():
            log.warning("claim_lost", delivery=delivery.id)
    return None


async def settle(unit: DeliveryUnit, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Write down what came of it, with the alerts that follow."""
    alerts = await unit.outbox.settle(delivery, outcome, now)
    if alerts:
        await unit.apply(alerts, now=now)


def _objection(
    delivery: Delivery, things: Circumstances, terms: Terms
) -> Objection | Failed | None:
    return (
        recheck(delivery, things, terms.rules_for, terms.grace, terms.now)
        or able(delivery.deed, terms.traits)
        or addressed(delivery.deed, things)
    )


async def _count_clicks(unit: DeliveryUnit, delivery: Delivery, terms: Terms) -> Delivery | None:
    """The delivery with short links where clicks on it are counted; None when it is lost."""
    deed = delivery.deed
    if not (terms.public_url and isinstance(deed, Say) and deed.count_clicks):
        return delivery
    short = await unit.outbox.shorten(delivery, terms.public_url, terms.now)
    return None if isinstance(short, Lost) else short


async def _cut(
    unit: DeliveryUnit, delivery: Delivery, things: Circumstances, terms: Terms
) -> Delivery | None:
    """The delivery, short enough for its platform; None when that is impossible, or it is lost."""
    texts = parts(delivery.deed, things, terms.traits)
    if isinstance(texts, Failed):
        await settle(unit, delivery, texts, terms.now)
        return None
    if len(texts) <= 1:
        return delivery
    first = await unit.outbox.split(delivery, texts, terms.now)
    return None if isinstance(first, Lost) else first
