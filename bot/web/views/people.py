"""Answers about people and rooms."""

from datetime import datetime

from bot.core.rights import Right
from bot.core.rooms import RoomRules
from bot.web.views.base import View
from bot.web.views.privacy import Erasure, Tag


class Room(View):
    """A room in which one of our accounts sits, or sat."""

    id: int
    channel: str
    ref: str
    name: str
    owner: str | None
    members: int  # now
    created: datetime
    listed: datetime | None  # when its members were last read as a whole
    left: datetime | None  # since when we no longer hear it
    rights: list[Right]  # what whoever asks may do in it


class RoomWithRules(Room):
    """A room with the rules that hold in it."""

    rules: RoomRules


class Member(View):
    """Somebody in a room."""

    identity: int
    ref: str
    student_id: int | None  # null: one of our own accounts
    name: str
    nickname: str
    own: bool
    joined: datetime | None  # null: was there before we looked
    left: datetime | None
    inviter: int | None


class Person(View):
    """Somebody with a student ID."""

    student_id: int
    name: str
    names: list[str]
    merged_from: int | None = None  # the ID that was asked for, where another stands for it
    tags: tuple[str, ...] = ()


class Identity(View):
    """An account of a person on one platform."""

    id: int
    channel: str
    ref: str
    name: str
    first_seen: datetime


class RoomOfPerson(View):
    """A room that a person is, or was, in."""

    room: int
    name: str
    identity: int
    nickname: str
    joined: datetime | None
    left: datetime | None


class NameOnce(View):
    """A name a person had: at large (room null) or in a room."""

    identity: int
    room: int | None
    name: str
    seen: datetime


class Merge(View):
    """Two student IDs found to be one person."""

    id: int
    source: int
    into: int
    identities: list[int]
    author: str
    reason: str
    at: datetime
    undone_by: str | None
    undone: datetime | None


class Profile(View):
    """All that is known of a person; `asked` differs from `student_id` where people were merged."""

    student_id: int
    asked: int
    name: str
    identities: list[Identity]
    rooms: list[RoomOfPerson]
    names: list[NameOnce]  # oldest first
    merged_from: list[int]
    merges: list[Merge]  # newest first
    first_seen: datetime
    messages: int
    tags: list[Tag]
    erasure: Erasure | None  # since when their data is erased; null: it is not
