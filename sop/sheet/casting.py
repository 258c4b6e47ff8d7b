"""Who speaks, from what a table calls them: 班主任, 粉丝, 王老师, expert."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.text import fold
from sop.model.seats import CUSTOMER_ROLES, ROOM_ACCOUNT, Role
from sop.sheet.cells import Cell

_CALLED: dict[Role, tuple[str, ...]] = {
    Role.STAR: ("明星", "群星", "大咖", "红人", "star"),
    Role.EXPERT: ("专家", "讲师", "老师", "教练", "expert", "teacher", "coach"),
    Role.FAN: ("粉丝", "铁粉", "氛围组", "气氛组", "水军", "托", "学员", "群友", "会员", "fan"),
    Role.LEADER: ("群主", "班主任", "校长", "店长", "管理员", "leader", "owner", "host"),
    Role.CONSULTANT: (
        "顾问",
        "助教",
        "客服",
        "助理",
        "小助手",
        "群助手",
        "consultant",
        "assistant",
    ),
    Role.CHALLENGER: ("挑战者", "质疑者", "提问者", "challenger"),
    Role.CLOSER: ("成交手", "带单", "首单", "带头下单", "closer"),
}
_LONG_FIRST = sorted(
    ((word, role) for role, words in _CALLED.items() for word in words),
    key=lambda one: -len(one[0]),
)
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST = 64
NOBODY = "host"  # the seat of rows that name nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """Which colleague plays what: said for this table, else known by name or title."""

    people: Mapping[str, str] = field(default_factory=dict)  # folded role: staff name
    staff: Mapping[str, str] = field(default_factory=dict)  # folded name or title: staff name

    def person(self, called: str) -> str | None:
        """The colleague who plays this role, if one is known."""
        return self.people.get(fold(called)) or self.staff.get(fold(called))


@dataclass(frozen=True, slots=True, kw_only=True)
class CastSeat:
    """A seat of the plan, as the table calls it."""

    key: str
    called: str
    role: Role
    person: str | None  # None: the room's own account

    @property
    def written(self) -> dict[str, object]:
        """The seat as plans write it."""
        holder = {"account": ROOM_ACCOUNT} if self.person is None else {"person": self.person}
        return {"role": self.role.value, **holder}

    @property
    def posing(self) -> bool:
        """Whether a bot would pose as a customer: no plan may say that."""
        return self.person is None and self.role in CUSTOMER_ROLES


def seat_of(cell: Cell, casting: Casting) -> CastSeat:
    """The seat that a cell names."""
    called = " ".join(cell.text.split()) or NOBODY
    key = _NOT_IN_NAMES.sub("_", called).strip("_.-")[:_LONGEST] or NOBODY
    return CastSeat(key=key, called=called, role=role_of(called), person=casting.person(called))


def role_of(called: str) -> Role:
    """What somebody of this name is to the group; OWN where it says nothing."""
    folded = fold(called)
    if folded in {role.value for role in Role}:
        return Role(folded)
    return next((role for word, role in _LONG_FIRST if _is_in(word, folded)), Role.OWN)


def _is_in(word: str, folded: str) -> bool:
    return folded == word if word.isascii() or len(word) == 1 else word in folded
