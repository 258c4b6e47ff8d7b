"""Members who do as a script says: so long after a post with this text, these say that."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.channels.simulator.views import Spoken
from bot.core.ids import RoomRef
from tests.support.world import Somewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """After a post in these rooms in which `heard` stands, `who` say `says`."""

    heard: str
    rooms: Sequence[RoomRef]
    who: Sequence[str]
    says: str
    after: timedelta


@dataclass
class Audience:
    """The members of a simulated community; whoever moves the clock asks what is next."""

    place: Somewhere
    cues: Sequence[Cue]
    _waiting: list[tuple[datetime, int, str, RoomRef | None, str]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.place.world.listeners.append(self._hear)

    def plan(self, at: datetime, who: str, room: RoomRef | None, text: str = "") -> None:
        """Somebody will say something, or come in where there is no text."""
        heapq.heappush(self._waiting, (at, next(self._numbers), who, room, text))

    @property
    def next_at(self) -> datetime | None:
        """When somebody next does something."""
        return self._waiting[0][0] if self._waiting else None

    def act(self, now: datetime) -> None:
        """Everything that is to be done by now."""
        while self._waiting and self._waiting[0][0] <= now:
            _, _, who, room, text = heapq.heappop(self._waiting)
            if room is None:
                self.place.tells(who, text)
            elif text:
                self.place.says(room, who, text)
            else:
                self.place.joins(room, who)

    def _hear(self, spoken: Spoken) -> None:
        for cue in self.cues:
            if spoken.room in cue.rooms and cue.heard in spoken.what.text:
                for number, who in enumerate(cue.who):
                    at = spoken.at + cue.after + timedelta(seconds=number)
                    self.plan(at, who, spoken.room, cue.says)
