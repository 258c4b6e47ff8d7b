"""Answers about campaigns: figures, sign-ups, the forecast, draws, coupons."""

from datetime import datetime

from bot.core.signups import RedeemState, SignUpState
from bot.web.views.base import View


class Campaign(View):
    """A campaign and how it stands."""

    name: str
    title: str
    starts_at: datetime
    zone: str
    place: str
    state: str  # warming, over, called_off
    in_force: bool  # false: the service has not taken its file up yet
    count: int  # people who have a place
    limit: int | None  # null: as many as come
    left: int | None
    waiting: int
    attended: int
    coupons: int  # codes there are
    coupons_given: int
    coupons_redeemed: int


class SignedUp(View):
    """Somebody on a campaign's list."""

    student_id: int
    name: str
    state: SignUpState
    number: int  # 1, 2, ... within the state
    at: datetime
    room: int | None  # where it was said; null: to the bot alone, or by staff
    attended: datetime | None
    attended_by: str


class SignUpDone(View):
    """What came of signing somebody up, or off."""

    student_id: int
    state: SignUpState | None  # null: on no list
    number: int | None
    told: str  # what the person reads


class Past(View):
    """A past event that a forecast rests on."""

    title: str
    signed: int
    attended: int


class Forecast(View):
    """How many of those who signed up will come (docs/campaigns.md has the definition)."""

    signed: int
    expected: float
    low80: int
    high80: int
    low95: int
    high95: int
    past: int  # events it rests on


class Foretold(View):
    """A forecast with what it rests on."""

    forecast: Forecast
    basis: str
    events: list[Past]


class CameNoted(View):
    """What became of a list of who came."""

    noted: list[int]
    before: list[int]  # noted already
    unsigned: list[int]  # they had no place; not counted


class Lottery(View):
    """A draw, with everything that is needed to check it."""

    campaign: str
    benefit: str
    commitment: str  # SHA-256 of the seed, published at the opening
    seed: str | None  # null until it is drawn
    opened: datetime
    entries: list[int] | None  # student IDs, ascending; null while people can enter
    entries_hash: str
    closed: datetime | None
    winners: list[int] | None
    drawn: datetime | None
    drawn_by: str


class Redeemed(View):
    """A coupon and what came of it."""

    state: RedeemState
    code: str
    campaign: str
    pool: str
    student_id: int | None  # whose it is; null: nobody was given it
    valid_until: datetime | None
    at: datetime | None  # of its one use
    by: str
