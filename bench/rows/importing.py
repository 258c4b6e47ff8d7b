"""Importing a large file of talk, some of its lines broken."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.report import Figure
from bench.stage import peak_mebibytes, say, storage_in
from bench.talk import messages
from bot.clock import SystemClock
from bot.core.events import Event
from bot.importing.formats import find_format, open_source, read
from bot.importing.runner import Period, Tally, carry
from bot.importing.values import Options
from storage.engine import Database, make_engine
from storage.schema import upgrade
from storage.talk.archive import Archive

_LINES = {"small": 10_000, "budget": 100_000, "large": 1_000_000}
_ROOMS, _PEOPLE = 200, 20_000
_BROKEN = ("{", '{"at": "soon"}', "[]", '{"at": 1714527000, "room": "甲"}', "\x00\x01")
_SHARE = 0.01  # of the lines


def measure(size: str, folder: Path) -> list[Figure]:
    """Lines a second, read, stored and reported."""
    lines = _LINES[size]
    path = folder / "talk.jsonl"
    say(f"writing {lines:,} lines")
    _write(path, lines)
    say("importing")
    processor = time.process_time()
    tally, taken = asyncio.run(_import(path, folder))
    busy = (time.process_time() - processor) / lines * 1e6
    return [
        Figure(
            row="import of a JSONL file",
            size=f"{lines:,} lines",
            value=lines / taken,
            unit="lines/s",
            higher_is_better=True,
            note=(
                f"{busy:.0f} us of processor a line; {tally.stored:,} stored,"
                f" {tally.asides.total():,} set aside; peak {peak_mebibytes():.0f} MiB"
            ),
        )
    ]


def _write(path: Path, lines: int) -> None:
    dice = random.Random(7)  # noqa: S311 (repeatable chance)
    with path.open("w", encoding="utf-8") as file:
        for said in messages(lines, rooms=_ROOMS, people=_PEOPLE):
            if dice.random() < _SHARE:
                file.write(dice.choice(_BROKEN) + "\n")
                continue
            line = {
                "id": said.ref,
                "at": said.at.timestamp(),
                "room": said.room_name,
                "sender": said.sender,
                "sender_name": said.sender_name,
                "text": said.text,
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


async def _import(path: Path, folder: Path) -> tuple[Tally, float]:
    database = Database(make_engine(storage_in(folder)))
    await upgrade(database)
    tally, clock = Tally(), SystemClock()

    async def save(events: Sequence[Event]) -> int:
        async with database.write() as connection:
            return len(await Archive(connection).save(events, received=clock.now()))

    source = open_source(path)
    items = read(source, find_format(source), Options(zone=ZoneInfo("Asia/Shanghai")))
    began = time.perf_counter()
    await carry(items, tally, save, period=Period(), moved=lambda: None)
    taken = time.perf_counter() - began
    await database.close()
    return tally, taken
