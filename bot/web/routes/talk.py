"""What was said and what happened: messages, events, gaps, poison."""

from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from bot.core.events import MessageKind
from bot.core.ids import MessageId
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
from bot.web.problems import missing, refuse
from bot.web.views.base import Done
from bot.web.views.talk import Consent, Message, Poison

_Text = Annotated[Words, Field(min_length=1, max_length=100)]


class MessagesAsked(Paged):
    """Which messages."""

    text: _Text | None = Field(default=None, description="words that are in it (full text)")
    room: Number | None = None
    student: Number | None = Field(default=None, description="student ID of the author")
    identity: Number | None = None
    kind: MessageKind | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    own: bool | None = Field(default=None, description="said by one of our accounts")
    recalled: bool | None = None
    direct: bool | None = Field(default=None, description="said to the bot alone")
    has_lead: bool = Field(default=False, description="it speaks for a lead")
    has_case: bool = Field(default=False, description="it belongs to a case")

    @property
    def identities(self) -> None:
        """Of one account only, or of a person's; the store knows more ways."""
        return


async def _messages(call: Call[Nothing, MessagesAsked, Nothing]) -> object:
    asked = call.asked
    if asked.text is not None:
        return await call.unit.search.search(
            asked.text, asked, within=call.rooms, after=asked.after, limit=asked.limit
        )
    return await call.unit.archive.messages(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _message(call: Call[ById, Nothing, Nothing]) -> object:
    found = await call.unit.archive.message(call.where.id)
    if found is None:
        missing(f"there is no message {call.where.id}")
    return found


class ConsentNoted(Asked):
    """What the author of a message told a colleague, and how."""

    agrees: bool = Field(description="true: it may be quoted by name; false: not any more")
    reason: Annotated[Words, Field(min_length=1, max_length=2000)]


async def _consent(call: Call[ById, Any, Any]) -> object:
    found = await call.unit.consents.of(MessageId(call.where.id))
    if found is None:
        missing(f"there is no message {call.where.id} that a member said in a room")
    return found


async def _note_consent(call: Call[ById, Nothing, ConsentNoted]) -> object:
    stands: Any = await _consent(call)
    agrees = call.body.agrees
    if stands.quoted is agrees:
        refuse(f"message {call.where.id} stands so already: nothing changes")
    if not await call.unit.consents.note(
        MessageId(call.where.id),
        agrees=agrees,
        author=call.author,
        reason=call.body.reason,
        now=call.now,
    ):
        refuse(
            f"the author of message {call.where.id} took the consent back in the room: only they"
            " can agree again, there"
        )
    return await _consent(call)


class PoisonAsked(Paged):
    """Which of the events that were set aside."""

    settled: bool | None = None


async def _poison(call: Call[Nothing, PoisonAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.archive.poison(
        settled=asked.settled, after=asked.after, limit=asked.limit
    )


async def _settle_poison(call: Call[ById, Nothing, Nothing]) -> object:
    if not await call.unit.archive.settle_poison(call.where.id, now=call.now):
        refuse(f"nothing waits under {call.where.id}: it is unknown or was settled")
    return {"id": call.where.id, "state": "settled"}


async def _retry_poison(call: Call[ById, Nothing, Nothing]) -> object:
    if not await call.unit.archive.ask_retry(call.where.id, now=call.now):
        refuse(f"nothing can be tried again under {call.where.id}: unknown, settled or unreadable")
    return {"id": call.where.id, "state": "retrying"}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/messages",
        _messages,
        gives=Listed[Message],
        summary="Messages, newest first, by filter and full text",
        where=Nothing,
        asks=MessagesAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/messages/{id}",
        _message,
        gives=Message,
        summary="One message",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    get(
        "/messages/{id}/consent",
        _consent,
        gives=Consent,
        summary="Whether a message may be quoted by name, and by whose word",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/messages/{id}/consent/note",
        _note_consent,
        gives=Consent,
        summary="Note that the author of a message agrees to be quoted, or does not any more",
        where=ById,
        takes=ConsentNoted,
        scope=Scope.ROOMS,
    ),
    get(
        "/poison",
        _poison,
        gives=Listed[Poison],
        summary="Events that could not be understood, newest first",
        where=Nothing,
        asks=PoisonAsked,
    ),
    post(
        "/poison/{id}/settle",
        _settle_poison,
        gives=Done,
        summary="Somebody has dealt with it",
        where=ById,
        takes=Nothing,
        audit="poison.settle",
    ),
    post(
        "/poison/{id}/retry",
        _retry_poison,
        gives=Done,
        summary="Try it again; it is settled when it goes through, and waits on when it does not",
        where=ById,
        takes=Nothing,
        audit="poison.retry",
    ),
)
