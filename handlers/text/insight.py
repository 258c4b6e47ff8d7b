"""Seeing through: what a text says that was split, spelt, turned round or put in other sounds.

All of this is guessing, so the plain text stays as it is; the guess stands beside it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.text.alike import sounding_alike
from handlers.text.backwards import is_backwards
from handlers.text.disguise import Trick
from handlers.text.folding import squeeze
from handlers.text.forms import NUMBER_WORDS, Form, Found, Listed, finder, words_in
from handlers.text.pictures import PICTURES, without_pictures
from handlers.text.put_between import without_brackets, without_faces, without_signs
from handlers.text.spelling import spelt_places

_ROUNDS = 3  # what is joined may show a word that was split once more
_ACCOUNTS = frozenset(("微信", "加微信", "qq", "qq群"))  # an account may follow at once: vxabc123


_TRICK_OF = {
    Form.PIECES: Trick.SPLIT,
    Form.SPLIT_WORD: Trick.SPLIT,
    Form.SPELT: Trick.SPELT,
    Form.SLANG: Trick.SLANG,
}
# Who does this to one word does it to others.
_WORDLY = frozenset((Trick.SPLIT, Trick.SPELT))
_JOINED = frozenset((Form.PIECES, Form.SPLIT_WORD, Form.SPELT))
_BEFORE_ACCOUNTS = frozenset(("微信", "加微信", "加我微信", "微信号", "联系", "电话"))
_CJK = "\u4e00-\u9fff"
# One sign from elsewhere between two characters: 微x信. It is taken away where that shows words.
_SIGN = "[a-z丶丿灬ミ々の〆ˇ]"
# (A digit must come twice: 我有1个 is no disguise.)
_INSERTED = re.compile(
    rf"[a-z01丶丿灬ミ々の〆ˇ](?<=[{_CJK}].)(?=[a-z]?[a-z]?[{_CJK}])(?:(?<![01])|(?=.[01][{_CJK}]))"
)
_ANY_INSERTED = re.compile(rf"(?<=[{_CJK}])(?:[a-z]{{1,3}}|[0-9]|{_SIGN}+)(?=[{_CJK}])")
_BRACKETED = re.compile(r"[(\[<{【《「“](?:\w{1,3}|\W?)[)\]>}】》」”]")
# (Ranges are found quicker than signs one by one.)
_PUT = re.compile("[+(\\[<{【《「“☎⛽✈❤♥\U0001f170-\U0001faff]")
_RUN = re.compile("[a-z0-9]+")
_NUMBER = re.compile(f"[0-9oilzsb{NUMBER_WORDS}拐勾洞]{{7,20}}")
_DIGITS = str.maketrans(f"{NUMBER_WORDS}oilzsb拐勾洞", "00123456789123456789" + "12" + "011258790")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_ACCOUNT = re.compile(r"(?<![a-z0-9])(?=[a-z_-]*\d)[a-z0-9][a-z0-9_-]{5,19}")
_CONTACT = re.compile("微|v|信|q|扣|群|裙|加|电|联系|号|call|找")
_BEFORE = 10  # characters before a number in which its purpose stands


@dataclass(frozen=True, slots=True)
class Insight:
    """What a tight text seems to say, how many of its characters hid it, and how."""

    guess: str
    changed: int
    tricks: tuple[Trick, ...]
    shown: tuple[str, ...]  # words that came to light


def see_through(plain: str, tight: str, *, suspected: bool) -> Insight | None:
    """What is behind the disguise of a text; None when none is to be seen.

    In a text already `suspected`, everyday characters may stand for others that sound alike.
    """
    if (
        not suspected
        and not _promising(finder()(tight), tight)
        and not _has_inserted(tight)
        and not _has_put(plain, tight)
        and not is_backwards(tight)
    ):
        return None
    sight = _Sight(tight, suspected=suspected)
    for step in (_uncover, _turn, _join, _hear, _count, _translate):
        step(sight, plain)
    if sight.text == tight:
        return None
    tricks, shown = tuple(dict.fromkeys(sight.tricks)), tuple(dict.fromkeys(sight.shown))
    return Insight(sight.text, min(sight.changed, len(tight)), tricks, shown)


def _promising(found: Found, tight: str) -> bool:
    """Whether the forms in a text may be meant: 七八 or one 发生 are ordinary talk."""
    if not found:
        return False
    forms = [listed.form for listed, _, _ in found]
    if Form.NUMBER in forms and _NUMBER.search(tight) is not None:
        return True
    if forms.count(Form.BACKWARDS) > 1:
        return True
    return any(
        listed.form is not Form.NUMBER and (listed.sure or listed.form is not Form.BACKWARDS)
        for listed, _, _ in found
    )


def _has_inserted(tight: str) -> bool:
    """Whether words show when signs between characters are left out: T恤 shows none."""
    if _INSERTED.search(tight) is None:
        return False
    if without_signs(tight) != tight:
        return True
    return _said(_ANY_INSERTED.sub("", tight)) > _said(tight)


def _has_put(plain: str, tight: str) -> bool:
    """Whether brackets or plus signs stand between characters, or pictures for words."""
    if _PUT.search(plain) is None:
        return False
    if not PICTURES.keys().isdisjoint(plain) or plain.count("+") > 1:
        return True
    if without_faces(plain) is not plain:
        return True
    bare = _BRACKETED.sub("", plain)
    if bare == plain:
        return False
    return without_brackets(plain) != plain or _said(squeeze(bare)) > _said(tight)


class _Sight:
    """A text on its way to what it says."""

    def __init__(self, text: str, *, suspected: bool) -> None:
        self.text = text
        self.suspected = suspected
        self.changed = 0
        self.tricks: list[Trick] = []
        self.shown: list[str] = []

    def put(self, spans: Iterable[tuple[str, int, int]], trick: Trick) -> None:
        """Replace spans, which are in order and apart, by what they mean."""
        pieces, last = [], 0
        for meant, start, end in spans:
            pieces += [self.text[last:start], meant]
            last = end
            self.changed += end - start if trick is not Trick.SLANG else 0  # it hides nothing
            self.tricks.append(trick)
            if len(meant) > 1:
                self.shown.append(meant)
        if last:
            self.text = "".join((*pieces, self.text[last:]))

    def bare(self, text: str) -> None:
        """Take the text without what stood between its characters, if that shows words."""
        if _said(text) > _said(self.text):
            self.strip(text)

    def strip(self, text: str) -> None:
        """Take the text without what stood between its characters."""
        self.changed += len(self.text) - len(text)
        self.tricks.append(Trick.INSERTED)
        self.shown += set(words_in()(text)) - set(words_in()(self.text))
        self.text = text


def _uncover(sight: _Sight, plain: str) -> None:
    """Pictures that stand for words; signs and brackets put between characters."""
    drawn = without_faces(plain)
    if drawn is not plain:
        plain = drawn
        sight.bare(squeeze(plain))
        sight.text = squeeze(plain)  # also where it hides nothing
    bare = without_brackets(plain)
    if bare != plain:
        plain = bare
        sight.strip(squeeze(plain))
    worded = squeeze(without_pictures(plain))
    if worded != sight.text:
        sight.put([(worded, 0, len(sight.text))], Trick.PICTURES)
        sight.changed, sight.shown = 1, []
    if plain.count("+") > 1:
        sight.bare(squeeze(plain.replace("+", "")))
    if _BRACKETED.search(plain) is not None:
        sight.bare(squeeze(_BRACKETED.sub("", without_pictures(plain))))
    bare = without_signs(sight.text)
    if bare != sight.text:
        sight.strip(bare)
    if _INSERTED.search(sight.text) is not None:
        sight.bare(_ANY_INSERTED.sub("", sight.text))


def _turn(sight: _Sight, plain: str) -> None:  # noqa: ARG001 (every step gets both)
    """A text written backwards, wholly or word by word."""
    found = [each for each in finder()(sight.text) if each[0].form is Form.BACKWARDS]
    backwards = sum(end - start for _, start, end in found)
    wholly = is_backwards(sight.text)
    if not backwards and not wholly:
        return
    turned = _turned(sight.text)
    # What the text says forwards counts twice: 发生, 生发 and 人真 are ordinary talk.
    if wholly or (len(found) > 1 and _said(turned) > 2 * _said(sight.text)):
        sight.put([(turned, 0, len(turned))], Trick.BACKWARDS)
        sight.shown[-1:] = words_in()(turned)
        return
    several = backwards > _said(sight.text) and len({listed.meant for listed, _, _ in found}) > 1
    words = [(one.meant, start, end) for one, start, end in found if one.sure or several]
    sight.put(words, Trick.BACKWARDS)


def _said(text: str) -> int:
    return sum(map(len, words_in()(text)))


def _turned(text: str) -> str:
    """Backwards, but for accounts, and for phone numbers that were written forwards."""

    def kept(match: re.Match[str]) -> str:
        run = match[0]
        forwards = run[::-1]
        return run if _PHONE.fullmatch(run) and not _PHONE.fullmatch(forwards) else forwards

    return _RUN.sub(kept, text[::-1])


def _join(sight: _Sight, plain: str) -> None:  # noqa: ARG001 (every step gets both)
    """Characters that were taken apart; words that were spelt."""
    for _ in range(_ROUNDS):
        found = _joinable(sight.text)
        if not found:
            return
        for trick in (Trick.SPELT, Trick.SPLIT):
            if any(_TRICK_OF[listed.form] is trick for listed, _, _ in found):
                sight.tricks.append(trick)
        sight.put([(one.meant, start, end) for one, start, end in found], sight.tricks[-1])


def _joinable(text: str) -> list[tuple[Listed, int, int]]:
    every = [each for each in finder()(text) if each[0].form in _JOINED]
    if all(listed.form is not Form.SPELT for listed, _, _ in every):
        return every
    starts, ends = spelt_places(text)
    return [
        (listed, start, end)
        for listed, start, end in every
        if listed.form is not Form.SPELT
        or (start in starts and (end in ends or listed.meant in _BEFORE_ACCOUNTS))
    ]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a spelt word is no piece of a longer Latin one."""
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    return not before and not (_latin(text[end - 1]) and _latin(text[end : end + 1]))


