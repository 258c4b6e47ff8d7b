"""What campaigns need of the store and of the world."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.conduct import Standing
from bot.core.effects import Intent
from bot.core.ids import CouponId, DeliveryId, IdentityId, RoomId, RunId, StudentId
from bot.core.plans import NewRun, PlanRoom, Run
from bot.core.signups import (
    Book,
    CampaignText,
    ClaimBook,
    Coupon,
    Lottery,
    Notice,
    Redeemed,
    SignedUp,
    SignUpFigures,
)
from sop.shelf import PlanFile


class Folder(Protocol):
    """Where operators keep their campaigns."""

    def changed(self) -> tuple[PlanFile, ...] | None:
        """Every file, when anything changed since the last call; else None. May block."""
        ...


class SignUpStore(Protocol):
    """The lists."""

    async def book(self, name: str) -> Book | None:
        """A campaign's list, held until the transaction ends."""
        ...

    async def standing(self, names: Collection[str]) -> Mapping[str, SignUpFigures]:
        """How these campaigns stand."""
        ...

    async def bind(self, runs: Mapping[RunId, str]) -> None:
        """Note which run warms up for which campaign."""
        ...

    async def bound(self, name: str) -> Sequence[RunId]:
        """The runs that warm up for a campaign."""
        ...

    async def move_event(self, name: str, at: datetime) -> frozenset[RunId]:
        """Give the runs of a campaign its time, where it was moved; those of the campaign."""
        ...


