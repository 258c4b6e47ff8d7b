"""Back-tests that people ask of the running service; each is reckoned in a process of its own."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.apart import WorkFailed, apart
from bot.backtest_run import as_values, compare
from bot.config import Settings
from bot.core.ids import RoomId
from bot.proposed import proposed
from storage.looking import looked_at
from storage.talk.reading import Wanted

_TEXT = 500  # characters of a message that are shown

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the other process is to compare. It holds the database's address: never logged."""

    today: Settings
    proposed: Settings
    since: datetime
    until: datetime
    rooms: frozenset[RoomId] | None  # None: all


@dataclass(frozen=True, slots=True)
class BackTestDesk:
    """Tries proposed rules out on what was said."""

    settings: Callable[[], Settings]

    def work(
        self, source: str, *, days: int, rooms: Collection[RoomId] | None, now: datetime
    ) -> Callable[[Tell], Awaitable[object]]:
        """A job that compares; raises `BrokenFile` at once where the text has mistakes."""
        today = self.settings()
        order = Order(
            today=today,
            proposed=proposed(today, source),
            since=now - timedelta(days=days),
            until=now,
            rooms=None if rooms is None else frozenset(rooms),
        )

        async def run(tell: Tell) -> object:
            return await apart("bot.backtest_desk", order, tell)

        return run


async def work(order: Order, tell: Tell) -> dict[str, Any]:
    """The comparison, in the other process: the database is only looked at."""
    wanted = Wanted(since=order.since, until=order.until, ids=order.rooms)

    def step(done: int, total: int) -> None:
        tell(done / max(total, 1))

    async with looked_at(order.today.storage) as database:
        if database is None:
            msg = "there is no archive yet"
            raise WorkFailed(msg)
        report = await compare(database, order.today, order.proposed, wanted, step)
    values = as_values(report)
    for name in ("newly_caught_messages", "no_longer_caught_messages"):
        for one in values[name]:
            one["text"] = one["text"][:_TEXT]
    return values | {"since": order.since, "until": order.until}
