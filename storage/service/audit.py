"""The audit: everything a person or the bot changed, with author and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import Seen, before_after
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.states import state_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which lines; None is any. A subject or action without its end means all of its kind."""

    subject: str | None = None
    author: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Audit:
    """Writes and reads the audit; nothing is ever changed in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(  # noqa: PLR0913 (the parts of a line)
        self,
        action: str,
        subject: str,
        *,
        author: str,
        now: datetime,
        reason: str = "",
        details: Details | None = None,
        before: Seen | None = None,
    ) -> None:
        """Note a change, in the transaction that makes it.

        `before` is what `state` gave before it: how its subject stands now is kept beside it.
        """
        if before is not None:
            details = {**before_after(before, await self.state(subject)), **(details or {})}
        await self._connection.execute(
            insert(audit).values(
                at=now,
                author=author,
                action=action,
                subject=subject,
                reason=reason,
                details=details or None,
            )
        )

    async def state(self, subject: str) -> Seen | None:
        """How a subject stands now, to be told from how it stands after a change."""
        return await state_of(self._connection, subject)

    async def entries(
        self,
        which: AuditFilter | None = None,
        *,
        subject: str | None = None,
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
        for condition in _conditions(which or AuditFilter()):
            statement = statement.where(condition)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _entry, lambda row: (row.id,))


def _conditions(which: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.subject is not None:
        # `case` is every case, `case:7` is one.
        kind = audit.c.subject.startswith(f"{which.subject}:", autoescape=True)
        found.append((audit.c.subject == which.subject) | kind)
    if which.author is not None:
        found.append(audit.c.author == which.author)
    if which.action is not None:
        group = audit.c.action.startswith(f"{which.action}.", autoescape=True)
        found.append((audit.c.action == which.action) | group)
    if which.since is not None:
        found.append(audit.c.at >= which.since)
    if which.until is not None:
        found.append(audit.c.at < which.until)
    return found


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
