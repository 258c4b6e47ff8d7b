"""Whether what a post was expected to bring about came: pure, with the numbers that decided."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.core.feedback import Reacting, Reaction, Verdict
from sop.model import Against, Expectation, Level

ENOUGH_WEEKS: Final = 3  # with less history nobody knows what is usual
# What counts as usual until then.
ASSUMED: Final[Mapping[Reacting, int]] = {
    Reacting.REPLIES: 5,
    Reacting.SPEAKERS: 3,
    Reacting.MATCHES: 2,
    Reacting.CLICKS: 3,
    Reacting.SIGN_UPS: 1,
}
_CALLED: Final[Mapping[Reacting, tuple[str, str]]] = {
    Reacting.REPLIES: ("回复", "条"),
    Reacting.SPEAKERS: ("发言", "人"),
    Reacting.MATCHES: ("回应关键词", "人"),
    Reacting.CLICKS: ("点击", "人"),
    Reacting.SIGN_UPS: ("报名", "人"),
}
_ROUNDING = 1e-9  # 10% of 30 is 3, whatever floating point makes of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How many of one kind are enough, in this room."""

    count: int
    note: str = ""  # where the number comes from, when it is not written in the plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came of it. WAITING: not enough yet, and there is time left."""

    verdict: Verdict
    reason: str
    counts: Mapping[Reacting, int] = field(default_factory=dict)


def needs_of(expected: Expectation, reaction: Reaction) -> dict[Reacting, Need]:
    """The numbers to be reached, from the plan's levels and what is known of the room."""
    return {kind: _need(kind, level, reaction) for kind, level in expected.levels.items()}


def _need(kind: Reacting, level: Level, reaction: Reaction) -> Need:
    match level.of:
        case Against.COUNT:
            return Need(count=_at_least_one(level.amount))
        case Against.MEMBERS:
            count = _at_least_one(level.amount * reaction.members)
            return Need(count=count, note=f"{reaction.members} 位成员的 {level}")
        case Against.USUAL:
            return _usually(kind, level, reaction)


def _usually(kind: Reacting, level: Level, reaction: Reaction) -> Need:
    usual = reaction.usual.get(kind)
    if usual is None or usual.weeks < ENOUGH_WEEKS:
        weeks = 0 if usual is None else usual.weeks
        count = _at_least_one(level.amount * ASSUMED[kind])
        return Need(count=count, note=f"只有 {weeks} 周历史，按默认 {ASSUMED[kind]} 计")
    count = _at_least_one(level.amount * usual.median)
    return Need(count=count, note=f"{usual.weeks} 周同一时段的中位数 {usual.median:g}")


def _at_least_one(amount: float) -> int:
    return max(1, math.ceil(amount - _ROUNDING))


def judge(
    needs: Mapping[Reacting, Need],
    counts: Mapping[Reacting, int],
    *,
    within: timedelta,
    over: bool,
) -> Judgement:
    """Met as soon as every number is reached; missed once the time is over."""
    reached = all(counts.get(kind, 0) >= need.count for kind, need in needs.items())
    told = "，".join(_told(kind, need, counts.get(kind, 0)) for kind, need in needs.items())
    kept = {kind: counts.get(kind, 0) for kind in needs}
    if reached:
        return Judgement(verdict=Verdict.MET, reason=f"达到预期：{told}", counts=kept)
    if over:
        why = f"{_hours(within)}内未达预期：{told}"
        return Judgement(verdict=Verdict.MISSED, reason=why, counts=kept)
    return Judgement(verdict=Verdict.WAITING, reason=told, counts=kept)


def _told(kind: Reacting, need: Need, count: int) -> str:
    name, unit = _CALLED[kind]
    note = f"，{need.note}" if need.note else ""
    return f"{name} {count} {unit}（期望 {need.count}{note}）"


def _hours(length: timedelta) -> str:
    minutes = length / timedelta(minutes=1)
    if minutes < 1:
        return f"{length.total_seconds():g} 秒"
    return f"{minutes:g} 分钟" if minutes < 60 else f"{minutes / 60:g} 小时"  # noqa: PLR2004 (an hour)
