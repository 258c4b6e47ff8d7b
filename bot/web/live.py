"""What was committed, made ready once for everybody who watches live.

Notices gather in a ring. Whoever waits first makes ready what came in: the messages of all rooms
that somebody reads are looked up together, in one transaction, and written once. The others
find it done. So twenty consoles cost little more than one, and with nobody there nothing is made.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import TypeAdapter

from bot.core.errors import StorageAway
from bot.core.ids import RoomId
from bot.core.notices import ERASED, Notice
from bot.web.abroad import Abroad
from bot.web.live_events import event_of, talk_of, told_of
from bot.web.live_items import Wanted, looked_up
from bot.web.own_work import OwnWork
from bot.web.ports import Bulletin, OpenUnit
from bot.web.reading import to_json
from bot.web.ring import Ring
from bot.web.views.timeline import TimelineItem

TOGETHER = 0.1  # seconds between two looks: what comes in between is shown together
_SHARE = 30  # a look is followed by so many times as long without one
_MOST = 200  # items of one room that are drawn in one look; more are a flood, to be read in pages
_ITEMS = 200  # of a room that are kept, to be sent again
LINGER = 60.0  # seconds for which notices are kept after the last client went

log = structlog.get_logger("web")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a client wants to see; those who want the same share every text."""

    rooms: frozenset[RoomId] | None = None  # that they may see; None: all, and what has no room
    room: RoomId | None = None  # that they read: its items come along
    kinds: frozenset[str] | None = None  # of notices; None: all

    def shows(self, notice: Notice) -> bool:
        """Whether the client may see and wants this."""
        if notice.kind == ERASED:
            return False
        if self.rooms is not None and notice.room not in self.rooms:
            return False
        return self.kinds is None or notice.kind in self.kinds


_Wants = tuple[frozenset[RoomId] | None, frozenset[str] | None, int]