class TextStore(Protocol):
    """Texts, attendance and people."""

    async def save(self, text: CampaignText) -> None:
        """Keep the text of a campaign."""
        ...

    async def kept(self) -> list[CampaignText]:
        """The newest text of every campaign."""
        ...

    async def people(self, name: str) -> list[SignedUp]:
        """A campaign's list as staff read it."""
        ...

    async def turnout(self, names: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """How many had a place, and how many of them came."""
        ...

    async def follow_up(self, name: str, now: datetime) -> bool:
        """Take the follow-up of a campaign's no-shows; False where it was taken before."""
        ...

    async def members_of(
        self, rooms: Collection[RoomId], students: Collection[StudentId]
    ) -> Mapping[StudentId, tuple[RoomId, IdentityId]]:
        """Of these people, those who are in one of these rooms now."""
        ...

    async def removed(self, students: Collection[StudentId]) -> frozenset[StudentId]:
        """Of these people, those who were removed from a room and are not back in it."""
        ...

    async def bearers(self, students: Collection[StudentId]) -> Mapping[StudentId, StudentId]:
        """For each student ID the one that stands for it by now."""
        ...

    async def names_of(self, students: Collection[StudentId]) -> Mapping[StudentId, str]:
        """What these people are called."""
        ...


class BenefitStore(Protocol):
    """Claims, lotteries, coupons. `SignUpStore.book` holds the lock for them as well."""

    async def claims(self, name: str, benefit: str, *, pool: str | None, want: int) -> ClaimBook:
        """What of a benefit is taken, and up to `want` coupons that nobody has."""
        ...

    async def free_coupons(self, name: str, pool: str, want: int) -> tuple[Coupon, ...]:
        """Coupons that nobody has."""
        ...

    async def give_won(
        self, name: str, benefit: str, student: StudentId, number: CouponId, now: datetime
    ) -> None:
        """Give a winner a coupon."""
        ...

    async def codes_made(self, name: str, pool: str) -> int:
        """How many codes a pool has."""
        ...

    async def add_codes(
        self,
        name: str,
        pool: str,
        codes: Sequence[tuple[str, str]],
        *,
        valid_until: datetime | None,
    ) -> int:
        """Keep codes (as read, as compared); how many of them nobody had before."""
        ...

    async def drop_codes(self, name: str, pool: str, *, keep: Collection[str]) -> None:
        """Forget the codes of a pool that are not listed any more and that nobody has or used."""
        ...

    async def codes_hold(self, name: str, pool: str, *, until: datetime | None) -> None:
        """Let the codes of a pool that were not used hold until then."""
        ...

    async def open_lottery(
        self, name: str, benefit: str, *, seed: str, commitment: str, now: datetime
    ) -> Lottery:
        """Fix the seed of a lottery; one that is fixed already stays."""
        ...

    async def lottery(self, name: str, benefit: str) -> Lottery | None:
        """A lottery; None before it is opened."""
        ...

    async def entrants(self, name: str, benefit: str) -> Mapping[StudentId, IdentityId]:
        """Who entered, and as whom they are told."""
        ...

    async def close_lottery(
        self,
        name: str,
        benefit: str,
        *,
        entries: Collection[StudentId],
        hashed: str,
        now: datetime,
    ) -> bool:
        """Fix the list of entries; False where it is fixed already."""
        ...

    async def draw_lottery(
        self,
        name: str,
        benefit: str,
        *,
        winners: Sequence[StudentId],
        author: str,
        now: datetime,
    ) -> bool:
        """Write the winners down; False where it was drawn already, or is not closed."""
        ...


class CouponStore(Protocol):
    """Codes that people show."""

    async def redeem(
        self, readings: Iterable[str], *, by: str, note: str, now: datetime
    ) -> Redeemed:
        """Use a code up; the second who tries learns who did, and when. Audited."""
        ...

    async def coupon(self, readings: Iterable[str], now: datetime) -> Redeemed:
        """How a code stands."""
        ...


class NoticeStore(Protocol):
    """Answers that wait."""

    async def tell(
        self, name: str, told: Sequence[tuple[IdentityId, RoomId | None, str]], now: datetime
    ) -> None:
        """Keep answers (to whom, in which room or alone, what), in order."""
        ...

    async def rooms_to_tell(self, since: datetime) -> Mapping[RoomId | None, "ToldLately"]:
        """Rooms (None: people alone) with answers waiting, and what was answered since then."""
        ...

    async def take_notices(self, room: RoomId | None, limit: int, now: datetime) -> list[Notice]:
        """The oldest answers for a room; each is given back once."""
        ...


class ToldLately(Protocol):
    """What was answered in a room lately."""

    @property
    def last(self) -> datetime | None:
        """When the last post of answers was."""
        ...

    @property
    def posts(self) -> int:
        """How many there were."""
        ...


class CampaignStore(TextStore, BenefitStore, CouponStore, NoticeStore, Protocol):
    """Everything of campaigns but the lists."""


class Runs(Protocol):
    """Rooms, and the runs that warm up."""

    async def rooms(self) -> list[PlanRoom]:
        """Every room in which we sit."""
        ...

    async def begun(self, plans: Collection[str]) -> dict[tuple[str, RoomId], list[Run]]:
        """Every run these plans ever had."""
        ...

    async def start(self, runs: Sequence[NewRun], author: str, now: datetime) -> tuple[RunId, ...]:
        """Begin; where the plan already runs in the room nothing changes."""
        ...

    async def stop(self, runs: Iterable[RunId], reason: str, now: datetime) -> list[RunId]:
        """End for good; what is still planned is skipped for this reason."""
        ...


class Listings(Protocol):
    """The lists of conduct."""

    async def lists_of(
        self, students: Collection[StudentId], now: datetime
    ) -> Mapping[StudentId, Standing]:
        """Of these people, those who are on a list now."""
        ...


class Outbox(Protocol):
    """What goes out."""

    async def was_done(self, key: str) -> bool:
        """Whether the delivery of this key went out, or may have."""
        ...

    async def restored(self) -> datetime | None:
        """When the database was last put back from a backup; None: never."""
        ...

    async def enqueue(self, intents: Sequence[Intent], now: datetime) -> tuple[DeliveryId, ...]:
        """Write intents; a key that is there already changes nothing."""
        ...


class CampaignWork(Protocol):
    """One write transaction, as campaigns need it (`storage.unit.Unit`)."""

    @property
    def campaigns(self) -> CampaignStore:
        """Texts, claims, coupons, lotteries, answers."""
        ...

    @property
    def sign_ups(self) -> SignUpStore:
        """The lists."""
        ...

    @property
    def runs(self) -> Runs:
        """Rooms and runs."""
        ...

    @property
    def conduct(self) -> Listings:
        """Who is denied."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What goes out."""
        ...
