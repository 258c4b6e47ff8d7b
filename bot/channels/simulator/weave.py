"""Free talk: an endless, seeded weave of threads over rooms and people."""

import heapq
import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.simulator.casting import Names, Slots
from bot.channels.simulator.script import Cue, Does
from bot.channels.simulator.threads import ADVERTISERS, MEMBERS, NEWCOMERS, Line, Material, Thread

DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How lively it is. Seconds are those of the world's clock."""

    thread_seconds: float = 24.0  # on average, between the beginnings of two threads
    rest: float = 3700.0  # until the same is talked of again, in whichever room
    room_size: int = 70  # above it, somebody leaves for each who comes
    rooms: int = 6  # nobody opens a new one past this
    side_room: float = 0.25  # how lively a room opened later is, beside the first ones
    patience: tuple[float, float] = (300.0, 1800.0)  # until an advertiser gives up and leaves


@dataclass(slots=True, kw_only=True)
class Place:
    """A room as the weaver knows it; `core` never leaves."""

    key: str
    kind: str
    core: frozenset[str]
    members: list[str]
    busy: dict[str, float] = field(default_factory=dict)  # name: until when

    @property
    def first(self) -> bool:
        """Whether it was there from the beginning."""
        return self.key == self.kind

    def free(self, at: float) -> list[str]:
        """Who takes part in no conversation now."""
        self.busy = {name: until for name, until in self.busy.items() if until > at}
        return [name for name in self.members if name not in self.busy]


