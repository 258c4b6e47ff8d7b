"""The transaction that the API hands on to desks: `storage.unit.Unit`."""

from typing import Any

# Every desk asks its own parts of it (by its own ports); the API names none of them.
Transaction = Any
