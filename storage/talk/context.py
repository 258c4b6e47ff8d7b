"""The context of a batch: what its decisions may look at, in a constant number of queries."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import ErrandDone, MembersJoined, MessageEdited
from bot.core.ids import ChannelName, IdentityId, MessageId, RoomId, StudentId
from bot.core.rooms import RoomRules
from bot.core.seen import (
    Context,
    Copy,
    Room,
    Seen,
    SeenEvent,
    SeenMember,
    SeenMessage,
    Sender,
    WaitingQuestion,
)
from bot.core.staff import StaffDirectory
from bot.core.text import repeat_key
from storage.bulk import Query, among, listed
from storage.conduct.bursts import bursts
from storage.conduct.conduct import Conduct
from storage.errands.pictures import copies_of_pictures
from storage.people.bearers import BEARER
from storage.tables.judging import question
from storage.tables.people import identity, room
from storage.tables.talk import message
from storage.talk.again import load_again
from storage.talk.colleagues import colleagues
from storage.talk.fragments import load_fragments
from storage.talk.quotations import load_unsaid
from storage.types import from_micros, micros

MAX_COPIES = 20  # of one text
MAX_QUESTIONS = 200  # that wait in one room; who asks on and on does not slow the room down
_NO_MESSAGE_YET = 2**62  # an id beyond all messages
QUESTION_AGE = timedelta(days=1)  # nobody answers a question of the day before yesterday

QUIZ_AGE = timedelta(days=15)  # no quiz is open for longer, reminders and waiting included

RulesFor = Callable[[str, str, str], RoomRules]

_ROOMS = Query(
    select(room.c.id, room.c.channel, room.c.ref, room.c.name, room.c.owner_ref).where(
        among(room.c.id, "ids")
    )
)
# One short walk along the index for each text, however often it was said before.
_COPIES = {
    dialect: Query(
        text(
            "SELECT m.text_hash, m.id, m.room_id, m.identity_id, m.sent_at "  # noqa: S608 (both parts stand here)
            f"FROM {hashes} JOIN message m ON m.id IN ("
            "SELECT c.id FROM message c WHERE c.text_hash = h.value AND c.sent_at >= :since "
            f"AND c.id < :first AND NOT c.own ORDER BY c.sent_at DESC LIMIT {MAX_COPIES}) "
            "ORDER BY m.sent_at DESC, m.id DESC"
        )
    )
    for dialect, hashes in (
        ("sqlite", "json_each(:hashes) h"),
        (
            "postgresql",
            "(SELECT v::bigint AS value FROM json_array_elements_text(CAST(:hashes AS json)) v) h",
        ),
    )
}
_NEWEST_FIRST = func.row_number().over(
    partition_by=question.c.room_id,
    order_by=(question.c.asked_at.desc(), question.c.message_id.desc()),
)
_WAITING = (
    select(
        question.c.message_id,
        question.c.room_id,
        question.c.asker_id,
        question.c.asked_at,
        message.c.ref,
        identity.c.ref.label("asker_ref"),
        _NEWEST_FIRST.label("place"),
    )
    .select_from(
        question.join(message, message.c.id == question.c.message_id).join(
            identity, identity.c.id == question.c.asker_id
        )
    )
    .where(
        among(question.c.room_id, "rooms"),
        question.c.answered_at.is_(None),
        question.c.closed_at.is_(None),
        question.c.due_at >= bindparam("since"),
    )
    .subquery()
)
_QUESTIONS = Query(
    select(*(column for column in _WAITING.c if column.name != "place"))
    .where(_WAITING.c.place <= literal_column(str(MAX_QUESTIONS)))
    .order_by(_WAITING.c.asked_at, _WAITING.c.message_id)
)


async def load_context(
    connection: AsyncConnection,
    seen: Sequence[Seen],
    *,
    rules_for: RulesFor,
    staff: StaffDirectory,
    window: timedelta,
    now: datetime,
) -> Context:
    """What stood in the database before these events.

    `window` is how far back copies are looked for; at most the newest `MAX_COPIES` of a text.
    """
    again = await load_again(connection, seen)
    ids = {one.room for one in (*seen, *again.messages.values()) if one.room is not None}
    quizzes = await Conduct(connection).quizzes_of(_examined(seen, now))
    ids |= {quiz.room for asked in quizzes.values() for quiz in asked}
    talk = [one for one in seen if isinstance(one, SeenMessage)]
    answers = [one.event for one in seen if isinstance(one.event, ErrandDone)]
    rooms = await _load_rooms(connection, ids, rules_for) if ids else {}
    return Context(
        rooms=rooms,
        senders=await _load_senders(connection, [*talk, *again.messages.values()], staff),
        copies=await _load_copies(connection, seen, since=now - window),
        questions=await _load_questions(connection, ids, since=now - QUESTION_AGE) if talk else {},
        staff_names=staff.titles,
        fragments=await load_fragments(connection, talk),
        unsaid=await load_unsaid(connection, seen),
        lists=await Conduct(connection).lists_of(_people(seen), now),
        colleagues=await colleagues(connection, seen, staff),
        quizzes=quizzes,
        bursts=await bursts(connection, seen, rooms, staff=staff, now=now),
        again=again.messages,
        verdicts=again.verdicts,
        cased=again.cased,
        decided=again.decided,
        pictures=await copies_of_pictures(connection, answers, again.messages, since=now - window),
    )


def _people(seen: Sequence[Seen]) -> set[StudentId]:
    """Whoever said something or came."""
    found = {one.sender.student for one in seen if isinstance(one, SeenMessage)}
    for one in seen:
        if isinstance(one, SeenEvent) and isinstance(one.event, MembersJoined):
            found |= {member.student for member in one.members}
    return {student for student in found if student is not None}


def _examined(seen: Sequence[Seen], now: datetime) -> set[IdentityId]:
    """Who may have been asked a question lately: who came, or came lately, or writes to us."""
    lately = now - QUIZ_AGE
    found: set[IdentityId] = set()
    for one in seen:
        if isinstance(one, SeenEvent):
            if isinstance(one.event, MembersJoined):
                found |= {member.identity for member in one.members}
        elif not one.event.own:
            joined = one.sender.joined
            if one.room is None or (joined is not None and joined >= lately):
                found.add(one.sender.identity)
    return found


async def _load_rooms(
    connection: AsyncConnection, ids: set[RoomId], rules_for: RulesFor
) -> Mapping[RoomId, Room]:
    return {
        number: Room(
            id=number,
            channel=channel,
            ref=ref,
            name=name,
            rules=rules_for(channel, ref, name),
            owner_ref=owner,
        )
        for number, channel, ref, name, owner in await _ROOMS.rows(connection, ids=listed(ids))
    }


async def _load_senders(
    connection: AsyncConnection, talk: Sequence[SeenMessage], staff: StaffDirectory
) -> Mapping[tuple[RoomId | None, IdentityId], Sender]:
    named = {
        (one.event.channel, one.sender.name)
        for one in talk
        if staff.by_name(one.event.channel, one.sender.name)
    }
    first = await _first_of_name(connection, named)
    last = {(one.room, one.sender.identity): one for one in talk}  # under the names of the last
    found: dict[tuple[RoomId | None, IdentityId], Sender] = {}
    for place, one in last.items():
        channel, member = one.event.channel, one.sender
        is_staff = (
            staff.by_user(channel, one.event.sender)
            or first.get((channel, member.name)) == member.identity
        )
        found[place] = _sender(member, is_staff=is_staff)
    return found


async def _first_of_name(
    connection: AsyncConnection, named: set[tuple[ChannelName, str]]
) -> Mapping[tuple[ChannelName, str], IdentityId]:
    """The account that bore each name first; whoever takes a colleague's name later is nobody."""
    return {
        (channel, name): number
        for channel, name in named
        for number, _ref in await BEARER.rows(connection, channel=channel, name=name)
    }


