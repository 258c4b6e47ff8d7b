"""Lists for those who may look into some rooms only."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, true

from bot.core.ids import RoomId


def only(column: ColumnElement[Any], rooms: Collection[RoomId] | None) -> ColumnElement[bool]:
    """Whether the column's room is one of these; None: any, also none at all."""
    return true() if rooms is None else column.in_(sorted(rooms))
