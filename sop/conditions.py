"""Conditions of steps (`only_if`): an expression over facts, in the safe template language."""

from collections.abc import Mapping
from typing import Any

from bot.core.wording_template import facts_named, render


def as_template(condition: str) -> str:
    """The text that is empty unless the condition holds."""
    return f"{{% if ({condition}) %}}1{{% endif %}}"


def holds(condition: str, facts: Mapping[str, Any]) -> bool:
    """Whether it is so; raises TextRefused where a fact is missing."""
    return bool(render(as_template(condition), facts))


def facts_asked(condition: str) -> set[str]:
    """The facts that a condition names."""
    return facts_named(as_template(condition)) if condition else set()
