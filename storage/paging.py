"""Pages of long lists, and the opaque cursors that lead from one to the next.

A cursor holds the sort key of the last item, so pages neither skip nor repeat when rows come in.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.core.errors import GroupkeeperError

MAX_PAGE = 500
_MOST = 1 << 55  # no id is higher; as microseconds some 1,100 years, which no time is away

T = TypeVar("T")
Key = int | float | str
R = TypeVar("R")


class BadCursor(GroupkeeperError):
    """A cursor that no page of this list gave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A part of a list; `next` leads on, None where the list ends."""

    items: tuple[T, ...]
    next: str | None = None


def write_cursor(*key: Key) -> str:
    """The cursor that stands behind the item with this sort key."""
    packed = json.dumps(key, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str | None, *kinds: type) -> tuple[Key, ...] | None:
    """The sort key in a cursor, of exactly these types; None for the list's beginning."""
    if cursor is None:
        return None
    msg = "this cursor was not given out by this list; begin again without one"
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise BadCursor(msg) from None
    if not isinstance(key, list) or [type(part) for part in key] != list(kinds):
        raise BadCursor(msg)
    if any(isinstance(part, int) and abs(part) >= _MOST for part in key):
        raise BadCursor(msg)
    return tuple(key)


def page_of(
    rows: Sequence[R], limit: int, item: Callable[[R], T], key: Callable[[R], tuple[Key, ...]]
) -> Page[T]:
    """A page from `limit + 1` rows: the row too many only tells that there is more."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=tuple(item(row) for row in shown),
        next=write_cursor(*key(shown[-1])) if more else None,
    )


def page_size(limit: int) -> int:
    """A page size that neither asks for nothing nor for everything."""
    return max(1, min(limit, MAX_PAGE))
