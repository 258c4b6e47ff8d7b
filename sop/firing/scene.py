"""What a decision on due steps may look at: gathered once for all of a tick."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core.effects import Effect
from bot.core.ids import ChannelName, IdentityId, OccurrenceId, RoomId, RunId, StaffName
from bot.core.plans import Move, StepState
from sop.content import Library
from sop.shelf import FoundFile

# the states of a run's steps, each with its local date, as far as their time has come
Standing = Mapping[str, frozenset[tuple[StepState, date]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How things stand. What nobody asked for is not looked up, and is empty here."""

    standing: Mapping[RunId, Standing] = field(default_factory=dict)
    files: Mapping[str, FoundFile] = field(default_factory=dict)
    library: Library = field(default_factory=Library)
    facts: Mapping[OccurrenceId, Mapping[str, Any]] = field(default_factory=dict)
    away: frozenset[StaffName] = frozenset()
    silent: frozenset[ChannelName] = frozenset()  # accounts that are not signed in
    # the same room, as another of our accounts sits in it
    places: Mapping[tuple[RoomId, ChannelName], RoomId] = field(default_factory=dict)
    spoke: Mapping[RoomId, datetime] = field(default_factory=dict)  # when a person wrote last
    limits: Mapping[RoomId, int] = field(default_factory=dict)  # posts a day; no entry: no limit
    posts: Mapping[tuple[RoomId, date], int] = field(default_factory=dict)  # what was said
    restored: datetime | None = None  # when the database was put back from a backup
    people: Mapping[tuple[RoomId, int], IdentityId] = field(default_factory=dict)  # by student ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What becomes of a due step. No `move`: it waits."""

    move: Move | None = None
    effects: tuple[Effect, ...] = ()
    missed: bool = False  # it was left out, and what follows a miss is done instead


WAITS = Turn()


def skip(which: OccurrenceId, why: str, *, missed: bool = False) -> Turn:
    """A step that is left out."""
    move = Move(id=which, state=StepState.SKIPPED, outcome=why)
    return Turn(move=move, missed=missed)
