"""Words: adverts give themselves away by what they offer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item, noisy_or
from handlers.settings import WordSettings
from handlers.text import NormalText, fold_text, squeeze
from handlers.wording import Say, Wording

_MOST = 60  # words looked at in one message; by then it is clear
_SHOWN = 4
_SENTENCE = re.compile("[,。;!?、\n…:]")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A listed word; weight 0 is an accepted phrase, below 0 a warning."""

    word: str
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    listed: _Listed


class Words:
    """Finds listed words, seen through disguises, in one pass over the text."""

    name = "words"

    def __init__(self, settings: WordSettings, wording: Wording) -> None:
        self._wording = wording
        self._factor = settings.warning_factor
        self._automaton = ahocorasick.Automaton()
        for listed in _listed(settings):
            for form in {fold_text(listed.word), squeeze(fold_text(listed.word))} - {""}:
                # An accepted phrase comes last, so it beats a listed word that reads the same.
                self._automaton.add_word(form, (len(form), listed))
        self._automaton.make_automaton()

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (words need no context)
        """A verdict for each message with listed words."""
        hits = self._automaton.iter  # whatever the plain form holds, the tight form holds too
        return [
            self._one(item.text)
            if next(hits(item.text.tight), None) is not None or _hides(item.text)
            else None
            for item in batch
        ]

    def _one(self, text: NormalText) -> Verdict | None:
        found = self._found(text.tight)
        if text.plain != text.tight:
            found = self._found(text.plain) | {
                word: each for word, each in found.items() if _split(word, text.plain)
            }
        if _hides(text):
            # Words that talk really uses stay in view: an accepted phrase, a warning.
            found = self._found(text.guess) | found
        warns = any(listed.weight < 0 for listed in found.values())
        listed = sorted(
            (each for each in found.values() if each.weight > 0), key=lambda each: -each.weight
        )
        if not listed:
            return None
        score = noisy_or(each.weight for each in listed) * (self._factor if warns else 1.0)
        if score <= 0:
            return None
        words = tuple(each.word for each in listed[:_SHOWN])
        reason = self._wording(
            Say.WORDS, title=listed[0].title, count=len(listed), words=self._wording.quoted(words)
        )
        return Verdict(detector=self.name, score=score, reason=reason, evidence=words)

    def _found(self, text: str) -> dict[str, _Listed]:
        hits: list[_Hit] = []
        for last, (length, listed) in self._automaton.iter(text):
            hit = _Hit(last + 1 - length, last + 1, listed)
            if _stands_alone(text, hit.start, hit.end):
                hits.append(hit)
            if len(hits) == _MOST:
                break
        return {hit.listed.word: hit.listed for hit in _apart(hits)}


def _hides(text: NormalText) -> bool:
    """Whether the text seems to mean other words than it writes."""
    return text.hidden is not None and text.guess != text.tight


def _split(word: str, plain: str) -> bool:
    """Whether a word that only the tight text shows was split on purpose.

    Between two sentences (看看，片长) the characters beside the punctuation belong elsewhere.
    """
    letters = map(re.escape, squeeze(fold_text(word)))
    for match in re.finditer(r"[\W_]*".join(letters), plain):
        before, after = plain[: match.start()][-1:], plain[match.end() :][:1]
        if not (_SENTENCE.search(match[0]) and before.isalnum() and after.isalnum()):
            return True
    return False


def _listed(settings: WordSettings) -> Iterable[_Listed]:
    for category in settings.categories.values():
        for word in category.words:
            yield _Listed(word, category.title, category.weight)
        for word, weight in category.weighted.items():
            yield _Listed(word, category.title, weight)
    for word, weight in settings.add.items():
        yield _Listed(word, "", weight)
    for word in settings.warnings:
        yield _Listed(word, "", -1.0)
    for word in settings.accept:
        yield _Listed(word, "", 0.0)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word with a Latin edge is not a piece of a longer Latin word."""
    if start > 0 and _latin(text[start]) and _latin(text[start - 1]):
        return False
    return not (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _apart(hits: Sequence[_Hit]) -> list[_Hit]:
    """Hits that share no character, longer ones first; so an accepted phrase beats its words."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept
