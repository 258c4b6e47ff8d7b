"""Which messages ask something of a campaign, and of which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.here import Here
from bot.campaigns.ports import CampaignWork
from bot.core.ids import StudentId
from bot.core.seen import Seen, SeenMessage
from sop.campaigns.wording import Tell, tell
from sop.campaigns.words import Heard, Meaning, hear, meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A message that asks for something, and what it may mean where it was said."""

    said: SeenMessage
    student: StudentId
    heard: Heard


def speaks(seen: Sequence[Seen], here: Here) -> list[tuple[SeenMessage, Heard]]:
    """The messages of a batch that may be meant for a campaign; costs next to nothing."""
    found: list[tuple[SeenMessage, Heard]] = []
    for one in seen if here.shelf.words else ():
        if isinstance(one, SeenMessage) and not one.event.own and one.sender.student is not None:
            heard = hear(one.event.text, here.shelf.words)
            if heard is not None:
                found.append((one, heard))
    return found


async def asked(work: CampaignWork, here: Here, seen: Sequence[Seen], now: datetime) -> list[Ask]:
    """What is asked of the campaigns where it was said, in order."""
    said = speaks(seen, here)
    if not said:
        return []
    alone = {one.sender.student for one, _ in said if one.room is None and one.sender.student}
    inside: dict[str, Collection[StudentId]] = {}
    for name in {m.campaign for one, heard in said if one.room is None for m in heard.meanings}:
        inside[name] = (
            await work.campaigns.members_of([room.id for room in here.rooms_of(name)], alone)
        ).keys()
    asks: list[Ask] = []
    for one, heard in said:
        alive = _alive(one, heard, here)
        within = tuple(
            meaning
            for meaning in alive
            if _is_inside(one, meaning.campaign, here, inside.get(meaning.campaign, ()))
        )
        fitting = _fitting(one, within, heard, here)
        if one.sender.student is not None and fitting is not None:
            asks.append(Ask(said=one, student=one.sender.student, heard=fitting))
        elif not within and one.room is None and _fitting(one, alive, heard, here) is not None:
            await _send_to_the_rooms(work, here, one, alive[0].campaign, now)
    return asks


def _alive(said: SeenMessage, heard: Heard, here: Here) -> tuple[Meaning, ...]:
    """What is meant by those campaigns that are on; long before and after, words are talk."""
    at = said.event.at
    on = {
        name
        for name, campaign in here.shelf.campaigns.items()
        if campaign.heard_from <= at < campaign.ends_at
    }
    return tuple(meaning for meaning in heard.meanings if meaning.campaign in on)


def _fitting(
    said: SeenMessage, meanings: tuple[Meaning, ...], heard: Heard, here: Here
) -> Heard | None:
    own = (said.sender.name, said.sender.nickname)
    found = meant(Heard(meanings=meanings, rest=heard.rest), here.shelf.campaigns, own)
    return found if found is not None and found.meanings else None


async def _send_to_the_rooms(
    work: CampaignWork, here: Here, said: SeenMessage, name: str, now: datetime
) -> None:
    """Who was removed from the rooms, or never was in one, signs up for nothing."""
    title = here.shelf.campaigns[name].title
    text = tell(here.house.language, Tell.NOT_HERE, title=title)
    await work.campaigns.tell(name, [(said.sender.identity, None, text)], now)


def _is_inside(said: SeenMessage, name: str, here: Here, inside: Collection[StudentId]) -> bool:
    """Whether it is said in a room of the campaign, or alone by somebody who is in one."""
    if said.room is None:
        return said.sender.student in inside
    room = here.rooms.get(said.room)
    return room is not None and here.is_place(name, room)
