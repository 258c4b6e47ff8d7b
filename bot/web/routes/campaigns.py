"""Campaigns 活动: figures, sign-ups, who came, the forecast, draws; coupons 优惠券."""

from dataclasses import asdict
from typing import Annotated, Any, NoReturn

from pydantic import Field

from bot.core.ids import StudentId
from bot.core.signups import RedeemState, SignUpState
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Call,
    Listed,
    Name,
    Note,
    Nothing,
    Number,
    Paged,
    ask,
    get,
    part_of,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.routes.asking import ByName
from bot.web.views.campaigns import (
    CameNoted,
    Campaign,
    Foretold,
    Lottery,
    Redeemed,
    SignedUp,
    SignUpDone,
)


class CampaignsAsked(Paged):
    """Which part of the campaigns."""


class SignUpsAsked(Paged):
    """Which rows of the list."""

    state: SignUpState | None = None
    missing: bool = Field(default=False, description="only those with a place who did not come")


class ForecastAsked(Asked):
    """Of how many sign-ups."""

    signed: int | None = Field(
        default=None, ge=0, le=1_000_000, description="null: of those who are signed up now"
    )


class ByBenefit(Asked):
    """A path that names a benefit of a campaign."""

    name: Name
    benefit: Name


class OneStudent(Asked):
    """Who is to be signed up, or off."""

    student: Number


class Came(Asked):
    """Who came."""

    students: Annotated[tuple[Number, ...], Field(min_length=1, max_length=10_000)]


class ShownCode(Asked):
    """A code that somebody shows."""

    code: Annotated[str, Field(min_length=1, max_length=100)]


class RedeemCode(ShownCode):
    """A code that is to be used up."""

    note: Note = ""


async def _campaigns(call: Call[Nothing, CampaignsAsked, Nothing]) -> object:
    return part_of(await call.house.campaigns.listed(call.unit, call.now), call.asked)


async def _campaign(call: Call[ByName, Any, Any]) -> object:
    name = call.where.name
    return await call.house.campaigns.one(call.unit, name, call.now) or _no_campaign(name)


def _no_campaign(name: str) -> NoReturn:
    missing(f"there is no campaign {name!r}; /api/v1/campaigns lists them")


async def _sign_ups(call: Call[ByName, SignUpsAsked, Nothing]) -> object:
    people = await call.house.campaigns.people(call.unit, call.where.name)
    if people is None:
        _no_campaign(call.where.name)
    wanted, signed = call.asked, SignUpState.SIGNED
    rows = [
        one
        for one in people
        if wanted.state in {None, one.state}
        and (not wanted.missing or (one.state is signed and one.attended is None))
    ]
    return part_of(rows, wanted)


async def _sign_up(call: Call[ByName, Nothing, OneStudent]) -> object:
    return await _signed(call, cancel=False)


async def _cancel(call: Call[ByName, Nothing, OneStudent]) -> object:
    return await _signed(call, cancel=True)


async def _signed(call: Call[ByName, Nothing, OneStudent], *, cancel: bool) -> object:
    student = call.body.student
    person = await call.unit.roster.person(StudentId(student))
    if person is None:
        missing(f"nobody has the student ID {student}")
    done = await call.house.campaigns.sign(
        call.unit,
        call.where.name,
        person.student,
        cancel=cancel,
        author=call.author,
        now=call.now,
    )
    if done is None:
        _no_campaign(call.where.name)
    told, records = done
    if cancel is (told.state is not None) or (cancel and not records):
        refuse(told.told)
    await call.unit.campaigns.apply(records, call.now)
    return told


async def _attended(call: Call[ByName, Nothing, Came]) -> object:
    students = [StudentId(one) for one in call.body.students]
    done = await call.house.campaigns.attended(
        call.unit, call.where.name, students, author=call.author, now=call.now
    )
    if done is None:
        _no_campaign(call.where.name)
    came, records = done
    await call.unit.campaigns.apply(records, call.now)
    return came


async def _forecast(call: Call[ByName, ForecastAsked, Nothing]) -> object:
    told = await call.house.campaigns.foretell(
        call.unit, call.where.name, signed=call.asked.signed, now=call.now
    )
    return told or _no_campaign(call.where.name)


async def _lottery(call: Call[ByBenefit, Nothing, Nothing]) -> object:
    where = call.where
    found = await call.house.campaigns.lottery(call.unit, where.name, where.benefit)
    if found is None:
        missing(f"{where.name!r} has no lottery {where.benefit!r} that was opened")
    # The seed is secret until it is drawn: who knows it could choose who enters.
    return asdict(found) | ({} if found.drawn is not None else {"seed": None})


async def _redeem(call: Call[Nothing, Nothing, RedeemCode]) -> object:
    done = await call.house.campaigns.redeem(
        call.unit, call.body.code, by=call.author, note=call.body.note, now=call.now
    )
    if done is None or done.state is RedeemState.UNKNOWN:
        missing(f"there is no coupon {call.body.code[:100]!r}")
    return done


async def _check(call: Call[Nothing, Nothing, ShownCode]) -> object:
    found = await call.house.campaigns.coupon(call.unit, call.body.code, call.now)
    if found is None or found.state is RedeemState.UNKNOWN:
        missing(f"there is no coupon {call.body.code[:100]!r}")
    return found


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/campaigns",
        _campaigns,
        gives=Listed[Campaign],
        summary="Campaigns and how they stand, the next one first",
        where=Nothing,
        asks=CampaignsAsked,
    ),
    get(
        "/campaigns/{name}",
        _campaign,
        gives=Campaign,
        summary="One campaign and how it stands",
        where=ByName,
        asks=Nothing,
    ),
    get(
        "/campaigns/{name}/signups",
        _sign_ups,
        gives=Listed[SignedUp],
        summary="Who has a place, who waits, who cancelled; and who came",
        where=ByName,
        asks=SignUpsAsked,
    ),
    post(
        "/campaigns/{name}/signup",
        _sign_up,
        gives=SignUpDone,
        summary="Sign a person up; 409 where there is no place, or they may not",
        where=ByName,
        takes=OneStudent,
        audit="campaign.sign_up",
    ),
    post(
        "/campaigns/{name}/cancel",
        _cancel,
        gives=SignUpDone,
        summary="Sign a person off; the first who waits moves up and is told",
        where=ByName,
        takes=OneStudent,
        audit="campaign.cancel",
    ),
    post(
        "/campaigns/{name}/attended",
        _attended,
        gives=CameNoted,
        summary="Note who came",
        where=ByName,
        takes=Came,
        audit="campaign.attended",
    ),
    get(
        "/campaigns/{name}/forecast",
        _forecast,
        gives=Foretold,
        summary="How many of those who signed up will come, with intervals and what it rests on",
        where=ByName,
        asks=ForecastAsked,
    ),
    get(
        "/campaigns/{name}/lotteries/{benefit}",
        _lottery,
        gives=Lottery,
        summary="A draw, with everything that is needed to check it",
        where=ByBenefit,
        asks=Nothing,
    ),
    post(
        "/coupons/redeem",
        _redeem,
        gives=Redeemed,
        summary="Use a coupon up; `used` tells who used it before, and when",
        where=Nothing,
        takes=RedeemCode,
    ),
    ask(
        "/coupons/check",
        _check,
        gives=Redeemed,
        summary="How a coupon stands; it is not used up",
        takes=ShownCode,
    ),
)
