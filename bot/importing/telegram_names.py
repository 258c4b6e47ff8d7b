"""Who is who in a Telegram export, whose service messages name people without their ids."""

import json
import re

from bot.core.ids import UserRef
from bot.importing.refs import short_name, short_ref
from bot.importing.source import Source

# "from": "Lin", "from_id": "user7" and the same with actor; ids of old exports are bare numbers.
_PAIR = re.compile(
    r'"(from|actor)"\s*:\s*("(?:[^"\\]|\\.){1,400}")\s*,\s*'
    r'"\1_id"\s*:\s*(?:"([a-z]+\d{1,20})"|(\d{1,20}))'
)
_OVERLAP = 2000  # characters; longer than any pair


def user_ref(value: object) -> UserRef:
    """An id such as "user123" as it stands; a bare number of an old export gets the prefix."""
    ref = short_ref(value)
    return UserRef(f"user{ref}" if ref.isdigit() else ref)


def names_in(source: Source) -> dict[str, UserRef]:
    """Name -> account, for every name that belongs to one account only."""
    found: dict[str, UserRef] = {}
    shared: set[str] = set()
    for name, ref in _pairs(source):
        if found.setdefault(name, ref) != ref:
            shared.add(name)
    return {name: ref for name, ref in found.items() if name not in shared}


def _pairs(source: Source) -> set[tuple[str, UserRef]]:
    raw: set[tuple[str, str]] = set()
    held = ""
    for chunk in Source(source.path).chunks():
        held += chunk
        raw.update((pair[2], pair[3] or pair[4]) for pair in _PAIR.finditer(held))
        held = held[-_OVERLAP:]
    return {(name, user_ref(number)) for quoted, number in raw if (name := _plain(quoted))}


def _plain(quoted: str) -> str:
    try:
        return short_name(json.loads(quoted, strict=False))
    except ValueError:
        return ""
