"""What a step's text may name, and how these facts are gathered."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.core.plans import Run
from sop.model import Happening, Plan

_PERSON = ("name", "student_id")
# fact -> its parts
SHAPE: Final[Mapping[str, tuple[str, ...]]] = {
    "plan": ("name", "title"),
    "room": ("name",),
    "day": (),  # day N of the run
    "date": (),  # 2026-03-01
    "weekday": (),  # 周日
    "member": _PERSON,  # on an event: the (first) person
    "members": (),  # on an event: all of them
    "names": (),  # on an event: their names in a row
    "lead": ("category", "words"),  # on lead_found
}
# facts that exist only in steps on an event, and on which
ONLY_ON: Final[Mapping[str, frozenset[Happening]]] = {
    "member": frozenset(Happening),
    "members": frozenset(Happening),
    "names": frozenset(Happening),
    "lead": frozenset({Happening.LEAD_FOUND}),
}
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SAMPLE: Final[Mapping[str, Any]] = {
    "plan": {"name": "sample", "title": "示例"},
    "room": {"name": "示例群"},
    "day": 1,
    "date": "2026-03-01",
    "weekday": "周日",
    "member": {"name": "小林", "student_id": 10001},
    "members": [{"name": "小林", "student_id": 10001}],
    "names": "小林",
    "lead": {"category": "购买", "words": "多少钱"},
}


def facts_for(
    plan: Plan, run: Run, local_date: date, extra: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The facts of one occurrence."""
    return {
        "plan": {"name": plan.name, "title": plan.title},
        "room": {"name": run.room_name},
        "day": (local_date - run.starts_on).days + 1,
        "date": local_date.isoformat(),
        "weekday": _WEEKDAYS[local_date.weekday()],
        **_people(extra or {}),
    }


def _people(extra: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in extra.items() if key in SHAPE}
    members = found.get("members")
    if members:
        found["member"] = members[0]
        found["names"] = "、".join(str(member["name"]) for member in members)
    return found
