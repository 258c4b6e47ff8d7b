"""Giving benefits: coupons, places of a first-come list, entries in a lottery. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.ids import StudentId
from bot.core.signups import ClaimBook, Coupon, RecordClaim, Taken
from sop.campaigns.benefits import Benefit, Kind
from sop.campaigns.booking import Request, Told, wall
from sop.campaigns.facts import what_is_given
from sop.campaigns.model import Campaign
from sop.campaigns.wording import Tell, tell


class Claiming:
    """One benefit while a batch of requests is settled. The book is held by its database lock."""

    def __init__(
        self,
        campaign: Campaign,
        benefit: Benefit,
        book: ClaimBook,
        *,
        barred: Collection[StudentId],
        placed: Collection[StudentId],
        language: str,
    ) -> None:
        self._campaign = campaign
        self._benefit = benefit
        self._barred = barred
        self._placed = placed
        self._language = language
        self._taken = {one.bearer: one for one in book.taken}
        self._seq = book.last_seq
        self._coupons = list(book.coupons)
        self.title = f"{campaign.title} · {benefit.title or what_is_given(campaign, benefit)}"
        self.records: list[RecordClaim] = []
        self.told: list[Told] = []

    def take(self, request: Request) -> None:
        """Settle one request; the next sees what it changed."""
        before = self._taken.get(request.student)
        if before is not None:
            self._again(request, before)
            return
        refused = self._refusal(request)
        if refused is not None:
            self._tell(request, *refused)
            return
        self._give(request)

    def _refusal(self, request: Request) -> tuple[Tell, Mapping[str, object]] | None:
        campaign, benefit = self._campaign, self._benefit
        opens, closes = window(campaign, benefit)
        if campaign.called_off:
            return Tell.CALLED_OFF, {"why": campaign.called_off}
        if request.at < opens:
            return Tell.NOT_YET_OPEN, {"opens": wall(campaign, opens)}
        if request.at >= closes:
            return Tell.OVER, {"closes": wall(campaign, closes)}
        return self._unfit(request.student) or self._exhausted()

    def _unfit(self, student: StudentId) -> tuple[Tell, Mapping[str, object]] | None:
        if student in self._barred:
            return Tell.BARRED, {}
        if self._benefit.signed_up_only and student not in self._placed:
            return Tell.NEEDS_PLACE, {}
        return None

    def _exhausted(self) -> tuple[Tell, Mapping[str, object]] | None:
        benefit = self._benefit
        if benefit.kind is Kind.LOTTERY:
            return None
        if len(self._taken) < benefit.amount and (benefit.coupon is None or self._coupons):
            return None
        gone = Tell.COUPONS_GONE if benefit.kind is Kind.COUPON else Tell.GONE
        return gone, {"amount": benefit.amount}

    def _give(self, request: Request) -> None:
        if request.identity is None:
            return
        at_once = self._benefit.kind is not Kind.LOTTERY and self._benefit.coupon is not None
        coupon = self._coupons.pop(0) if at_once else None
        self._seq += 1
        taken = Taken(bearer=request.student, seq=self._seq, coupon=coupon)
        self._taken[request.student] = taken
        self.records.append(
            RecordClaim(
                campaign=self._campaign.name,
                benefit=self._benefit.id,
                student=request.student,
                identity=request.identity,
                room=request.room,
                message=request.message,
                seq=self._seq,
                at=request.at,
                coupon=None if coupon is None else coupon.id,
            )
        )
        # By how many have it: numbers stay without holes also where two people were merged.
        facts = {"number": len(self._taken), "amount": self._benefit.amount}
        if coupon is None:
            lots = self._benefit.kind is Kind.LOTTERY
            self._tell(request, Tell.ENTERED if lots else Tell.GOT, facts)
            return
        if request.room is not None:
            self._tell(request, Tell.COUPON_SENT, facts)
        self._tell_code(request, coupon)

    def _again(self, request: Request, before: Taken) -> None:
        number = list(self._taken).index(request.student) + 1
        lots = self._benefit.kind is Kind.LOTTERY
        if request.room is None and before.coupon is not None:
            self._tell_code(request, before.coupon)
            return
        self._tell(request, Tell.ENTERED_ALREADY if lots else Tell.GOT_ALREADY, {"number": number})

    def _tell_code(self, request: Request, coupon: Coupon) -> None:
        """The code, to its holder alone: in a room anybody could use it."""
        if request.identity is not None:
            text = code_text(self._campaign, self._benefit, coupon, self._language)
            self.told.append(Told(identity=request.identity, room=None, text=text))

    def _tell(self, request: Request, sentence: Tell, facts: Mapping[str, object]) -> None:
        if request.identity is not None:
            text = tell(self._language, sentence, title=self.title, **facts)
            self.told.append(Told(identity=request.identity, room=request.room, text=text))


def window(campaign: Campaign, benefit: Benefit) -> tuple[datetime, datetime]:
    """From when until when (UTC) a benefit can be claimed."""
    return (
        campaign.on_day(benefit.event_day, benefit.opens),
        campaign.on_day(benefit.event_day, benefit.closes),
    )


def code_text(campaign: Campaign, benefit: Benefit, coupon: Coupon, language: str) -> str:
    """What the holder of a coupon is told."""
    facts = {
        "title": campaign.title,
        "worth": what_is_given(campaign, benefit),
        "code": coupon.code,
    }
    if coupon.valid_until is None:
        return tell(language, Tell.COUPON, **facts)
    # It holds until midnight; people read the day.
    last = coupon.valid_until.astimezone(ZoneInfo(campaign.zone))
    return tell(language, Tell.COUPON_UNTIL, until=f"{last:%Y-%m-%d %H:%M}", **facts)
