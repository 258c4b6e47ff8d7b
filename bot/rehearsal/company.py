"""Who is in the room: members, colleagues, and what each of them does when."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.channels.simulator.views import SimRoom
from bot.channels.simulator.world import World
from bot.core.ids import StaffName, UserRef
from bot.core.staff import Staff
from bot.core.tasks import Task
from bot.rehearsal.goings import there_at_first
from bot.rehearsal.values import Coming, Leaving, Past, Room, Talking


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A colleague does a task; `by` None: we do not know their account, so nobody sees it."""

    at: datetime
    by: UserRef | None
    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicking:
    """Somebody follows a short link."""

    at: datetime
    by: UserRef
    code: str


_NAMELESS = "成员"  # who never spoke, and whose leaving alone was told

Deed = Talking | Coming | Leaving | Working | Clicking


@dataclass(slots=True)
class Plans:
    """What people are going to do, the earliest first."""

    _waiting: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def add(self, doings: Iterable[Deed]) -> None:
        """They will do this."""
        for one in doings:
            heapq.heappush(self._waiting, (one.at, next(self._numbers), one))

    @property
    def first(self) -> Deed | None:
        """What is done next."""
        return self._waiting[0][2] if self._waiting else None

    def take(self) -> Deed:
        """What is done next; it is not waited for any more."""
        return heapq.heappop(self._waiting)[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Everybody in the room but our account."""

    members: tuple[UserRef, ...]
    colleagues: dict[StaffName, UserRef]

    def staff_of(self, user: UserRef) -> StaffName | None:
        """Which colleague that is; None for members."""
        return next((name for name, ref in self.colleagues.items() if ref == user), None)


def gathered(
    world: World, account: UserRef, room: Room, staff: Sequence[Staff], past: Past | None
) -> Company:
    """Bring members, colleagues and our account into the room.

    Members who spoke in the past, or left, come by their own names, the others are made up. Who
    came in later comes later.
    """
    colleagues = _colleagues(world, room, staff)
    seen = {} if past is None else there_at_first(past.talk, past.moves)
    known = [user for user, first in seen.items() if first and user not in colleagues.values()]
    for user in seen:
        world.names.setdefault(user, past.people.get(user, _NAMELESS) if past else _NAMELESS)
    others = range(1, room.members - _grown(past) - len(known) + 1)
    members = (*known, *(world.person(f"成员{number}") for number in others))
    everybody = (account, *colleagues.values(), *members)
    place = SimRoom(ref=room.ref, name=room.name, members=dict.fromkeys(everybody, ""))
    world.rooms[room.ref] = place
    return Company(members=members, colleagues=colleagues)


def _grown(past: Past | None) -> int:
    """By how many members the room grew in its past; `room.members` sit in it at its end."""
    moves = () if past is None else past.moves
    return sum(1 if isinstance(one, Coming) else -1 for one in moves)


def _colleagues(world: World, room: Room, staff: Sequence[Staff]) -> dict[StaffName, UserRef]:
    """Those who have an account of their own on the room's platform."""
    found: dict[StaffName, UserRef] = {}
    for one in staff:
        account = next((a for a in one.accounts if a.channel == room.channel), None)
        if account is None:
            continue
        if account.user is None:
            found[one.name] = world.person(account.name or str(one.name))
        else:
            world.names[account.user] = account.name or one.title or str(one.name)
            found[one.name] = account.user
    return found
