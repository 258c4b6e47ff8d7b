"""Versions of the model: what was fitted, what took over, what was refused or rolled back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.errors import GroupkeeperError
from bot.core.ids import VersionId
from bot.core.learning import Version, VersionState
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit
from storage.tables.learning import model_version, sample

_KEPT = 10  # versions whose weights are kept: so far one can go back
_COLUMNS = [column for column in model_version.c if column.name != "weights"]
_SHIPPED = VersionId(0)


class NoSuchVersion(GroupkeeperError):
    """There is no such version, or nobody can go back to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fit of the model, checked: what is to be written down of it."""

    base: str
    samples: int
    fingerprint: str
    figures: Mapping[str, float]
    weights: bytes
    reason: str
    author: str
    read: datetime | None = None  # when its samples were read; None: just now


class Versions:
    """The versions on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def active(self) -> Version | None:
        """The version messages are judged by; None: the model as shipped."""
        return await self._one(model_version.c.state == VersionState.ACTIVE.value)

    async def version(self, number: VersionId) -> Version | None:
        """One version; None where there is none."""
        return await self._one(model_version.c.id == number)

    async def newest(self) -> Version | None:
        """What was fitted last, whether it took over or not."""
        return await self._one(
            model_version.c.id == select(func.max(model_version.c.id)).scalar_subquery()
        )

    async def _one(self, which: Any) -> Version | None:  # noqa: ANN401 (SQLAlchemy's condition)
        row = (await self._connection.execute(select(*_COLUMNS).where(which))).one_or_none()
        return None if row is None else _version(row)

    async def weights(self, number: VersionId) -> bytes | None:
        """The weights of a version; None where they are kept no more."""
        query = select(model_version.c.weights).where(model_version.c.id == number)
        found: bytes | None = await self._connection.scalar(query)
        return found

    async def drop_weights(self, number: VersionId) -> None:
        """Keep weights no more that cannot be read: nobody can go back to them."""
        await self._connection.execute(
            update(model_version).where(model_version.c.id == number).values(weights=None)
        )

    async def knows_revoked(self, number: VersionId) -> bool:
        """Whether a sample that this version learned was revoked after it was fitted."""
        return bool(
            await self._connection.scalar(
                select(
                    exists().where(
                        model_version.c.id == number,
                        sample.c.at <= model_version.c.at,
                        sample.c.revoked_at >= model_version.c.at,
                    )
                )
            )
        )

    async def versions(self, *, after: str | None = None, limit: int = 50) -> Page[Version]:
        """Versions, newest first."""
        limit = page_size(limit)
        statement = select(*_COLUMNS).order_by(model_version.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(model_version.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _version, lambda row: (row.id,))

    async def take_up(self, candidate: Candidate, now: datetime) -> Version:
        """Judge by this one from now on; the one before is kept to go back to."""
        before = await self.active()
        await self._retire_active("", now)
        number = await self._write(candidate, VersionState.ACTIVE, before, now)
        return await self._known(number)

    async def refuse(self, candidate: Candidate, now: datetime) -> Version:
        """Keep one that did not pass the check, to look at."""
        before = await self.active()
        number = await self._write(candidate, VersionState.REFUSED, before, now)
        return await self._known(number)

    async def go_back(
        self, to: VersionId, *, reason: str, author: str, now: datetime
    ) -> Version | None:
        """Judge by an earlier version again; 0 is the model as shipped (None is given back)."""
        active = await self.active()
        if to == (_SHIPPED if active is None else active.id):
            msg = f"version {to} is what messages are judged by already"
            raise NoSuchVersion(msg)
        if to != _SHIPPED:
            await self._must_be_there(to)
        await self._retire_active(reason, now)
        if to != _SHIPPED:
            await self._connection.execute(
                update(model_version)
                .where(model_version.c.id == to)
                .values(
                    state=VersionState.ACTIVE.value,
                    reason=reason,
                    taken_up_at=now,
                    retired_at=None,
                )
            )
        await Audit(self._connection).note(
            "model.go_back",
            f"version:{to}",
            author=author,
            now=now,
            reason=reason,
            details=before_after(
                {"version": _SHIPPED if active is None else active.id}, {"version": to}
            ),
        )
        return None if to == _SHIPPED else await self._known(to)

    async def _must_be_there(self, number: VersionId) -> None:
        found = await self.version(number)
        if found is None:
            msg = f"there is no version {number}; `spam versions` lists them, 0 is as shipped"
            raise NoSuchVersion(msg)
        if found.state is VersionState.REFUSED:
            msg = f"version {number} was refused ({found.reason}); it never judged anything"
            raise NoSuchVersion(msg)
        if await self.weights(number) is None:
            msg = f"the weights of version {number} are kept no more; only the last {_KEPT} are"
            raise NoSuchVersion(msg)
        if await self.knows_revoked(number):
            msg = f"version {number} knows samples that were revoked since; 0 is as shipped"
            raise NoSuchVersion(msg)

    async def _known(self, number: VersionId) -> Version:
        found = await self.version(number)
        if found is None:
            msg = f"there is no version {number}"
            raise NoSuchVersion(msg)
        return found

    async def _retire_active(self, reason: str, now: datetime) -> None:
        changed = {"state": VersionState.RETIRED.value, "retired_at": now}
        if reason:
            changed["reason"] = reason
        await self._connection.execute(
            update(model_version)
            .where(model_version.c.state == VersionState.ACTIVE.value)
            .values(changed)
        )

    async def _write(
        self, candidate: Candidate, state: VersionState, before: Version | None, now: datetime
    ) -> VersionId:
        active = state is VersionState.ACTIVE
        number: int | None = await self._connection.scalar(
            model_version.insert()
            .values(
                at=candidate.read or now,
                state=state.value,
                reason=candidate.reason,
                author=candidate.author,
                base=candidate.base,
                samples=candidate.samples,
                fingerprint=candidate.fingerprint,
                figures=dict(candidate.figures),
                before_id=None if before is None else before.id,
                taken_up_at=now if active else None,
                weights=candidate.weights,
            )
            .returning(model_version.c.id)
        )
        written = VersionId(number or 0)
        await self._forget_old()
        return written

    async def _forget_old(self) -> None:
        """Weights are large; the figures of old versions stay.

        Nobody goes back to what was refused: a row of refusals pushes nothing out.
        """
        judged = (
            select(model_version.c.id)
            .where(model_version.c.state != VersionState.REFUSED.value)
            .order_by(model_version.c.id.desc())
            .limit(_KEPT)
        )
        await self._connection.execute(
            update(model_version)
            .where(
                model_version.c.id.not_in(judged),
                model_version.c.state != VersionState.ACTIVE.value,
                model_version.c.weights.is_not(None),
            )
            .values(weights=None)
        )


def _version(row: Row[Any]) -> Version:
    return Version(
        id=row.id,
        at=row.at,
        state=VersionState(row.state),
        reason=row.reason,
        author=row.author,
        base=row.base,
        samples=row.samples,
        fingerprint=row.fingerprint,
        figures=row.figures,
        before=row.before_id,
        taken_up=row.taken_up_at,
        retired=row.retired_at,
    )
