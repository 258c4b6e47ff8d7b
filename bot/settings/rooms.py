"""The rules of one room, and which entry of config.yaml says them. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.core.rooms import RoomEntry, RoomRules, RoomsSettings
from bot.settings.allowed import SAID_FROM_OUTSIDE
from bot.settings.edits import Append, Drop, Edit, Put
from bot.settings.values import Rule

ENTRIES = ("rooms", "list")
_WILD = frozenset("*?[")
# What members see of the bot; a manager of the room sets it. The rest is the admins': whether
# anything is stored at all, and `series`, which says who may look into the room.
BY_MANAGERS = frozenset(
    {
        *("mode", "quiet_hours", "welcome", "answer_student_id", "question_minutes"),
        *("staff", "tags", "posts_per_day"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room, as entries of `rooms.list` know it."""

    channel: str
    ref: str
    name: str
    alone: bool = True  # no other room of the account has this name


def own_entry(rooms: RoomsSettings, place: Place) -> int | None:
    """The entry that speaks of this room alone; None where there is none."""
    found = [n for n, entry in enumerate(rooms.list) if _alone(entry, place)]
    return found[-1] if found else None


def _alone(entry: RoomEntry, place: Place) -> bool:
    if not entry.fits(place.channel, place.ref, place.name):
        return False
    if entry.match == place.ref:
        return True
    plain = not _WILD & set(entry.match)
    return plain and place.alone and entry.channel in {None, place.channel}


def rules_of(rooms: RoomsSettings, place: Place) -> tuple[Rule, ...]:
    """Every rule of a room: what holds, what would hold otherwise, and which entry says it."""
    own = own_entry(rooms, place)
    without = rooms
    if own is not None:
        without = rooms.model_copy(update={"list": (*rooms.list[:own], *rooms.list[own + 1 :])})
    where = (place.channel, place.ref, place.name)
    holds = rooms.rules_for(*where).model_dump(mode="json")
    general = without.rules_for(*where).model_dump(mode="json")
    said = rooms.list[own].model_dump(mode="json") if own is not None else {}
    return tuple(
        Rule(
            name=name,
            value=holds[name],
            general=general[name],
            own=said.get(name) is not None,
            by=_said_by(rooms, place, name),
        )
        for name in RoomRules.model_fields
    )


def _said_by(rooms: RoomsSettings, place: Place, name: str) -> str:
    said = [
        entry.match
        for entry in rooms.list
        if entry.fits(place.channel, place.ref, place.name) and getattr(entry, name) is not None
    ]
    return said[-1] if said else ""


def edits_for(
    rooms: RoomsSettings,
    place: Place,
    values: dict[str, Any],
    general: Collection[str],
) -> list[Edit]:
    """What makes these rules hold in the room, and the others of `general` hold as elsewhere.

    An entry of the room's own is written last, since later entries win; one that stands before
    entries that say the same of the room is left alone for what they say.
    """
    own = own_entry(rooms, place)
    if own is None:
        if not values:
            return []
        named = _named(place)
        return [Append(path=ENTRIES, value={**named, **values})]
    later = any(
        entry.fits(place.channel, place.ref, place.name)
        and any(getattr(entry, name) is not None for name in values)
        for entry in rooms.list[own + 1 :]
    )
    if later:
        kept = rooms.list[own].model_dump(mode="json", exclude_unset=True)
        moved = {name: value for name, value in kept.items() if name not in general} | values
        return [Drop(path=(*ENTRIES, own)), Append(path=ENTRIES, value=moved)]
    edits: list[Edit] = [
        Put(path=(*ENTRIES, own, name), value=value) for name, value in values.items()
    ]
    said = rooms.list[own].model_fields_set
    edits += [Drop(path=(*ENTRIES, own, name)) for name in general if name in said]
    return edits


def _named(place: Place) -> dict[str, str]:
    """How an entry names this room and no other."""
    # Members name their rooms: what reads as ${NAME} would be filled in from the environment.
    odd = _WILD & set(place.name) or SAID_FROM_OUTSIDE in place.name
    plain = place.alone and place.name and not odd
    return {"match": place.name if plain else place.ref, "channel": place.channel}
