"""Messages that are held to be adverts, as the pipeline records it, and what people decide."""

from bot.core.effects import RecordVerdicts
from bot.core.ids import CaseId, MessageId, RoomId
from bot.core.review import Decision, Word
from bot.core.verdicts import SpamScore, Verdict
from storage.judging.records import Records


async def flag(database, *messages, now, kind="advert", flagged=True, campaign=None):
    """Each message opens a case of its own, or joins that of the message `campaign`."""
    words = Verdict(detector="words", score=0.9, reason="词表：加微")
    spam = SpamScore(score=0.9, flagged=flagged, verdicts=(words,))
    records = [
        RecordVerdicts(
            message=MessageId(one),
            room=RoomId(1),
            student=None,
            spam=spam,
            kind=kind,
            campaign=campaign,
        )
        for one in messages
    ]
    async with database.write() as connection:
        await Records(connection).apply(records, now)


async def decide(database, case, decision, *, now):
    """A colleague says what a case is."""
    async with database.write() as connection:
        word = Word(decision=Decision(decision), author="wang", at=now)
        await Records(connection).decide_case(CaseId(case), word)


async def undo(database, case, *, now):
    """A colleague takes the decision back."""
    async with database.write() as connection:
        await Records(connection).undo_case(CaseId(case), author="li", note="误判", now=now)
