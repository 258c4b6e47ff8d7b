"""Which text of a plan is in force, and every text that ever was: when, by whom and why."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.plan_changes import Edition, How
from bot.core.plans import PlanVersion, RunState
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.sop import plan, run
from storage.tables.sop_life import plan_edition
from storage.upsert import insert_for

_LIVE = run.c.state.in_([RunState.ACTIVE.value, RunState.PAUSED.value])


class Editions:
    """The texts of plans; the one that was put in force last counts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, version: PlanVersion, how: How = How.SAVED) -> None:
        """Put a text in force; the same text brought back counts as the newest again."""
        values = {
            "name": version.name,
            "version": version.version,
            "path": version.path,
            "source": version.source,
            "loaded_at": version.loaded_at,
        }
        new = insert_for(self._connection, plan).values(values)
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[plan.c.name, plan.c.version],
                set_={"path": version.path, "loaded_at": version.loaded_at},
            )
        )
        await self._connection.execute(
            insert(plan_edition).values(
                plan=version.name,
                version=version.version,
                how=how.value,
                author=version.author,
                reason=version.reason,
                at=version.loaded_at,
            )
        )

    async def in_force(self) -> list[PlanVersion]:
        """The text of every plan that counts now, by name."""
        newest = select(func.max(plan_edition.c.id)).group_by(plan_edition.c.plan)
        rows = await self._connection.execute(
            _texts().where(plan_edition.c.id.in_(newest)).order_by(plan.c.name)
        )
        return [_version(row, row.at) for row in rows]

    async def of(self, name: str) -> PlanVersion | None:
        """The text of one plan that counts now."""
        newest = select(func.max(plan_edition.c.id)).where(plan_edition.c.plan == name)
        found = await self._connection.execute(
            _texts().where(plan_edition.c.id == newest.scalar_subquery())
        )
        row = found.first()
        return None if row is None else _version(row, row.at)

    async def called(self, name: str, beginning: str) -> list[PlanVersion]:
        """The texts of a plan whose version begins so, each as it was put in force last."""
        newest = (
            select(func.max(plan_edition.c.id))
            .where(plan_edition.c.plan == name)
            .group_by(plan_edition.c.version)
        )
        rows = await self._connection.execute(
            _texts()
            .where(
                plan_edition.c.id.in_(newest),
                func.substr(plan.c.version, 1, len(beginning)) == beginning,
            )
            .order_by(plan_edition.c.id.desc())
        )
        return [_version(row, row.at) for row in rows]

    async def before(self, name: str) -> PlanVersion | None:
        """The text that counted before the present one."""
        present = await self.of(name)
        if present is None:
            return None
        rows = await self._connection.execute(
            _texts()
            .where(plan.c.name == name, plan.c.version != present.version)
            .order_by(plan_edition.c.id.desc())
            .limit(1)
        )
        row = rows.first()
        return None if row is None else _version(row, row.at)

    async def history(
        self, name: str, *, after: str | None = None, limit: int = 100
    ) -> Page[Edition]:
        """Every time that a text of a plan came into force, newest first."""
        size = page_size(limit)
        statement = (
            select(plan_edition)
            .where(plan_edition.c.plan == name)
            .order_by(plan_edition.c.id.desc())
            .limit(size + 1)
        )
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(plan_edition.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        rooms = await self._rooms(name)
        newest = await self._newest(name)
        return page_of(
            rows,
            size,
            lambda row: _edition(row, rooms[row.version] if row.id in newest else 0),
            lambda row: (row.id,),
        )

    async def _rooms(self, name: str) -> Counter[str]:
        """In how many rooms live runs are laid out by each version."""
        rows = await self._connection.execute(
            select(run.c.planned_as, func.count())
            .where(run.c.plan == name, _LIVE)
            .group_by(run.c.planned_as)
        )
        found: Counter[str] = Counter()
        for mark, rooms in rows:
            found[mark.split("/", 1)[0]] += rooms
        return found

    async def _newest(self, name: str) -> frozenset[int]:
        """Of each version the newest edition."""
        numbers = await self._connection.scalars(
            select(func.max(plan_edition.c.id))
            .where(plan_edition.c.plan == name)
            .group_by(plan_edition.c.version)
        )
        return frozenset(numbers)


def _texts() -> Select[Any]:
    return select(plan, plan_edition.c.author, plan_edition.c.reason, plan_edition.c.at).join(
        plan_edition,
        (plan_edition.c.plan == plan.c.name) & (plan_edition.c.version == plan.c.version),
    )


def _version(row: Row[Any], at: datetime) -> PlanVersion:
    return PlanVersion(
        name=row.name,
        version=row.version,
        path=row.path,
        source=row.source,
        loaded_at=at,
        author=row.author,
        reason=row.reason,
    )


def _edition(row: Row[Any], rooms: int) -> Edition:
    return Edition(
        id=row.id,
        plan=row.plan,
        version=row.version,
        how=How(row.how),
        author=row.author,
        reason=row.reason,
        at=row.at,
        rooms=rooms,
    )
