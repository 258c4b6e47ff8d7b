"""Reports 举报: which messages are one, and what it weighs. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import CaseId, RoomId, StudentId
from bot.core.review import Reported, Reporter
from bot.core.seen import SeenMessage
from handlers.detectors.detector import noisy_or
from handlers.review_settings import ReportSettings
from handlers.review_wording import Tell, tell
from handlers.wording import Wording, score_text

DAY = timedelta(days=1)  # for which a member's reports are counted, and a quoted text is found
_PRIOR = 2.0  # right and wrong reports that somebody starts with: nobody knows them yet
_MOST = 0.9  # reports alone never prove more
_LONGEST = 60  # characters; who reports says no more
_AROUND = re.compile(r"@\S+\s|[\s,，。.!！~:：@]+")


def is_report(said: SeenMessage, settings: ReportSettings) -> bool:
    """Whether a member quotes a message and says nothing but a word of report."""
    event = said.event
    if said.room is None or event.own or len(event.text) > _LONGEST:
        return False
    if event.quoted is None and not event.quoted_text:
        return False
    return _AROUND.sub("", f"{event.text} ").casefold() in {
        word.casefold() for word in settings.words
    }


def trust(reporter: Reporter) -> float:
    """The share of right reports to expect of somebody: a half while nothing is known."""
    return (reporter.right + _PRIOR) / (reporter.right + reporter.wrong + 2 * _PRIOR)


def weight(
    reporter: Reporter, joined: datetime | None, settings: ReportSettings, now: datetime
) -> float:
    """What a report counts: nothing by those who are mostly wrong, little by newcomers.

    `joined` None: the reporter was there before we looked.
    """
    expected = trust(reporter)
    if expected < settings.ignore_below:
        return 0.0
    new = joined is not None and now - joined < settings.newcomer
    return settings.weight * expected * (settings.newcomer_weight if new else 1.0)


def is_spent(reporter: Reporter, settings: ReportSettings) -> bool:
    """Whether somebody was wrong so often that their next report counts nothing."""
    return trust(reporter) < settings.ignore_below


def score(votes: Iterable[float]) -> float:
    """All votes as one: independent signs, never proof."""
    return min(_MOST, round(noisy_or(votes), 4))


def reason(votes: Iterable[float], wording: Wording) -> str:
    """Why a case was opened, to be read aloud."""
    weights = tuple(votes)
    return tell(wording, Tell.REPORTED, count=len(weights), score=score_text(score(weights)))


def alert(
    told: str, *, case: CaseId, room: RoomId, target: Reported, wording: Wording
) -> RaiseAlert:
    """Staff are asked to look at what was reported; who reported it is in the case."""
    return RaiseAlert(
        kind="report",
        severity=Severity.WARNING,
        reason=told,
        advice=tell(wording, Tell.REPORT_ADVICE, case=case),
        group=f"report:{case}",
        room=room,
        student=target.student,
        message=target.message,
    )


def spent_alert(
    reporter: Reporter, *, room: RoomId, student: StudentId, wording: Wording
) -> RaiseAlert:
    """Staff learn that somebody's reports count nothing any more."""
    return RaiseAlert(
        kind="report",
        severity=Severity.INFO,
        reason=tell(
            wording,
            Tell.REPORTER_SPENT,
            student=student,
            wrong=reporter.wrong,
            count=reporter.right + reporter.wrong,
        ),
        advice=tell(wording, Tell.REPORTER_SPENT_ADVICE),
        group=f"reporter:{student}",
        room=room,
        student=student,
    )
