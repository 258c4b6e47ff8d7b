"""The docket of a batch: what follows from each message, with what followed from those before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from bot.core.conduct import MarkKind, Ruling, Standing, Step
from bot.core.conduct_effects import GiveMark
from bot.core.effects import Effect, RecordVerdicts
from bot.core.ids import ChannelName, MessageId, StudentId
from bot.core.points import ADVERT_POINTS, SUSPECT_POINTS
from bot.core.rooms import Mode, quiet_until
from bot.core.seen import Closer, History
from bot.core.verdicts import SpamScore
from handlers.conduct.consequences import Consequences, Sentence
from handlers.conduct.ladder import Matter, next_step
from handlers.conduct.ledger import Ledger
from handlers.conduct.regard import (
    UNKNOWN,
    came_with,
    carries,
    copied,
    excuse,
    on_probation,
    trusted,
)
from handlers.conduct.strictness import Strictness, stricter
from handlers.detectors.detector import Item
from handlers.wording import Wording

_NO_LISTS: Mapping[StudentId, Standing] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a message with verdicts is taken for in the end."""

    spam: SpamScore
    sure: bool  # by itself evidence enough for a removal
    campaign: MessageId  # the first message of its kind: independent cases differ in it
    alert_group: str  # repeats for the same colleagues are counted, not told again
    acting: float | None = None  # the score that steps are decided by; None: that of `spam`


class Docket:
    """Takes the suspects of a batch in order."""

    def __init__(
        self,
        closer: Closer,
        *,
        wording: Wording,
        recalls: Collection[ChannelName],
        now: datetime,
        lists: Mapping[StudentId, Standing] = _NO_LISTS,
    ) -> None:
        self.ledger = Ledger(closer.standings, lists, now)
        self._closer = closer
        self._wording = wording
        self._recalls = recalls
        self._now = now
        self._consequences = Consequences(wording=wording, now=now)

    def strict(self, item: Item, spam: SpamScore, flag_at: float) -> SpamScore:
        """The score, flagged sooner where the room is raided or its author is on probation."""
        return stricter(
            spam,
            flag_at,
            Strictness(
                alarm=self._closer.alarms.get(item.room.id),
                carries=self._is_new(item) and carries(spam),
                rules=item.room.rules,
            ),
            self._wording,
        )

    def take(self, item: Item, found: Found) -> list[Effect]:
        """Keep the verdicts; when flagged: an alert, the step that is due, and the mark."""
        student, spam = item.message.sender.student, found.spam
        standing = self.ledger.standing(student)
        if not spam.flagged:
            return [_record(item, spam, Step.NOTE)]
        if standing.allowed is not None and not copied(spam):
            # Staff said beforehand that what they say is all right: nobody is asked again.
            return [_record(item, replace(spam, flagged=False), Step.NOTE)]
        why_not = self._excuse(item, found, standing)
        marks: list[Effect] = []
        if student is not None and not self._is_above(item, standing):
            marks += self._held_against(item, student, found, sure=found.sure and not why_not)
        given = self._sentence(item, found, self._ruling(item, found, why_not))
        enforced = item.room.rules.mode is Mode.ENFORCE
        acts = self._consequences.of(given) if enforced else []
        self.ledger.note(acts)
        done = given.ruling.step if acts else Step.NOTE
        return [_record(item, spam, done), self._consequences.alert(given), *acts, *marks]

    # ---- the author ---------------------------------------------------------------------------

    def _history(self, item: Item) -> History:
        seat = (item.message.room, item.message.sender.identity)
        return self._closer.histories.get(seat, UNKNOWN)

    def _is_new(self, item: Item) -> bool:
        standing = self.ledger.standing(item.message.sender.student)
        joined, rules = item.sender.joined, item.room.rules
        if came_with(self._closer.alarms.get(item.room.id), joined, rules.raid):
            return standing.trusted is None and standing.allowed is None
        spoken = self._history(item).spoken
        return on_probation(joined, spoken, standing, rules.probation, self._now)

    def _is_above(self, item: Item, standing: Standing) -> bool:
        """Whether nothing is held against somebody whatever they say."""
        owner = item.message.event.sender == item.room.owner_ref
        return owner or item.sender.is_staff or standing.allowed is not None

    def _excuse(self, item: Item, found: Found, standing: Standing) -> str:
        conduct = None
        if not copied(found.spam):
            conduct = trusted(
                item.sender.joined,
                self._history(item),
                standing,
                item.room.rules.trust,
                self._now,
            )
        return excuse(item, standing, conduct, self._wording)

    # ---- the message --------------------------------------------------------------------------

    def _held_against(
        self, item: Item, student: StudentId, found: Found, *, sure: bool
    ) -> list[Effect]:
        """The mark for this message, unless the same thing is held against them already."""
        kind = MarkKind.ADVERT if sure else MarkKind.SUSPECT
        mark = GiveMark(
            key=f"{kind}:{student}:{found.campaign}",
            student=student,
            points=ADVERT_POINTS if sure else SUSPECT_POINTS,
            kind=kind,
            room=item.message.room,
            message=item.message.id,
        )
        if any(mark.key == one.key for one in self.ledger.standing(student).marks):
            return []
        self.ledger.note([mark])
        return [mark]

    def _ruling(self, item: Item, found: Found, why_not: str) -> Ruling:
        standing = self.ledger.standing(item.message.sender.student)
        rules = item.room.rules
        matter = Matter(
            score=found.spam.score if found.acting is None else found.acting,
            sure=found.sure,
            marks=standing.marks,
            excuse=why_not,
            denied=standing.denied,
            carries=carries(found.spam),
            probation=self._is_new(item),
            quiet_until=quiet_until(rules, self._now),
            recalls=item.room.channel in self._recalls,
            zone=rules.zone,
        )
        return next_step(matter, rules.ladder, self._now, self._wording)

    def _sentence(self, item: Item, found: Found, ruling: Ruling) -> Sentence:
        return Sentence(
            item=item,
            spam=found.spam,
            ruling=ruling,
            campaign=found.alert_group,
            recalls=item.room.channel in self._recalls,
            removed=self.ledger.is_removed(item.room.id, item.message.sender.identity),
        )


def _record(item: Item, spam: SpamScore, done: Step) -> RecordVerdicts:
    return RecordVerdicts(
        message=item.message.id,
        room=item.message.room,
        student=item.message.sender.student,
        spam=spam,
        action="" if done is Step.NOTE else done,
    )
