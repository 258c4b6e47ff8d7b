"""What events other than messages change in the register."""

from bot.core.events import (
    AccountChanged,
    Event,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.ids import IdentityId, RoomId
from bot.core.seen import SeenEvent, SeenMember
from storage.people.register import IdentityEntry, Register, RoomEntry, seen_member


def note_event(register: Register, event: Event) -> SeenEvent:
    """Change the register by one event, and tell whom it touched."""
    match event:
        case MembersJoined():
            seen = _joined(register, event)
        case MembersLeft():
            seen = _left(register, event)
        case RoomListed():
            seen = _listed(register, event)
        case TopicChanged():
            room = register.room_at((event.channel, event.room), event.topic)
            seen = SeenEvent(event=event, room=room.id)
        case RoomInvited(inviter=str() as user):
            inviter = register.identities.get((event.channel, user))
            members = (seen_member(inviter, None),) if inviter else ()
            seen = SeenEvent(event=event, room=None, members=members)
        case AccountChanged(user=str() as user):
            register.meet((event.channel, user), event.user_name, event.at, own=True)
            seen = SeenEvent(event=event, room=None)
        case _:
            seen = SeenEvent(event=event, room=_room_of(register, event))
    return seen


def _room_of(register: Register, event: Event) -> RoomId | None:
    ref = getattr(event, "room", None)
    room = register.rooms.get((event.channel, ref)) if ref is not None else None
    return room.id if room is not None else None


def _joined(register: Register, event: MembersJoined) -> SeenEvent:
    room = register.room_at((event.channel, event.room), event.room_name)
    who = event.inviter and register.identities.get((event.channel, event.inviter))
    inviter = who.id if who else None
    members = tuple(_join(register, room, event, one, inviter) for one in event.members)
    return SeenEvent(event=event, room=room.id, members=members)


def _join(
    register: Register,
    room: RoomEntry,
    event: MembersJoined,
    shown: MemberSeen,
    inviter: IdentityId | None,
) -> SeenMember:
    identity = register.meet((event.channel, shown.user), shown.name, event.at, own=shown.own)
    before = register.members.get((room.id, identity.id))
    # Who was only seen talking, or listed, before the platform told of the join, is new too.
    newcomer = before is None or (before.joined is None and before.left is None)
    came_back = before is not None and before.left is not None and event.at >= before.left
    member = register.member(room, identity, shown.nickname, event.at)
    if newcomer or came_back:
        member.joined, member.left, member.inviter = event.at, None, inviter
        register.changed_members.add((room.id, identity.id))
    if identity.own:
        _hear_again(register, room, event)
    return seen_member(identity, member, newcomer=newcomer and not identity.own)


def _hear_again(register: Register, room: RoomEntry, event: MembersJoined | RoomListed) -> None:
    if room.left is not None and event.at >= room.left:
        room.left = None
        register.changed_rooms.add((event.channel, event.room))


def _left(register: Register, event: MembersLeft) -> SeenEvent:
    room = register.room_at((event.channel, event.room), "")
    found: list[IdentityEntry] = []
    for user in event.members:
        identity = register.identities.get((event.channel, user))
        if identity is not None:
            register.leave(room, identity, event.at)
            found.append(identity)
    members = tuple(seen_member(one, register.members.get((room.id, one.id))) for one in found)
    return SeenEvent(event=event, room=room.id, members=members)


def _listed(register: Register, event: RoomListed) -> SeenEvent:
    place = (event.channel, event.room)
    room = register.room_at(place, event.name)
    _hear_again(register, room, event)
    room.listed = event.at
    room.owner = event.owner or room.owner
    register.changed_rooms.add(place)
    present: list[SeenMember] = []
    for shown in event.members:
        identity = register.meet((event.channel, shown.user), shown.name, event.at, own=shown.own)
        member = register.member(room, identity, shown.nickname, event.at)
        present.append(seen_member(identity, member))
    if present:  # a list of nobody is a gateway's mistake: somebody told it to us
        _mark_gone(register, room, event, {one.identity for one in present})
    return SeenEvent(event=event, room=room.id, members=tuple(present))


def _mark_gone(
    register: Register, room: RoomEntry, event: RoomListed, present: set[IdentityId]
) -> None:
    for identity in register.members_of.get(room.id, set()) - present:
        member = register.members[(room.id, identity)]
        if member.left is None and (member.joined is None or member.joined < event.at):
            member.left = event.at
            register.changed_members.add((room.id, identity))
