"""What happens on the platform, as one account is shown it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.simulator.account import Account
from bot.core.events import Media, MemberSeen, MessageKind, MessageReceived, RoomListed
from bot.core.ids import EventRef, MessageRef, RoomRef, UserRef
from bot.core.text import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What somebody says, in all its parts."""

    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    media: Media | None = None
    mentions: tuple[UserRef, ...] = ()
    mention_all: bool = False
    quotes: MessageRef | None = None
    nonce: str = ""
    content: bytes | None = field(default=None, repr=False)  # of the picture or file


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message on the platform. `room` None: `to` heard it alone."""

    ref: MessageRef
    at: datetime
    room: RoomRef | None
    to: UserRef | None
    by: UserRef
    what: Saying


@dataclass(slots=True, kw_only=True)
class SimRoom:
    """A room on the platform; `members` maps people to their nickname in it ("" for none)."""

    ref: RoomRef
    name: str
    owner: UserRef | None = None
    announcement: str = ""
    members: dict[UserRef, str] = field(default_factory=dict)
    muted: set[UserRef] = field(default_factory=set)


def member_seen(
    account: Account, place: SimRoom, user: UserRef, names: Mapping[UserRef, str]
) -> MemberSeen:
    """Somebody in a room."""
    return MemberSeen(
        user=user,
        name=names[user],
        nickname=place.members.get(user, ""),
        own=user == account.user,
    )


def room_listed(
    account: Account,
    place: SimRoom,
    names: Mapping[UserRef, str],
    *,
    ref: EventRef,
    at: datetime,
) -> RoomListed:
    """A room as it stands."""
    return RoomListed(
        channel=account.channel,
        ref=ref,
        at=at,
        room=place.ref,
        name=place.name,
        members=tuple(member_seen(account, place, user, names) for user in place.members),
        owner=place.owner,
    )


def message_received(
    account: Account,
    spoken: Spoken,
    place: SimRoom | None,
    names: Mapping[UserRef, str],
    quoted: Spoken | None,
) -> MessageReceived:
    """A message; our own post carries its nonce back where the platform can do so."""
    own = spoken.by == account.user
    what = spoken.what
    mentions = what.mentions
    if what.mention_all and place is not None:
        mentions = tuple(place.members)
    return MessageReceived(
        channel=account.channel,
        ref=spoken.ref,
        at=spoken.at,
        room=spoken.room,
        room_name="" if place is None else place.name,
        sender=spoken.by,
        sender_name=storable(names[spoken.by]),
        sender_nickname="" if place is None else storable(place.members.get(spoken.by, "")),
        text=storable(what.text),
        kind=what.kind,
        media=what.media,
        mentions=mentions,
        quoted=what.quotes,
        quoted_text="" if quoted is None else storable(quoted.what.text),
        own=own,
        nonce=what.nonce if own and account.traits.nonces else "",
        to=spoken.to if own else None,
    )
