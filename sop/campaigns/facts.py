"""What the texts of a campaign may name."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.core.signups import SignUpFigures
from sop.campaigns.benefits import Benefit
from sop.campaigns.model import Campaign

SHAPE: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("title", "date", "time", "place", "days_left", "hours_left", "minutes_left"),
    "sign_ups": ("count", "limit", "left", "waiting"),
    "benefit": ("title", "amount", "words", "prize", "opens", "closes"),
    "room": ("name",),
}
SAMPLE: Final[Mapping[str, Any]] = {
    "event": {
        "title": "示例活动",
        "date": "2026-03-01",
        "time": "14:00",
        "place": "一楼",
        "days_left": 7,
        "hours_left": 8,
        "minutes_left": 480,
    },
    "sign_ups": {"count": 12, "limit": 30, "left": 18, "waiting": 0},
    "benefit": {
        "title": "示例",
        "amount": 3,
        "words": "抽奖",
        "prize": "一本书",
        "opens": "10:00",
        "closes": "22:00",
    },
    "room": {"name": "示例群"},
}


def facts_of(
    campaign: Campaign,
    figures: SignUpFigures,
    room: str,
    now: datetime,
    benefit: Benefit | None = None,
) -> dict[str, Any]:
    """The facts of one post."""
    local = campaign.starts_at.astimezone(ZoneInfo(campaign.zone))
    today = now.astimezone(ZoneInfo(campaign.zone)).date()
    minutes = max(0, ceil((campaign.starts_at - now).total_seconds() / 60))
    facts: dict[str, Any] = {
        "event": {
            "title": campaign.title,
            "date": local.date().isoformat(),
            "time": f"{local:%H:%M}",
            "place": campaign.place,
            "days_left": max(0, (campaign.starts.date - today).days),
            "hours_left": round(minutes / 60),
            "minutes_left": minutes,
        },
        "sign_ups": {
            "count": figures.count,
            "limit": figures.limit,
            "left": figures.left,
            "waiting": figures.waiting,
        },
        "room": {"name": room},
    }
    if benefit is not None:
        facts["benefit"] = benefit_facts(campaign, benefit)
    return facts


def benefit_facts(campaign: Campaign, benefit: Benefit) -> dict[str, Any]:
    """What a text may say of a benefit."""
    return {
        "title": benefit.title or what_is_given(campaign, benefit),
        "amount": benefit.amount,
        "words": " / ".join(benefit.claimed_by),
        "prize": what_is_given(campaign, benefit),
        "opens": f"{benefit.opens:%H:%M}",
        "closes": f"{benefit.closes:%H:%M}",
    }


def what_is_given(campaign: Campaign, benefit: Benefit) -> str:
    """The prize, or what the coupon is good for."""
    pool = campaign.coupons.get(benefit.coupon or "")
    return benefit.prize if pool is None else pool.worth
