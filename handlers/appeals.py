"""Appeals 申诉: which messages are one, who is asked, and what everybody is told. Pure."""

from collections.abc import Sequence

from bot.core.effects import DirectMessage, Intent, OnLate, RaiseAlert, Severity
from bot.core.ids import GROUPKEEPER, AppealId, IdentityId, MessageId, StaffName, StudentId
from bot.core.review import Grievance
from bot.core.seen import SeenMessage
from bot.core.staff import DECIDES, Staff
from handlers.review_settings import AppealSettings
from handlers.review_wording import Tell, tell
from handlers.wording import Wording


def is_appeal(said: SeenMessage, settings: AppealSettings) -> bool:
    """Whether somebody writes to the bot alone that they were wronged."""
    if said.room is not None or said.event.own:
        return False
    text = said.event.text.strip().casefold()
    return any(_begins(text, word.casefold()) for word in settings.words)


def _begins(text: str, word: str) -> bool:
    """Whether a text begins with a word; "appealing" is another one, 申诉我 is not."""
    rest = text.removeprefix(word)
    return rest != text and not (word[-1:].isascii() and rest[:1].isascii() and rest[:1].isalnum())


def judge_of_appeal(
    grievance: Grievance, on_duty: Sequence[StaffName], staff: Sequence[Staff]
) -> StaffName | None:
    """Who looks again: a manager on duty for the room, else any, but not who decided.

    None: there is nobody else.
    """
    others = other_managers(staff, grievance.author)
    return next((name for name in on_duty if name in others), next(iter(others), None))


def other_managers(staff: Sequence[Staff], author: str) -> tuple[StaffName, ...]:
    """Everybody who may decide, but for whoever decided."""
    return tuple(one.name for one in staff if one.role in DECIDES and one.name != author)


def appeal_alert(
    number: AppealId,
    grievance: Grievance,
    *,
    student: StudentId,
    said: MessageId,
    asked: StaffName | None,
    wording: Wording,
) -> RaiseAlert:
    """A manager is asked to look again."""
    author = "groupkeeper" if grievance.author == GROUPKEEPER else grievance.author
    return RaiseAlert(
        kind="appeal",
        severity=Severity.WARNING,
        reason=tell(
            wording,
            Tell.APPEALED,
            student=student,
            case=grievance.case,
            action=grievance.action,
            author=author,
        ),
        advice=tell(wording, Tell.APPEAL_ADVICE, appeal=number),
        group=f"appeal:{number}",
        room=grievance.room,
        student=student,
        message=said,
        to=asked,
        spare=None if asked is None else StaffName(grievance.author),
    )


def reply(to: IdentityId, text: str, *, key: str) -> Intent:
    """An answer to whoever appealed, to them alone."""
    return Intent(
        deed=DirectMessage(to=to, text=text),
        key=key,
        reason=text,
        on_late=OnLate.SEND,
        urgent=True,  # they asked
    )
