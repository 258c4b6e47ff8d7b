"""Campaigns as the API asks for them: looked at, and changed for people by colleagues."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.desk import CampaignDesk, here_now
from bot.campaigns.hearing import barred_among
from bot.campaigns.here import House
from bot.campaigns.ports import CampaignWork
from bot.campaigns.reading import CameNoted, CampaignFound, found, note_attendance, past_of
from bot.core.effects import Effect
from bot.core.ids import StudentId
from bot.core.signups import Lottery, Redeemed, SignedUp, SignUpState
from sop.campaigns.booking import Request, settle
from sop.campaigns.codes import lookup_form, readings
from sop.campaigns.forecast import Forecast, Past, forecast
from sop.campaigns.words import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpDone:
    """What came of signing somebody up, or off."""

    student: StudentId
    state: SignUpState | None  # None: on no list
    number: int | None
    told: str  # what the person would read


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """A forecast with what it rests on."""

    forecast: Forecast
    basis: str
    events: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class CampaignOffice:
    """What the API asks of campaigns; None always means: there is no such."""

    desk: CampaignDesk
    house: House

    async def listed(self, unit: CampaignWork, now: datetime) -> list[CampaignFound]:
        """Every campaign, the next one first."""
        shelf = self.desk.shelf
        return await found(unit, shelf, shelf.campaigns, now)

    async def one(self, unit: CampaignWork, name: str, now: datetime) -> CampaignFound | None:
        """One campaign."""
        shelf = self.desk.shelf
        if name not in shelf.campaigns:
            return None
        return (await found(unit, shelf, [name], now))[0]

    async def people(self, unit: CampaignWork, name: str) -> Sequence[SignedUp] | None:
        """Who is on its list."""
        return await unit.campaigns.people(name) if name in self.desk.shelf.campaigns else None

    async def sign(
        self,
        unit: CampaignWork,
        name: str,
        student: StudentId,
        *,
        cancel: bool,
        author: str,
        now: datetime,
    ) -> tuple[SignUpDone, Sequence[Effect]] | None:
        """Sign somebody up, or off; the records are to be applied."""
        campaign = self.desk.shelf.campaigns.get(name)
        book = await unit.sign_ups.book(name)
        if campaign is None or book is None:
            return None
        here = await here_now(unit, self.desk.shelf, self.house)
        rooms = [room.id for room in here.rooms_of(name)]
        inside = (await unit.campaigns.members_of(rooms, [student])).get(student)
        request = Request(
            deed=Deed.CANCEL if cancel else Deed.SIGN_UP,
            student=student,
            identity=None if inside is None else inside[1],
            room=None,
            message=None,
            at=now,
            by=author,
        )
        people = {student, *(place.bearer for place in book.waiting)}
        barred = await barred_among(unit, people, now)
        done = settle(campaign, book, [request], barred=barred, language=self.house.language)
        await unit.campaigns.tell(
            name, [(one.identity, one.room, one.text) for one in done.told], now
        )
        stands = done.number(student)
        told = SignUpDone(
            student=student,
            state=None if stands is None else stands[0],
            number=None if stands is None else stands[1],
            told=done.answers[0],
        )
        return told, done.records

    async def attended(
        self,
        unit: CampaignWork,
        name: str,
        students: Sequence[StudentId],
        *,
        author: str,
        now: datetime,
    ) -> tuple[CameNoted, Sequence[Effect]] | None:
        """Note who came; the records are to be applied."""
        if name not in self.desk.shelf.campaigns:
            return None
        return await note_attendance(unit, name, students, author=author, now=now)

    async def foretell(
        self, unit: CampaignWork, name: str, *, signed: int | None, now: datetime
    ) -> Foretold | None:
        """How many of those who signed up (or of so many) will come."""
        campaign = self.desk.shelf.campaigns.get(name)
        if campaign is None:
            return None
        past = await past_of(unit, self.desk.shelf, campaign, now)
        if signed is None:
            figures = (await unit.sign_ups.standing([name])).get(name)
            signed = 0 if figures is None else figures.count
        # A second of reckoning must not keep the others waiting.
        told = await asyncio.to_thread(forecast, signed, past)
        return Foretold(forecast=told, basis=told.basis, events=tuple(past))

    async def lottery(self, unit: CampaignWork, name: str, benefit: str) -> Lottery | None:
        """A lottery; its seed is shown once it is drawn."""
        return await unit.campaigns.lottery(name, benefit)

    async def redeem(
        self, unit: CampaignWork, code: str, *, by: str, note: str, now: datetime
    ) -> Redeemed | None:
        """Use a coupon up. None: that is no code."""
        if not lookup_form(code):
            return None
        return await unit.campaigns.redeem(readings(code), by=by, note=note, now=now)

    async def coupon(self, unit: CampaignWork, code: str, now: datetime) -> Redeemed | None:
        """How a coupon stands; it is not used up. None: that is no code."""
        return await unit.campaigns.coupon(readings(code), now) if lookup_form(code) else None
