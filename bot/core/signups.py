"""Signing up 报名 in values: what plans, texts and figures may know of a campaign 活动."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import IdentityId, MessageId, RoomId, StudentId


class SignUpState(StrEnum):
    """Where somebody stands on a campaign's list."""

    SIGNED = "signed"
    WAITING = "waiting"  # 候补: moves up when somebody cancels
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpFigures:
    """How a campaign stands: true numbers, for texts and conditions."""

    campaign: str
    title: str
    place: str
    starts_at: datetime
    zone: str
    count: int  # people who have a place
    limit: int | None  # None: as many as come
    waiting: int
    coupons: int = 0  # codes there are
    coupons_given: int = 0
    coupons_redeemed: int = 0

    @property
    def left(self) -> int | None:
        """Places nobody has yet; None: there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSignUp:
    """Somebody's place on a campaign's list, as it was settled under the campaign's lock."""

    campaign: str
    student: StudentId
    state: SignUpState
    seq: int  # order within the state
    identity: IdentityId | None = None
    room: RoomId | None = None
    message: MessageId | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody on a list. `bearer` is who they are now, where two people were merged."""

    student: StudentId  # under which the row stands
    bearer: StudentId
    seq: int
    identity: IdentityId | None  # whom to tell; None: staff signed them up
    room: RoomId | None  # where it was said
    at: datetime
    attended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A campaign's list: who has a place, and who waits, each in order."""

    last_seq: int
    signed: tuple[Place, ...] = ()
    waiting: tuple[Place, ...] = ()
