"""Keys of what a campaign says: the same thing is said once."""

from datetime import timedelta

from bot.core.ids import IdentityId, RoomId
from bot.core.signups import Lottery
from sop.campaigns.benefits import Benefit
from sop.campaigns.model import Campaign

BEGINNING = "campaign"


def opening_key(
    campaign: Campaign, benefit: Benefit, room: RoomId, lottery: Lottery | None = None
) -> str:
    """Of the post that opens a benefit in a room; with a lottery's, of its commitment."""
    return _of_benefit(campaign, benefit, room, "open", lottery)


def closing_key(campaign: Campaign, benefit: Benefit, room: RoomId, lottery: Lottery) -> str:
    """Of the post that fixes a lottery's list."""
    return _of_benefit(campaign, benefit, room, "closed", lottery)


def drawn_key(campaign: Campaign, benefit: Benefit, room: RoomId, lottery: Lottery) -> str:
    """Of the post that tells who won."""
    return _of_benefit(campaign, benefit, room, "drawn", lottery)


def _of_benefit(
    campaign: Campaign, benefit: Benefit, room: RoomId, what: str, lottery: Lottery | None
) -> str:
    # A benefit that was moved to another day is opened there once more; a lottery has one seed.
    day = campaign.on_day(benefit.event_day, benefit.opens)
    which = f"{day:%Y%m%dT%H%M}" if lottery is None else lottery.commitment[:16]
    return f"{BEGINNING}:{campaign.name}:{benefit.id}:{what}:{which}:{room}"


def reminder_key(
    campaign: Campaign, before: timedelta, to: RoomId | None, who: IdentityId | None = None
) -> str:
    """Of a reminder, to a room or to somebody alone; an event that is moved is reminded of anew."""
    start = f"{campaign.starts_at:%Y%m%dT%H%M}"
    whom = f"room:{to}" if who is None else f"alone:{who}"
    minutes = int(before.total_seconds() // 60)
    return f"{BEGINNING}:{campaign.name}:remind:{start}:{minutes}:{whom}"
