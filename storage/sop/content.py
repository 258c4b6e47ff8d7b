"""Approvals of the content library, and the runs that will need its pieces."""

from collections.abc import Collection

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.content import Approval, task_key
from bot.core.ids import TaskId
from bot.core.plans import Run, RunState
from bot.core.tasks import Receipt, TaskState
from storage.bulk import among, listed
from storage.service.audit import Audit
from storage.sop.rows import runs_with_rooms, to_run
from storage.sop.tasks import Tasks
from storage.tables.content import content_approval
from storage.tables.sop import run, task

_LIVE = (RunState.ACTIVE.value, RunState.PAUSED.value)


class Contents:
    """The approvals of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def approvals(self) -> dict[str, Approval]:
        """The newest word on every piece, as far as it is an approval."""
        newest = select(func.max(content_approval.c.id)).group_by(content_approval.c.content)
        rows = await self._connection.execute(
            select(content_approval).where(content_approval.c.id.in_(newest))
        )
        return {row.content: _approval(row) for row in rows if row.given}

    async def history(self, content: str, limit: int = 100) -> list[Approval]:
        """Every word on a piece, newest first."""
        rows = await self._connection.execute(
            select(content_approval)
            .where(content_approval.c.content == content)
            .order_by(content_approval.c.id.desc())
            .limit(limit)
        )
        return [_approval(row) for row in rows]

    async def put(self, word: Approval) -> None:
        """Say that a version may be said, or no more; audited.

        An approval closes the tasks that the piece gave rise to.
        """
        values = {
            "content": word.content,
            "version": word.version,
            "given": word.given,
            "author": word.by,
            "reason": word.reason,
            "at": word.at,
        }
        await self._connection.execute(insert(content_approval).values(values))
        await Audit(self._connection).note(
            "content.approve" if word.given else "content.withdraw",
            f"content:{word.content}",
            author=word.by,
            now=word.at,
            reason=word.reason,
            details={
                **before_after({"approved": not word.given}, {"approved": word.given}),
                "version": word.version,
            },
        )
        if word.given:
            await self._close(word)

    async def _close(self, word: Approval) -> None:
        open_ = select(task.c.id).where(
            task.c.dedup_key.startswith(task_key(word.content), autoescape=True),
            task.c.state.in_([TaskState.OPEN.value, TaskState.HELD.value]),
        )
        tasks = Tasks(self._connection)
        for number in (await self._connection.scalars(open_)).all():
            await tasks.done(TaskId(number), word.by, word.at, Receipt.COMMAND)

    async def runs_of(self, plans: Collection[str]) -> list[Run]:
        """Live runs of these plans."""
        rows = await self._connection.execute(
            runs_with_rooms().where(among(run.c.plan, "plans"), run.c.state.in_(_LIVE)),
            {"plans": listed(plans)},
        )
        return [to_run(row) for row in rows]


def _approval(row: Row[tuple[object, ...]]) -> Approval:
    return Approval(
        content=row.content,
        version=row.version,
        by=row.author,
        at=row.at,
        reason=row.reason,
        given=row.given,
    )
