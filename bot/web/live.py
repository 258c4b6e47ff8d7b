"""What was committed, made ready once for everybody who watches live.

Notices gather in a ring. Whoever waits first makes ready what came in: the messages of all rooms
that somebody reads are looked up together, in one transaction, and written once. The others
find it done. So twenty consoles cost little more than one, and with nobody there nothing is made.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from pydantic import TypeAdapter

from bot.core.errors import StorageAway
from bot.core.ids import RoomId
from bot.core.notices import Notice
from bot.web.ports import Bulletin, OpenUnit
from bot.web.reading import to_json
from bot.web.ring import Ring
from bot.web.views.timeline import TimelineItem

TOGETHER = 0.1  # seconds between two looks: what comes in between is shown together
_SHARE = 20  # a look is followed by so many times as long without one
_MOST = 200  # items of one room that are drawn in one look; more are a flood, to be read in pages
_ITEMS = 2_000  # that are kept, to be sent again
LINGER = 60.0  # seconds for which notices are kept after the last client went
_NO_ITEM: tuple[RoomId | None, str] = (None, "")
_TALK = frozenset({"message", "event"})

log = structlog.get_logger("web")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a client wants to see; those who want the same share every text."""

    rooms: frozenset[RoomId] | None = None  # that they may see; None: all, and what has no room
    room: RoomId | None = None  # that they read: its items come along
    kinds: frozenset[str] | None = None  # of notices; None: all

    def shows(self, notice: Notice) -> bool:
        """Whether the client may see and wants this."""
        if self.rooms is not None and notice.room not in self.rooms:
            return False
        return self.kinds is None or notice.kind in self.kinds


@dataclass(slots=True, kw_only=True)
class _Wanted:
    """What is to be looked up in one go, and the number under which each is shown."""

    messages: dict[int, int] = field(default_factory=dict)
    refs: dict[tuple[str, str], int] = field(default_factory=dict)
    events: dict[tuple[str, str], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.messages) + len(self.refs) + len(self.events)

    def take(self, notice: Notice, number: int) -> None:
        """Want what a notice is about; the newest notice of a thing shows it."""
        place = (str(notice.channel), str(notice.ref))
        if notice.kind == "message" and notice.id is not None:
            self.messages[notice.id] = number
        elif notice.kind == "message" and notice.ref is not None:
            self.refs[place] = number
        elif notice.kind == "event" and notice.ref is not None:
            self.events[place] = number


