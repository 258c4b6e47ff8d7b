"""Policy: verdicts become one score; `handlers.conduct` says what is done about it.

The score is a noisy-or: every verdict is an independent sign that is right with probability
`score x the detector's weight`, and the message is an advert unless all of them are wrong.
Two signs of 0.5 make 0.75; no number of weak signs ever makes 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.effects import Effect, RaiseAlert, RecordLead, Severity
from bot.core.verdicts import LeadFound, SpamScore, Verdict
from handlers.detectors.detector import Item, noisy_or
from handlers.settings import JudgingSettings, LeadSettings
from handlers.wording import Say, Wording, score_text

CLEAN = SpamScore(score=0.0, flagged=False, verdicts=())
_AGREES = 0.3  # a verdict below it does not second another
_STRONG_LEAD = 0.8  # told as a warning: quiet hours aside, somebody should look now


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

    def sure(self, spam: SpamScore) -> bool:
        """Whether the message is by itself evidence enough to remove its author."""
        if not spam.flagged or spam.score < self.judging.remove_at:
            return False
        strengths = [v.score * self.weights.get(v.detector, 1.0) for v in spam.verdicts]
        agreeing = sum(strength >= _AGREES for strength in strengths)
        return agreeing > 1 or max(strengths) >= self.judging.decisive_at

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
