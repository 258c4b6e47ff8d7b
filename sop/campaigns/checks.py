"""What no single part of a campaign shows: words that mean two things, codes that run short."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean
from bot.core.text import fold
from bot.core.wording_template import text_mistakes
from sop.campaigns.benefits import Benefit
from sop.campaigns.codes import lookup_form
from sop.campaigns.facts import SAMPLE, SHAPE
from sop.campaigns.model import Campaign

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who and what there is that a campaign may name; None: not known, not checked."""

    staff: frozenset[str] | None = None
    plans: frozenset[str] | None = None


def campaign_problems(campaign: Campaign, located: Located, known: Known) -> list[Problem]:
    """Every mistake in the bonds between the parts of a campaign, and in its texts."""
    found = [
        *_names(campaign, known),
        *_times(campaign),
        *_twice(campaign),
        *_coupons(campaign),
        *_codes(campaign),
        *_words(campaign),
        *_texts(campaign),
    ]
    return [located.problem(path, what) for path, what in found]


def _names(campaign: Campaign, known: Known) -> Iterator[tuple[_Path, str]]:
    for path, name, names, what in (
        ("staff", campaign.staff, known.staff, "colleague"),
        ("plan", campaign.plan, known.plans, "plan"),
    ):
        if name is not None and names is not None and name not in names:
            there = ", ".join(sorted(names)) or "there is none"
            yield (path,), f"no {what} {name!r}{did_you_mean(name, names)} ({there})"


def _times(campaign: Campaign) -> Iterator[tuple[_Path, str]]:
    sign_up = campaign.sign_up
    closes = campaign.moment(sign_up.closes)
    if closes > campaign.starts_at:
        yield ("sign_up", "closes"), "sign-up closes after the event has begun; close it before"
    if sign_up.opens is not None and campaign.moment(sign_up.opens) >= closes:
        yield ("sign_up", "opens"), "sign-up opens when it is closed already"


def _twice(campaign: Campaign) -> Iterator[tuple[_Path, str]]:
    seen: set[str] = set()
    for number, benefit in enumerate(campaign.benefits):
        if benefit.id in seen:
            what = f"benefit {benefit.id!r} is there twice; give it an id of its own"
            yield ("benefits", number, "id"), what
        seen.add(benefit.id)


def _coupons(campaign: Campaign) -> Iterator[tuple[_Path, str]]:
    wanted: dict[str, int] = {}
    for number, benefit in enumerate(campaign.benefits):
        if benefit.coupon is None:
            continue
        pool = campaign.coupons.get(benefit.coupon)
        if pool is None:
            near = did_you_mean(benefit.coupon, campaign.coupons)
            there = ", ".join(campaign.coupons) or "none is defined"
            what = f"no coupon {benefit.coupon!r}{near}; use one of: {there}"
            yield ("benefits", number, "coupon"), what
            continue
        wanted[benefit.coupon] = wanted.get(benefit.coupon, 0) + benefit.amount
        if wanted[benefit.coupon] > pool.size:
            what = (
                f"{wanted[benefit.coupon]} coupons {benefit.coupon!r} are promised up to here,"
                f" and there are {pool.size}"
            )
            yield ("benefits", number, "amount"), what


def _codes(campaign: Campaign) -> Iterator[tuple[_Path, str]]:
    seen: dict[str, str] = {}
    for name, pool in campaign.coupons.items():
        for number, code in enumerate(pool.codes):
            form = lookup_form(code)
            if form in seen:
                what = f"code {code!r} is there twice; every code is one coupon"
                yield ("coupons", name, "codes", number), what
            elif not form:
                yield ("coupons", name, "codes", number), f"{code!r} is no code: letters and digits"
            seen[form] = code


def _words(campaign: Campaign) -> Iterator[tuple[_Path, str]]:
    standing = {fold(word): "sign_up" for word in campaign.sign_up.words}
    for number, word in enumerate(campaign.attendance.words):
        if fold(word) in standing:
            yield ("attendance", "words", number), f"{word!r} is the word for signing up already"
        standing[fold(word)] = "attendance"
    for number, benefit in enumerate(campaign.benefits):
        for word in benefit.claimed_by:
            taken = standing.get(fold(word))
            other = _rival(word, benefit, campaign.benefits[:number])
            if taken is not None or other is not None:
                whose = taken or f"benefit {other and other.id!r} at the same time"
                what = f"{word!r} is the word for {whose} already; one word, one meaning"
                yield ("benefits", number, "words"), what


def _rival(word: str, benefit: Benefit, others: tuple[Benefit, ...]) -> Benefit | None:
    """Another benefit that the same word asks for at the same time."""
    for other in others:
        same = fold(word) in {fold(one) for one in other.claimed_by}
        meet = other.opens < benefit.closes and benefit.opens < other.closes
        if same and meet and other.event_day == benefit.event_day:
            return other
    return None


def _texts(campaign: Campaign) -> Iterator[tuple[_Path, str]]:
    texts: list[tuple[_Path, str]] = [(("reminders", "say"), campaign.reminders.say)]
    texts += [(("benefits", n, "say"), one.say) for n, one in enumerate(campaign.benefits)]
    for path, text in texts:
        for what in text_mistakes(text, SHAPE, SAMPLE):
            yield path, what
