"""Messages that are judged once more, because an event came that is about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import ErrandDone, Event, Media, MessageEdited, MessageKind, MessageReceived
from bot.core.ids import EventRef, MessageId, MessageRef
from bot.core.seen import Seen, SeenEvent, SeenMember, SeenMessage
from bot.core.verdicts import Verdict
from storage.bulk import Query, among, listed
from storage.people.register import by_channel
from storage.tables.judging import case, case_message, verdict
from storage.tables.people import identity, membership, person, room
from storage.tables.talk import message
from storage.types import from_micros, plain

_CHANNEL: BindParameter[str] = bindparam("channel")
_MESSAGES = Query(
    select(
        message.c.ref,
        message.c.id,
        message.c.room_id,
        message.c.kind,
        message.c.text,
        message.c.text_hash,
        message.c.sent_at,
        message.c.quoted_ref,
        message.c.quoted_text,
        message.c.mentions,
        message.c.media,
        message.c.own,
        room.c.ref.label("room_ref"),
        room.c.name.label("room_name"),
        identity.c.id.label("identity_id"),
        identity.c.ref.label("sender"),
        identity.c.name,
        func.coalesce(person.c.merged_into, identity.c.student_id).label("student"),
        membership.c.nickname,
        membership.c.joined_at,
    )
    .select_from(
        message.join(identity, identity.c.id == message.c.identity_id)
        .outerjoin(person, person.c.student_id == identity.c.student_id)
        .outerjoin(room, room.c.id == message.c.room_id)
        .outerjoin(
            membership,
            (membership.c.room_id == message.c.room_id)
            & (membership.c.identity_id == message.c.identity_id),
        )
    )
    .where(message.c.channel == _CHANNEL, among(message.c.ref, "refs"))
)
_VERDICTS = Query(
    select(
        verdict.c.message_id,
        verdict.c.detector,
        verdict.c.score,
        verdict.c.reason,
        verdict.c.evidence,
    ).where(among(verdict.c.message_id, "ids"))
)
_CASED = Query(
    select(case_message.c.message_id, case.c.state)
    .join(case, case.c.id == case_message.c.case_id)
    .where(among(case_message.c.message_id, "ids"))
)
_DECIDED = frozenset({"confirmed", "dismissed", "undone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The messages, by the event that is about each, and what was made of them before."""

    messages: Mapping[EventRef, SeenMessage] = field(default_factory=dict)
    verdicts: Mapping[MessageId, tuple[Verdict, ...]] = field(default_factory=dict)
    cased: frozenset[MessageId] = frozenset()
    decided: frozenset[MessageId] = frozenset()


_NONE = Again()


def about(event: Event) -> MessageRef | None:
    """The earlier message that an event is about, if it is to be judged once more for it."""
    return event.message if isinstance(event, ErrandDone | MessageEdited) else None


async def load_again(connection: AsyncConnection, seen: Sequence[Seen]) -> Again:
    """Every message that the events are about; one that nobody knows has no entry."""
    events = [one.event for one in seen if isinstance(one, SeenEvent)]
    wanted = [(event, ref) for event in events if (ref := about(event)) is not None]
    if not wanted:
        return _NONE
    said = await _messages(connection, wanted)
    messages = {
        EventRef(event.ref): found
        for event, ref in wanted
        if (found := said.get((event.channel, ref))) is not None
    }
    ids = listed({one.id for one in messages.values()})
    verdicts: dict[MessageId, tuple[Verdict, ...]] = {}
    for number, detector, score, reason, evidence in await _VERDICTS.rows(connection, ids=ids):
        one = Verdict(
            detector=detector,
            score=score,
            reason=reason,
            evidence=tuple(plain(evidence) or ()),
        )
        verdicts[number] = (*verdicts.get(number, ()), one)
    cases = await _CASED.rows(connection, ids=ids)
    return Again(
        messages=messages,
        verdicts=verdicts,
        cased=frozenset(number for number, _ in cases),
        decided=frozenset(number for number, state in cases if state in _DECIDED),
    )


async def _messages(
    connection: AsyncConnection, wanted: Iterable[tuple[Event, MessageRef]]
) -> Mapping[tuple[str, str], SeenMessage]:
    found: dict[tuple[str, str], SeenMessage] = {}
    for channel, refs in by_channel((event.channel, ref) for event, ref in wanted).items():
        for row in await _MESSAGES.rows(connection, channel=channel, refs=listed(refs)):
            found[channel, row[0]] = _message(channel, row)
    return found


def _message(channel: str, row: tuple[Any, ...]) -> SeenMessage:
    (ref, number, room_id, kind, text, text_hash, sent, quoted, quoted_text, *rest) = row
    (mentions, media, own, room_ref, room_name, identity_id, sender, name, student, *seat) = rest
    nickname, joined = seat
    attached = plain(media)
    event = MessageReceived(
        channel=channel,  # type: ignore[arg-type]  # as the archive has it
        ref=ref,
        at=from_micros(sent),
        room=room_ref,
        room_name=room_name or "",
        sender=sender,
        sender_name=name,
        sender_nickname=nickname or "",
        text=text,
        kind=MessageKind(kind),
        mentions=tuple(plain(mentions) or ()),
        quoted=quoted,
        quoted_text=quoted_text or "",
        media=Media(**attached) if attached else None,
        own=bool(own),
    )
    member = SeenMember(
        identity=identity_id,
        student=student,
        name=name,
        nickname=nickname or "",
        joined=None if joined is None else from_micros(joined),
    )
    return SeenMessage(event=event, id=number, room=room_id, sender=member, text_hash=text_hash)