class Weaver:
    """Draws threads, casts them and lays their lines into one another.

    `rooms` maps a room's key, which is also its kind, to the people in it. `hour` gives the
    hour of the day at so many seconds from the beginning. The same seed gives the same talk.
    `opening` names the threads that come first, whatever the seed and the hour.
    """

    def __init__(
        self,
        material: Material,
        rooms: Mapping[str, Sequence[str]],
        *,
        seed: int,
        hour: Callable[[float], int],
        pace: Pace | None = None,
        opening: Sequence[str] = (),
    ) -> None:
        self._material = material
        self._rng = random.Random(seed)  # noqa: S311 (repeatable talk, no secret)
        self._hour = hour
        self._pace = pace or Pace()
        by_name = {thread.name: thread for thread in material.threads}
        self._opening = [by_name[name] for name in reversed(opening)]
        taken = {name for members in rooms.values() for name in members}
        self._names = Names(material, self._rng, taken)
        self._number = itertools.count(1)
        self._last: dict[str, float] = {}  # thread: when it came last
        self._places = [
            Place(
                key=key,
                kind=key,
                core=frozenset(members),
                members=list(members),
            )
            for key, members in rooms.items()
        ]

    def cues(self) -> Iterator[Cue]:
        """All that happens, in its order, without end; unless for a whole day nothing can."""
        waiting: list[tuple[float, int, Cue]] = []
        order = itertools.count()
        begin = last = 0.0
        while begin - last < DAY:
            while begin - last < DAY and (not waiting or waiting[0][0] >= begin):
                for cue in self._begin(begin):
                    heapq.heappush(waiting, (cue.at, next(order), cue))
                begin += self._rng.uniform(0.3, 1.7) * self._pace.thread_seconds
            if waiting:
                last, _, cue = heapq.heappop(waiting)
                yield cue

    def _begin(self, at: float) -> list[Cue]:
        place, thread = self._open(at) if self._opening else self._choose(at)
        if thread is None:
            return []
        self._last[thread.name] = at
        if thread.raid:
            return self._raid(thread, at)
        cast = self._cast(thread, place, at)
        cues = self._laid_out(thread, place, cast, at)
        ends = cues[-1].at
        place.busy.update(dict.fromkeys(cast.values(), ends))
        self._settle(place, cast, cues)
        sellers = [name for role, name in cast.items() if role in ADVERTISERS]
        return [*cues, *self._give_up([place.key], sellers, ends), *self._make_room(place, ends)]

    def _open(self, at: float) -> tuple[Place, Thread | None]:
        """The next of the opening, in one of the first rooms; None where too few are free."""
        thread = self._opening.pop()
        here = [one for one in self._places if one.first and thread.room in {one.kind, "any"}]
        place = self._rng.choice(here)
        return place, thread if _can_be_held(thread, place.free(at)) else None

    def _choose(self, at: float) -> tuple[Place, Thread | None]:
        lively = [1.0 if place.first else self._pace.side_room for place in self._places]
        place = self._rng.choices(self._places, lively)[0]
        return place, self._draw(place, at)

    def _draw(self, place: Place, at: float) -> Thread | None:
        free = place.free(at)
        hour = self._hour(at)
        fitting = [
            thread
            for thread in self._material.threads
            if thread.room in {place.kind, "any"}
            and thread.at_hour(hour)
            and self._since(thread, at) >= thread.every * 60
            and _can_be_held(thread, free)
            and not (thread.invites and len(self._places) >= self._pace.rooms)
        ]
        if not fitting:
            return None
        fresh = [thread for thread in fitting if self._since(thread, at) >= self._pace.rest]
        if not fresh:  # all has been talked of: what was longest ago
            return max(fitting, key=lambda thread: self._since(thread, at))
        return self._rng.choices(fresh, [thread.weight for thread in fresh])[0]

    def _since(self, thread: Thread, at: float) -> float:
        """Seconds since it was talked of."""
        return at - self._last.get(thread.name, -math.inf)

    def _cast(self, thread: Thread, place: Place, at: float) -> dict[str, str]:
        """A person for each role; other names stand for themselves."""
        free = place.free(at)
        members = [role for role in thread.roles if role in MEMBERS]
        cast = dict(zip(members, self._rng.sample(free, len(members)), strict=True))
        for role in thread.roles:
            if role in NEWCOMERS:
                cast[role] = self._names.newcomer()
            elif role in ADVERTISERS:
                cast[role] = self._names.advertiser()
        return cast

    def _laid_out(
        self, thread: Thread, place: Place, cast: Mapping[str, str], at: float
    ) -> list[Cue]:
        number = next(self._number)
        slots = Slots(self._material.words, cast, self._rng)
        cues: list[Cue] = []
        joining = {line.who for line in thread.lines if line.does is Does.JOINS}
        for role, name in cast.items():
            if role not in MEMBERS and role not in joining:
                cues.append(Cue(at=at, room=place.key, who=name, does=Does.JOINS))
                at += self._rng.uniform(15, 90)
        for line_number, line in enumerate(thread.lines, start=1):
            at += line.after * self._rng.uniform(0.7, 1.4)
            about = "" if line.about is None else f"{number}.{line.about}"
            key = f"{number}.{line_number}"
            cues.append(self._cue(line, line.room or place.key, slots, at, key, about))
        return cues

    def _cue(self, line: Line, room: str, slots: Slots, at: float, key: str, about: str) -> Cue:
        text, mentions = slots.fill(line.text)
        return Cue(
            at=at,
            room=room,
            who=slots.person(line.who),
            does=line.does,
            text=text,
            kind=line.kind,
            media=slots.fill_media(line.media),
            mentions=mentions,
            key=key,
            about=about,
        )

    def _raid(self, thread: Thread, at: float) -> list[Cue]:
        """A burst of joins into the first rooms, then the same words in all of them."""
        number = next(self._number)
        raiders = [self._names.advertiser() for _ in range(thread.raid)]
        slots = Slots(self._material.words, {}, self._rng)
        cues = []
        rooms = [place.key for place in self._places if place.first]
        for room in rooms:
            for raider in raiders:
                at += self._rng.uniform(0.2, 1.5)
                cues.append(Cue(at=at, room=room, who=raider, does=Does.JOINS))
        for line_number, line in enumerate(thread.lines):
            at += line.after
            text, _ = slots.fill(line.text)
            for index, room in enumerate(rooms):
                for raider in raiders:
                    at += self._rng.uniform(0.5, 3.0)
                    key = f"{number}.{line_number}.{index}.{raider}"
                    cues.append(Cue(at=at, room=room, who=raider, text=text, key=key))
        return [*cues, *self._give_up(rooms, raiders, at)]

    def _give_up(self, rooms: Sequence[str], names: Sequence[str], at: float) -> list[Cue]:
        """Whoever came to sell leaves some time later, unless removed before."""
        return [
            Cue(
                at=at + self._rng.uniform(*self._pace.patience),
                room=room,
                who=name,
                does=Does.LEAVES,
            )
            for room in rooms
            for name in names
        ]

    def _settle(self, place: Place, cast: Mapping[str, str], cues: Sequence[Cue]) -> None:
        """Newcomers stay, leavers are gone, and a new room is talked in from then on."""
        place.members += [name for role, name in cast.items() if role in NEWCOMERS]
        for cue in cues:
            if cue.does is Does.LEAVES and cue.who in place.members:
                place.members.remove(cue.who)
            known = {each.key for each in self._places}
            if cue.does is Does.INVITES and cue.text not in known:
                members = list(place.members)
                self._places.append(
                    Place(
                        key=cue.text,
                        kind=place.kind,
                        core=frozenset(members),
                        members=members,
                        busy=dict.fromkeys(members, cue.at + 180),
                    )
                )

    def _make_room(self, place: Place, at: float) -> list[Cue]:
        if len(place.members) <= self._pace.room_size:
            return []
        strangers = [name for name in place.free(at) if name not in place.core]
        if not strangers:
            return []
        name = self._rng.choice(strangers)
        place.members.remove(name)
        later = at + self._rng.uniform(5, 60)
        return [Cue(at=later, room=place.key, who=name, does=Does.LEAVES)]


def _can_be_held(thread: Thread, free: Sequence[str]) -> bool:
    return len(MEMBERS.intersection(thread.roles)) <= len(free)
