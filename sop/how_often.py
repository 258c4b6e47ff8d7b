"""How often steps on events come: so often a day and room, and latecomers once each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.core.ids import RoomId
from bot.core.plans import PlannedOccurrence


def students_told(occasion: str) -> frozenset[int]:
    """The latecomers whom an occasion is about."""
    return frozenset(int(student) for student in occasion.removeprefix("late:").split(","))


def not_told_yet(planned: PlannedOccurrence, told: frozenset[int]) -> PlannedOccurrence | None:
    """The latecomers who were not told before; None: all of them were."""
    members = (planned.facts or {}).get("members", [])
    fresh = [one for one in members if one["student_id"] not in told]
    if not fresh:
        return None
    students = ",".join(str(one["student_id"]) for one in fresh)
    return replace(planned, occasion=f"late:{students}", facts={"members": fresh})


def within_limits(
    planned: Iterable[PlannedOccurrence],
    limits: Mapping[tuple[str, str], int],
    before: Mapping[tuple[RoomId, str, str, date], int],
) -> Iterator[PlannedOccurrence]:
    """As many as `at_most` lets through.

    `limits` by plan and step; `before`: how often it happened by room, plan, step and local date.
    """
    counts = dict(before)
    for one in planned:
        key = (one.room, one.plan, one.step, one.local_date)
        limit = limits.get((one.plan, one.step))
        if limit is None or counts.get(key, 0) < limit:
            counts[key] = counts.get(key, 0) + 1
            yield one
