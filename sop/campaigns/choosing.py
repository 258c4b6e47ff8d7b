"""Which of several campaigns somebody means, who says no more than 报名. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.core.ids import StudentId
from sop.campaigns.claims import window
from sop.campaigns.model import Campaign
from sop.campaigns.words import Deed, Meaning

Standing = Callable[[str, StudentId], bool]  # whether somebody is on a campaign's list


def choose(
    meanings: Sequence[Meaning],
    campaigns: Mapping[str, Campaign],
    *,
    at: datetime,
    student: StudentId,
    listed: Standing,
) -> tuple[Meaning, ...]:
    """What is meant: one, or several between which they have to choose.

    What is open comes before what is not; to cancel, only what somebody is signed up for.
    """
    wanted = tuple(
        one
        for one in meanings
        if _fits(one, campaigns[one.campaign], at, lambda name: listed(name, student))
    )
    if wanted:
        return wanted
    if len(meanings) < 2:  # noqa: PLR2004 (nothing to choose between)
        return tuple(meanings)
    return (min(meanings, key=lambda one: _distance(campaigns[one.campaign], one, at)),)


def _fits(
    meaning: Meaning, campaign: Campaign, at: datetime, listed: Callable[[str], bool]
) -> bool:
    if meaning.deed in {Deed.CANCEL, Deed.MINE}:
        return listed(meaning.campaign)
    if meaning.deed is Deed.ATTEND:
        return is_open(campaign, meaning, at) and listed(meaning.campaign)
    return is_open(campaign, meaning, at)


def is_open(campaign: Campaign, meaning: Meaning, at: datetime) -> bool:
    """Whether what a word asks for can be had now."""
    opens, closes = times(campaign, meaning)
    return opens <= at < closes


def times(campaign: Campaign, meaning: Meaning) -> tuple[datetime, datetime]:
    """From when until when (UTC) a word asks for something."""
    if meaning.deed is Deed.CLAIM:
        benefit = campaign.benefit(meaning.benefit)
        if benefit is not None:
            return window(campaign, benefit)
    if meaning.deed is Deed.ATTEND:
        return attendance(campaign)
    opens = campaign.sign_up.opens
    first = campaign.heard_from if opens is None else campaign.moment(opens)
    last = campaign.sign_up.closes
    return first, campaign.starts_at if meaning.deed is not Deed.SIGN_UP else campaign.moment(last)


def attendance(campaign: Campaign) -> tuple[datetime, datetime]:
    """From when until when (UTC) people say that they came."""
    rules = campaign.attendance
    return campaign.starts_at - rules.before, campaign.starts_at + rules.after


def _distance(campaign: Campaign, meaning: Meaning, at: datetime) -> float:
    """How far a time is from when it can be had, in seconds."""
    opens, closes = times(campaign, meaning)
    return min(abs((opens - at).total_seconds()), abs((at - closes).total_seconds()))
