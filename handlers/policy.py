"""Policy: verdicts become one score, and a score becomes effects.

The score is a noisy-or: every verdict is an independent sign that is right with probability
`score x the detector's weight`, and the message is an advert unless all of them are wrong.
Two signs of 0.5 make 0.75; no number of weak signs ever makes 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.effects import (
    Effect,
    Intent,
    OnUnknown,
    RaiseAlert,
    RecordLead,
    RecordVerdicts,
    RemoveMember,
    Severity,
    removal_key,
)
from bot.core.ids import StudentId
from bot.core.rooms import Mode
from bot.core.verdicts import LeadFound, SpamScore, Verdict
from handlers.detectors.detector import Item, noisy_or
from handlers.settings import JudgingSettings, LeadSettings
from handlers.wording import Say, Wording, score_text

CLEAN = SpamScore(score=0.0, flagged=False, verdicts=())
_AGREES = 0.3  # a verdict below it does not second another
_STRONG_LEAD = 0.8  # told as a warning: quiet hours aside, somebody should look now
REMOVE_WITHIN = timedelta(hours=1)  # later a person decides whether it is still called for
_REASONS = 3  # read aloud in an alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What verdicts lead to."""

    judging: JudgingSettings
    leads: LeadSettings
    weights: Mapping[str, float]
    wording: Wording

    def score(self, verdicts: Sequence[Verdict]) -> SpamScore:
        """All verdicts of a message as one number."""
        score = noisy_or(v.score * self.weights.get(v.detector, 1.0) for v in verdicts)
        flagged = score >= self.judging.flag_at
        return SpamScore(score=round(score, 4), flagged=flagged, verdicts=tuple(verdicts))

    def removes(self, item: Item, spam: SpamScore) -> bool:
        """Whether the evidence and the room allow to remove the sender without asking."""
        if item.room.rules.mode is not Mode.ENFORCE or item.sender.is_staff:
            return False
        if _owns(item):
            return False  # staff settle it with whose room it is
        if not spam.flagged or spam.score < self.judging.remove_at:
            return False
        strengths = [v.score * self.weights.get(v.detector, 1.0) for v in spam.verdicts]
        agreeing = sum(strength >= _AGREES for strength in strengths)
        return agreeing > 1 or max(strengths) >= self.judging.decisive_at

    def on_advert(self, item: Item, spam: SpamScore, *, remove_by: datetime | None) -> list[Effect]:
        """Keep the verdicts; tell staff when flagged; remove by `remove_by` (None: not at all)."""
        remove = remove_by is not None
        message, room = item.message, item.room
        record = RecordVerdicts(
            message=message.id,
            room=message.room,
            student=message.sender.student,
            spam=spam,
            action="remove" if remove else "",
        )
        if not spam.flagged:
            return [record]
        alert = self._advert_alert(item, spam, remove=remove)
        if not remove:
            return [record, alert]
        member = message.sender.identity
        removal = Intent(
            deed=RemoveMember(room=room.id, member=member),
            key=removal_key(room.id, member, message.id),
            reason=alert.reason,
            on_unknown=OnUnknown.HOLD,
            expires=remove_by,
        )
        return [record, alert, removal]

    def _advert_alert(self, item: Item, spam: SpamScore, *, remove: bool) -> RaiseAlert:
        say, message = self.wording, item.message
        return RaiseAlert(
            kind="advert",
            severity=Severity.WARNING,
            reason=say(
                Say.ADVERT,
                student=_shown(message.sender.student),
                score=score_text(spam.score),
                reasons=say.joined(spam.reasons[:_REASONS]),
            ),
            advice=say(_advice(item, remove=remove)),
            group=campaign(item),
            room=message.room,
            student=message.sender.student,
            message=message.id,
        )

    def on_lead(self, item: Item, lead: LeadFound) -> list[Effect]:
        """Keep the lead; tell staff when it is strong enough."""
        message, student = item.message, item.message.sender.student
        if student is None:
            return []
        record = RecordLead(student=student, room=message.room, message=message.id, lead=lead)
        if lead.score < self.leads.alert_at:
            return [record]
        say = self.wording
        title = self.leads.categories[lead.category].title
        alert = RaiseAlert(
            kind="lead",
            severity=Severity.WARNING if lead.score >= _STRONG_LEAD else Severity.INFO,
            reason=say(
                Say.LEAD,
                student=student,
                title=title,
                score=score_text(lead.score),
                words=say.quoted(lead.words),
            ),
            advice=say(Say.LEAD_ADVICE),
            group=f"lead:{student}:{lead.category}",
            room=message.room,
            student=student,
            message=message.id,
        )
        return [record, alert]


def _advice(item: Item, *, remove: bool) -> Say:
    if remove:
        return Say.ADVERT_REMOVED
    return Say.ADVERT_BY_OWNER if _owns(item) else Say.ADVERT_ADVICE


def _owns(item: Item) -> bool:
    return item.message.event.sender == item.room.owner_ref


def campaign(item: Item) -> str:
    """What repeats of an advert have in common: who first said it, and who is on duty there.

    So one sender, or many accounts with one text, make one alert for the same colleagues.
    """
    first = min(item.copies, key=lambda copy: (copy.at, copy.message), default=None)
    author = item.message.sender.identity if first is None else first.sender
    return f"advert:{'+'.join(item.room.rules.staff)}:{author}"


def _shown(student: StudentId | None) -> str:
    return "?" if student is None else str(student)
