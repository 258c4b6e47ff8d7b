"""How two texts of a plan differ, in values."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.core.ids import RoomId, RunId


class Sign(StrEnum):
    """What happens to something, as signs in front of it."""

    ADDED = "+"
    CHANGED = "~"
    REMOVED = "-"
    STAYS = "="  # because it was said, or is on its way
    LATE = "!"  # new, and not said: its time is past


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One thing about a step that is different; "" where there was, or is, nothing."""

    what: str  # as the plan file calls it: when, say, seat, ...
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChange:
    """A step of the plan that is new, different or gone."""

    step: str
    sign: Sign
    fields: tuple[FieldChange, ...] = ()

    @property
    def what(self) -> tuple[str, ...]:
        """The names of what is different."""
        return tuple(one.what for one in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One dated step in one room, and what becomes of it."""

    run: RunId
    room: RoomId
    room_name: str
    step: str
    sign: Sign
    local_date: date
    local_time: time
    zone: str
    due: datetime
    was_due: datetime | None = None  # of one that moves
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What an edit means: for the text of the plan, and for every room in which it runs."""

    plan: str
    steps: tuple[StepChange, ...]
    dated: tuple[Dated, ...]
    runs: int  # live ones that were looked at

    @property
    def empty(self) -> bool:
        """Whether nothing would be different for anybody."""
        return not self.steps and not self._different

    @property
    def rooms(self) -> int:
        """In how many rooms something is different."""
        return len({one.room for one in self._different})

    @property
    def _different(self) -> list[Dated]:
        return [one for one in self.dated if one.sign not in {Sign.STAYS, Sign.LATE}]

    @property
    def counts(self) -> dict[Sign, int]:
        """Of each sign, how many dated steps have it."""
        found = Counter(one.sign for one in self.dated)
        return {sign: found[sign] for sign in Sign}
