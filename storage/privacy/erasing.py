"""Going through an erasure, part by part: each is one short transaction, and others get their turn.

Order: every text that mentions the person; what they said; texts that were written meanwhile;
the search index. How far it is stands in the database, so that a restart goes on from there.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import Column, Row, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from storage.engine import Database
from storage.privacy import index, mentions
from storage.privacy.poison import clean_line, clean_poison
from storage.privacy.said import listen, unsay
from storage.privacy.sweeps import SWEEPS, Sweep
from storage.privacy.words import Traces
from storage.service.audit import Audit
from storage.tables.profiles import erasure

ROWS = 400  # read and cleaned in one go: some 10 ms in which nothing else runs
MESSAGES = 100  # erased in one transaction
_LOOKS = 10  # goes through rows of which nothing is to be changed, before the place is noted
_LEASE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Stage:
    kind: str  # sweep | mentions | poison | said | index
    which: int = 0
    again: bool = False  # only what was written since the first time


def _stages() -> tuple[_Stage, ...]:
    swept = [_Stage("mentions"), *(_Stage("sweep", n) for n in range(len(SWEEPS)))]
    again = [_Stage(one.kind, one.which, again=True) for one in swept]
    indexes = [_Stage("index", n) for n in range(len(index.TABLES))]
    return (*swept, _Stage("poison"), _Stage("said"), *again, *indexes)


STAGES = _stages()


@dataclass(slots=True)
class _Known:
    """What one process keeps of an erasure between its steps."""

    traces: Traces
    ids: list[int]  # of the person's messages


@dataclass(slots=True, kw_only=True)
class _Part:
    """What one step found: rows to write, and the place behind them; None: the stage is over."""

    place: int | None
    rows: Sequence[Any] = ()


class Spilled(Protocol):
    """The file beside the database (`storage.talk.poison_file.PoisonFile`)."""

    async def rewrite(self, change: Callable[[str], str]) -> None:
        """Change its lines."""
        ...


@dataclass(slots=True)
class Erasing:
    """Goes through the erasures that were begun; one process at a time works on each."""

    database: Database
    spilled: Spilled | None = None  # poison that the database did not take
    owner: str = field(default_factory=lambda: uuid4().hex)
    _known: dict[int, _Known] = field(default_factory=dict)

    async def step(self, now: datetime) -> bool:
        """Do the next part; False when there is nothing to do."""
        row = await self._take(now)
        if row is None:
            return False
        known = await self._learn(row)
        stage = STAGES[row.stage]
        part = await self._look(stage, row, known)
        if stage.kind == "poison" and self.spilled is not None:
            await self.spilled.rewrite(lambda line: clean_line(line, known.traces))
        async with self.database.write() as connection:
            await self._do(connection, stage, row, part, known)
            await self._note(connection, row, part, now)
        if part.place is None and row.stage + 1 == len(STAGES):
            self._known.pop(row.id, None)
            await self._leave_nothing_behind()
        return True

    async def mark(self) -> tuple[int, int]:
        """How many erasures there were, and are over: whichever process began and ended them."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(func.count(), func.count(erasure.c.ended_at)))
            begun, ended = rows.one()
        return int(begun), int(ended)

    async def _take(self, now: datetime) -> Row[Any] | None:
        """The oldest open erasure that nobody else is at."""
        free = erasure.c.lease_until.is_(None) | (erasure.c.lease_until <= now)
        async with self.database.read() as connection:
            rows = await connection.execute(
                select(erasure)
                .where(erasure.c.ended_at.is_(None), free | (erasure.c.owner == self.owner))
                .order_by(erasure.c.id)
                .limit(1)
            )
            row = rows.one_or_none()
        if row is None or row.owner == self.owner:
            return row
        async with self.database.write() as connection:
            taken = await connection.execute(
                update(erasure)
                .where(erasure.c.id == row.id, free)
                .values(owner=self.owner, lease_until=now + _LEASE)
            )
        return row if taken.rowcount else None

    async def _learn(self, row: Row[Any]) -> _Known:
        if row.id not in self._known:
            kept: Mapping[str, Any] = row.names
            traces = Traces(
                students=frozenset(kept["students"]),
                identities=frozenset(kept["identities"]),
                names=tuple(kept["names"]),
                refs=kept["refs"],
                shared=frozenset(kept["shared"]),
                subjects=frozenset(kept["subjects"]),
            )
            async with self.database.read() as connection:
                self._known[row.id] = _Known(traces, await listen(connection, traces))
        return self._known[row.id]

    # ---- looking: nobody waits meanwhile ------------------------------------------------------

    async def _look(self, stage: _Stage, row: Row[Any], known: _Known) -> _Part:
        place = row.place
        if stage.again and not place:
            place = (row.names.get("marks") or {}).get(_mark(stage), 0)
        if stage.kind == "said":
            return _next_messages(known.ids, place)
        if stage.kind in {"index", "poison"}:
            return _Part(place=place)
        async with self.database.read() as connection:
            for _ in range(_LOOKS):
                part = await self._read(connection, stage, place, known.traces)
                if part.place is None or part.rows:
                    return part
                place = part.place
        return _Part(place=place)

    async def _read(
        self, connection: AsyncConnection, stage: _Stage, place: int, traces: Traces
    ) -> _Part:
        if stage.kind == "mentions":
            rows = await mentions.read(connection, place, ROWS)
            found: Sequence[Any] = await mentions.changed(connection, rows, traces)
        else:
            sweep = SWEEPS[stage.which]
            rows = await _rows(connection, sweep, place)
            found = [(row, new) for row in rows if (new := sweep.changes(row, traces))]
        # The last rows are found with an empty look, so that their place is noted.
        return _Part(place=rows[-1].id, rows=found) if rows else _Part(place=None)

    # ---- doing --------------------------------------------------------------------------------

    async def _do(
        self, connection: AsyncConnection, stage: _Stage, row: Row[Any], part: _Part, known: _Known
    ) -> None:
        if stage.kind == "said":
            await unsay(connection, part.rows)
        elif stage.kind == "mentions":
            await mentions.write(connection, part.rows)
        elif stage.kind == "sweep":
            if not await _write(connection, SWEEPS[stage.which], part.rows):
                part.place = row.place  # something moved on since it was looked at: look again
        elif stage.kind == "poison":
            await clean_poison(connection, known.traces)
            part.place = None
        else:
            table = index.TABLES[stage.which]
            more = await index.merge(connection, table, first=row.place == 0)
            part.place = row.place + 1 if more else None

    async def _note(
        self, connection: AsyncConnection, row: Row[Any], part: _Part, now: datetime
    ) -> None:
        """Write down how far it is, in the transaction that did it."""
        values: dict[str, Any] = {"lease_until": now + _LEASE}
        if part.place is not None:
            values["place"] = part.place
        else:
            stage = STAGES[row.stage]
            kept = row.names
            marks = {**(kept.get("marks") or {}), _mark(stage): row.place}
            values |= {
                "stage": row.stage + 1,
                "place": 0,
                "names": {**kept, "marks": marks},
                "counts": {**row.counts, "share": 100 * (row.stage + 1) // len(STAGES)},
            }
            if row.stage + 1 == len(STAGES):
                values |= {"names": None, "ended_at": now, "owner": None, "lease_until": None}
                await self._tell(connection, row, now)
        await connection.execute(update(erasure).where(erasure.c.id == row.id).values(values))

    async def _tell(self, connection: AsyncConnection, row: Row[Any], now: datetime) -> None:
        counts = {name: number for name, number in row.counts.items() if name != "share"}
        await Audit(connection).note(
            "person.erased",
            f"person:{row.student_id}",
            author=row.author,
            now=now,
            details={
                **before_after({"erased": "begun"}, {"erased": "done"}),
                "erasure": row.id,
                **counts,
            },
        )

    async def _leave_nothing_behind(self) -> None:
        """SQLite's log of changes holds pages as they were: let it be written back and emptied."""
        if not self.database.is_sqlite:
            return
        async with self.database.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                return
            # The first writes back beside everybody; the second, which nobody writes beside,
            # then has little left to do.
            for how in ("PASSIVE", "TRUNCATE"):
                await driver.execute_fetchall(f"PRAGMA wal_checkpoint({how})")


def _mark(stage: _Stage) -> str:
    return f"{stage.kind}:{stage.which}"


def _next_messages(ids: Sequence[int], place: int) -> _Part:
    start = bisect_right(ids, place)
    found = ids[start : start + MESSAGES]
    return _Part(place=found[-1], rows=found) if found else _Part(place=None)


async def _rows(connection: AsyncConnection, sweep: Sweep, place: int) -> list[Row[Any]]:
    statement = select(*sweep.columns).where(sweep.table.c.id > place)
    if sweep.wanted is not None:
        statement = statement.where(sweep.wanted)
    rows = await connection.execute(statement.order_by(sweep.table.c.id).limit(ROWS))
    return list(rows)


async def _write(
    connection: AsyncConnection, sweep: Sweep, found: Sequence[tuple[Row[Any], dict[str, Any]]]
) -> bool:
    """False where a row is another by now than the one that was looked at."""
    if sweep.guard is not None:
        return await _write_guarded(connection, sweep.table, sweep.guard, found)
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for old, new in found:
        row = {"row_id": old.id, **{f"new_{name}": value for name, value in new.items()}}
        by_columns.setdefault(tuple(sorted(new)), []).append(row)
    for names, rows in by_columns.items():
        statement = update(sweep.table).where(sweep.table.c.id == bindparam("row_id"))
        await connection.execute(
            statement.values({name: bindparam(f"new_{name}") for name in names}), rows
        )
    return True


async def _write_guarded(
    connection: AsyncConnection,
    table: Table,
    guard: Column[Any],
    found: Sequence[tuple[Row[Any], dict[str, Any]]],
) -> bool:
    whole = True
    for old, new in found:
        same = (table.c.id == old.id) & (guard == getattr(old, guard.name))
        done = await connection.execute(update(table).where(same).values(new))
        whole = whole and done.rowcount == 1
    return whole
