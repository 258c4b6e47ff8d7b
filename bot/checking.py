"""Texts of other programs, judged as if they had just been said: nothing is stored or done."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.effects import RecordVerdicts
from bot.core.errors import GroupkeeperError
from bot.core.events import MessageReceived
from bot.core.ids import (
    ChannelName,
    IdentityId,
    MessageId,
    MessageRef,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)
from bot.core.seen import SeenMember, SeenMessage
from bot.core.text import repeat_key, storable
from bot.core.verdicts import SpamScore, Verdict
from bot.rulebook import Rulebook
from handlers.decide import Looked, settle
from handlers.judging import without_opinions
from storage.people.room_book import RoomListing
from storage.unit import Unit

_NOT_SAID = 2**61  # message ids from here on are nobody's
_NOWHERE = RoomId(0)
_CHANNEL = ChannelName("check")


class NoSuchRoom(GroupkeeperError):
    """A text is said to stand in a room that there is not."""


class Asked(Protocol):
    """A text, and what is known of it. `room` is our number, `sender` the platform's."""

    @property
    def text(self) -> str:
        """What would be said."""
        ...

    @property
    def room(self) -> int | None:
        """Where; None: in a room that nothing is known of."""
        ...

    @property
    def sender(self) -> str:
        """By which account; "": by somebody who was never seen."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a text is taken for, and what would be done about it."""

    score: float
    flagged: bool
    would: str  # a step of the ladder, "alert", or "" for nothing
    reasons: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class CheckDesk:
    """Judges by the rules in force."""

    rulebook: Callable[[], Rulebook]

    async def check(self, unit: Unit, asked: Sequence[Asked], now: datetime) -> list[Checked]:
        """A judgement for each text, in order; later ones see the earlier ones."""
        book = self.rulebook()
        rooms = await _rooms(unit, asked)
        authors = await _authors(unit, asked, rooms)
        seen = [_said(number, one, rooms, authors[number], now) for number, one in enumerate(asked)]
        context = await unit.load_context(seen, now=now)
        looked = book.look(seen, context)
        closer = await unit.look_closer(looked.suspects, now=now)
        settled = {
            effect.message: effect
            for effect in settle(looked, closer, without_opinions(book.rules), now)
            if isinstance(effect, RecordVerdicts)
        }
        early = _early(looked)
        return [_checked(early.get(one.id), settled.get(one.id)) for one in seen]


def _early(looked: Looked) -> Mapping[MessageId, SpamScore]:
    return {one.item.message.id: one.spam for one in looked.judgements}


def _checked(early: SpamScore | None, settled: RecordVerdicts | None) -> Checked:
    spam = early if settled is None else settled.spam
    if spam is None:  # said by one of our own accounts, or by a colleague: nobody judges that
        return Checked(score=0.0, flagged=False, would="", reasons=(), verdicts=())
    would = "alert" if spam.flagged else ""
    if settled is not None and settled.action:
        would = settled.action
    return Checked(
        score=spam.score,
        flagged=spam.flagged,
        would=would,
        reasons=spam.reasons,
        verdicts=tuple(sorted(spam.verdicts, key=lambda one: -one.score)),
    )


async def _rooms(unit: Unit, asked: Sequence[Asked]) -> Mapping[int, RoomListing]:
    found: dict[int, RoomListing] = {}
    for number in sorted({one.room for one in asked if one.room is not None}):
        room = await unit.roster.room(RoomId(number))
        if room is None:
            msg = f"there is no room {number}; GET /rooms lists them"
            raise NoSuchRoom(msg)
        found[number] = room
    return found


async def _authors(
    unit: Unit, asked: Sequence[Asked], rooms: Mapping[int, RoomListing]
) -> list[SeenMember]:
    wanted: dict[int, set[UserRef]] = defaultdict(set)
    for one in asked:
        if one.room is not None and one.sender:
            wanted[one.room].add(UserRef(one.sender))
    known: dict[tuple[int | None, str], SeenMember] = {}
    for number, refs in wanted.items():
        room = rooms[number]
        for ref, member in (await unit.roster.authors(room.channel, room.id, refs)).items():
            known[number, ref] = member
    members = []
    for number, one in enumerate(asked):
        key = (one.room, one.sender or f"?{number}")
        members.append(known.setdefault(key, _stranger(len(known), one.sender)))
    return members


def _stranger(number: int, ref: str) -> SeenMember:
    """Somebody never seen; negative numbers are nobody's."""
    return SeenMember(
        identity=IdentityId(-number - 1),
        student=StudentId(-number - 1),
        name=ref or "?",
        newcomer=True,
    )


def _said(
    number: int,
    one: Asked,
    rooms: Mapping[int, RoomListing],
    author: SeenMember,
    now: datetime,
) -> SeenMessage:
    room = None if one.room is None else rooms[one.room]
    event = MessageReceived(
        channel=_CHANNEL if room is None else room.channel,
        ref=MessageRef(f"check:{number}"),
        at=now,
        room=RoomRef("check") if room is None else room.ref,
        room_name="" if room is None else room.name,
        sender=UserRef(one.sender or f"check:{number}"),
        sender_name=author.name,
        sender_nickname=author.nickname,
        text=storable(one.text),
    )
    return SeenMessage(
        event=event,
        id=MessageId(_NOT_SAID + number),
        room=_NOWHERE if room is None else room.id,
        sender=author,
        text_hash=repeat_key(event.text),
    )
