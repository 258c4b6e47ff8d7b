"""Samples: texts that people gave a label."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.errors import GroupkeeperError
from bot.core.ids import MessageId, SampleId
from bot.core.learning import KeepSample, Label, Sample, SampleSource
from bot.core.text import storable
from storage.bulk import among, listed
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit, Details
from storage.tables.learning import sample
from storage.upsert import insert_for


class NoSuchSample(GroupkeeperError):
    """There is no such sample, or it was revoked already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did."""

    new: int = 0
    known: int = 0  # the same text with the same label was there
    contrary: int = 0  # new, though the same text has the other label too


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Equal as long as the live samples are the same; `changed` is when they last changed."""

    numbers: tuple[int, int, int]
    changed: datetime | None


_LIVE = sample.c.revoked_at.is_(None)


def text_key(text: str) -> str:
    """By which the same text is found again."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:32]


class Samples:
    """The samples on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def apply(self, kept: Sequence[KeepSample], now: datetime) -> None:
        """Keep what was decided; the newest word on a message is the one that counts."""
        for one in kept:
            if one.message is not None and await self._says_so(one.message, one.label):
                continue
            if one.message is not None:
                await self._revoke([sample.c.message_id == one.message], one.author, now)
            await self._connection.execute(
                sample.insert().values(
                    text=storable(one.text),
                    label=one.label.value,
                    text_key=text_key(storable(one.text)),
                    message_id=one.message,
                    case_id=one.case,
                    source=one.source.value,
                    author=one.author,
                    at=now,
                )
            )

    async def _says_so(self, message: MessageId, label: Label) -> bool:
        query = select(sample.c.label).where(sample.c.message_id == message, _LIVE)
        return await self._connection.scalar(query) == label.value

    async def import_all(
        self, given: Sequence[tuple[str, Label]], *, author: str, now: datetime
    ) -> Imported:
        """Keep labelled texts of a file, each once however often it is imported."""
        new = known = contrary = 0
        statement = insert_for(self._connection, sample)
        for text, label in given:
            fit = storable(text)
            done = await self._connection.execute(
                statement.values(
                    text=fit,
                    label=label.value,
                    text_key=text_key(fit),
                    source=SampleSource.IMPORT.value,
                    author=author,
                    at=now,
                ).on_conflict_do_nothing()
            )
            if done.rowcount == 0:
                known += 1
                continue
            new += 1
            contrary += await self._contradicted(fit, label)
        if new:
            count = await self._count()
            await self._note(
                "samples.import", "samples", author, now, before=count - new, details={"new": new}
            )
        return Imported(new=new, known=known, contrary=contrary)

    async def _contradicted(self, text: str, label: Label) -> bool:
        query = select(func.count()).where(
            sample.c.text_key == text_key(text), sample.c.label != label.value, _LIVE
        )
        return bool(await self._connection.scalar(query))

    async def live(self) -> list[Sample]:
        """Everything that is learned from, oldest first."""
        rows = await self._connection.execute(select(sample).where(_LIVE).order_by(sample.c.id))
        return [_sample(row) for row in rows]

    async def stamp(self) -> Stamp:
        """What changes whenever the live samples do."""
        query = select(
            func.count().label("every"),
            func.coalesce(func.max(sample.c.id), 0).label("newest"),
            func.count(sample.c.revoked_at).label("revoked"),
            func.max(sample.c.at).label("kept_at"),
            func.max(sample.c.revoked_at).label("revoked_at"),
        )
        row = (await self._connection.execute(query)).one()
        moments = [one for one in (row.kept_at, row.revoked_at) if one is not None]
        return Stamp(
            numbers=(row.every, row.newest, row.revoked), changed=max(moments, default=None)
        )

    async def samples(
        self,
        *,
        label: Label | None = None,
        source: SampleSource | None = None,
        author: str | None = None,
        revoked: bool = False,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Sample]:
        """Samples, newest first; with `revoked` those too that count no more."""
        limit = page_size(limit)
        wheres: list[ColumnElement[bool]] = [] if revoked else [_LIVE]
        behind = read_cursor(after, int)
        if behind is not None:
            wheres.append(sample.c.id < behind[0])
        if label is not None:
            wheres.append(sample.c.label == label.value)
        if source is not None:
            wheres.append(sample.c.source == source.value)
        if author is not None:
            wheres.append(sample.c.author == author)
        statement = select(sample).where(*wheres).order_by(sample.c.id.desc()).limit(limit + 1)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _sample, lambda row: (row.id,))

    async def sample(self, number: SampleId) -> Sample | None:
        """One sample; None where there is none."""
        found = (
            await self._connection.execute(select(sample).where(sample.c.id == number))
        ).one_or_none()
        return None if found is None else _sample(found)

    async def revoke(
        self, numbers: Sequence[SampleId], *, author: str, now: datetime, reason: str = ""
    ) -> int:
        """Learn from these no more; all of them, or none."""
        found = await self._connection.execute(
            select(sample.c.id).where(among(sample.c.id, "ids"), _LIVE), {"ids": listed(numbers)}
        )
        missing = set(numbers) - set(found.scalars())
        if missing:
            shown = ", ".join(str(number) for number in sorted(missing)[:10])
            msg = f"there is no sample {shown}, or it was revoked already; nothing was revoked"
            raise NoSuchSample(msg)
        before = await self._count()
        count = await self._revoke([sample.c.id.in_(set(numbers))], author, now)
        revoked = sorted(int(number) for number in set(numbers))
        await self._note(
            "samples.revoke",
            "samples",
            author,
            now,
            before=before,
            details={"samples": revoked},
            reason=reason,
        )
        return count

    async def revoke_by(self, whose: str, *, author: str, now: datetime, reason: str = "") -> int:
        """Learn no more from anything that one author gave a label."""
        before = await self._count()
        count = await self._revoke([sample.c.author == whose], author, now)
        details = {"revoked": count}
        subject = f"author:{whose}"
        await self._note(
            "samples.revoke_author",
            subject,
            author,
            now,
            before=before,
            details=details,
            reason=reason,
        )
        return count

    async def _count(self) -> int:
        """How many are learned from."""
        found = await self._connection.scalar(select(func.count()).select_from(sample).where(_LIVE))
        return int(found or 0)

    async def _note(  # noqa: PLR0913 (the parts of a line)
        self,
        action: str,
        subject: str,
        author: str,
        now: datetime,
        *,
        before: int,
        details: Details,
        reason: str = "",
    ) -> None:
        sides = before_after({"learned_from": before}, {"learned_from": await self._count()})
        await Audit(self._connection).note(
            action, subject, author=author, now=now, reason=reason, details={**sides, **details}
        )

    async def revoke_message(self, message: MessageId, *, author: str, now: datetime) -> int:
        """Learn no more from one message."""
        return await self._revoke([sample.c.message_id == message], author, now)

    async def _revoke(
        self, which: Sequence[ColumnElement[bool]], author: str, now: datetime
    ) -> int:
        statement: Update = (
            update(sample).where(*which, _LIVE).values(revoked_at=now, revoked_by=author)
        )
        return int((await self._connection.execute(statement)).rowcount)


def _sample(row: Row[Any]) -> Sample:
    return Sample(
        id=row.id,
        text=row.text,
        label=Label(row.label),
        source=SampleSource(row.source),
        author=row.author,
        at=row.at,
        message=row.message_id,
        case=row.case_id,
        revoked=row.revoked_at,
        revoked_by=row.revoked_by,
    )
