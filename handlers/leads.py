"""Leads 线索: words that sound like wanting something, with the words kept as evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from bot.core.verdicts import LeadFound
from handlers.detectors.detector import noisy_or
from handlers.settings import LeadSettings
from handlers.text import fold_text
from handlers.tokens import boundaries

_MOST = 40  # words looked at in one message
_REACH = 40  # characters of a clause on either side of a word
_CLEAR = 0.6  # a word of this weight shows interest even beside a complaint
_CLAUSE_END = re.compile(r"[,。;!?\n…、~]")
_EITHER_OR = re.compile(
    r"(.{1,2})[不没]\1|有没有|不好意思|不知道|不懂|不会(?!再)|不错|差不多|不是不"
)
_OTHER_BIE = re.compile("[特区分级类性个差]别|别[人的家处]")
_REFUSED_AFTER = re.compile(
    "(?:的事)?(?:就|都|也|还是|我)?(?:算了|免了|不用了?|不了|不起|没兴趣|不感兴趣|不需要|没用|不想|没钱|不考虑)"
)
_DONE_AFTER = re.compile("(?:了(?!吗|么|没)|过(?!吗|么|期|来)|完|成功|好了|截止|结束)")
_OFFERED_AFTER = re.compile(
    "的(?:人|同学|朋友|邻居|家长|姐妹)?(?:请|都|可以)?(?:回|私|联系|找|报|接龙|举|记|我记|来找|加|扫|在这)"
)
_JUST_BEFORE = frozenset("不没未免难勿")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A listed word; category "" marks what sellers say, "-" what complainers say."""

    word: str
    category: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    listed: _Listed


class Leads:
    """Finds leads. The listed words are looked for in one pass; only hits cost more."""

    def __init__(self, settings: LeadSettings) -> None:
        self._settings = settings
        folded = sorted({fold_text(w) for w in settings.negations} - {""}, key=len, reverse=True)
        self._negation = re.compile("|".join(map(re.escape, folded))) if folded else None
        self._automaton = ahocorasick.Automaton()
        for listed in _listed(settings):
            if form := fold_text(listed.word).strip():
                same = self._automaton.get(form, (len(form), ()))[1]
                self._automaton.add_word(form, (len(form), (*same, listed)))
        self._automaton.make_automaton()

    def find(self, plain: str, *, asks: bool) -> tuple[LeadFound, ...]:
        """The leads of a text in its plain form, strongest first. Asking raises the score."""
        hits = self._hits(plain)
        if not hits or any(not hit.listed.category for hit in hits):
            return ()
        complains = any(hit.listed.category == "-" for hit in hits)
        wanted = [
            hit
            for hit in _outermost(hits)
            if hit.listed.category != "-"
            and (not complains or hit.listed.weight >= _CLEAR)
            and self._meant(plain, hit, asks=asks)
        ]
        found = self._by_category(wanted, bonus=self._settings.question_bonus if asks else 0.0)
        return tuple(sorted(found, key=lambda lead: -lead.score))

    def _hits(self, plain: str) -> list[_Hit]:
        hits = []
        for last, (length, every) in self._automaton.iter(plain):
            hits += [_Hit(last + 1 - length, last + 1, listed) for listed in every]
            if len(hits) >= _MOST:
                break
        return hits

    def _by_category(self, hits: Sequence[_Hit], *, bonus: float) -> Iterable[LeadFound]:
        words: dict[str, dict[str, float]] = {}
        for hit in hits:
            words.setdefault(hit.listed.category, {})[hit.listed.word] = hit.listed.weight
        for category, weights in words.items():
            score = noisy_or((*weights.values(), bonus))
            if score >= self._settings.threshold:
                yield LeadFound(category=category, score=round(score, 4), words=tuple(weights))

    def _meant(self, plain: str, hit: _Hit, *, asks: bool) -> bool:
        """Whether the word stands as a word, and is neither refused nor already done."""
        start, end = _clause(plain, hit)
        clause = plain[start:end]
        edges = boundaries(clause)
        if hit.start - start not in edges or hit.end - start not in edges:
            return False
        after = plain[hit.end : end]
        taken_back = _OFFERED_AFTER.match(after) or _REFUSED_AFTER.match(after)
        if taken_back or (not asks and _DONE_AFTER.match(after)):
            return False
        return not self._refused_before(plain[start : hit.start])

    def _refused_before(self, before: str) -> bool:
        heard = _OTHER_BIE.sub("", _EITHER_OR.sub("", before))
        if not heard:
            return False
        if heard[-1] in _JUST_BEFORE:
            return True
        near = heard[-self._settings.negation_reach :]
        return self._negation is not None and self._negation.search(near) is not None


def _listed(settings: LeadSettings) -> Iterable[_Listed]:
    for name, category in settings.categories.items():
        words = {**category.words, **settings.add.get(name, {})}
        for word, weight in words.items():
            yield _Listed(word, name, weight)
    for word in settings.sellers:
        yield _Listed(word, "")
    for word in settings.complaints:
        yield _Listed(word, "-")


def _clause(plain: str, hit: _Hit) -> tuple[int, int]:
    start = max(0, hit.start - _REACH)
    for stop in _CLAUSE_END.finditer(plain, start, hit.start):
        start = stop.end()
    stop_after = _CLAUSE_END.search(plain, hit.end, hit.end + _REACH)
    end = hit.end + _REACH if stop_after is None else stop_after.start()
    return start, min(end, len(plain))


def _outermost(hits: Sequence[_Hit]) -> list[_Hit]:
    return [hit for hit in hits if not any(_covers(other, hit) for other in hits)]


def _covers(longer: _Hit, hit: _Hit) -> bool:
    wider = longer.end - longer.start > hit.end - hit.start
    return wider and longer.start <= hit.start and hit.end <= longer.end
