"""A text explained: what each detector sees in it, and what would be done about it.

For people at the terminal and for other programs: no sender is known, nothing is stored or sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.effects import RecordVerdicts
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
from bot.core.rooms import Mode, RoomRules
from bot.core.seen import Context, Room, SeenMember, SeenMessage, Sender
from bot.core.text import storable
from bot.core.verdicts import SpamScore
from handlers.decide import Rules, decide
from handlers.judging import judge, without_opinions
from handlers.learned.model import Model
from handlers.text import normalise

_CHANNEL = ChannelName("check")
_MOMENT = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)  # noon of a working day in Shanghai
_NOBODY = SeenMember(identity=IdentityId(1), student=StudentId(10001), name="?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What is to be said of one text.

    `chance` is the learned model's, and `threshold` its own bar; None without a model. `steps`
    says what would be done in a room that observes and in one that enforces: a step of the
    ladder, "alert" where managers are only told, "" where nothing is.
    """

    spam: SpamScore
    steps: Mapping[Mode, str]
    seen_through: str  # the text without its disguise; "" where there is none
    chance: float | None = None
    threshold: float | None = None


def explained(text: str, rules: Rules, model: Model | None = None) -> Explained:
    """What today's rules make of a text that a stranger says in a room."""
    said = _said(storable(text))
    judgement = judge([said], _context(Mode.OBSERVE), rules)[0]
    normal = normalise(said.event.text, rules.judging.max_text)
    return Explained(
        spam=judgement.spam,
        steps={mode: _step(said, mode, rules) for mode in Mode},
        seen_through=normal.guess if normal.hidden is not None else "",
        chance=None if model is None else float(model.chances([normal])[0]),
        threshold=None if model is None else model.threshold,
    )


def _step(said: SeenMessage, mode: Mode, rules: Rules) -> str:
    for effect in decide([said], _context(mode), without_opinions(rules), _MOMENT):
        if isinstance(effect, RecordVerdicts) and effect.spam.flagged:
            return effect.action or "alert"
    return ""


def _said(text: str) -> SeenMessage:
    event = MessageReceived(
        channel=_CHANNEL,
        ref=MessageRef("1"),
        at=_MOMENT,
        room=RoomRef("1"),
        sender=UserRef("1"),
        sender_name=_NOBODY.name,
        text=text,
    )
    return SeenMessage(event=event, id=MessageId(1), room=RoomId(1), sender=_NOBODY)


def _context(mode: Mode) -> Context:
    room = Room(
        id=RoomId(1), channel=_CHANNEL, ref=RoomRef("1"), name="", rules=RoomRules(mode=mode)
    )
    sender = Sender(identity=_NOBODY.identity, student=_NOBODY.student, names=(_NOBODY.name,))
    return Context(rooms={room.id: room}, senders={(room.id, sender.identity): sender})
