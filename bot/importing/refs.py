"""Names and refs fit to be stored, the same at every reading of the same file."""

from datetime import datetime

import xxhash

from bot.core.ids import EventRef, MessageRef, UserRef
from bot.core.text import storable

MAX_NAME = 200  # characters; PostgreSQL cannot index a name of 1 MB
MAX_REF = 200
SYSTEM = UserRef("system")  # speaks the platform's grey lines; own=True, so it is nobody's person
SYSTEM_NAME = "系统"


def short_name(text: object) -> str:
    """A name: one line, bounded; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    if text.isascii() and text.isalnum() and len(text) <= MAX_NAME:
        return text
    return " ".join(storable(text[: 4 * MAX_NAME]).split())[:MAX_NAME]


def short_ref(text: object) -> str:
    """A platform's id as text; a hash of it where it is too long to be one."""
    if isinstance(text, bool) or not isinstance(text, (str, int)):
        return ""
    ref = storable(str(text)).strip()
    return ref if len(ref) <= MAX_REF else digest(ref)


def digest(*parts: str) -> str:
    """A hash that is the same on every machine."""
    return xxhash.xxh3_128_hexdigest("\x1f".join(parts).encode("utf-8", "replace"))


class Ordinals:
    """Refs for lines that carry no id: a hash of what is said, numbered where it repeats.

    Only the newest lines are remembered. The same words by the same person in the same second,
    more than that many lines apart, are one message exported twice, not two messages.
    """

    _REMEMBERED = 20_000

    def __init__(self) -> None:
        self._young: dict[str, int] = {}
        self._old: dict[str, int] = {}

    def message(self, room: str, at: datetime, sender: str, text: str) -> MessageRef:
        """The ref of a message."""
        return MessageRef(self._numbered("m", room, at.isoformat(), sender, text))

    def event(self, room: str, at: datetime, kind: str, text: str) -> EventRef:
        """The ref of any other event."""
        return EventRef(self._numbered("e", room, at.isoformat(), kind, text))

    def _numbered(self, *parts: str) -> str:
        key = digest(*parts)
        count = self._young.get(key, self._old.get(key, 0))
        if len(self._young) >= self._REMEMBERED:
            self._old, self._young = self._young, {}
        self._young[key] = count + 1
        return f"{key}.{count}" if count else key
