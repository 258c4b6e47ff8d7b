"""What texts may know of the event that a run leads up to: its time, its place, who comes."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.plans import Run
from bot.core.signups import SignUpFigures
from sop.model import Plan
from sop.plan import zone_of

_HOUR = timedelta(hours=1)


def event_facts(
    plan: Plan, run: Run, campaign: SignUpFigures | None, now: datetime
) -> dict[str, Any]:
    """The fact `event`; none where the run has no event."""
    at = run.event_at or (campaign.starts_at if campaign else None)
    if at is None:
        return {}
    zone = ZoneInfo(zone_of(plan, run))
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    event = {
        "title": campaign.title if campaign else plan.title,
        "date": local.date().isoformat(),
        "time": f"{local:%H:%M}",
        "days_left": max(0, days),
        "hours_left": max(0, round((at - now) / _HOUR)),
        "place": campaign.place if campaign else "",
    }
    return {"event": event}


def sign_up_facts(campaign: SignUpFigures | None) -> dict[str, Any]:
    """The facts `sign_ups` and `coupons`; none where the run has no campaign."""
    if campaign is None:
        return {}
    left = campaign.coupons - campaign.coupons_given
    return {
        "sign_ups": {
            "count": campaign.count,
            "limit": campaign.limit,
            "left": campaign.left,
            "waiting": campaign.waiting,
        },
        "coupons": {
            "count": campaign.coupons,
            "given": campaign.coupons_given,
            "redeemed": campaign.coupons_redeemed,
            "left": max(0, left),
        },
    }
