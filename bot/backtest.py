"""Back-test: the past by today's rules and by proposed ones, side by side. It changes nothing.

Who would be caught and was not, who would be no longer, why, where; and how many of what
colleagues decided would turn out differently.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.conduct import REMOVING
from bot.core.effects import RecordVerdicts
from bot.core.ids import MessageId, RoomId, StudentId
from bot.core.seen import SeenMessage
from bot.memory.memory import Memory
from bot.replay import Best, decided_now
from handlers.decide import Rules

CONFIRMED, DISMISSED = "confirmed", "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A message that one of the two would catch and the other would not."""

    message: MessageId
    at: datetime
    room: str
    room_id: RoomId | None
    student: StudentId | None
    text: str
    score_today: float
    score_proposed: float
    action_today: str  # "" observed; a step of the ladder
    action_proposed: str
    reasons: tuple[str, ...]  # of whoever catches it
    detectors: tuple[str, ...]
    decided: str = ""  # what colleagues said of it


@dataclass(slots=True)
class Side:
    """What one set of rules would have done."""

    flagged: int = 0
    removed: int = 0
    by_room: Counter[str] = field(default_factory=Counter)
    by_detector: Counter[str] = field(default_factory=Counter)
    confirmed: int = 0  # flagged, and colleagues confirmed it
    dismissed: int = 0  # flagged, though colleagues dismissed it


@dataclass(slots=True)
class Comparison:
    """Both sides, and what differs; grows while the back-test runs."""

    messages: int = 0
    confirmed: int = 0  # that colleagues decided so
    dismissed: int = 0
    today: Side = field(default_factory=Side)
    proposed: Side = field(default_factory=Side)
    newly_caught: int = 0
    no_longer_caught: int = 0
    newly_removed: int = 0
    no_longer_removed: int = 0
    gained_by_room: Counter[str] = field(default_factory=Counter)
    lost_by_room: Counter[str] = field(default_factory=Counter)
    gained_by_detector: Counter[str] = field(default_factory=Counter)
    lost_by_detector: Counter[str] = field(default_factory=Counter)
    flips: Counter[str] = field(default_factory=Counter)  # "confirmed, no longer caught", ...
    gained: Best[Change] = field(default_factory=Best)  # the surest first
    lost: Best[Change] = field(default_factory=Best)  # the surest first


class BackTest:
    """Feed it messages in the order in which they were said."""

    def __init__(
        self, today: Rules, proposed: Rules, memory_today: Memory, memory_proposed: Memory
    ) -> None:
        self._sides = ((today, memory_today), (proposed, memory_proposed))
        self.report = Comparison()
        self._named: dict[str, RoomId | None] = {}

    def take(self, batch: Sequence[SeenMessage], decided: Mapping[MessageId, str]) -> None:
        """Judge a batch by both; `decided` is what colleagues said of its messages."""
        if not batch:
            return
        found = [_records(batch, rules, memory) for rules, memory in self._sides]
        report = self.report
        report.messages += len(batch)
        for said in batch:
            word = decided.get(said.id, "")
            report.confirmed += word == CONFIRMED
            report.dismissed += word == DISMISSED
            pair = [side.get(said.id) for side in found]
            for side, record in zip((report.today, report.proposed), pair, strict=True):
                _count(side, self._room(said), record, word)
            self._compare(said, pair[0], pair[1], word)

    def _room(self, said: SeenMessage) -> str:
        """The name of a room; of several with one name, all but the first with their number."""
        name = said.event.room_name
        return (
            name if self._named.setdefault(name, said.room) == said.room else f"{name} #{said.room}"
        )

    def _compare(
        self,
        said: SeenMessage,
        today: RecordVerdicts | None,
        proposed: RecordVerdicts | None,
        word: str,
    ) -> None:
        report = self.report
        removed = [_removes(one) for one in (today, proposed)]
        report.newly_removed += removed == [False, True]
        report.no_longer_removed += removed == [True, False]
        catches = [_flags(one) for one in (today, proposed)]
        if catches[0] == catches[1]:
            return
        if catches[1]:
            report.newly_caught += 1
            rooms, detectors, best = report.gained_by_room, report.gained_by_detector, report.gained
        else:
            report.no_longer_caught += 1
            rooms, detectors, best = report.lost_by_room, report.lost_by_detector, report.lost
        change = _change(said, self._room(said), today, proposed, word)
        rooms[change.room] += 1
        detectors.update(change.detectors)
        best.add(max(change.score_today, change.score_proposed), change)
        if word:
            report.flips[f"{word}, {'newly' if catches[1] else 'no longer'} caught"] += 1


def _records(
    batch: Sequence[SeenMessage], rules: Rules, memory: Memory
) -> Mapping[MessageId, RecordVerdicts]:
    effects = decided_now(batch, rules, memory)
    return {one.message: one for one in effects if isinstance(one, RecordVerdicts)}


def _flags(record: RecordVerdicts | None) -> bool:
    return record is not None and record.spam.flagged


def _removes(record: RecordVerdicts | None) -> bool:
    return record is not None and record.action in REMOVING


def _count(side: Side, room: str, record: RecordVerdicts | None, word: str) -> None:
    if record is None or not record.spam.flagged:
        return
    side.flagged += 1
    side.removed += _removes(record)
    side.by_room[room] += 1
    side.by_detector.update({one.detector for one in record.spam.verdicts})
    side.confirmed += word == CONFIRMED
    side.dismissed += word == DISMISSED


def _change(
    said: SeenMessage,
    room: str,
    today: RecordVerdicts | None,
    proposed: RecordVerdicts | None,
    word: str,
) -> Change:
    catching = proposed if _flags(proposed) else today
    return Change(
        message=said.id,
        at=said.event.at,
        room=room,
        room_id=said.room,
        student=said.sender.student,
        text=said.event.text,
        score_today=0.0 if today is None else today.spam.score,
        score_proposed=0.0 if proposed is None else proposed.spam.score,
        action_today="" if today is None else today.action,
        action_proposed="" if proposed is None else proposed.action,
        reasons=() if catching is None else catching.spam.reasons,
        detectors=()
        if catching is None
        else tuple(sorted({one.detector for one in catching.spam.verdicts})),
        decided=word,
    )
