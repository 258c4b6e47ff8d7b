"""Who may speak in a room for us: the seats of the plans at work there that accounts hold."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sop.model import ROOM_ACCOUNT, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A seat of a plan, held by accounts; `accounts` has "" for the one that sits in the room."""

    plan: str
    title: str  # of the plan
    seat: str
    role: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Knows the seats of the plans in force."""

    plans: Callable[[], Mapping[str, Plan]]

    def of(self, names: Collection[str]) -> list[Voice]:
        """The seats that accounts hold in these plans; a person's seat is a person's to speak."""
        plans = self.plans()
        return [
            Voice(
                plan=name,
                title=plans[name].title,
                seat=seat,
                role=held.role.value,
                accounts=tuple("" if one == ROOM_ACCOUNT else one for one in accounts),
            )
            for name in sorted(set(names) & plans.keys())
            for seat, held in plans[name].seats.items()
            if (accounts := [h.account for h in held.holders if h.account is not None])
        ]
