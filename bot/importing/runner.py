"""Carries a file into the archive in batches, and counts what became of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.events import Event, MembersJoined, MessageReceived
from bot.importing.values import Aside, Item

BATCH = 1000
_BREATH = 5000  # items
SHOWN = 20  # places of each kind that the report names

Save = Callable[[Sequence[Event]], Awaitable[int]]
"""Stores events, and says how many of them were new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when is imported. `until` itself is not."""

    since: datetime | None = None
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether a time lies in it."""
        after = self.since is None or at >= self.since
        return after and (self.until is None or at < self.until)


@dataclass(slots=True)
class Tally:
    """What was read and what could not be; grows while the import runs."""

    read: int = 0  # events understood and inside the period
    stored: int = 0
    outside: int = 0  # before or after the period
    messages: int = 0
    undecodable: int = 0  # characters the encoding does not know, kept as U+FFFD
    first: datetime | None = None
    last: datetime | None = None
    people: set[tuple[str, str]] = field(default_factory=set)
    rooms: dict[tuple[str, str], str] = field(default_factory=dict)
    asides: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Aside]] = field(default_factory=dict)

    @property
    def already_there(self) -> int:
        """Events that the archive had before."""
        return self.read - self.stored

    def put_aside(self, aside: Aside) -> None:
        """Count a piece that was not taken; remember where the first of its kind are."""
        self.asides[aside.kind] += 1
        places = self.places.setdefault(aside.kind, [])
        if len(places) < SHOWN:
            places.append(aside)

    def take(self, event: Event) -> None:
        """Count an event."""
        self.read += 1
        self.first = event.at if self.first is None else min(self.first, event.at)
        self.last = event.at if self.last is None else max(self.last, event.at)
        channel = str(event.channel)
        if isinstance(event, MessageReceived):
            self.messages += 1
            if not event.own:
                self.people.add((channel, event.sender))
            if event.room is not None and (channel, event.room) not in self.rooms:
                self.rooms[channel, event.room] = event.room_name
        elif isinstance(event, MembersJoined):
            self.people.update((channel, m.user) for m in event.members if not m.own)


async def carry(
    items: Iterator[Item],
    tally: Tally,
    save: Save,
    *,
    period: Period,
    moved: Callable[[], None],
) -> None:
    """Store everything. Whatever was stored when it is interrupted stays; a second run goes on.

    `moved` is called after each batch, for a progress bar.
    """
    batch: list[Event] = []
    for number, item in enumerate(items):
        if number % _BREATH == 0:
            await asyncio.sleep(0)  # where nothing is to be stored, Ctrl-C is heard all the same
            moved()
        if isinstance(item, Aside):
            tally.put_aside(item)
        elif not period.covers(item.at):
            tally.outside += 1
        else:
            batch.append(item)
            if len(batch) >= BATCH:
                await _store(batch, tally, save)
                moved()
                batch = []
    await _store(batch, tally, save)
    moved()


async def _store(batch: Sequence[Event], tally: Tally, save: Save) -> None:
    if not batch:
        return
    saving = asyncio.ensure_future(save(batch))
    try:
        await asyncio.shield(saving)
    finally:
        # Ctrl-C between the commit and the count would leave stored what the report denies.
        stored = await saving
        for event in batch:
            tally.take(event)
        tally.stored += stored
