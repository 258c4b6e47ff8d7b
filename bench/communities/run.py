"""A community through the decisions, as a replay would run it; what was flagged, and when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from bench.communities.people import OPEN, Account, Arrival, Line
from bot.core.effects import Effect, RecordVerdicts
from bot.core.events import MemberSeen, MembersJoined, MessageReceived
from bot.core.ids import (
    ChannelName,
    EventRef,
    IdentityId,
    MessageId,
    MessageRef,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)
from bot.core.rooms import RoomRules
from bot.core.seen import Seen, SeenEvent, SeenMember, SeenMessage
from bot.core.staff import StaffDirectory
from bot.core.text import repeat_key
from bot.core.verdicts import SpamScore
from bot.memory.memory import Memory
from handlers.behaviour import DETECTOR as BEHAVIOUR
from handlers.behaviour_wording import Fact
from handlers.decide import Rules, look, settle

_CHANNEL = ChannelName("bench")
_BATCH = 32  # of a quiet service; what is known of suspects stands as it was before the batch
_QUIET = 2000  # while nothing is measured
_RULES = RoomRules()


@dataclass(slots=True)
class Outcome:
    """What became of one message."""

    line: Line
    spam: SpamScore | None = None  # None: nobody suspected anything
    late: bool = False  # not flagged when it was said, but put with a case later
    sure: bool = False  # evidence enough to remove its author
    facts: frozenset[Fact] = frozenset()  # that held of its author, as far as they counted

    @property
    def flagged(self) -> bool:
        """Whether it was flagged at once."""
        return self.spam is not None and self.spam.flagged


@dataclass(slots=True)
class Course:
    """Plays a community from its first day to its last."""

    rules: Rules
    names: Sequence[str]
    outcomes: dict[MessageId, Outcome] = field(default_factory=dict)
    _said: dict[int, tuple[MessageRef, Account]] = field(default_factory=dict)  # last in a room
    _count: int = 0

    def play(self, scenes: Iterable[Line | Arrival]) -> list[Outcome]:
        """All outcomes from `OPEN` on, in order."""
        memory = Memory(
            window=self.rules.judging.repeats.window,
            rules_for=lambda *_: _RULES,
            staff=StaffDirectory(users=frozenset(), titles=frozenset()),
        )
        ordered = sorted(scenes, key=lambda scene: scene.at)
        for measured, part in groupby(ordered, key=lambda scene: scene.at >= OPEN):
            for batch in _batches(list(part), _BATCH if measured else _QUIET):
                seen = [self._seen(scene) for scene in batch]
                effects = self._decide(seen, memory, batch[-1].at) if measured else []
                memory.keep(seen, effects)
                self._note(effects)
        return list(self.outcomes.values())

    def _decide(self, seen: Sequence[Seen], memory: Memory, now: datetime) -> list[Effect]:
        looked = look(seen, memory.context(seen), self.rules)
        return settle(looked, memory.closer(looked.suspects, now), self.rules, now)

    def _note(self, effects: Iterable[Effect]) -> None:
        for one in effects:
            if not isinstance(one, RecordVerdicts):
                continue
            outcome = self.outcomes[one.message]
            outcome.spam = one.spam
            outcome.sure = self.rules.weigher.sure(one.spam)
            outcome.facts = frozenset(
                fact
                for said in one.spam.verdicts
                if said.detector == BEHAVIOUR
                for fact in map(Fact, said.evidence)
            )
            for earlier in one.earlier:
                if earlier in self.outcomes:
                    self.outcomes[earlier].late = True

    def _seen(self, scene: Line | Arrival) -> Seen:
        self._count += 1
        room, member = RoomId(scene.room + 1), _member(scene)
        if isinstance(scene, Arrival):
            arrived = MembersJoined(
                channel=_CHANNEL,
                ref=EventRef(f"e{self._count}"),
                at=scene.at,
                room=RoomRef(f"r{scene.room}"),
                room_name=self.names[scene.room],
                members=(MemberSeen(user=_user(scene.account), name=scene.account.name),),
            )
            return SeenEvent(event=arrived, room=room, members=(member,))
        event = self._message(scene)
        seen = SeenMessage(
            event=event,
            id=MessageId(self._count),
            room=room,
            sender=member,
            text_hash=repeat_key(event.text),
        )
        if scene.at >= OPEN:
            self.outcomes[seen.id] = Outcome(scene)
        return seen

    def _message(self, line: Line) -> MessageReceived:
        ref = MessageRef(f"m{self._count}")
        before, author = self._said.get(line.room, (None, None))
        self._said[line.room] = (ref, line.account)
        mentions = (_user(author),) if line.to == "mention" and author is not None else ()
        return MessageReceived(
            channel=_CHANNEL,
            ref=ref,
            at=line.at,
            room=RoomRef(f"r{line.room}"),
            room_name=self.names[line.room],
            sender=_user(line.account),
            sender_name=line.account.name,
            text=line.text,
            quoted=before if line.to == "quote" else None,
            mentions=mentions,
        )


def _batches(scenes: Sequence[Line | Arrival], size: int) -> Iterator[Sequence[Line | Arrival]]:
    return (scenes[start : start + size] for start in range(0, len(scenes), size))


def _user(account: Account) -> UserRef:
    return UserRef(f"u{account.number}")


def _member(scene: Line | Arrival) -> SeenMember:
    account = scene.account
    joined = account.joined.get(scene.room)
    if joined is not None and joined > scene.at + timedelta(seconds=1):
        joined = None
    return SeenMember(
        identity=IdentityId(account.number),
        student=StudentId(10_000 + account.number),
        name=account.name,
        joined=joined,
    )
