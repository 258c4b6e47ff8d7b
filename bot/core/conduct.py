"""Conduct: what is held against a person, or in their favour, and how far it carries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import CaseId, ListingId, MarkId, MessageId, RoomId, StudentId


class Step(StrEnum):
    """The ladder 处置阶梯, from the mildest to the hardest."""

    NOTE = "note"  # a case for people to look at; nobody is told
    WARN = "warn"  # a word to the member
    HOLD = "hold"  # taken back where the channel can, until a person decides
    REMOVE = "remove"  # out of the room; undone by an invitation
    DENY = "deny"  # out of every room, and on the deny list


class ListName(StrEnum):
    """Lists that staff keep over all rooms."""

    DENY = "deny"  # 黑名单: not let in
    ALLOW = "allow"  # never acted upon by a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points 记分 given for one thing; they fade by the half-life, and may be revoked."""

    id: MarkId
    student: StudentId
    points: float
    kind: str  # "advert", "report", "quiz" ...
    at: datetime
    room: RoomId | None = None
    case: CaseId | None = None
    message: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A person on a list. `until` None: until somebody lifts it."""

    id: ListingId
    student: StudentId
    list: ListName
    since: datetime
    until: datetime | None
    reason: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a person's conduct over all rooms; revoked and expired things left out."""

    marks: tuple[Mark, ...] = ()
    denied: Listing | None = None
    allowed: Listing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAlarm:
    """A room is stricter for a while, because it is raided 冲群."""

    room: RoomId
    since: datetime
    until: datetime
    why: str
