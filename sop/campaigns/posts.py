"""What a campaign says by itself: benefits opened, lists closed, draws, reminders. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.ids import StudentId
from bot.core.signups import Lottery, SignUpFigures
from bot.core.wording_template import render
from sop.campaigns.benefits import Benefit, Kind
from sop.campaigns.facts import benefit_facts, facts_of, what_is_given
from sop.campaigns.model import Campaign
from sop.campaigns.wording import Tell, tell

_OPENED = {
    Kind.COUPON: Tell.OPEN_COUPON,
    Kind.FIRST_COME: Tell.OPEN_FIRST_COME,
    Kind.LOTTERY: Tell.OPEN_LOTTERY,
}
_SHOWN = 300  # entries that a post lists; of more, only the hash is posted
_IN_HOURS = 90  # minutes, from which on hours are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A lottery that was drawn, and what its winners are called."""

    lottery: Lottery
    names: Mapping[StudentId, str]


def opened(
    campaign: Campaign,
    benefit: Benefit,
    facts: Mapping[str, object],
    lottery: Lottery | None,
    language: str,
) -> str:
    """A benefit can be claimed from now on; a lottery's commitment stands with it."""
    said = render(benefit.say, facts) if benefit.say else ""
    if said and lottery is None:
        return said
    known = {**benefit_facts(campaign, benefit), "title": campaign.title}
    if lottery is not None:
        known |= {"draw": f"{benefit.closing:%H:%M}", "commitment": lottery.commitment}
    usual = tell(language, _OPENED[benefit.kind], **known)
    return f"{said}\n{usual}".strip()


def list_closed(campaign: Campaign, lottery: Lottery, language: str) -> str:
    """Nobody can enter any more; the list is fixed."""
    count = len(lottery.entries or ())
    text = tell(
        language, Tell.LIST_CLOSED, title=campaign.title, count=count, hash=lottery.entries_hash
    )
    return _with_entries(text, lottery, language)


def drawn(campaign: Campaign, benefit: Benefit, done: Drawn, language: str) -> str:
    """Who won, and everything that is needed to check it."""
    lottery = done.lottery
    if not lottery.winners:
        return tell(language, Tell.DRAWN_NOBODY, title=campaign.title, seed=lottery.seed)
    winners = "、".join(f"{done.names.get(one, '')} {one}".strip() for one in lottery.winners)
    text = tell(
        language,
        Tell.DRAWN,
        title=campaign.title,
        winners=winners,
        prize=what_is_given(campaign, benefit),
        count=len(lottery.entries or ()),
        hash=lottery.entries_hash,
        seed=lottery.seed,
        commitment=lottery.commitment,
        amount=len(lottery.winners),
    )
    return _with_entries(text, lottery, language)


def _with_entries(text: str, lottery: Lottery, language: str) -> str:
    entries: Sequence[StudentId] = lottery.entries or ()
    if not 0 < len(entries) <= _SHOWN:
        return text
    shown = " ".join(map(str, entries))
    return f"{text}\n{tell(language, Tell.ENTRIES, entries=shown)}"


# ---- reminders ------------------------------------------------------------------------------


def reminder_due(
    campaign: Campaign, befores: Iterable[timedelta], now: datetime
) -> tuple[timedelta, datetime] | None:
    """The reminder whose time it is, and until when it may be said: the next one, or the start.

    Of several whose time has passed only the last is said: nobody wants three at once.
    """
    left = campaign.starts_at - now
    if left <= timedelta() or campaign.called_off:
        return None
    come = [before for before in befores if before >= left]
    if not come:
        return None
    this = min(come)
    later = [before for before in befores if before < this]
    return this, campaign.starts_at - max(later, default=timedelta())


def reminder(
    campaign: Campaign, figures: SignUpFigures, room: str, now: datetime, language: str
) -> str:
    """The reminder to a room, with the numbers as they are."""
    facts = facts_of(campaign, figures, room, now)
    if campaign.reminders.say:
        return render(campaign.reminders.say, facts)
    takes = figures.left != 0 and now < campaign.moment(campaign.sign_up.closes)
    places = ""
    if takes and figures.left is not None:
        word = campaign.sign_up.words[0]
        places = tell(language, Tell.PLACES_LEFT, left=figures.left, word=word)
    known = _about(campaign, facts, language)
    return tell(language, Tell.REMIND, count=figures.count, places=places, **known)


def reminder_alone(campaign: Campaign, figures: SignUpFigures, now: datetime, language: str) -> str:
    """The reminder to somebody with a place."""
    facts = facts_of(campaign, figures, "", now)
    word = campaign.sign_up.words[0]
    cancel = f"取消{word}" if language != "en" else f"cancel {word}"
    return tell(language, Tell.REMIND_ALONE, cancel=cancel, **_about(campaign, facts, language))


def _about(campaign: Campaign, facts: Mapping[str, object], language: str) -> dict[str, object]:
    event = facts["event"]
    if not isinstance(event, Mapping):
        msg = "the facts of a campaign have an event"
        raise TypeError(msg)
    minutes = int(event["minutes_left"])
    left = tell(language, Tell.IN_MINUTES, minutes=minutes)
    if minutes >= _IN_HOURS:
        left = tell(language, Tell.IN_HOURS, hours=event["hours_left"])
    place = tell(language, Tell.AT_PLACE, place=campaign.place) if campaign.place else ""
    return {"title": campaign.title, "left": left, "time": event["time"], "place": place}