def _sender(member: SeenMember, *, is_staff: bool) -> Sender:
    names = (member.nickname, member.name) if member.nickname else (member.name,)
    return Sender(
        identity=member.identity,
        student=member.student,
        names=tuple(name for name in names if name),
        is_staff=is_staff,
        joined=member.joined,
    )


async def _load_copies(
    connection: AsyncConnection, seen: Sequence[Seen], *, since: datetime
) -> Mapping[int, tuple[Copy, ...]]:
    keys = {_text_hash(one) for one in seen} - {None}
    if not keys:
        return {}
    first = next((one.id for one in seen if isinstance(one, SeenMessage)), _NO_MESSAGE_YET)
    rows = await _COPIES[connection.dialect.name].rows(
        connection, hashes=listed(keys), since=micros(since), first=first
    )
    found: dict[int, list[Copy]] = {}
    for text_hash, number, room_id, identity_id, sent in rows:
        copy = Copy(
            message=MessageId(number), room=room_id, sender=identity_id, at=from_micros(sent)
        )
        found.setdefault(text_hash, []).append(copy)
    return {key: tuple(copies) for key, copies in found.items()}


def _text_hash(one: Seen) -> int | None:
    """By what copies of a text are found: of one that was said, or changed to."""
    if isinstance(one, SeenMessage):
        return None if one.event.own else one.text_hash
    return repeat_key(one.event.text) if isinstance(one.event, MessageEdited) else None


async def _load_questions(
    connection: AsyncConnection, rooms: set[RoomId], *, since: datetime
) -> Mapping[RoomId, tuple[WaitingQuestion, ...]]:
    rows = await _QUESTIONS.rows(connection, rooms=listed(rooms), since=micros(since))
    found: dict[RoomId, list[WaitingQuestion]] = {}
    for number, room_id, asker, asked, ref, asker_ref in rows:
        waiting = WaitingQuestion(
            message=number,
            ref=ref,
            room=room_id,
            asker=asker,
            asker_ref=asker_ref,
            asked=from_micros(asked),
        )
        found.setdefault(room_id, []).append(waiting)
    return {key: tuple(questions) for key, questions in found.items()}
