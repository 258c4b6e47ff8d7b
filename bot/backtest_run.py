"""A back-test over the archive of a database: read batch by batch, reckoned, told as values."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backtest import BackTest, Comparison, Side
from bot.config import Settings
from bot.core.ids import MessageId
from bot.core.seen import SeenMessage
from bot.memory.memory import Memory
from bot.model_in_use import model_in_use
from bot.rulebook import Rulebook
from handlers.learned.model import Model
from storage.engine import Database
from storage.learning.reviews import Reviews
from storage.talk.reading import Past, Wanted

K = TypeVar("K")

Step = Callable[[int, int], None]  # so many messages are read, of so many


def memory_of(book: Rulebook) -> Memory:
    """What stands in for the database while the past is judged by these rules."""
    return Memory(window=book.repeat_window, rules_for=book.rules_for, staff=book.staff)


async def compare(
    database: Database,
    settings: Settings,
    other: Settings,
    wanted: Wanted,
    step: Step,
    *,
    model: Model | None = None,
) -> Comparison:
    """Today's settings beside others (and another model, if one is given) over the past."""
    async with database.read() as asking:
        in_use = await model_in_use(asking)
        today = Rulebook(settings, model=in_use)
        proposed = Rulebook(other, model=in_use if model is None else model)
        test = BackTest(today.rules, proposed.rules, memory_of(today), memory_of(proposed))
        # Two connections: SQLite answers no second question while the first is being read.
        async with database.read() as reading:
            await go_through(reading, wanted, Reviews(asking).decisions, test.take, step)
    return test.report


async def go_through(
    reading: AsyncConnection,
    wanted: Wanted,
    known: Callable[[Sequence[MessageId]], Awaitable[Mapping[MessageId, K]]],
    take: Callable[[Sequence[SeenMessage], Mapping[MessageId, K]], None],
    step: Step,
) -> None:
    """Feed the past, batch by batch, with what is known of each batch."""
    past = Past(reading)
    total, done = await past.count(wanted), 0
    async for batch in past.by_time(wanted):
        take(batch, await known([said.id for said in batch]))
        done += len(batch)
        step(done, total)


def as_values(report: Comparison) -> dict[str, Any]:
    """The comparison as it is told to programs."""
    return {
        "messages": report.messages,
        "decided": {"confirmed": report.confirmed, "dismissed": report.dismissed},
        "today": _side(report.today),
        "proposed": _side(report.proposed),
        "newly_caught": report.newly_caught,
        "no_longer_caught": report.no_longer_caught,
        "newly_removed": report.newly_removed,
        "no_longer_removed": report.no_longer_removed,
        "flips": dict(sorted(report.flips.items())),
        "newly_caught_by_room": dict(report.gained_by_room.most_common()),
        "no_longer_caught_by_room": dict(report.lost_by_room.most_common()),
        "newly_caught_by_detector": dict(report.gained_by_detector.most_common()),
        "no_longer_caught_by_detector": dict(report.lost_by_detector.most_common()),
        "newly_caught_messages": [asdict(one) for one in report.gained],
        "no_longer_caught_messages": [asdict(one) for one in report.lost],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "flagged": side.flagged,
        "would_remove": side.removed,
        "by_room": dict(side.by_room.most_common()),
        "by_detector": dict(side.by_detector.most_common()),
        "of_confirmed": side.confirmed,
        "of_dismissed": side.dismissed,
    }
