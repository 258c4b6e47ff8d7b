"""Speaking in a room as one of our seats: through the outbox, like everything that is said."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from bot.core.before_after import before_after
from bot.core.effects import Intent, OnLate, Say
from bot.core.ids import IdentityId, RoomId
from bot.core.outbound import DeliveryRow, DeliveryState
from bot.core.quoting import quotation
from bot.core.rooms import quiet_until
from bot.web.endpoint import (
    MAX_ID,
    AnyEndpoint,
    Asked,
    ById,
    Call,
    Nothing,
    Number,
    Scope,
    Words,
    get,
    post,
)
from bot.web.problems import Refusal, missing
from bot.web.routes.room_asked import room_asked
from bot.web.views.saying import Said, SeatsHere

_SILENT = frozenset({"connected", "scan", "logged_out", "away"})
_Text = Annotated[Words, Field(min_length=1, max_length=4000)]
_Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{8,64}$")]
_Id = Annotated[int, Field(ge=1, le=MAX_ID)]


class Saying(Asked):
    """What is to be said, and by whom."""

    text: _Text
    key: _Key = Field(description="made by whoever asks: the same key is never said twice")
    account: str = Field(default="", max_length=200, description='"": the one that sits there')
    plan: str = Field(default="", max_length=200, description="of the seat; with `seat`")
    seat: str = Field(default="", max_length=200, description='"": the account as itself')
    quote: Number | None = Field(default=None, description="the message that it answers")
    mentions: tuple[_Id, ...] = Field(default=(), max_length=10, description="accounts to @")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHere:
    """One way to speak in a room."""

    account: str
    room: RoomId  # as that account sits in it
    name: str  # as the platform calls the account
    able: bool  # it is signed in
    state: str  # of the account; "": nothing is known
    plan: str = ""
    title: str = ""
    seat: str = ""
    role: str = ""


async def _seats(call: Call[ById, Any, Any]) -> object:
    return {"items": await _seats_in(call, await room_asked(call))}


async def _seats_in(call: Call[ById, Any, Any], room: Any) -> list[SeatHere]:  # noqa: ANN401 (storage's RoomListing)
    accounts = await _accounts(call, room)
    runs = await call.unit.runs.live_in([room.id])
    voices = call.house.work.voices.of({run.plan for run in runs})
    seats = [
        replace(
            accounts[name], plan=voice.plan, title=voice.title, seat=voice.seat, role=voice.role
        )
        for voice in voices
        for name in dict.fromkeys(held or room.channel for held in voice.accounts)
        if name in accounts
    ]
    return [*accounts.values(), *seats]


async def _accounts(call: Call[ById, Any, Any], room: Any) -> dict[str, SeatHere]:  # noqa: ANN401 (storage's RoomListing)
    """Our accounts that sit in this room, its own first."""
    known = {one.channel: one for one in await call.unit.archive.accounts()}
    places = {room.channel: room.id} if room.left is None else {}
    others = await call.unit.places.elsewhere([room.id], known.keys())
    places |= {channel: there for (_, channel), there in others.items()}
    seen = call.rooms
    return {
        channel: _plain(channel, there, known.get(channel))
        for channel, there in places.items()
        if seen is None or there in seen
    }


def _plain(channel: str, room: RoomId, account: Any) -> SeatHere:  # noqa: ANN401 (storage's AccountSeen)
    state = "" if account is None else account.state.value
    name = "" if account is None else account.user_name
    return SeatHere(
        account=channel, room=room, name=name or channel, able=state not in _SILENT, state=state
    )


async def _say(call: Call[ById, Nothing, Saying]) -> object:
    room, said = await room_asked(call), call.body
    seat = _chosen(await _seats_in(call, room), said, room.channel)
    text = said.text if said.quote is None else await _with_quote(call, said.quote)
    who = f"{said.plan}/{said.seat}" if said.seat else seat.account
    intent = Intent(
        deed=Say(room=seat.room, text=text, mentions=await _mentioned(call, seat.room)),
        key=f"said:{room.id}:{call.author}:{said.key}",
        reason=f"said by {call.author} as {who}",
        author=call.author,
        on_late=OnLate.SEND,
    )
    fresh = await call.unit.outbox.enqueue([intent], call.now)
    row = await call.unit.outbox.by_key(intent.key)
    if fresh:
        await _note(call, who, row.id)
    rules = call.house.rules_for(room.channel, room.ref, room.name)
    waits = row.state in {DeliveryState.PENDING, DeliveryState.CLAIMED}
    return _shown(row) | {"quiet_until": quiet_until(rules, call.now) if waits else None}


async def _note(call: Call[ById, Nothing, Saying], who: str, delivery: int) -> None:
    await call.unit.audit.note(
        "room.say",
        f"room:{call.where.id}",
        author=call.author,
        now=call.now,
        details={
            **before_after(None, {"text": call.body.text}),
            "as": who,
            "delivery": delivery,
        },
    )


def _shown(row: DeliveryRow) -> dict[str, object]:
    return {"delivery": row.id, "state": row.state, "outcome": row.outcome, "due": row.due}


def _chosen(seats: Iterable[SeatHere], said: Saying, own: str) -> SeatHere:
    wanted = (said.account or own, said.plan, said.seat)
    found = next((one for one in seats if (one.account, one.plan, one.seat) == wanted), None)
    if found is None:
        who = f"seat {said.seat!r} of {said.plan!r}" if said.seat else f"account {wanted[0]!r}"
        detail = f"{who} does not speak in this room; GET /rooms/{{id}}/seats lists who does"
        raise Refusal(HTTPStatus.CONFLICT, detail)
    return found


async def _with_quote(call: Call[ById, Nothing, Saying], quoted: int) -> str:
    found = await call.unit.archive.message(quoted)
    if found is None or found.room != call.where.id:
        missing(f"there is no message {quoted} in room {call.where.id}")
    if found.recalled is not None:
        raise Refusal(HTTPStatus.CONFLICT, f"message {quoted} was taken back")
    newest = found.edits[-1].text if found.edits else found.text
    return quotation(found.nickname or found.name, newest, call.body.text)


async def _mentioned(call: Call[ById, Nothing, Saying], room: RoomId) -> tuple[IdentityId, ...]:
    wanted = [IdentityId(one) for one in dict.fromkeys(call.body.mentions)]
    there = await call.unit.roster.seated(room, wanted) if wanted else frozenset()
    strangers = [one for one in wanted if one not in there]
    if strangers:
        detail = f"account {strangers[0]} is not in this room; leave the mention out"
        raise Refusal(HTTPStatus.CONFLICT, detail)
    return tuple(wanted)


_SAY: AnyEndpoint = post(
    "/rooms/{id}/say",
    _say,
    gives=Said,
    summary="Say something in a room as one of our seats; quiet hours and budgets hold",
    where=ById,
    takes=Saying,
    scope=Scope.ROOMS,
)
ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/rooms/{id}/seats",
        _seats,
        gives=SeatsHere,
        summary="Who of us may speak in a room: accounts, and seats of the plans at work there",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    replace(_SAY, tag="sayings"),  # an agent's daily work; to decide about a room is more
)
