"""A piece of the content library as people look at it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

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