class Live:
    """Gathers notices while anybody watches, and writes what each kind of client is sent."""

    def __init__(
        self, bulletin: Bulletin, read: OpenUnit, *, boot: str, ring: Ring | None = None
    ) -> None:
        self.closed = False
        self._boot = boot  # of this process: numbers of another are not ours
        self._era = 0  # and of this time in which notices were kept
        self._bulletin = bulletin
        self._read = read
        self._ring = ring or Ring()
        self._ready = 0  # up to which number everything is made
        self._items: dict[int, tuple[RoomId, str]] = {}
        self._dropped = 0  # items up to this number are not kept any more
        self._flooded: dict[RoomId, int] = {}  # when more came than is drawn
        self._texts: dict[tuple[View, int], bytes] = {}
        self._shape: TypeAdapter[Any] = TypeAdapter(TimelineItem)
        self._bell = asyncio.Event()
        self._turn = asyncio.Lock()
        self._next_look = 0.0
        self._watching: dict[RoomId | None, int] = {}
        self._leave: Callable[[], None] | None = None
        self._leaving: asyncio.TimerHandle | None = None

    # ---- who watches ----------------------------------------------------------------------

    def come(self, view: View) -> None:
        """Somebody watches; from now on notices gather."""
        self._watching[view.room] = self._watching.get(view.room, 0) + 1
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        if self._leave is None:
            self._leave = self._bulletin.read_by(self._gather)

    def go(self, view: View, *, linger: float = LINGER) -> None:
        """Somebody watches no more; when nobody does for a while, nothing gathers."""
        self._watching[view.room] -= 1
        if not self._watching[view.room]:
            del self._watching[view.room]
        if not self._watching:
            self._leaving = asyncio.get_running_loop().call_later(linger, self._forget)

    def _forget(self) -> None:
        if self._leave is None or self._watching:
            return
        self._leave()
        self._leave = self._leaving = None
        self._ring, self._ready, self._dropped = Ring(), 0, 0
        self._items.clear()
        self._flooded.clear()
        self._era += 1  # numbers begin anew

    def close(self) -> None:
        """The service stops: nobody waits any longer."""
        self.closed = True
        self._bell.set()

    def _gather(self, notices: Sequence[Notice]) -> None:
        self._ring.add(notices)
        self._bell.set()

    # ---- from where somebody goes on --------------------------------------------------------

    @property
    def now(self) -> int:
        """The number of the newest notice."""
        return self._ring.last

    def place(self, number: int) -> str:
        """What a client that comes back says."""
        return f"{self._boot}-{self._era}.{number}"

    def resumed(self, place: str) -> int | None:
        """The number from which a client goes on; None: what came since is not known."""
        number = place.rpartition(".")[2][:18]
        if not number.isascii() or not number.isdigit() or place != self.place(int(number)):
            return None
        behind = int(number)
        return behind if self._ring.knows(behind) else None

    async def draw_since(self, room: RoomId, behind: int) -> None:
        """Make ready what one room had while nobody read it."""
        async with self._turn:
            await self._draw({room}, behind, self._ready)
            self._texts.clear()

    # ---- what came in -------------------------------------------------------------------------

    async def ready(self, behind: int) -> int:
        """Wait until there is more than this number, or nothing more comes; up to which it is."""
        while self._ready <= behind and not self.closed:
            await self._bell.wait()
            async with self._turn:
                if self._ready <= behind and not self.closed:
                    await self._make()
        return max(self._ready, behind)

    async def _make(self) -> None:
        pause = self._next_look - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        last, began = self._ring.last, time.perf_counter()
        rooms = {room for room in self._watching if room is not None}
        if rooms:
            await self._draw(rooms, self._ready, last)
        self._ready = last
        self._texts.clear()
        self._trim()
        took = time.perf_counter() - began
        self._next_look = time.perf_counter() + max(TOGETHER, _SHARE * took)
        if self._ring.last == last and not self.closed:
            self._bell.clear()

    async def _draw(self, rooms: set[RoomId], behind: int, to: int) -> None:
        part = self._ring.part(behind, to)
        wanted: dict[RoomId, _Wanted] = {}
        for number, notice in enumerate(part.notices, part.first):
            if notice.room is not None and notice.room in rooms:
                wanted.setdefault(notice.room, _Wanted()).take(notice, number)
        flooded = {room for room, asked in wanted.items() if len(asked) > _MOST}
        self._flooded |= dict.fromkeys(flooded, to)
        drawn = [asked for room, asked in wanted.items() if asked and room not in flooded]
        if not any(drawn):
            return
        try:
            async with self._read() as unit:
                for number, item in await _looked_up(unit, drawn):
                    self._items[number] = (item.room, self._written(item))
        except StorageAway as error:
            log.warning("live_storage_away", error=type(error).__name__)
            self._flooded |= dict.fromkeys(wanted, to)

    def _written(self, item: object) -> str:
        shown = self._shape.validate_python(item, from_attributes=True)
        return self._shape.dump_json(shown).decode()

    def _trim(self) -> None:
        if len(self._items) > 2 * _ITEMS:
            numbers = sorted(self._items)
            self._dropped = numbers[-_ITEMS - 1]
            self._items = {number: self._items[number] for number in numbers[-_ITEMS:]}

    # ---- what is sent -------------------------------------------------------------------------

    def text(self, view: View, behind: int) -> bytes:
        """What a client is sent that has everything up to a number; one text for all of a view."""
        key = (view, behind)
        if key not in self._texts:
            self._texts[key] = "".join(self._events(view, behind)).encode()
        return self._texts[key]

    def _events(self, view: View, behind: int) -> Iterable[str]:
        if self._lacks(view, behind):
            yield self.event("missed", {}, self._ready)
        part = self._ring.part(behind, self._ready)
        talked: dict[RoomId, None] = {}
        for number, notice in enumerate(part.notices, part.first):
            if notice.room is not None and notice.kind in _TALK:
                talked[notice.room] = None
            room, item = self._items.get(number, _NO_ITEM)
            if room is not None and room == view.room:
                yield _event("item", item, self.place(number))
            if view.shows(notice):
                yield self.event(notice.kind, _told(notice), number)
        seen = [room for room in talked if view.rooms is None or room in view.rooms]
        if seen and view.kinds is not None and "talk" in view.kinds:
            yield self.event("talk", {"kind": "talk", "rooms": seen}, self._ready)

    def _lacks(self, view: View, behind: int) -> bool:
        """Whether something is missing that a client should have seen since."""
        if not self._ring.knows(behind):
            return True
        if view.room is None:
            return False
        return behind < max(self._dropped, self._flooded.get(view.room, 0))

    def event(self, kind: str, content: Mapping[str, object], number: int) -> str:
        """An event as it goes over the line."""
        return _event(kind, to_json(content), self.place(number))


def _event(kind: str, content: str, place: str) -> str:
    return f"id: {place}\nevent: {kind}\ndata: {content}\n\n"


def _told(notice: Notice) -> dict[str, object]:
    told: dict[str, object] = {"kind": notice.kind, "id": notice.id, "room": notice.room}
    return told | ({"channel": notice.channel} if notice.kind == "channel" else {})


async def _looked_up(unit: Any, wanted: Sequence[_Wanted]) -> list[tuple[int, Any]]:  # noqa: ANN401 (one transaction)
    """Items with the numbers under which they are shown."""
    messages = {one: number for asked in wanted for one, number in asked.messages.items()}
    refs = {place: number for asked in wanted for place, number in asked.refs.items()}
    events = {place: number for asked in wanted for place, number in asked.events.items()}
    timeline = unit.timeline
    known = await timeline.messages_of(list(refs))
    gone = await timeline.events_of(list(events))
    for place, number in refs.items():
        if place in known:
            messages[known[place]] = max(number, messages.get(known[place], 0))
    numbers = {f"m{one}": number for one, number in messages.items()}
    numbers |= {f"e{gone[place]}": number for place, number in events.items() if place in gone}
    items = await timeline.items.of(list(messages), list(gone.values()))
    return sorted(((numbers[item.key], item) for item in items), key=lambda one: one[0])
