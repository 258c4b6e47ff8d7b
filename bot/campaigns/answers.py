"""What members are told of their words: many answers in one post, and rooms are left in peace.

A word is answered within a tick. When many speak at once, those of a room are answered together:
the first posts of an hour keep the campaign's distance, later ones a longer one, so that answers
never use up what a room takes in an hour (`delivery.max_per_room_hour`). In a room's quiet hours
answers wait. To one person alone everything is said at once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.campaigns.here import Here
from bot.campaigns.keys import BEGINNING
from bot.campaigns.ports import CampaignWork, ToldLately
from bot.core.effects import DirectMessage, Effect, Intent, OnLate, Say
from bot.core.ids import RoomId
from bot.core.rooms import quiet_until
from bot.core.seen import SeenMember
from bot.core.signups import Notice
from bot.pacing import is_time
from handlers.identity import shown_name
from handlers.wording import Wording, wording

_HOUR = timedelta(hours=1)
_AT_ONCE = 8  # posts of answers an hour, before they come more slowly
_SLOWLY = timedelta(minutes=5)
_IN_ONE_POST = 60
_MENTIONED = 20  # people; a platform writes their names before the text
_ALONE = 200  # direct messages made in one tick
_KEEPS = timedelta(days=2)  # later nobody waits for an answer any more
_LEAST = timedelta(seconds=10)  # between posts, where the campaign is gone


async def answers(work: CampaignWork, here: Here, now: datetime) -> list[Effect]:
    """Everything that can be told now."""
    effects: list[Effect] = []
    for room, lately in (await work.campaigns.rooms_to_tell(now - _HOUR)).items():
        if room is None:
            alone = await work.campaigns.take_notices(None, _ALONE, now)
            effects += [_alone(one, here, now) for one in alone]
        elif _may_speak(room, lately, here, now):
            notices = await work.campaigns.take_notices(room, _IN_ONE_POST, now)
            effects += _in_room(room, notices, here, now)
    return effects


def _may_speak(room: RoomId, lately: ToldLately, here: Here, now: datetime) -> bool:
    place = here.rooms.get(room)
    if place is None:
        return True  # we left it; the outbox says so
    if quiet_until(here.house.rules_of(place), now) is not None:
        return False
    wait = min((one.campaign.answer_every for one in here.shelf.loaded.values()), default=_LEAST)
    return is_time(lately.last, wait if lately.posts < _AT_ONCE else max(wait, _SLOWLY), now)


def _alone(one: Notice, here: Here, now: datetime) -> Intent:
    return Intent(
        deed=DirectMessage(to=one.identity, text=one.text),
        key=f"{BEGINNING}-answer:{one.id}",
        reason=f"{BEGINNING} {one.campaign}",
        due=here.due(one.at),
        expires=now + _KEEPS,
        on_late=OnLate.SEND,
        urgent=True,  # they asked
    )


def _in_room(room: RoomId, notices: Sequence[Notice], here: Here, now: datetime) -> list[Effect]:
    if not notices:
        return []
    first = notices[0]
    return [
        Intent(
            deed=Say(
                room=room,
                text=_text(notices, here),
                mentions=tuple(dict.fromkeys(one.identity for one in notices))[:_MENTIONED],
            ),
            key=f"{BEGINNING}-answer:{first.id}",
            reason=f"{BEGINNING} {first.campaign}",
            due=here.due(first.at),
            expires=now + _KEEPS,
            on_late=OnLate.SEND,
        )
    ]


def _text(notices: Sequence[Notice], here: Here) -> str:
    if len(notices) == 1:
        return notices[0].text
    language = wording(here.house.language)
    return "\n".join(f"{_shown(one, language)} · {one.text}" for one in notices)


def _shown(one: Notice, language: Wording) -> str:
    """Their name, where it is none that is an advert itself."""
    return shown_name(SeenMember(identity=one.identity, student=None, name=one.name), language)
