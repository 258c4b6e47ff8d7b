"""From a ruling to effects: the alert, the warning, the taking back, the removal, the list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.core.conduct import ListName, MarkKind, Ruling, Step
from bot.core.conduct_effects import Enlist, GiveMark
from bot.core.conduct_rules import WarnBy
from bot.core.deed_keys import recall_key, removal_key, warning_key
from bot.core.effects import (
    DirectMessage,
    Effect,
    Intent,
    OnLate,
    OnUnknown,
    RaiseAlert,
    RecallMessage,
    RemoveMember,
    Severity,
)
from bot.core.effects import Say as SayInRoom
from bot.core.rooms import Mode
from bot.core.verdicts import SpamScore
from handlers.conduct.warning import warning_text
from handlers.conduct.words import Tell, tell
from handlers.detectors.detector import Item
from handlers.wording import Say, Wording, score_text

# What a rule orders is done within it; later a person decides whether it is still called for.
ACT_WITHIN = timedelta(hours=1)
_REASONS = 3  # read aloud in an alert
_TOUCHING = frozenset({Step.HOLD, Step.REMOVE, Step.DENY})
_STEP_NAMES = {step: Tell(f"step_{step}") for step in Step}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A flagged message and what is to be done about it."""

    item: Item
    spam: SpamScore
    ruling: Ruling
    campaign: str  # what repeats of it have in common, and who is on duty for it
    recalls: bool  # the platform lets us take back what others said
    removed: bool  # its author is being removed from this room already


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What a ruling means in deeds."""

    wording: Wording
    now: datetime

    def of(self, given: Sentence) -> list[Effect]:
        """The deeds of a step; a removal takes the message along where the platform can."""
        step = given.ruling.step
        match step:
            case Step.NOTE:
                return []
            case Step.WARN:
                return self._warn(given)
            case Step.HOLD:
                return self._recall(given)
            case Step.REMOVE:
                return [*self._recall(given), *self._remove(given)]
            case Step.DENY:
                return [*self._recall(given), *self._remove(given), *self._deny(given)]
            case _:
                assert_never(step)

    def alert(self, given: Sentence) -> RaiseAlert:
        """What staff are told: why it is an advert, and what is done about it, or would be."""
        item, message = given.item, given.item.message
        return RaiseAlert(
            kind="advert",
            severity=Severity.WARNING,
            reason=self._reason(given),
            advice=self.wording.joined([self._told(given), self.wording(_advice(given))]),
            group=self._group(given),
            room=item.room.id,
            student=message.sender.student,
            message=message.id,
        )

    def _group(self, given: Sentence) -> str:
        """Repeats are counted, not told again; but that somebody is touched is told."""
        touched = _enforced(given) and given.ruling.step in _TOUCHING
        return f"{given.campaign}:{given.ruling.step}" if touched else given.campaign

    def _reason(self, given: Sentence) -> str:
        student = given.item.message.sender.student
        return self.wording(
            Say.ADVERT,
            student="?" if student is None else student,
            score=score_text(given.spam.score),
            reasons=self.wording.joined(given.spam.reasons[:_REASONS]),
        )

    def _told(self, given: Sentence) -> str:
        ruling = given.ruling
        step = tell(self.wording, _STEP_NAMES[ruling.step])
        sentence = Tell.DONE if _enforced(given) else Tell.WOULD
        return tell(self.wording, sentence, step=step, reason=ruling.reason, then=ruling.then)

    def _intent(self, given: Sentence, key: str, deed: SayInRoom | DirectMessage) -> Intent:
        due = given.ruling.due
        return Intent(
            deed=deed,
            key=key,
            reason=self._reason(given),
            due=due,
            expires=(due or self.now) + ACT_WITHIN,
            on_late=OnLate.SKIP,
        )

    def _warn(self, given: Sentence) -> list[Effect]:
        item, message = given.item, given.item.message
        member = message.sender
        text = warning_text(item.room.rules.ladder.warning, member, item.room.name, self.wording)
        deed: SayInRoom | DirectMessage = DirectMessage(to=member.identity, text=text)
        if item.room.rules.ladder.warn_by is WarnBy.ROOM:
            deed = SayInRoom(room=item.room.id, text=text, mentions=(member.identity,))
        key = warning_key(item.room.id, member.identity, message.id)
        warning = self._intent(given, key, deed)
        if member.student is None:
            return [warning]
        # Of no points: it only says that they were warned, and when.
        warned = GiveMark(
            key=f"{MarkKind.WARNED}:{message.id}",
            student=member.student,
            points=0.0,
            kind=MarkKind.WARNED,
            room=item.room.id,
            message=message.id,
        )
        return [warning, warned]

    def _recall(self, given: Sentence) -> list[Effect]:
        if not given.recalls:
            return []
        room, message = given.item.room.id, given.item.message.id
        return [
            Intent(
                deed=RecallMessage(room=room, message=message),
                key=recall_key(room, message),
                reason=self._reason(given),
                on_unknown=OnUnknown.HOLD,
                expires=self.now + ACT_WITHIN,
            )
        ]

    def _remove(self, given: Sentence) -> list[Effect]:
        if given.removed:
            return []
        item = given.item
        member, due = item.message.sender.identity, given.ruling.due
        return [
            Intent(
                deed=RemoveMember(room=item.room.id, member=member),
                key=removal_key(item.room.id, member, item.message.id),
                reason=self._reason(given),
                on_unknown=OnUnknown.HOLD,
                due=due,
                expires=(due or self.now) + ACT_WITHIN,
            )
        ]

    def _deny(self, given: Sentence) -> list[Effect]:
        message = given.item.message
        student = message.sender.student
        if student is None:
            return []
        return [
            Enlist(
                student=student,
                list=ListName.DENY,
                reason=given.ruling.reason,
                until=self.now + given.item.room.rules.ladder.deny_for,
                message=message.id,
            )
        ]


def _enforced(given: Sentence) -> bool:
    return given.item.room.rules.mode is Mode.ENFORCE


def _advice(given: Sentence) -> Say:
    if given.item.message.event.sender == given.item.room.owner_ref:
        return Say.ADVERT_BY_OWNER
    if _enforced(given) and given.ruling.step in {Step.REMOVE, Step.DENY}:
        return Say.ADVERT_REMOVED if given.ruling.due is None else Say.ADVERT_ADVICE
    return Say.ADVERT_ADVICE
