"""Signing up 报名 in values: what plans, texts and figures may know of a campaign 活动."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import CouponId, IdentityId, MessageId, RoomId, StudentId


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
    others: tuple[StudentId, ...] = ()  # rows of the same person under other student IDs


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A campaign's list: who has a place, and who waits, each in order."""

    last_seq: int
    signed: tuple[Place, ...] = ()
    waiting: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """One code, for one use."""

    id: CouponId
    code: str
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody has of a benefit: the number on its list, and the coupon."""

    bearer: StudentId
    seq: int
    coupon: Coupon | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBook:
    """What of a benefit is taken, and which coupons nobody has."""

    taken: tuple[Taken, ...] = ()
    last_seq: int = 0
    coupons: tuple[Coupon, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClaim:
    """Somebody's share of a benefit, or entry in a lottery, as it was settled."""

    campaign: str
    benefit: str
    student: StudentId
    identity: IdentityId
    room: RoomId | None
    message: MessageId | None
    seq: int
    at: datetime
    coupon: CouponId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """A lottery as it stands. `entries` None: people can still enter."""

    campaign: str
    benefit: str
    seed: str  # hexadecimal; secret until it is drawn
    commitment: str
    opened: datetime
    entries: tuple[StudentId, ...] | None = None
    entries_hash: str = ""
    closed: datetime | None = None
    winners: tuple[StudentId, ...] | None = None
    drawn: datetime | None = None
    drawn_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """Somebody came."""

    campaign: str
    student: StudentId
    at: datetime
    author: str  # "word", or who said so


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignText:
    """The text of a campaign that is in force, and what the store needs to know of it."""

    name: str
    version: str
    source: str
    path: str
    loaded_at: datetime
    title: str
    place: str
    starts_at: datetime
    zone: str
    places: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a member is to be told. `room` None: to them alone."""

    id: int
    campaign: str
    identity: IdentityId
    room: RoomId | None
    name: str  # as the room shows them
    text: str
    at: datetime  # when they asked, or it came about


class RedeemState(StrEnum):
    """What came of a code."""

    REDEEMED = "redeemed"  # just now, for the first time
    USED = "used"  # before; see when and by whom
    VALID = "valid"  # looked at, and not used yet
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """A code that somebody showed, and what came of it."""

    state: RedeemState
    code: str
    campaign: str = ""
    pool: str = ""
    student: StudentId | None = None  # whose it is
    valid_until: datetime | None = None
    at: datetime | None = None  # of its one use
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """A row of a campaign's list, as staff read it."""

    student: StudentId
    name: str
    state: SignUpState
    number: int  # 1, 2, ... within the state
    at: datetime
    room: RoomId | None
    attended: datetime | None
    attended_by: str
