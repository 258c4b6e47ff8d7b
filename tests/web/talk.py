"""What was made of the community's talk."""

from bot.core.effects import (
    RecordLead,
    RecordVerdicts,
)
from bot.core.verdicts import LeadFound, SpamScore, Verdict


async def apply(service, *effects):
    async with service.write() as unit:
        await unit.apply(effects, now=service.clock.now())


def said(community):
    """The messages among what was seen."""
    return [one for one in community if hasattr(one, "sender")]


def flagged(one, *, action=""):
    verdict = Verdict(detector="contact", score=0.9, reason="加V 引流", evidence=("加V",))
    return RecordVerdicts(
        message=one.id,
        room=one.room,
        student=one.sender.student,
        spam=SpamScore(score=0.9, flagged=True, verdicts=(verdict,)),
        action=action,
    )


def lead(one):
    found = LeadFound(category="course", score=0.7, words=("报名",))
    return RecordLead(student=one.sender.student, room=one.room, message=one.id, lead=found)
