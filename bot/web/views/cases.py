"""Answers about cases, reports and appeals."""

from datetime import datetime

from bot.core.conduct import ListName
from bot.web.views.base import View
from bot.web.views.judging import Verdict
from bot.web.views.talk import Audit, Message


class Case(View):
    """A flagged message, for a human to look at."""

    id: int
    message: int
    text: str
    room: int | None
    room_name: str
    student_id: int | None
    name: str
    score: float
    reason: str
    action: str  # "" observed, or the step that a rule took: warn, hold, remove, deny
    state: str  # open, confirmed, dismissed, undone
    opened: datetime
    decided_by: str | None
    decided: datetime | None
    note: str | None
    kind: str  # advert, report: how it came to be
    decision: str | None  # advert, fine, remove
    messages: int  # that belong to it,
    people: int  # by so many people
    rooms: int  # in so many rooms


class CaseMessage(View):
    """One message of a case."""

    id: int
    room: int | None
    room_name: str
    student_id: int | None
    name: str
    text: str
    at: datetime
    score: float
    flagged: bool
    action: str
    recalled: datetime | None


class Planned(View):
    """A deed about a case: it waits, or was done."""

    kind: str  # RemoveMember, InviteMember, RecallMessage, ...
    room: int | None
    state: str  # of the delivery
    author: str
    due: datetime


class Report(View):
    """A member's report of a message."""

    id: int
    message: int
    case: int
    student_id: int  # who reported
    name: str
    room: int | None
    text: str  # what was reported
    weight: float
    at: datetime
    outcome: str | None  # right, wrong; null: nobody decided yet


class CasePerson(View):
    """An account with a part in a case, as it stood when it spoke."""

    identity: int
    student_id: int | None
    name: str
    first: datetime  # when they said what is in the case, the first of it
    joined: datetime | None  # the room where they said it; null: was there before we looked
    spoke_before: int  # messages before that in any room; 1000: so many or more
    confirmed: int  # other cases of theirs that were confirmed
    dismissed: int
    points: float  # held against them today
    lists: list[ListName]  # that they stand on now


class Outlook(View):
    """What a word on a case would lead to, counted."""

    removed: int  # accounts that are removed,
    rooms: int  # from so many rooms
    recalled: int  # messages that are taken back
    invited: int  # accounts that are invited back
    called_off: int  # deeds that wait and will not be done
    marked: int  # people who get points
    forgiven: int  # people whose points for it are taken back
    denied: int  # people who come onto the deny list
    learned: int  # texts that are learned


class CaseWhole(Case):
    """A case with all that a decision looks at."""

    said: list[CaseMessage]  # its messages, oldest first
    before: list[Message]  # what was said in the room right before its first message
    after: list[Message]
    reasons: list[Verdict]
    ordered: list[Planned]
    planned: list[str]  # what will happen and when, in words
    outlook: dict[str, Outlook]  # of each word that is possible now: advert, fine, remove, undo
    parties: list[CasePerson]  # the first 20 who had a part in it
    reports: list[Report]
    history: list[Audit]


class Appeal(View):
    """Somebody asks that what was done to them be looked at again."""

    id: int
    case: int
    student_id: int
    name: str
    text: str  # what they wrote
    against: str  # who decided; groupkeeper: a rule
    asked: str | None  # whom it was brought to first; null: those on duty
    at: datetime
    state: str  # open, granted, upheld
    answer: str | None
    answered_by: str | None
    answered: datetime | None
