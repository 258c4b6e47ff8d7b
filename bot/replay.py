"""Replay: yesterday's messages through today's rules. It changes nothing.

The same `decide` as in the running service, with the context kept in memory. What it would have
done is compared with what the archive says was done.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from bot.core.conduct import REMOVING
from bot.core.effects import AnswerQuestion, Effect, OpenQuestion, RecordLead, RecordVerdicts
from bot.core.ids import MessageId, StudentId
from bot.core.seen import SeenMessage
from bot.memory.memory import Memory
from handlers.decide import Rules, look, settle
from handlers.judging import without_opinions
from storage.talk.reading import StoredJudgement

T = TypeVar("T")

SHOWN = 200  # findings of each kind that are kept; all are counted
_NOT_JUDGED = StoredJudgement(flagged=False, detectors=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """An advert, as today's rules see it (or as yesterday's did, and today's no longer do)."""

    message: MessageId
    at: datetime
    room: str
    student: StudentId | None
    text: str
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    would_remove: bool = False
    before: bool = False  # it was flagged when it came in


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSeen:
    """A lead, as today's rules see it."""

    message: MessageId
    at: datetime
    room: str
    student: StudentId | None
    text: str
    category: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSeen:
    """A question that nobody answered."""

    message: MessageId
    at: datetime
    room: str
    student: StudentId | None
    text: str


class Best(Generic[T]):
    """The `SHOWN` highest ranking of many; among equals the earlier ones."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, T]] = []
        self._count = 0

    def add(self, rank: float, one: T) -> None:
        """Keep it if it is among the best so far."""
        self._count += 1
        entry = (rank, -self._count, one)
        if len(self._heap) < SHOWN:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def __iter__(self) -> Iterator[T]:
        return (one for *_, one in sorted(self._heap, key=lambda entry: entry[:2], reverse=True))

    def __len__(self) -> int:
        return len(self._heap)


@dataclass(slots=True)
class Report:
    """What today's rules would have done; grows while the replay runs."""

    messages: int = 0
    flagged: int = 0
    removed: int = 0  # would have been removed from the room
    newly_caught: int = 0
    no_longer_caught: int = 0
    leads: int = 0
    asked: int = 0
    answered: int = 0
    detectors: Counter[str] = field(default_factory=Counter)  # messages with a verdict of it
    detectors_before: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    found: Best[Flagged] = field(default_factory=Best)  # the new ones first, then by score
    lost: Best[Flagged] = field(default_factory=Best)
    surest_leads: Best[LeadSeen] = field(default_factory=Best)
    open_questions: dict[MessageId, QuestionSeen] = field(default_factory=dict)  # the newest

    @property
    def unanswered(self) -> int:
        """Questions that nobody answered."""
        return self.asked - self.answered


def decided_now(batch: Sequence[SeenMessage], rules: Rules, memory: Memory) -> list[Effect]:
    """What these rules make of a batch, with everything before it in memory; then it is, too."""
    now, rules = batch[-1].event.at, without_opinions(rules)
    looked = look(batch, memory.context(batch), rules)
    effects = settle(looked, memory.closer(looked.suspects, now), rules, now)
    memory.keep(batch, effects)
    return effects


class Replay:
    """Feed it messages in the order in which they were said."""

    def __init__(self, rules: Rules, memory: Memory) -> None:
        self._rules = rules
        self._memory = memory
        self.report = Report()

    def take(
        self, batch: Sequence[SeenMessage], stored: Mapping[MessageId, StoredJudgement]
    ) -> None:
        """Judge a batch as it would be judged today."""
        if not batch:
            return
        effects = decided_now(batch, self._rules, self._memory)
        self.report.messages += len(batch)
        by_id = {said.id: said for said in batch}
        flagged: set[MessageId] = set()
        for effect in effects:
            self._note(effect, by_id, stored, flagged)
        for number, judged in stored.items():
            self.report.detectors_before.update(judged.detectors)
            if judged.flagged and number not in flagged:
                self.report.no_longer_caught += 1
                self.report.lost.add(0, _flagged(by_id[number], before=True))

    def _note(
        self,
        effect: Effect,
        by_id: Mapping[MessageId, SeenMessage],
        stored: Mapping[MessageId, StoredJudgement],
        flagged: set[MessageId],
    ) -> None:
        match effect:
            case RecordVerdicts(message=number, spam=spam):
                self.report.detectors.update({verdict.detector for verdict in spam.verdicts})
                if spam.flagged:
                    flagged.add(number)
                    before = stored.get(number, _NOT_JUDGED).flagged
                    self._note_flagged(effect, by_id[number], before=before)
            case RecordLead(message=number):
                self._note_lead(effect, by_id[number])
            case OpenQuestion(message=number):
                self._note_question(by_id[number])
            case AnswerQuestion(question=number):
                self.report.answered += 1
                self.report.open_questions.pop(number, None)
            case _:
                pass  # intents and alerts follow from these; nothing is sent

    def _note_flagged(self, effect: RecordVerdicts, said: SeenMessage, *, before: bool) -> None:
        report = self.report
        remove = effect.action in REMOVING
        report.flagged += 1
        report.removed += remove
        report.newly_caught += not before
        found = _flagged(said, before=before, effect=effect)
        report.found.add(found.score + (not before), found)

    def _note_question(self, said: SeenMessage) -> None:
        self.report.asked += 1
        waiting = self.report.open_questions
        waiting[said.id] = QuestionSeen(
            message=said.id,
            at=said.event.at,
            room=said.event.room_name,
            student=said.sender.student,
            text=said.event.text,
        )
        if len(waiting) > SHOWN:
            del waiting[next(iter(waiting))]

    def _note_lead(self, effect: RecordLead, said: SeenMessage) -> None:
        lead = effect.lead
        self.report.leads += 1
        self.report.categories[lead.category] += 1
        self.report.surest_leads.add(
            lead.score,
            LeadSeen(
                message=said.id,
                at=said.event.at,
                room=said.event.room_name,
                student=said.sender.student,
                text=said.event.text,
                category=lead.category,
                score=lead.score,
                words=lead.words,
            ),
        )


def _flagged(said: SeenMessage, *, before: bool, effect: RecordVerdicts | None = None) -> Flagged:
    return Flagged(
        message=said.id,
        at=said.event.at,
        room=said.event.room_name,
        student=said.sender.student,
        text=said.event.text,
        score=effect.spam.score if effect else 0.0,
        reasons=effect.spam.reasons if effect else (),
        would_remove=effect is not None and effect.action in REMOVING,
        before=before,
    )
