"""The whole in figures, the accounts, and what happened besides talk."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Any

from bot.connecting import PAUSE
from bot.core.events import AccountState
from bot.web.endpoint import (
    AnyCall,
    AnyEndpoint,
    Because,
    Call,
    Listed,
    Name,
    Nothing,
    Number,
    Paged,
    Scope,
    get,
    part_of,
    post,
)
from bot.web.problems import Refusal, missing, refuse
from bot.web.routes.asking import ByName
from bot.web.views.talk import Channel, Event, Figures, Gap, ToldToConnect


class EventsAsked(Paged):
    """Which events."""

    room: Number | None = None
    kind: Name | None = None


class GapsAsked(Paged):
    """Which gaps."""


class ChannelsAsked(Paged):
    """Which part of the accounts."""


_WEEK = timedelta(days=7)
_STATED = ("cases", "leads", "alerts", "tasks")


async def _figures(call: Call[Nothing, Nothing, Nothing]) -> object:
    found = asdict(await call.unit.archive.figures())
    for name in _STATED:
        states = found[name]
        found |= {name: sum(states.values()), f"{name}_by_state": states}
    return found


async def _channels(call: Call[Nothing, ChannelsAsked, Nothing]) -> object:
    seen = await call.unit.archive.accounts()
    gaps = await call.unit.archive.gaps_since(call.now - _WEEK)
    return part_of([await _channel(call, one, gaps) for one in seen], call.asked)


async def _channel(call: AnyCall, seen: Any, gaps: Mapping[str, int]) -> dict[str, Any]:  # noqa: ANN401 (the store's AccountSeen)
    """An account with its budget, of which only the last 24 hours are looked through."""
    settings = {str(one.name): one for one in call.house.accounts}.get(seen.channel)
    spent = asdict(await call.unit.outbox.spent(seen.channel, call.now))
    rates = ("per_minute", "per_day", "spacing_seconds")
    budget = {name: getattr(settings.budget, name) if settings else None for name in rates}
    return asdict(seen) | {
        "kind": settings.kind if settings else None,
        "heard": await call.unit.heartbeat.heard(seen.channel),
        "gaps": gaps.get(seen.channel, 0),
        "spending": spent | budget,
    }


async def _connect(call: Call[ByName, Nothing, Because]) -> object:
    """Have an account try now; what comes of it shows in its state."""
    name, desk = call.where.name, call.house.connecting
    if not desk.knows(name):
        missing(f"there is no account {name!r} at work here")
    seen = {one.channel: one.state for one in await call.unit.archive.accounts()}
    if seen.get(name) is AccountState.LOGGED_IN:
        refuse(f"{name} is online: there is nothing to connect")
    if wait := desk.connect(name, call.now):
        again = ceil(wait.total_seconds())
        raise Refusal(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"{name} was told to connect a moment ago; it can be told again in {again} s",
        )
    subject = f"channel:{name}"
    await call.unit.audit.note(
        "channel.connect", subject, author=call.author, now=call.now, reason=call.body.reason
    )
    return {"channel": name, "again_in_seconds": ceil(PAUSE.total_seconds())}


async def _events(call: Call[Nothing, EventsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.archive.events(
        room_id=asked.room,
        kind=asked.kind,
        within=call.rooms,
        after=asked.after,
        limit=asked.limit,
    )


async def _gaps(call: Call[Nothing, GapsAsked, Nothing]) -> object:
    return await call.unit.archive.gaps(after=call.asked.after, limit=call.asked.limit)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/figures",
        _figures,
        gives=Figures,
        summary="How much there is of everything",
        where=Nothing,
        asks=Nothing,
    ),
    get(
        "/channels",
        _channels,
        gives=Listed[Channel],
        summary="Our accounts: their state, and the QR code to scan",
        where=Nothing,
        asks=ChannelsAsked,
    ),
    post(
        "/channels/{name}/connect",
        _connect,
        gives=ToldToConnect,
        summary="Have an account that is not online try to connect now, not at its next try",
        where=ByName,
        takes=Because,
    ),
    get(
        "/events",
        _events,
        gives=Listed[Event],
        summary="What happened besides talk, newest first",
        where=Nothing,
        asks=EventsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/gaps",
        _gaps,
        gives=Listed[Gap],
        summary="Times in which an account could not hear, newest first",
        where=Nothing,
        asks=GapsAsked,
    ),
)
