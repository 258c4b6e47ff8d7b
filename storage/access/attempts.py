"""Failed sign-ins: each makes the next one of the same name, or from the same address, wait."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.access import login_attempt
from storage.upsert import insert_for

FREE = 5  # failures that cost nothing: people mistype
_FIRST = timedelta(seconds=2)
_LONGEST = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=24)


def wait_after(failures: int) -> timedelta:
    """How long the next try has to wait: nothing, then twice as long each time."""
    if failures < FREE:
        return timedelta()
    doublings = min(failures - FREE, 20)
    return min(_FIRST * (1 << doublings), _LONGEST)


class Attempts:
    """The failed sign-ins of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def waiting(self, subjects: Collection[str], now: datetime) -> timedelta:
        """How long these have to wait still; nothing: they may try."""
        rows = await self._connection.execute(
            select(login_attempt).where(login_attempt.c.subject.in_(subjects))
        )
        left: list[timedelta] = [row.last_at + wait_after(row.failures) - now for row in rows]
        return max(timedelta(), *left, timedelta())

    async def failed(self, subjects: Collection[str], now: datetime) -> None:
        """Count a failure of each; what lies a day back is forgotten."""
        await self._connection.execute(
            delete(login_attempt).where(login_attempt.c.last_at <= now - _FORGOTTEN)
        )
        for subject in sorted(subjects):
            new = insert_for(self._connection, login_attempt).values(
                subject=subject, failures=1, last_at=now
            )
            await self._connection.execute(
                new.on_conflict_do_update(
                    index_elements=[login_attempt.c.subject],
                    set_={"failures": login_attempt.c.failures + 1, "last_at": now},
                )
            )

    async def cleared(self, subject: str) -> None:
        """It went well: the name begins anew. The address does not, others may sit behind it."""
        await self._connection.execute(
            delete(login_attempt).where(login_attempt.c.subject == subject)
        )
