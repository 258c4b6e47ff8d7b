"""What needs a person now 待办, and in which order: pure."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.alerting import weight
from bot.core.effects import Severity
from bot.core.ids import AlertId, MessageId, RoomId, StaffName, StudentId
from bot.core.rights import Right


class NeedKind(StrEnum):
    """What sort of thing waits for somebody."""

    GATEWAY = "gateway"  # an account that is away, or pauses
    ALERT = "alert"
    CASE = "case"
    APPEAL = "appeal"
    QUESTION = "question"
    DELIVERY = "delivery"  # held, or nobody knows whether it went out
    TASK = "task"
    CONTENT = "content"  # a task: a piece of the content library is not ready
    LEAD = "lead"


class Act(StrEnum):
    """What may be done about it in place."""

    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    ANSWER = "answer"
    CLOSE = "close"
    RELEASE = "release"
    CANCEL = "cancel"
    SENT = "sent"
    DONE = "done"
    CANNOT = "cannot"
    GIVE = "give"
    CLAIM = "claim"
    MEND = "mend"  # the account: sign in again


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAlert:
    """The open alert about something: whoever acts on the thing sees who was told."""

    id: AlertId
    severity: Severity
    told: tuple[StaffName, ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that waits for somebody. `id` is its number, or a channel's name."""

    kind: NeedKind
    id: str
    since: datetime
    about: str = ""  # state of a delivery or an account, kind of an alert or a case, category
    words: str = ""  # one line: what was said, or is to be done
    reason: str = ""  # why it waits
    room: RoomId | None = None
    room_name: str = ""
    student: StudentId | None = None
    name: str = ""  # of the person
    message: MessageId | None = None  # the spot in the room
    due: datetime | None = None
    owner: StaffName | None = None  # who has a task
    group: str = ""  # what alerts about it are counted under
    alert: NeedAlert | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.due is not None and self.due <= now

    def severity(self, now: datetime) -> Severity:
        """How much it matters: by itself, and by what was raised about it."""
        own = _severity(self, now)
        raised = own if self.alert is None else self.alert.severity
        return max(own, raised, key=weight)


_FIRST_INFO = frozenset({NeedKind.QUESTION, NeedKind.TASK, NeedKind.CONTENT})
_ACTS: Mapping[NeedKind, tuple[Right, tuple[Act, ...]]] = {
    NeedKind.GATEWAY: (Right.KEEP, (Act.MEND,)),
    NeedKind.ALERT: (Right.WORK, ()),
    NeedKind.CASE: (Right.DECIDE, (Act.DECIDE,)),
    NeedKind.APPEAL: (Right.DECIDE, (Act.ANSWER,)),
    NeedKind.QUESTION: (Right.WORK, (Act.CLOSE,)),
    NeedKind.DELIVERY: (Right.DECIDE, (Act.RELEASE, Act.CANCEL, Act.SENT)),
    NeedKind.TASK: (Right.WORK, (Act.DONE, Act.CANNOT, Act.GIVE)),
    NeedKind.CONTENT: (Right.WORK, (Act.DONE, Act.CANNOT, Act.GIVE)),
    NeedKind.LEAD: (Right.SELL, (Act.CLAIM,)),
}
_ADVERT, _GROWN = "advert:", ":grown"
_TOLD_OF = re.compile(r"advert:.*:(\d+)(?::[a-z]+)?")  # colleagues, message, what was done
_UNDECIDED = "unknown"  # a delivery whose echo may still come: only held ones are released
_HELD = "held"  # a task that nobody of its line did


def _severity(need: Need, now: datetime) -> Severity:
    if need.kind is NeedKind.GATEWAY:
        return Severity.CRITICAL
    if need.kind is NeedKind.LEAD or (need.kind is NeedKind.DELIVERY and need.about == _UNDECIDED):
        return Severity.INFO
    if need.kind in _FIRST_INFO and not need.is_late(now) and need.about != _HELD:
        return Severity.INFO
    return Severity.INFO if need.kind is NeedKind.ALERT else Severity.WARNING


def acts(need: Need, rights: Collection[Right]) -> tuple[Act, ...]:
    """What somebody with these rights may do about it."""
    needed, possible = _ACTS[need.kind]
    mine: tuple[Act, ...] = possible if needed in rights else ()
    if need.about == _UNDECIDED and need.kind is NeedKind.DELIVERY:
        mine = tuple(one for one in mine if one is not Act.RELEASE)
    if need.about == _HELD and need.kind is NeedKind.TASK:
        mine = tuple(one for one in mine if one is not Act.CANNOT)
    taken = (Act.ACKNOWLEDGE,) if need.alert is not None and Right.WORK in rights else ()
    return (*mine, *taken)


def folded(needs: Iterable[Need]) -> list[Need]:
    """One line for each thing: an alert about something that is listed itself goes with it."""
    everything = list(needs)
    things = [one for one in everything if one.kind is not NeedKind.ALERT]
    alerts = [one for one in everything if one.kind is NeedKind.ALERT]
    subjects = {thing.group for thing in things if thing.group}
    raised: dict[str, NeedAlert | None] = {}
    for one in alerts:  # the heaviest comes first: it says how much the thing matters
        raised.setdefault(_subject(one.group), one.alert)
    told = [replace(thing, alert=raised.get(thing.group)) for thing in things]
    return [*told, *(one for one in alerts if _subject(one.group) not in subjects)]


def _subject(group: str) -> str:
    """What an alert is about; those of an advert name who was told and what was done as well."""
    found = None if group.endswith(_GROWN) else _TOLD_OF.fullmatch(group)
    return group if found is None else _ADVERT + found[1]


def in_order(needs: Iterable[Need], me: str, now: datetime) -> list[Need]:
    """The most urgent first: by how much it matters, then what is late, then mine, then age.

    What is late goes by how long it is late, the rest by how long it waits.
    """
    return sorted(needs, key=lambda one: _rank(one, me, now))


def _rank(need: Need, me: str, now: datetime) -> tuple[int, bool, bool, datetime, str, str]:
    late = need.is_late(now)
    since = need.due if late and need.due is not None else need.since
    return (
        -weight(need.severity(now)),
        not late,
        need.owner != me,
        since,
        need.kind.value,
        need.id,
    )


def for_whom(
    needs: Sequence[Need],
    rights_in: Callable[[RoomId | None], Collection[Right]],
) -> list[Need]:
    """What somebody can do something about; who may do nothing anywhere sees everything.

    Accounts that are away concern everybody: nothing is heard or said meanwhile.
    """
    mine = [one for one in needs if one.kind is NeedKind.GATEWAY or acts(one, rights_in(one.room))]
    only_looks = not any(acts(one, rights_in(one.room)) for one in needs)
    return list(needs) if only_looks else mine
