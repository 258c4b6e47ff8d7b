"""Events as JSON, for the event log and for poison: whatever is in them, it can be stored."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.core.events import Event, RoomListed
from bot.core.text import storable

_MODELS: Mapping[str, TypeAdapter[Event]] = {
    model.__name__: TypeAdapter(model) for model in get_args(Event)
}
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


def read_payload(kind: str, payload: str) -> Event | None:
    """The event that `whole_payload` wrote, made fit to be stored; None where it is unreadable."""
    model = _MODELS.get(kind)
    try:
        return None if model is None else model.validate_python(_storable(json.loads(payload)))
    except ValueError:  # cut short, or from a release whose events were others
        return None


def _storable(value: Any) -> Any:  # noqa: ANN401 (a JSON value)
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _storable(inner) for key, inner in value.items()}
    return value


def safe(text: str, longest: int) -> str:
    """A text of unknown origin, fit for a column."""
    return storable(text[:longest])
