"""Whether what a colleague said in a room is what a task asked them to post. Pure.

Texts come normalised (`handlers.text`, tight). Compared are pairs of neighbouring characters:
a few changed words, an emoji or a greeting in front change few of them, another topic shares
hardly any.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.core.ids import StaffName
from bot.core.tasks import OpenTask

_LINK = re.compile(r"https?://[\w.:/?#%&=+~@!$'*,;-]+", re.ASCII)
_AROUND = 3  # times as long as the text: more talk around it, and it is not the post any more
_ASK = 0.5  # of what is enough: then the person is asked
_CLOCKS = timedelta(minutes=1)  # by which the platform's clock and ours may differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What a colleague said in a room: its text tight, without what it quotes."""

    staff: StaffName
    at: datetime
    tight: str
    links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The task that a post seems to be, and how alike they are, 0 to 1."""

    task: OpenTask
    likeness: float
    sure: bool  # False: the person is asked


def links_in(text: str) -> frozenset[str]:
    """The web addresses in a text."""
    return frozenset(_LINK.findall(text))


def without_links(text: str) -> str:
    """The text without its web addresses."""
    return _LINK.sub(" ", text)


def likeness(wanted: str, said: str) -> float:
    """How much of a text was said, 0 to 1; both tight."""
    if not wanted or not said:
        return 0.0
    if wanted == said:
        return 1.0
    ours, theirs = _pairs(wanted), _pairs(said)
    shared = (ours & theirs).total()
    if not shared:
        return 0.0
    dice = 2 * shared / (ours.total() + theirs.total())
    whole = shared / ours.total()
    # Everything of it stands there, with some words around it.
    return max(dice, whole) if theirs.total() <= _AROUND * ours.total() else dice


def seen(posted: Posted, waiting: Sequence[tuple[OpenTask, Posted]], enough: float) -> Match | None:
    """The task that was done by this post; each comes with its text, read like a post.

    It must be one that its author has, or had before it went to somebody else, and be posted
    since it was given out.
    """
    best: Match | None = None
    for one, wanted in waiting:
        if posted.staff not in one.holders or posted.at < one.task.created - _CLOCKS:
            continue
        alike = _alike(posted, wanted)
        if alike >= enough * _ASK and (best is None or alike > best.likeness):
            best = Match(task=one, likeness=alike, sure=alike >= enough)
    return best


def _alike(posted: Posted, wanted: Posted) -> float:
    if not wanted.tight:  # a link alone
        return 1.0 if wanted.links and wanted.links <= posted.links else 0.0
    return likeness(wanted.tight, posted.tight)


def _pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text))) if text[1:] else Counter([text])
