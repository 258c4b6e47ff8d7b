"""What a step's text may name, and how these facts are gathered."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.core.plans import Run
from sop.model import Happening, Plan

_PERSON = ("name", "student_id")
# fact -> its parts; "members[]" -> the parts of each of them
SHAPE: Final[Mapping[str, tuple[str, ...]]] = {
    "plan": ("name", "title"),
    "room": ("name", "members", "tags"),  # members: how many; tags: a list of words
    "day": (),  # day N of the run
    "date": (),  # 2026-03-01
    "weekday": (),  # 周日
    "counts": (
        "members",
        "speakers_today",
        "messages_today",
        "speakers_yesterday",
        "messages_yesterday",
        "joined_yesterday",
        "left_yesterday",
    ),
    "questions": (),  # really asked in the last 7 days
    "questions[]": ("text", "name", "count"),
    "praise": (),  # only where its author agreed to be quoted
    "praise[]": ("text", "name"),
    "sign_ups": ("count", "limit", "left", "waiting"),  # of the run's campaign
    "coupons": ("count", "given", "redeemed", "left"),  # of the run's campaign
    "event": ("title", "date", "time", "days_left", "hours_left", "place"),
    "missed": (),  # for latecomers: the titles of what was said before they came
    "member": _PERSON,  # on an event: the (first) person
    "members": (),  # on an event: all of them
    "members[]": _PERSON,
    "names": (),  # on an event: their names in a row
    "lead": ("category", "words"),  # on lead_found
    "question": ("text",),  # on question_unanswered
}
# facts that exist only in steps on an event, and on which
ONLY_ON: Final[Mapping[str, frozenset[Happening]]] = {
    "member": frozenset(Happening),
    "members": frozenset(Happening),
    "names": frozenset(Happening),
    "lead": frozenset({Happening.LEAD_FOUND}),
    "question": frozenset({Happening.QUESTION_UNANSWERED}),
}
# facts that exist only in what latecomers are told
FOR_LATECOMERS: Final = frozenset({"missed"})
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SAMPLE: Final[Mapping[str, Any]] = {
    "plan": {"name": "sample", "title": "示例"},
    "room": {"name": "示例群", "members": 120, "tags": ["示例"]},
    "day": 1,
    "date": "2026-03-01",
    "weekday": "周日",
    "counts": {
        "members": 120,
        "speakers_today": 12,
        "messages_today": 80,
        "speakers_yesterday": 15,
        "messages_yesterday": 96,
        "joined_yesterday": 3,
        "left_yesterday": 1,
    },
    "questions": [
        {"text": "作业什么时候交？", "name": "小林", "count": 3},
        {"text": "在哪里看回放？", "name": "小陈", "count": 1},
    ],
    "praise": [{"text": "老师讲得很清楚", "name": "小陈"}],
    "sign_ups": {"count": 42, "limit": 60, "left": 18, "waiting": 0},
    "coupons": {"count": 50, "given": 20, "redeemed": 5, "left": 30},
    "event": {
        "title": "示例活动",
        "date": "2026-03-15",
        "time": "14:00",
        "days_left": 14,
        "hours_left": 336,
        "place": "示例地点",
    },
    "missed": ["欢迎", "第一天任务"],
    "member": {"name": "小林", "student_id": 10001},
    "members": [{"name": "小林", "student_id": 10001}],
    "names": "小林",
    "lead": {"category": "购买", "words": "多少钱"},
    "question": {"text": "作业什么时候交？"},
}
# the same on a day when there is nothing to tell: a text has to stand that as well
BARE: Final[Mapping[str, Any]] = {
    **SAMPLE,
    "room": {"name": "示例群", "members": 0, "tags": []},
    "counts": dict.fromkeys(SHAPE["counts"], 0),
    "questions": [],
    "praise": [],
    "missed": [],
}


def facts_for(
    plan: Plan, run: Run, local_date: date, extra: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The facts of one occurrence."""
    return {
        "plan": {"name": plan.name, "title": plan.title},
        "room": {
            "name": run.room_name,
            "members": (extra or {}).get("room_members", 0),
            "tags": (extra or {}).get("tags", []),
        },
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
