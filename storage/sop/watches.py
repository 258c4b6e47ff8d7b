"""Watches: what is counted after posts, judged once, and counted once more when it is late."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import NewWatch, Reacting, Settled, Verdict, Watch
from bot.core.ids import OccurrenceId
from bot.core.plans import StepState, occasion_after
from storage.bulk import among, listed
from storage.noting import note_posts
from storage.sop.rows import to_occurrence
from storage.tables.sop import occurrence
from storage.tables.watches import watch
from storage.upsert import insert_for

_FOLLOWS = occurrence.alias("follows")
_WAITING = watch.c.state == Verdict.WAITING.value


class Watches:
    """The watches of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Sequence[NewWatch]) -> None:
        """Watch for reactions; a step that is watched already stays as it is.

        So does one that counted as missed before a person had it said after all: what follows
        a miss is under way, and what came of it must not bring on the other branch as well.
        """
        missed = await self._brought_on([one.occurrence for one in new]) if new else frozenset()
        rows = [
            {
                "occurrence_id": one.occurrence,
                "since": one.since,
                "until": one.until,
                "state": Verdict.WAITING.value,
                "look_at": one.since,
            }
            for one in new
            if one.occurrence not in missed
        ]
        if not rows:
            return
        statement = insert_for(self._connection, watch).on_conflict_do_nothing()
        await self._connection.execute(statement, rows)

    async def _brought_on(self, which: Collection[OccurrenceId]) -> frozenset[OccurrenceId]:
        """Those of these steps that were followed by others already."""
        roots = {occasion_after(one): one for one in which}
        runs = select(occurrence.c.run_id).where(among(occurrence.c.id, "ids"))
        found = await self._connection.scalars(
            select(_FOLLOWS.c.occasion).where(
                _FOLLOWS.c.run_id.in_(runs),
                among(_FOLLOWS.c.occasion, "occasions"),
                _FOLLOWS.c.state != StepState.SKIPPED.value,
            ),
            {"ids": listed(which), "occasions": listed(roots)},
        )
        return frozenset(roots[one] for one in found)

    async def due(self, plans: Collection[str], now: datetime, limit: int = 500) -> list[Watch]:
        """Those of these plans to be looked at, the longest waiting first."""
        rows = await self._connection.execute(
            select(*occurrence.c, *(column.label(f"w_{column.name}") for column in watch.c))
            .join(watch, watch.c.occurrence_id == occurrence.c.id)
            .where(watch.c.look_at <= now, among(occurrence.c.plan, "plans"))
            .order_by(watch.c.look_at, watch.c.occurrence_id)
            .limit(limit),
            {"plans": listed(plans)},
        )
        return [
            Watch(
                occurrence=to_occurrence(row),
                since=row.w_since,
                until=row.w_until,
                verdict=Verdict(row.w_state),
                needs=row.w_needs,
            )
            for row in rows
        ]

    async def look_again(
        self, when: Mapping[OccurrenceId, datetime], needs: Mapping[OccurrenceId, Any]
    ) -> None:
        """When they are looked at next, and what they wait for."""
        rows = [{"_id": which, "_at": at, "_needs": needs[which]} for which, at in when.items()]
        if rows:
            await self._connection.execute(_AGAIN, rows)

    async def settle(self, settled: Sequence[Settled], now: datetime) -> frozenset[OccurrenceId]:
        """Write verdicts down; gives back those that nobody had written before."""
        mine: set[OccurrenceId] = set()
        for one in settled:
            changed = await self._connection.execute(
                update(watch)
                .where(watch.c.occurrence_id == one.occurrence, _WAITING)
                .values(
                    state=one.verdict.value,
                    reason=one.reason,
                    counts=_written(one.counts),
                    judged_at=now,
                    look_at=one.look_at,
                )
                .returning(watch.c.occurrence_id)
            )
            mine |= {OccurrenceId(number) for number in changed.scalars()}
        await note_posts(self._connection, mine)
        return frozenset(mine)

    async def note_late(self, counts: Mapping[OccurrenceId, Mapping[Reacting, int]]) -> None:
        """What had come in the end; it changes no verdict."""
        rows = [{"_id": which, "_late": _written(found)} for which, found in counts.items()]
        if rows:
            await self._connection.execute(_LATE, rows)


def _written(counts: Mapping[Reacting, int]) -> dict[str, int]:
    return {kind.value: count for kind, count in counts.items()}


_AGAIN = (
    update(watch)
    .where(watch.c.occurrence_id == bindparam("_id"), _WAITING)
    .values(look_at=bindparam("_at"), needs=bindparam("_needs"))
)
_LATE = (
    update(watch)
    .where(watch.c.occurrence_id == bindparam("_id"))
    .values(look_at=None, late=bindparam("_late"))
)
