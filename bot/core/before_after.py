"""What a change changed, as the audit keeps it: `before` and `after`, without what stayed."""

from collections.abc import Mapping
from typing import Any

Seen = Mapping[str, Any]  # JSON


def before_after(before: Seen | None, after: Seen | None) -> dict[str, dict[str, Any]]:
    """The two sides of a change; None: there was, or is, no such thing."""
    old, new = before or {}, after or {}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    sides = {
        "before": {name: old[name] for name in names if name in old},
        "after": {name: new[name] for name in names if name in new},
    }
    return {side: values for side, values in sides.items() if values}
