"""The wording of a step: the facts of `sop.facts`, in the safe template language of bot.core."""

from bot.core import wording_template
from bot.core.wording_template import (
    MAX_OUTPUT,
    TextRefused,
    facts_named,
    facts_of_condition,
    holds,
    render,
)
from sop.facts import BARE, SAMPLE, SHAPE

__all__ = [
    "MAX_OUTPUT",
    "TextRefused",
    "condition_mistakes",
    "facts_named",
    "facts_of_condition",
    "holds",
    "render",
    "text_mistakes",
]


def text_mistakes(text: str) -> list[str]:
    """Everything that is wrong with a step's text; empty where it can be said."""
    return wording_template.text_mistakes(text, SHAPE, SAMPLE, BARE)


def condition_mistakes(condition: str) -> list[str]:
    """Everything that is wrong with `only_if` of a step; empty where it can be asked."""
    return wording_template.condition_mistakes(condition, SHAPE, SAMPLE, BARE)
