"""The audit lines of people's words on steps: how a step stood in a run before, and after."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.core.before_after import before_after
from bot.core.ids import RunId
from bot.core.plan_changes import Asked, OnStep, Override, OverrideKind
from bot.plan_life.ports import LifeWork


async def note_given(
    work: LifeWork,
    which: OnStep,
    mine: Sequence[Override],
    moves: Mapping[RunId, Sequence[Override]],
    asked: Asked,
) -> None:
    """Write down a word that counts now; `moves`: those of the step before it."""
    for one in mine:
        sides = before_after({"left_out": False}, {"left_out": True})
        if one.kind is OverrideKind.MOVE:
            before = _moved(moves, one.run, which)
            sides = before_after({"moved_to": _to(before)}, {"moved_to": _to(one)})
        await _note(work, f"sop.{one.kind.value}", one.run, which, asked, sides)


async def note_taken_back(
    work: LifeWork,
    which: OnStep,
    kind: OverrideKind,
    runs: Iterable[RunId],
    moves: Mapping[RunId, Sequence[Override]],
    asked: Asked,
) -> None:
    """Write down that a word counts no more in these runs."""
    for number in sorted(runs):
        before = _moved(moves, number, which)
        sides = before_after({"left_out": True}, {"left_out": False})
        if kind is OverrideKind.MOVE:
            sides = before_after({"moved_to": _to(before)}, {"moved_to": None})
        await _note(work, f"sop.{kind.value}.undo", number, which, asked, sides)


def _moved(moves: Mapping[RunId, Sequence[Override]], run: RunId, which: OnStep) -> Override | None:
    fitting = (one for one in moves.get(run, ()) if one.local_date in {None, which.day})
    return next(fitting, None)


def _to(one: Override | None) -> str | None:
    if one is None or one.to_date is None or one.to_time is None:
        return None
    return f"{one.to_date} {one.to_time:%H:%M}"


async def _note(
    work: LifeWork, action: str, run: RunId, which: OnStep, asked: Asked, sides: Mapping[str, Any]
) -> None:
    await work.audit.note(
        action,
        f"run:{run}",
        author=asked.author,
        reason=asked.reason,
        now=asked.now,
        details={**sides, "step": which.step, "date": which.day and which.day.isoformat()},
    )