def _latin(character: str) -> bool:
    return "a" <= character <= "z"


def _hear(sight: _Sight, plain: str) -> None:  # noqa: ARG001 (every step gets both)
    """Words in characters that sound alike."""
    sight.put(
        sounding_alike(sight.text, suspected=bool(_WORDLY.intersection(sight.tricks))), Trick.SOUND
    )


def _count(sight: _Sight, plain: str) -> None:  # noqa: ARG001 (every step gets both)
    """Phone numbers and accounts with digits in words or in letters."""
    spans = []
    for match in _NUMBER.finditer(sight.text):
        digits = match[0].translate(_DIGITS)
        if match[0].isdecimal() or _PHONE.search(match[0]):
            continue  # as it is: 陆13800138000 is a name and a number
        if _PHONE.search(digits) or _for_contact(sight.text, match.start()):
            spans.append((digits, *match.span()))
    sight.put(spans, Trick.NUMBERS)


def _for_contact(text: str, start: int) -> bool:
    return _CONTACT.search(text, max(0, start - _BEFORE), start) is not None


def _translate(sight: _Sight, plain: str) -> None:  # noqa: ARG001 (every step gets both)
    """Words of the trade, where something else tells that they are meant so."""
    text = sight.text
    found = [each for each in finder()(text) if each[0].form is Form.SLANG]
    if not found:
        return
    if sight.suspected or sight.tricks or _ACCOUNT.search(text) or words_in()(text):
        alone = [
            (listed.meant, start, end)
            for listed, start, end in found
            if _stands_alone(text, start, end)
            or (listed.meant in _ACCOUNTS and not _latin(text[max(0, start - 1) : start]))
        ]
        sight.put(alone, Trick.SLANG)
