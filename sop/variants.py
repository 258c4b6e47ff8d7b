"""Which wording a room hears: named rooms first, the others by a lot that never changes.

The lot is HMAC-SHA256 of the room's id under the experiment's name, modulo 10,000
(docs/results.md, AB): the same room hears the same wording after a restart, on another
machine and in a later run, and how one experiment falls says nothing about another.
"""

import hmac
from collections.abc import Mapping
from fnmatch import fnmatchcase

from bot.core.ids import RoomId
from sop.model.say import Variant

LOTS = 10_000


def experiment_of(plan: str, step: str) -> str:
    """The name under which the rooms of a step are drawn."""
    return f"{plan}/{step}"


def lot(experiment: str, room: RoomId) -> int:
    """The room's number in this experiment, from 0 to 9,999."""
    drawn = hmac.digest(experiment.encode(), str(room).encode(), "sha256")
    return int.from_bytes(drawn, "big") % LOTS


def pick(
    variants: Mapping[str, Variant], *, experiment: str, room: RoomId, ref: str, name: str
) -> str:
    """The name of the variant that this room hears; "": what the step itself says."""
    return named_for(variants, ref=ref, name=name) or drawn_for(variants, experiment, room)


def named_for(variants: Mapping[str, Variant], *, ref: str, name: str) -> str:
    """The first variant whose `rooms` name this room; "" where none does."""
    return next((key for key, one in variants.items() if _names(one, ref, name)), "")


def drawn_for(variants: Mapping[str, Variant], experiment: str, room: RoomId) -> str:
    """The variant that falls to this room by lot; "" where no variant has a weight."""
    whole = sum(one.weight for one in variants.values())
    place = lot(experiment, room) * whole  # in 10,000ths of a weight
    for key, one in variants.items():
        place -= one.weight * LOTS
        if place < 0:
            return key
    return ""


def _names(variant: Variant, ref: str, name: str) -> bool:
    return any(pattern == ref or fnmatchcase(name, pattern) for pattern in variant.rooms)
