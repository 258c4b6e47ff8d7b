"""How campaigns stand, for colleagues: figures, forecast, lists of who came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.ports import CampaignWork
from bot.core.ids import StudentId
from bot.core.signups import Attended, SignUpFigures, SignUpState
from sop.campaigns.forecast import Forecast, Past, forecast
from sop.campaigns.model import Campaign
from sop.campaigns.shelf import CampaignShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFound:
    """A campaign as colleagues read it."""

    name: str
    title: str
    starts_at: datetime
    zone: str
    place: str
    state: str  # "warming", "over", "called_off"
    in_force: bool  # the service has taken its file up
    count: int
    limit: int | None
    left: int | None
    waiting: int
    attended: int
    coupons: int
    coupons_given: int
    coupons_redeemed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CameNoted:
    """What became of a list of who came."""

    noted: tuple[StudentId, ...]
    before: tuple[StudentId, ...]  # noted already
    unsigned: tuple[StudentId, ...]  # they had no place; not counted


async def found(
    work: CampaignWork, shelf: CampaignShelf, names: Iterable[str], now: datetime
) -> list[CampaignFound]:
    """These campaigns, the next one first."""
    wanted = [shelf.campaigns[name] for name in names]
    known = [one.name for one in wanted]
    figures = await work.sign_ups.standing(known)
    turnout = await work.campaigns.turnout(known)
    rows = [
        _found(one, figures.get(one.name), turnout.get(one.name, (0, 0))[1], now) for one in wanted
    ]
    return sorted(rows, key=lambda row: (row.starts_at < now, row.starts_at, row.name))


def _found(
    campaign: Campaign, figures: SignUpFigures | None, attended: int, now: datetime
) -> CampaignFound:
    state = "warming" if now < campaign.starts_at else "over"
    return CampaignFound(
        name=campaign.name,
        title=campaign.title,
        starts_at=campaign.starts_at,
        zone=campaign.zone,
        place=campaign.place,
        state="called_off" if campaign.called_off else state,
        in_force=figures is not None,
        count=0 if figures is None else figures.count,
        limit=campaign.sign_up.limit,
        left=campaign.sign_up.limit if figures is None else figures.left,
        waiting=0 if figures is None else figures.waiting,
        attended=attended,
        coupons=0 if figures is None else figures.coupons,
        coupons_given=0 if figures is None else figures.coupons_given,
        coupons_redeemed=0 if figures is None else figures.coupons_redeemed,
    )


async def past_of(
    work: CampaignWork, shelf: CampaignShelf, campaign: Campaign, now: datetime
) -> list[Past]:
    """Past events that tell of this one: its `history`, and those of its series that are over.

    Without a series every other event counts. Where nobody was noted as having come, nothing is
    known of how many did: such an event is left out.
    """
    alike = [
        other.name
        for other in shelf.campaigns.values()
        if other.name != campaign.name
        and other.starts_at + other.attendance.after < now
        and not other.called_off
        and (not campaign.series or other.series == campaign.series)
    ]
    turnout = await work.campaigns.turnout(alike)
    titles = shelf.campaigns
    return [
        *(Past(title=o.title, signed=o.signed, attended=o.attended) for o in campaign.history),
        *(
            Past(title=titles[name].title, signed=signed, attended=came)
            for name, (signed, came) in sorted(turnout.items())
            if came > 0
        ),
    ]


async def forecast_for(
    work: CampaignWork,
    shelf: CampaignShelf,
    campaign: Campaign,
    *,
    signed: int | None,
    now: datetime,
) -> tuple[Forecast, list[Past]]:
    """How many will come, of those who are signed up now (or of so many), and what it rests on."""
    past = await past_of(work, shelf, campaign, now)
    if signed is None:
        figures = (await work.sign_ups.standing([campaign.name])).get(campaign.name)
        signed = 0 if figures is None else figures.count
    return forecast(signed, past), past


async def note_attendance(
    work: CampaignWork, name: str, students: Sequence[StudentId], *, author: str, now: datetime
) -> tuple[CameNoted, list[Attended]]:
    """Who of a list is noted as having come; the records are to be applied."""
    people = await work.campaigns.people(name)
    signed = {one.student: one for one in people if one.state is SignUpState.SIGNED}
    noted: list[StudentId] = []
    before: list[StudentId] = []
    unsigned: list[StudentId] = []
    now_is = await work.campaigns.bearers(students)
    for student in dict.fromkeys(now_is[one] for one in students):
        place = signed.get(student)
        if place is None:
            unsigned.append(student)
        elif place.attended is not None:
            before.append(student)
        else:
            noted.append(student)
    records = [Attended(campaign=name, student=student, at=now, author=author) for student in noted]
    came = CameNoted(noted=tuple(noted), before=tuple(before), unsigned=tuple(unsigned))
    return came, records
