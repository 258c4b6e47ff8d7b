"""Failed sign-ins: each makes the next one of the same name, or from the same address, wait.

From where somebody signed in before, only what fails there counts: whoever guesses at their name
from elsewhere must not keep them out.
"""

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
_KNOWN = "known:"
_KNOWN_FOR = timedelta(days=90)  # since somebody signed in there last


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

    async def counted(self, name: str, address: str) -> tuple[str, str]:
        """What a try counts for: the name, or the name there where its person signed in before."""
        known = f"{_KNOWN}{name}@{address}"
        rows = await self._connection.execute(
            select(login_attempt.c.subject).where(login_attempt.c.subject == known)
        )
        whose = f"name:{name}" if rows.one_or_none() is None else known
        return whose, f"address:{address}"

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
            delete(login_attempt).where(
                login_attempt.c.last_at <= now - _FORGOTTEN,
                ~login_attempt.c.subject.startswith(_KNOWN)
                | (login_attempt.c.last_at <= now - _KNOWN_FOR),
            )
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

    async def entered(self, name: str, address: str, now: datetime) -> None:
        """It went well: the name begins anew here. The address does not, others sit behind it."""
        counted, _ = await self.counted(name, address)
        await self.cleared(counted)
        new = insert_for(self._connection, login_attempt).values(
            subject=f"{_KNOWN}{name}@{address}", failures=0, last_at=now
        )
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[login_attempt.c.subject], set_={"failures": 0, "last_at": now}
            )
        )

    async def cleared(self, subject: str) -> None:
        """Its failures count no more."""
        await self._connection.execute(
            delete(login_attempt).where(login_attempt.c.subject == subject)
        )
