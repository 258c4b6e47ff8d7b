"""Policy: what follows from a lead. Adverts: `handlers.weighing`, then `handlers.conduct`."""

from dataclasses import dataclass

from bot.core.effects import Effect, RaiseAlert, RecordLead, Severity
from bot.core.verdicts import LeadFound
from handlers.detectors.detector import Item
from handlers.settings import LeadSettings
from handlers.wording import Say, Wording, score_text

_STRONG_LEAD = 0.8  # told as a warning: quiet hours aside, somebody should look now


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What leads lead to."""

    leads: LeadSettings
    wording: Wording

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
