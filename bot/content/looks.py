"""A piece of the content library as people look at it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.content import Approval
from sop.content import Library, Unready


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece, and whether it may be said."""

    id: str
    kind: str
    title: str
    version: str  # the author's own count
    mark: str  # of the file: an edit makes another
    author: str
    lead_time_seconds: int
    expires: date | None
    seats: tuple[str, ...]
    roles: tuple[str, ...]
    ready: bool
    why: str  # why it may not be said; "": it may
    approved_by: str | None
    approved_at: datetime | None
    text: str
    media: str | None  # the link, or the file as it is named

    def values(self) -> dict[str, Any]:
        """Everything but the text."""
        values = asdict(self)
        del values["text"]
        return values


@dataclass(frozen=True, slots=True)
class ContentView:
    """The library as the API shows it; implements `bot.web.plan_ports.Contents`."""

    library: Library
    zone: str  # whose date "today" is

    def with_approvals(self, approvals: Mapping[str, Approval]) -> "ContentView":
        """The same with these approvals."""
        return ContentView(replace(self.library, approvals=approvals), self.zone)

    def pieces(self, now: datetime) -> list[Piece]:
        """Every piece, by id."""
        return [look_of(self.library, name, self._day(now)) for name in sorted(self.library.pieces)]

    def piece(self, name: str, now: datetime) -> Piece | None:
        """One piece; None where there is none such."""
        there = name in self.library.pieces
        return look_of(self.library, name, self._day(now)) if there else None

    def _day(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.zone)).date()


def look_of(library: Library, name: str, on: date) -> Piece:
    """A piece of the library, on a day; `name` must be one of its pieces."""
    loaded = library.pieces[name]
    content = loaded.content
    found = library.resolve(name, on)
    approval = library.approvals.get(name) if library.approved(name) else None
    media = content.media
    return Piece(
        id=content.id,
        kind=content.kind.value,
        title=content.title,
        version=str(content.version),
        mark=loaded.version,
        author=content.author,
        lead_time_seconds=int(content.lead_time.total_seconds()),
        expires=content.expires,
        seats=content.seats,
        roles=tuple(sorted(role.value for role in content.roles)),
        ready=not isinstance(found, Unready),
        why=found.why if isinstance(found, Unready) else "",
        approved_by=None if approval is None else approval.by,
        approved_at=None if approval is None else approval.at,
        text=content.text,
        media=None if media is None else (media.link or media.source),
    )
