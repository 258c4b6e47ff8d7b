"""What is looked at again right before sending: pure, so that every case can be told in a table."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from bot.core.deed_keys import WARNING
from bot.core.effects import (
    Deed,
    DirectMessage,
    OnLate,
    RecallMessage,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.ids import GROUPKEEPER, IdentityId
from bot.core.outbound import (
    Circumstances,
    Delivery,
    Expired,
    Held,
    KeptBack,
    Moved,
    Skipped,
)
from bot.core.rooms import Mode, RoomRules, quiet_until

RulesFor = Callable[[str, str, str], RoomRules]
Objection = Skipped | Expired | Held | KeptBack | Moved

_LOOK_AGAIN = timedelta(minutes=1)  # at a paused plan


def recheck(
    delivery: Delivery,
    things: Circumstances,
    rules_for: RulesFor,
    grace: timedelta,
    now: datetime,
) -> Objection | None:
    """Why a deed is not to be done now; None when nothing speaks against it."""
    if delivery.expires is not None and now > delivery.expires:
        return Expired()
    return (
        _gone(delivery.deed, things)
        or _pardoned(delivery, things, rules_for)
        or _run(things, now)
        or _late(delivery, grace, now)
        or _quiet(delivery, things, rules_for, now)
    )


def _gone(deed: Deed, things: Circumstances) -> Skipped | None:
    """The room or the person it is for is not there any more."""
    if things.room is not None and things.room.left:
        return Skipped(reason="our account is no longer in the room")
    match deed:
        case Say(mentions=mentions):
            return _all_gone(mentions, things)
        case RemoveMember(member=member) if _present(things, member) is False:
            return Skipped(reason="the member has left already")
        case RecallMessage() if things.message is None:
            return Skipped(reason="the message was taken back already")
        case _:
            return None


def _pardoned(delivery: Delivery, things: Circumstances, rules_for: RulesFor) -> Skipped | None:
    """A rule touches nobody whom staff allowed since, nor in a room that only observes by now.

    A person's word stands.
    """
    room = things.room
    if room is None or delivery.author != GROUPKEEPER or not _touches(delivery):
        return None
    if any(person.allowed for person in things.people.values()):
        return Skipped(reason="the member is on the allow list by now")
    if rules_for(room.channel, room.ref, room.name).mode is Mode.ENFORCE:
        return None
    return Skipped(reason="the room does not enforce any more")


def _touches(delivery: Delivery) -> bool:
    """Whether it is done against somebody."""
    warns = delivery.key.startswith(f"{WARNING}:")
    return warns or isinstance(delivery.deed, RemoveMember | RecallMessage)


def _all_gone(mentions: tuple[IdentityId, ...], things: Circumstances) -> Skipped | None:
    if mentions and all(_present(things, who) is False for who in mentions):
        return Skipped(reason="everybody it speaks to has left the room")
    return None


def _present(things: Circumstances, member: IdentityId) -> bool | None:
    place = things.people.get(member)
    return None if place is None else place.present


def _run(things: Circumstances, now: datetime) -> Skipped | KeptBack | None:
    match things.run:
        case "paused":
            # Looked at again: nobody tells the performer that a plan goes on.
            return KeptBack(until=now + _LOOK_AGAIN, reason="the plan is paused")
        case "stopped":
            return Skipped(reason="the plan was stopped")
        case _:
            return None


def _late(delivery: Delivery, grace: timedelta, now: datetime) -> Skipped | Held | None:
    """Only what is said can be too late; a removal, an invitation or an alert rather comes late."""
    if not isinstance(delivery.deed, Say | DirectMessage | SetAnnouncement):
        return None
    late = now - delivery.due
    if late <= grace:
        return None
    minutes = int(late.total_seconds() // 60)
    match delivery.on_late:
        case OnLate.SEND:
            return None
        case OnLate.SKIP:
            return Skipped(reason=f"{minutes} minutes late")
        case OnLate.ASK:
            return Held(reason=f"已迟到 {minutes} 分钟")
        case _:
            assert_never(delivery.on_late)


def _quiet(
    delivery: Delivery, things: Circumstances, rules_for: RulesFor, now: datetime
) -> Moved | None:
    """By itself the bot does not speak in a room's quiet hours."""
    room = things.room
    if room is None or delivery.urgent or not isinstance(delivery.deed, Say | SetAnnouncement):
        return None
    end = quiet_until(rules_for(room.channel, room.ref, room.name), now)
    return None if end is None else Moved(due=end, reason="quiet hours of the room")
