"""The register: the rooms, accounts and memberships that one batch of events touches.

It is filled by a few look-ups for the whole batch, changed in memory in the order of the
events, and written by `storage.people.register_rows`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.core.ids import ChannelName, IdentityId, RoomId, RoomRef, StudentId, UserRef
from bot.core.seen import SeenMember

Place = tuple[ChannelName, RoomRef]
Account = tuple[ChannelName, UserRef]
Ref = TypeVar("Ref", bound=str)


@dataclass(slots=True, kw_only=True)
class RoomEntry:
    """A room as it will be written."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str
    owner: UserRef | None
    listed: datetime | None
    left: datetime | None


@dataclass(slots=True, kw_only=True)
class IdentityEntry:
    """An account as it will be written. A student of None belongs to us."""

    id: IdentityId
    channel: ChannelName
    ref: UserRef
    name: str
    own: bool
    student: StudentId | None


@dataclass(slots=True, kw_only=True)
class MemberEntry:
    """A membership as it will be written."""

    room: RoomId
    identity: IdentityId
    nickname: str
    joined: datetime | None
    left: datetime | None
    inviter: IdentityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSeen:
    """A name that is new: of an account (room None), or in a room."""

    identity: IdentityEntry
    room: RoomId | None
    name: str
    at: datetime
    first: bool  # there was no name in this place before


@dataclass(slots=True)
class Register:
    """What is known, what is new, what changed."""

    rooms: dict[Place, RoomEntry] = field(default_factory=dict)
    identities: dict[Account, IdentityEntry] = field(default_factory=dict)
    members: dict[tuple[RoomId, IdentityId], MemberEntry] = field(default_factory=dict)
    members_of: dict[RoomId, set[IdentityId]] = field(default_factory=dict)  # keys of `members`
    new_rooms: set[Place] = field(default_factory=set)
    new_identities: dict[Account, datetime | None] = field(default_factory=dict)  # when first met
    new_students: set[StudentId] = field(default_factory=set)
    new_members: set[tuple[RoomId, IdentityId]] = field(default_factory=set)
    changed_rooms: set[Place] = field(default_factory=set)
    changed_identities: set[Account] = field(default_factory=set)
    changed_members: set[tuple[RoomId, IdentityId]] = field(default_factory=set)
    names: list[NameSeen] = field(default_factory=list)

    def room_at(self, place: Place, name: str) -> RoomEntry:
        """The room; an empty name says nothing about it."""
        room = self.rooms[place]
        if name and room.name != name:
            room.name = name
            self.changed_rooms.add(place)
        return room

    def meet(self, account: Account, name: str, at: datetime, *, own: bool) -> IdentityEntry:
        """The account, under the name it shows now; an empty name says nothing about it."""
        identity = self.identities[account]
        first = self.is_unmet(account)
        if first:
            self.new_identities[account] = at
        if own:
            self.claim(account)
        if name and (first or identity.name != name):
            self.names.append(
                NameSeen(identity=identity, room=None, name=name, at=at, first=not identity.name)
            )
            identity.name = name
            self.changed_identities.add(account)
        return identity

    def claim(self, account: Account) -> None:
        """The account turns out to be one of ours; it is no person."""
        identity = self.identities[account]
        if not identity.own:
            identity.own, identity.student = True, None
            self.changed_identities.add(account)

    def is_unmet(self, account: Account) -> bool:
        """Whether nobody met this account yet, not even earlier in the batch."""
        return account in self.new_identities and self.new_identities[account] is None

    def member(
        self, room: RoomEntry, identity: IdentityEntry, nickname: str, at: datetime
    ) -> MemberEntry:
        """The membership of somebody who shows up in a room; they are certainly in it now."""
        key = (room.id, identity.id)
        member = self.members.get(key)
        if member is None:
            member = MemberEntry(
                room=room.id, identity=identity.id, nickname="", joined=None, left=None
            )
            self.enter(member)
            self.new_members.add(key)
        elif member.left is not None and at > member.left:
            member.left = None
            self.changed_members.add(key)
        if nickname and member.nickname != nickname:
            self.names.append(
                NameSeen(
                    identity=identity,
                    room=room.id,
                    name=nickname,
                    at=at,
                    first=not member.nickname,
                )
            )
            member.nickname = nickname
            self.changed_members.add(key)
        return member

    def enter(self, member: MemberEntry) -> None:
        """Keep a membership, new or known, where it is found again."""
        self.members[(member.room, member.identity)] = member
        self.members_of.setdefault(member.room, set()).add(member.identity)

    def leave(self, room: RoomEntry, identity: IdentityEntry, at: datetime) -> None:
        """Somebody is gone; of one of our accounts it means that we no longer hear the room."""
        key = (room.id, identity.id)
        member = self.members.get(key)
        if member is not None and member.left is None:
            member.left = at
            self.changed_members.add(key)
        if identity.own and room.left is None:
            room.left = at
            self.changed_rooms.add((room.channel, room.ref))


def seen_member(
    identity: IdentityEntry, member: MemberEntry | None, *, newcomer: bool = False
) -> SeenMember:
    """The value that decisions get."""
    return SeenMember(
        identity=identity.id,
        student=identity.student,
        name=identity.name,
        nickname=member.nickname if member else "",
        newcomer=newcomer,
        joined=member.joined if member else None,
    )


def by_channel(keys: Iterable[tuple[ChannelName, Ref]]) -> Mapping[ChannelName, list[Ref]]:
    """Platform ids grouped by channel, sorted: everybody locks rows in the same order."""
    groups: dict[ChannelName, list[Ref]] = {}
    for channel, ref in sorted(set(keys)):
        groups.setdefault(channel, []).append(ref)
    return groups
