"""What an edit changes in the words of a plan: which steps, and what about them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.core.lengths import write_length
from sop.differences import FieldChange, Sign, StepChange
from sop.model import Plan, Step

_SHOWN = 120  # characters of a value
_NOTHING: tuple[Any, ...] = (None, "", (), {})
_ANY: TypeAdapter[Any] = TypeAdapter(Any)
# Those are steps of their own, and stand in the list as such.
_AS_STEPS = frozenset({"id", "otherwise", "then"})


def step_changes(old: Plan | None, new: Plan) -> tuple[StepChange, ...]:
    """Every step that an edit adds, changes or removes, in the order of the plan."""
    before = {step.id: step for step in old.all_steps} if old else {}
    found: list[StepChange] = []
    for step in new.all_steps:
        was = before.pop(step.id, None)
        if was is None or old is None:
            found.append(StepChange(step=step.id, sign=Sign.ADDED))
        elif fields := tuple(_fields(was, step, old, new)):
            found.append(StepChange(step=step.id, sign=Sign.CHANGED, fields=fields))
    found += [StepChange(step=name, sign=Sign.REMOVED) for name in before]
    return tuple(found)


def _fields(was: Step, step: Step, old: Plan, new: Plan) -> Iterator[FieldChange]:
    for name in Step.model_fields:
        before, after = getattr(was, name), getattr(step, name)
        if name not in _AS_STEPS and before != after:
            yield FieldChange(what=name, before=shown(before), after=shown(after))
    held, holds = old.seats.get(was.seat), new.seats.get(step.seat)
    if was.seat == step.seat and held != holds:
        yield FieldChange(what=f"seats.{step.seat}", before=shown(held), after=shown(holds))


def shown(value: object) -> str:
    """A value of a plan in a few words, much as its file says it."""
    if value in _NOTHING:
        return ""
    if isinstance(value, timedelta):
        return write_length(value)
    plain = _ANY.dump_python(value, mode="json", exclude_defaults=True)
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    text = " ".join(text.replace('"', "").split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
