"""The audit: everything a person or the bot changed, with author and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.service import audit

Details = Mapping[str, Any]  # JSON; `before` and `after` hold the state of what was changed


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to whom, when and why. `subject` is `person:10001`, `case:7`, ..."""

    id: int
    at: datetime
    author: str
    action: str
    subject: str
    reason: str
    details: Details | None


class Audit:
    """Writes and reads the audit; nothing is ever changed in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(
        self,
        action: str,
        subject: str,
        *,
        author: str,
        now: datetime,
        reason: str = "",
        details: Details | None = None,
    ) -> None:
        """Note a change, in the transaction that makes it."""
        await self._connection.execute(
            insert(audit).values(
                at=now,
                author=author,
                action=action,
                subject=subject,
                reason=reason,
                details=details,
            )
        )

    async def entries(
        self,
        *,
        subject: str | None = None,
        author: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[AuditEntry]:
        """What was done, newest first."""
        limit = page_size(limit)
        statement = select(audit).order_by(audit.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(audit.c.id < behind[0])
        if subject is not None:
            statement = statement.where(audit.c.subject == subject)
        if author is not None:
            statement = statement.where(audit.c.author == author)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _entry, lambda row: (row.id,))


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        at=row.at,
        author=row.author,
        action=row.action,
        subject=row.subject,
        reason=row.reason,
        details=row.details,
    )
