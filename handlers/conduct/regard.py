"""How a person is regarded: excused, on probation, trusted by conduct."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.conduct import RoomAlarm, Standing
from bot.core.conduct_rules import ProbationRules, RaidRules, TrustRules
from bot.core.points import sure_cases
from bot.core.seen import History
from bot.core.verdicts import SpamScore
from handlers.conduct.words import Tell, tell
from handlers.detectors.detector import Item
from handlers.wording import Wording

# Signs of what is sent rather than of what is said: links, codes, cards, contacts.
CARRIED = frozenset({"links", "contact", "pictures", "cards", "files"})
# Signs that hold against anybody: copies, campaigns, look-alikes. A stolen account shows them.
COPIED = frozenset({"repeats", "campaign", "lookalike"})
UNKNOWN = History()


def carries(spam: SpamScore) -> bool:
    """Whether a message carries a link, a contact, a card or a code."""
    return any(one.detector in CARRIED for one in spam.verdicts)


def copied(spam: SpamScore) -> bool:
    """Whether it is said elsewhere too, or its author looks like somebody else."""
    return any(one.detector in COPIED for one in spam.verdicts)


def on_probation(
    joined: datetime | None,
    spoken: int,
    standing: Standing,
    rules: ProbationRules,
    now: datetime,
) -> bool:
    """Whether somebody is new here: for some time, and until they have said a few things.

    Who was there before we looked (`joined` None) is not new. A person's trust ends it.
    """
    if joined is None or standing.trusted is not None or standing.allowed is not None:
        return False
    return now - joined < rules.lasts or spoken < rules.messages


def came_with(alarm: RoomAlarm | None, joined: datetime | None, rules: RaidRules) -> bool:
    """Whether somebody came with the raid that a room is alarmed by."""
    return alarm is not None and joined is not None and joined >= alarm.since - rules.within


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What somebody did in a room so far, in the numbers that trust is decided by."""

    days: int
    messages: int
    answered: int


def trusted(
    joined: datetime | None,
    history: History,
    standing: Standing,
    rules: TrustRules,
    now: datetime,
) -> Conduct | None:
    """The conduct that earned trust; None where there is none, or it was lost.

    One confirmed case, or one sure mark that is not revoked, and it is gone.
    """
    if history.confirmed or sure_cases(standing.marks) or standing.denied is not None:
        return None
    known = max(_age(joined, now), _age(history.since, now))
    enough = history.spoken >= rules.messages and history.answered >= rules.answered
    if known < rules.after or not enough:
        return None
    return Conduct(days=known.days, messages=history.spoken, answered=history.answered)


def _age(since: datetime | None, now: datetime) -> timedelta:
    return timedelta() if since is None else now - since


def excuse(item: Item, standing: Standing, conduct: Conduct | None, wording: Wording) -> str:
    """Why a rule does nothing to an author, to read aloud; "" where nothing excuses them."""
    if item.sender.is_staff:
        return tell(wording, Tell.STAFF)
    if item.message.event.sender == item.room.owner_ref:
        return tell(wording, Tell.OWNER)
    if standing.allowed is not None:
        allowed = standing.allowed
        return tell(wording, Tell.ALLOWED, author=allowed.author, reason=allowed.reason)
    if conduct is None:
        return ""
    return tell(
        wording,
        Tell.TRUSTED,
        days=conduct.days,
        messages=conduct.messages,
        answered=conduct.answered,
    )
