"""Events as JSON, for the event log and for poison: whatever is in them, it can be stored."""

import dataclasses
import json
from datetime import datetime
from typing import Any

from bot.core.events import Event, RoomListed
from bot.core.text import storable

_KEYS = frozenset({"channel", "ref", "at"})  # columns of their own


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever an event holds)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def log_payload(event: Event) -> str:
    """What the event log keeps besides the columns; a member list is in the memberships."""
    if isinstance(event, RoomListed):
        kept: dict[str, Any] = {
            "name": event.name,
            "owner": event.owner,
            "members": len(event.members),
        }
    else:
        kept = {k: v for k, v in dataclasses.asdict(event).items() if k not in _KEYS}
    return json.dumps(kept, default=_plain, ensure_ascii=False)


def whole_payload(event: Event) -> str:
    """All of an event, in ASCII, so that even texts which no database takes are kept."""
    return json.dumps(dataclasses.asdict(event), default=_plain)


def safe(text: str, longest: int) -> str:
    """A text of unknown origin, fit for a column."""
    return storable(text[:longest])