class Live:
    """Gathers notices while anybody watches, and writes what each kind of client is sent."""

    def __init__(
        self,
        bulletin: Bulletin,
        read: OpenUnit,
        *,
        boot: str,
        ring: Ring | None = None,
        abroad: Abroad | None = None,
    ) -> None:
        self.closed = False
        self._boot = boot  # of this process: numbers of another are not ours
        self._era = 0  # and of this time in which notices were kept
        self._bulletin = bulletin
        self._read = read
        self._ring = ring or Ring()
        self._abroad = abroad or Abroad(read)
        self._ready = 0  # up to which number everything is made
        self._items: dict[RoomId, list[tuple[int, str]]] = {}  # with their numbers, as sent
        self._dropped: dict[RoomId, int] = {}  # items up to this number are not kept any more
        self._flooded: dict[RoomId, int] = {}  # when more came than is drawn
        self._unsaid = 0  # who has only what came before this number reads anew
        self._texts: dict[tuple[View, int], bytes] = {}
        self._notices: dict[_Wants, list[str]] = {}
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
        self._abroad.forget()
        self._ring, self._ready, self._unsaid = Ring(), 0, 0
        self._dropped.clear()
        self._items.clear()
        self._flooded.clear()
        self._era += 1  # numbers begin anew

    def close(self) -> None:
        """The service stops: nobody waits any longer."""
        self.closed = True
        self._bell.set()

    def _gather(self, notices: Sequence[Notice]) -> None:
        self._ring.add(notices)
        self._abroad.tell(notices)
        if any(notice.kind == ERASED for notice in notices):
            # Nothing that was drawn is kept, and everybody reads anew.
            self._unsaid = self._ring.last
            self._items.clear()
            self._clear()
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
            drawn = self._items.get(room, [])
            self._items[room] = [item for item in drawn if item[0] <= behind]
            await self._draw({room}, behind, self._ready)
            self._clear()

    # ---- what came in -------------------------------------------------------------------------

    async def ready(self, behind: int) -> int:
        """Wait until there is more than this number, or nothing more comes; up to which it is."""
        while self._ready <= behind and not self.closed:
            await self._heard()
            async with self._turn:
                if self._bell.is_set() and self._ready <= behind and not self.closed:
                    await self._make()
        return max(self._ready, behind)

    async def _heard(self) -> None:
        """Wait for the bell, and see now and then what other processes did."""
        if told := await self._abroad.look():
            self._ring.add(told)
            self._bell.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._abroad.wait):
                await self._bell.wait()

    async def _make(self) -> None:
        pause = self._next_look - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        last, work = self._ring.last, OwnWork()
        rooms = {room for room in self._watching if room is not None}
        if rooms:
            await work.of(self._draw(rooms, self._ready, last))
        self._ready = last
        self._clear()
        self._trim()
        # Others work while we wait for the store: nobody who watches need wait longer for that.
        self._next_look = time.perf_counter() + max(TOGETHER, _SHARE * work.taken)
        if self._ring.last == last and not self.closed:
            self._bell.clear()

    async def _draw(self, rooms: set[RoomId], behind: int, to: int) -> None:
        part = self._ring.part(behind, to)
        wanted: dict[RoomId, Wanted] = {}
        for number, notice in enumerate(part.notices, part.first):
            if notice.room is not None and notice.room in rooms:
                wanted.setdefault(notice.room, Wanted()).take(notice, number)
        flooded = {room for room, asked in wanted.items() if len(asked) > _MOST}
        self._flooded |= dict.fromkeys(flooded, to)
        drawn = [asked for room, asked in wanted.items() if asked and room not in flooded]
        if not any(drawn):
            return
        unsaid = self._unsaid
        try:
            async with self._read() as unit:
                found = await looked_up(unit, drawn)
                if unsaid != self._unsaid:
                    return  # it may hold what was erased meanwhile
                for number, item in found:
                    text = event_of("item", self._written(item))
                    self._items.setdefault(item.room, []).append((number, text))
        except StorageAway as error:
            log.warning("live_storage_away", error=type(error).__name__)
            self._flooded |= dict.fromkeys(wanted, to)

    def _written(self, item: object) -> str:
        shown = self._shape.validate_python(item, from_attributes=True)
        return self._shape.dump_json(shown).decode()

    def _trim(self) -> None:
        for room, items in self._items.items():
            if len(items) > 2 * _ITEMS:
                self._dropped[room] = items[-_ITEMS - 1][0]
                self._items[room] = items[-_ITEMS:]

    def _clear(self) -> None:
        """Texts that were made are of no use when there is more."""
        self._texts.clear()
        self._notices.clear()

    # ---- what is sent -------------------------------------------------------------------------

    def text(self, view: View, behind: int) -> bytes:
        """What a client is sent that has everything up to a number; one text for all of a view."""
        key = (view, behind)
        if key not in self._texts:
            events = [
                *([event_of("missed", "{}")] if self._lacks(view, behind) else []),
                *self._items_behind(view.room, behind),
                *self._notices_behind(view.rooms, view.kinds, behind),
            ]
            # The last one alone says up to where: whoever lost some of them gets all of them again.
            if events:
                events[-1] = f"id: {self.place(self._ready)}\n{events[-1]}"
            self._texts[key] = "".join(events).encode()
        return self._texts[key]

    def _items_behind(self, room: RoomId | None, behind: int) -> list[str]:
        if room is None:
            return []
        return [text for number, text in self._items.get(room, ()) if behind < number]

    def _notices_behind(
        self, rooms: frozenset[RoomId] | None, kinds: frozenset[str] | None, behind: int
    ) -> list[str]:
        key = (rooms, kinds, behind)
        if key not in self._notices:
            view = View(rooms=rooms, kinds=kinds)
            part = self._ring.part(behind, self._ready)
            seen = [one for one in dict.fromkeys(part.notices) if view.shows(one)]
            self._notices[key] = [event_of(one.kind, to_json(told_of(one))) for one in seen]
            if kinds is not None and "talk" in kinds:
                self._notices[key] += talk_of(part.notices, rooms)
        return self._notices[key]

    def _lacks(self, view: View, behind: int) -> bool:
        """Whether something is missing that a client should have seen since."""
        if not self._ring.knows(behind) or behind < self._unsaid:
            return True
        if view.room is None:
            return False
        return behind < max(self._dropped.get(view.room, 0), self._flooded.get(view.room, 0))

    def event(self, kind: str, content: Mapping[str, object], number: int) -> str:
        """An event as it goes over the line, with the number that a client has then."""
        return f"id: {self.place(number)}\n{event_of(kind, to_json(content))}"
