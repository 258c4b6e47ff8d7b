"""The rules of one room, and which entry of config.yaml says them. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bot.core.rooms import RoomEntry, RoomRules, RoomsSettings
from bot.settings.allowed import SAID_FROM_OUTSIDE
from bot.settings.edits import Append, Drop, Edit, Put, at
from bot.settings.values import Rule

ENTRIES = ("rooms", "list")
Path = tuple[str, ...]
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
    said = _said(rooms.list[own]) if own is not None else set()
    without = rooms
    if own is not None:
        without = rooms.model_copy(update={"list": (*rooms.list[:own], *rooms.list[own + 1 :])})
    where = (place.channel, place.ref, place.name)
    holds = rooms.rules_for(*where).model_dump(mode="json")
    general = without.rules_for(*where).model_dump(mode="json")
    return tuple(
        Rule(
            name=".".join(path),
            value=at(holds, path),
            general=at(general, path),
            own=path in said,
            by=_said_by(rooms, place, path),
        )
        for path in RULES
    )


def _paths() -> Iterable[Path]:
    """Every rule by its name; what groups of rules hold, by both."""
    for name, field in RoomRules.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from ((name, one) for one in inner.model_fields)
        else:
            yield (name,)


RULES = tuple(_paths())


def _said(entry: RoomEntry) -> set[Path]:
    """The rules that an entry sets."""
    told = entry.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return set(_flat(told)) & set(RULES)


def _flat(values: Mapping[str, Any]) -> dict[Path, Any]:
    """Values by the names of rules; groups are gone into."""
    groups = {path[0] for path in RULES if len(path) > 1}
    found: dict[Path, Any] = {}
    for name, value in values.items():
        if name in groups:
            found |= {(name, inner): one for inner, one in value.items()}
        else:
            found[(name,)] = value
    return found


def _said_by(rooms: RoomsSettings, place: Place, path: Path) -> str:
    said = [
        entry.match
        for entry in rooms.list
        if entry.fits(place.channel, place.ref, place.name) and path in _said(entry)
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
    entries that say the same of the room is left alone for what they say. Values of a group,
    such as `ladder`, may be some of it; in `general` they are named as `ladder.warn_at`.
    """
    put = _flat(values)
    gone = {tuple(name.split(".")) for name in general} - set(put)
    own = own_entry(rooms, place)
    if own is None:
        if not values:
            return []
        named = _named(place)
        return [Append(path=ENTRIES, value={**named, **values})]
    later = any(
        entry.fits(place.channel, place.ref, place.name) and not _said(entry).isdisjoint(put)
        for entry in rooms.list[own + 1 :]
    )
    if later:
        moved = _moved(rooms.list[own], put, gone)
        return [Drop(path=(*ENTRIES, own)), Append(path=ENTRIES, value=moved)]
    edits: list[Edit] = [Put(path=(*ENTRIES, own, *path), value=one) for path, one in put.items()]
    said = _said(rooms.list[own])
    return edits + [
        Drop(path=(*ENTRIES, own, *path)) for path in _whole(gone & said, said | set(put))
    ]


def _whole(gone: Collection[Path], said: Collection[Path]) -> list[Path]:
    """What is taken out: of a group that loses all that it says, the group."""
    found = []
    for path in sorted(gone):
        rest = [one for one in said if one[0] == path[0] and one not in gone]
        found.append(path if rest else path[:1])
    return list(dict.fromkeys(found))


def _moved(entry: RoomEntry, put: Mapping[Path, Any], gone: Collection[Path]) -> dict[str, Any]:
    """An entry written anew, with what changes."""
    kept = _flat(entry.model_dump(mode="json", exclude_unset=True, exclude_none=True))
    values = {path: one for path, one in kept.items() if path not in gone} | dict(put)
    moved: dict[str, Any] = {}
    for path, one in values.items():
        if len(path) == 1:
            moved[path[0]] = one
        else:
            moved.setdefault(path[0], {})[path[1]] = one
    return moved


def _named(place: Place) -> dict[str, str]:
    """How an entry names this room and no other."""
    # Members name their rooms: what reads as ${NAME} would be filled in from the environment.
    odd = _WILD & set(place.name) or SAID_FROM_OUTSIDE in place.name
    plain = place.alone and place.name and not odd
    return {"match": place.name if plain else place.ref, "channel": place.channel}
