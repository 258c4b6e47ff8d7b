"""Look-alikes: a member who calls himself as a colleague does."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.remembering import remembered
from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.settings import LookalikeSettings
from handlers.text import fold_text, latin_shape, squeeze
from handlers.wording import Say, Wording, cut

_LONGEST = 64  # characters of a name that are compared
_STUDENT_ID = re.compile(r"^\d{4,}|\d{4,}$")
_SAME_SHAPE = str.maketrans("0o1il|5s", "ooiiiiss")  # read alike in most fonts
_CHINESE_SHAPE = str.maketrans("囗曰末己巳夭亍壬", "口日未已已天于王")


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Whom a name resembles: `distance` characters off. Distance 0 reads the same."""

    staff: str
    distance: int


def skeleton(name: str) -> str:
    """What a reader's eye keeps of a name; a student ID before or after it is not looked at."""
    shape = latin_shape(_STUDENT_ID.sub("", squeeze(fold_text(name[:_LONGEST]))))
    return shape.translate(_SAME_SHAPE).translate(_CHINESE_SHAPE)


class Lookalike:
    """Compares the sender's names with those of the staff."""

    name = "lookalike"

    def __init__(self, settings: LookalikeSettings, wording: Wording) -> None:
        self._settings = settings
        self._wording = wording
        self._titles = tuple(settings.titles)
        # People speak often and rename themselves rarely.
        self._seen = remembered(self._look, most=32_768)

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:
        """A verdict for each message by a look-alike."""
        staff = context.staff_names
        seen = self._seen
        return [
            seen(item.message.sender.nickname, item.message.sender.name, staff) for item in batch
        ]

    def _look(self, nickname: str, name: str, staff: frozenset[str]) -> Verdict | None:
        verdicts = [self._name(each, staff) for each in dict.fromkeys((nickname, name)) if each]
        return max((v for v in verdicts if v), key=lambda verdict: verdict.score, default=None)

    def _name(self, name: str, staff: frozenset[str]) -> Verdict | None:
        found = resembles(name, staff, near_from=self._settings.near_from)
        if found is not None:
            sentence = Say.NEAR_NAME if found.distance else Say.SAME_NAME
            score = self._settings.near_score if found.distance else self._settings.same_score
            reason = self._wording(
                sentence, name=cut(name, 20), staff=found.staff, distance=found.distance
            )
            return self._verdict(score, reason, found.staff)
        folded = squeeze(fold_text(name[:_LONGEST]))
        title = next((title for title in self._titles if title in folded), None)
        if title is None:
            return None
        reason = self._wording(Say.STAFF_TITLE, title=title)
        return self._verdict(self._settings.title_score, reason, title)

    def _verdict(self, score: float, reason: str, evidence: str) -> Verdict:
        return Verdict(detector=self.name, score=score, reason=reason, evidence=(evidence,))


def resembles(name: str, staff: frozenset[str], *, near_from: int) -> Resemblance | None:
    """The staff name that a name reads like, if any."""
    shape = skeleton(name)
    if len(shape) < 2:  # noqa: PLR2004 (one character is no name to steal)
        return None
    known = _skeletons(staff)
    if shape in known:
        return Resemblance(known[shape], 0)
    for other, original in known.items():
        if shape[0] != other[0] and shape[-1] != other[-1]:
            continue  # one change leaves the first or the last character alone
        if max(len(shape), len(other)) >= near_from and _one_off(shape, other):
            return Resemblance(original, 1)
    return None


@functools.lru_cache(maxsize=8)
def _skeletons(staff: frozenset[str]) -> dict[str, str]:
    return {shape: name for name in sorted(staff) if (shape := skeleton(name))}


def _one_off(one: str, other: str) -> bool:
    """Whether one letter or digit, put in, left out, changed or swapped, makes them equal.

    A changed Chinese character makes another person's name: 王老师 and 李老师 do not count.
    """
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, original = one[start:], other[start:]
    if rest[1:2] + rest[:1] + rest[2:] == original:
        return True
    if len(one) == len(other):
        return rest[1:] == original[1:] and rest[0].isascii() and original[0].isascii()
    longer, shorter = (rest, original) if len(rest) > len(original) else (original, rest)
    return longer[1:] == shorter and longer[0].isascii()
