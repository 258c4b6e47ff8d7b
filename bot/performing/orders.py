"""From a deed in our ids to an order in the platform's, and the carrying out of it."""

from dataclasses import dataclass
from typing import Protocol, assert_never

from bot.core.effects import (
    AcceptInvitation,
    Deed,
    DirectMessage,
    InviteMember,
    NotifyStaff,
    RecallMessage,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.errors import ChannelRefused
from bot.core.events import Media, MessageKind, kind_of_post
from bot.core.ids import IdentityId, MessageRef, RoomRef, UserRef
from bot.core.outbound import Circumstances, Failed, PersonPlace, RoomPlace
from bot.core.ports import (
    Accept,
    Act,
    Announce,
    Channel,
    ChannelTraits,
    Invite,
    Mention,
    Post,
    Recall,
    Receipt,
    Remove,
)
from bot.performing.texts import split_text

_AT = 2  # characters of "@" and the space behind the name


class AlertCourier(Protocol):
    """Brings an alert to one colleague by the way its target names."""

    async def deliver(self, deed: NotifyStaff) -> Receipt:
        """Send; raises `ChannelRefused`, `ChannelAway` or `ChannelUnsure`. At least once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SayThere:
    """Speak in a room of the platform."""

    room: RoomRef
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class TellThem:
    """Speak to one account of the platform."""

    user: UserRef
    post: Post


Order = SayThere | TellThem | Act | NotifyStaff


def order(deed: Deed, things: Circumstances, nonce: str) -> Order:
    """The deed as its platform understands it; `ChannelRefused` where its people are unknown."""
    given: Order
    match deed:
        case Say():
            given = SayThere(room=_room(things).ref, post=_post(deed, things, nonce))
        case DirectMessage(to=to, text=text, media=media):
            post = Post(text=text, media=media, nonce=nonce)
            given = TellThem(user=_person(things, to).ref, post=post)
        case NotifyStaff():
            given = deed
        case _:
            given = _act(deed, things)
    return given


def _act(
    deed: RemoveMember | RecallMessage | InviteMember | SetAnnouncement | AcceptInvitation,
    things: Circumstances,
) -> Act:
    match deed:
        case RemoveMember(member=member):
            return Remove(room=_room(things).ref, user=_person(things, member).ref)
        case RecallMessage():
            return Recall(room=_room(things).ref, message=_message(things))
        case InviteMember(member=member):
            return Invite(room=_room(things).ref, user=_person(things, member).ref)
        case SetAnnouncement(text=text):
            return Announce(room=_room(things).ref, text=text)
        case AcceptInvitation(invitation=invitation):
            return Accept(invitation=invitation)
        case _:
            assert_never(deed)


async def carry_out(given: Order, channel: Channel | None, courier: AlertCourier) -> Receipt:
    """Call the platform; raises the channel's three errors."""
    if isinstance(given, NotifyStaff):
        return await courier.deliver(given)
    if channel is None:
        msg = "no such channel is configured"
        raise ChannelRefused(msg)
    match given:
        case SayThere(room=room, post=post):
            return await channel.say(room, post)
        case TellThem(user=user, post=post):
            return await channel.tell(user, post)
        case Remove() | Recall() | Invite() | Announce() | Accept():
            await channel.act(given)
            return Receipt()
        case _:
            assert_never(given)


def parts(deed: Deed, things: Circumstances, traits: ChannelTraits) -> tuple[str, ...] | Failed:
    """The texts to send one after the other; `Failed` for what cannot be sent like this at all."""
    match deed:
        case Say(text=text, media=media):
            names = sum(len(_named(things, who)) + _AT for who in deed.mentions)
            return _post_parts(text, media, traits.max_text - names)
        case DirectMessage(text=text, media=media):
            return _post_parts(text, media, traits.max_text)
        case SetAnnouncement(text=text):
            return _announcement(text, traits.max_text)
        case RemoveMember() | RecallMessage() | InviteMember() | AcceptInvitation() | NotifyStaff():
            return ()
        case _:
            assert_never(deed)


def able(deed: Deed, traits: ChannelTraits) -> Failed | None:
    """What the platform cannot do is said before it is tried."""
    if isinstance(deed, RemoveMember) and not traits.can_remove:
        return Failed(reason="this platform does not let us remove members")
    if isinstance(deed, RecallMessage) and not traits.can_recall:
        return Failed(reason="this platform does not let us take back what others said")
    if isinstance(deed, SetAnnouncement) and not traits.can_announce:
        return Failed(reason="this platform does not let us set announcements")
    return _card(deed.media, traits) if isinstance(deed, Say | DirectMessage) else None


def _card(media: Media | None, traits: ChannelTraits) -> Failed | None:
    kind = kind_of_post(media)
    if kind is MessageKind.MINI_PROGRAM and not traits.mini_programs:
        return Failed(reason="this platform does not let us post mini-program cards")
    if kind is MessageKind.LINK and not traits.link_cards:
        return Failed(reason="this platform does not let us post links as cards")
    return None


def addressed(deed: Deed, things: Circumstances) -> Failed | None:
    """A deed whose room or person is unknown can never be done."""
    try:
        order(deed, things, "")
    except ChannelRefused as error:
        return Failed(reason=str(error))
    return None


def shows_echo(deed: Deed, traits: ChannelTraits) -> bool:
    """Whether the platform will show us this deed as our own post."""
    return traits.echoes and isinstance(deed, Say | DirectMessage)


def _post_parts(text: str, media: Media | None, limit: int) -> tuple[str, ...] | Failed:
    if not text.strip() and media is None:
        return Failed(reason="there is nothing to say: no text and no file")
    if limit < 1:
        return Failed(reason="the mentions alone are longer than the platform takes")
    return (text,) if len(text) <= limit else split_text(text, limit)


def _announcement(text: str, limit: int) -> tuple[str, ...] | Failed:
    if len(text) <= limit:
        return (text,)
    return Failed(reason=f"the announcement has {len(text)} characters, the platform takes {limit}")


def _post(deed: Say, things: Circumstances, nonce: str) -> Post:
    people = [things.people[who] for who in deed.mentions if who in things.people]
    return Post(
        text=deed.text,
        mentions=tuple(Mention(user=one.ref, name=one.name) for one in people),
        mention_all=deed.mention_all,
        media=deed.media,
        nonce=nonce,
    )


def _room(things: Circumstances) -> RoomPlace:
    if things.room is None:
        msg = "the room is unknown"
        raise ChannelRefused(msg)
    return things.room


def _message(things: Circumstances) -> MessageRef:
    if things.message is None:
        msg = "the message is unknown, or was taken back already"
        raise ChannelRefused(msg)
    return things.message


def _person(things: Circumstances, who: IdentityId) -> PersonPlace:
    found = things.people.get(who)
    if found is None:
        msg = "the person is unknown"
        raise ChannelRefused(msg)
    return found


def _named(things: Circumstances, who: IdentityId) -> str:
    found = things.people.get(who)
    return "" if found is None else found.name
