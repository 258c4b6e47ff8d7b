"""The wording of a step: the facts of `sop.facts`, in the safe template language of bot.core."""

from bot.core import wording_template
from bot.core.wording_template import MAX_OUTPUT, TextRefused, facts_named, render
from sop.facts import SAMPLE, SHAPE

__all__ = ["MAX_OUTPUT", "TextRefused", "facts_named", "render", "text_mistakes"]


def text_mistakes(text: str) -> list[str]:
    """Everything that is wrong with a step's text; empty where it can be said."""
    return wording_template.text_mistakes(text, SHAPE, SAMPLE)
