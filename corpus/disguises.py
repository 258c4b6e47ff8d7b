"""Disguises, made: for training on them, and for measuring what they cost.

`disguise(text, kind, rng)` writes a text as those do who wish to get past a filter: the words that
matter always, other words now and then. It never looks at the tables of `handlers.text`.
"""

import functools
import random
import re
from collections.abc import Callable, Iterable

from corpus import disguise_signs as signs

_CHINESE = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d(?:[ -]?\d){4,}")  # an account or a phone number, not a price
_KEYS = re.compile("|".join(sorted(signs.KEY_WORDS, key=len, reverse=True)))
_CLAUSE = re.compile("[^，。！？,.!?\n]+")
_ACCOUNT = re.compile("[A-Za-z0-9_.:/@-]{2,}")

_Disguise = Callable[[str, random.Random], str]


def disguise(text: str, kind: str, rng: random.Random) -> str:
    """The text in one kind of disguise; unchanged where there is nothing to disguise.

    `kind` is one of `KINDS`. The same text, kind and state of `rng` give the same disguise.
    """
    return _MADE[kind](text, rng)


def _aims(text: str, rng: random.Random) -> set[int]:
    """The characters to disguise: most key words, or a few stretches where there are none."""
    aims: set[int] = set()
    for match in _KEYS.finditer(text):
        if rng.random() < 0.85:
            aims.update(range(*match.span()))
    chinese = [match.start() for match in _CHINESE.finditer(text)]
    wanted = max(1, len(chinese) // 5) if chinese else 0
    while chinese and len(aims) < wanted:
        start = rng.choice(chinese)
        aims.update(i for i in range(start, min(start + rng.randint(2, 4), len(text))))
    return aims


def _each(text: str, rng: random.Random, change: Callable[[str], str]) -> str:
    """Change the characters that matter, and one in twenty of the others."""
    aims = _aims(text, rng)
    return "".join(
        change(c) if _CHINESE.match(c) and (i in aims or rng.random() < 0.05) else c
        for i, c in enumerate(text)
    )


def _between(text: str, rng: random.Random, choose: Callable[[], str]) -> str:
    """Put something behind the characters that matter; at times behind every one."""
    everywhere = rng.random() < 0.3
    aims = set(range(len(text))) if everywhere else _aims(text, rng)
    inner = (i in aims and i + 1 in aims and not c.isspace() for i, c in enumerate(text))
    return "".join(c + choose() if put else c for c, put in zip(text, inner, strict=True))


def _zero_width(text: str, rng: random.Random) -> str:
    return _between(text, rng, lambda: rng.choice(signs.INVISIBLE) * rng.randint(1, 2))


def _spaced(text: str, rng: random.Random) -> str:
    one = rng.choice(signs.SEPARATORS)
    return _between(text, rng, lambda: one)


def _emoji_split(text: str, rng: random.Random) -> str:
    return _between(text, rng, lambda: rng.choice(signs.EMOJI))


def _inserted(text: str, rng: random.Random) -> str:
    one = rng.choice(signs.NONSENSE)
    several = rng.random() < 0.3
    return _between(text, rng, lambda: rng.choice(signs.NONSENSE) if several else one)


def _full_width(text: str, rng: random.Random) -> str:  # noqa: ARG001 (every disguise takes a source of chance)
    return text.translate(signs.FULL_WIDTH)


def _letters(text: str, rng: random.Random) -> str:
    """Latin letters and digits as mathematical, circled or squared ones."""
    capitals = rng.random() < 0.5
    first = rng.choice(signs.SQUARE_RUNS if capitals else signs.LETTER_RUNS)
    digit = rng.choice(signs.DIGIT_RUNS)

    def changed(character: str) -> str:
        if "0" <= character <= "9":
            # Superscript 1 to 3 stand elsewhere in Unicode.
            one = chr(digit + int(character))
            return character if digit == 0x2070 and character in "123" else one
        if not (character.isascii() and character.isalpha()):
            return character
        place = ord(character.lower()) - ord("a")
        return chr(first + place) if capitals or character.isupper() else chr(first + 26 + place)

    return "".join(map(changed, text))


def _look_alike(text: str, rng: random.Random) -> str:
    def changed(character: str) -> str:
        like = signs.LIKE_CHINESE.get(character) or signs.LIKE_LATIN.get(character.lower())
        return rng.choice(like) if like and rng.random() < 0.8 else character

    return "".join(map(changed, text))


def _small_capitals(text: str, rng: random.Random) -> str:  # noqa: ARG001 (every disguise takes a source of chance)
    return text.lower().translate(signs.SMALL)


def _combining(text: str, rng: random.Random) -> str:
    def marks() -> str:
        return "".join(rng.choice(signs.MARKS) for _ in range(rng.randint(1, 4)))

    return _between(text, rng, marks)


def _traditional(text: str, rng: random.Random) -> str:
    return str(signs.converter(rng.choice(("s2t", "s2tw", "s2hk"))).convert(text))


def _martian(text: str, rng: random.Random) -> str:
    def changed(character: str) -> str:
        variants = signs.MARTIAN.get(character)
        return rng.choice(variants) if variants and rng.random() < 0.7 else character

    return "".join(map(changed, text))


def _split_characters(text: str, rng: random.Random) -> str:
    def split(character: str) -> str:
        ways = signs.components(character)
        return "".join(rng.choice(ways)) if ways else character

    return _each(text, rng, split)


def _homophones(text: str, rng: random.Random) -> str:
    def alike(character: str) -> str:
        common, rare = signs.homophones(character)
        shelf = common if rng.random() < 0.5 else rare
        return rng.choice(shelf or common or rare or character)

    return _each(_slang(text, rng), rng, alike)


def _slang(text: str, rng: random.Random) -> str:
    """Words for which the trade has words of its own."""

    def said(match: re.Match[str]) -> str:
        ways = signs.SLANG.get(match[0].lower())
        return rng.choice(ways) if ways and rng.random() < 0.6 else match[0]

    return _KEYS.sub(said, text)


def _pinyin(text: str, rng: random.Random) -> str:
    toned = rng.random() < 0.15
    gap = rng.choice(("", "", " "))

    def spelt(character: str) -> str:
        return signs.syllables(character, toned=toned)[0] + gap

    return _each(text, rng, spelt)


def _initials(text: str, rng: random.Random) -> str:
    upper = rng.random() < 0.3

    def initial(character: str) -> str:
        first = signs.syllables(character)[0][:1]
        return first.upper() if upper else first

    return _each(text, rng, initial)


def _reversed(text: str, rng: random.Random) -> str:
    """Words, clauses or the whole text backwards; accounts stay readable at times."""
    way = rng.choice(("words", "clauses", "whole", "whole"))
    if way == "words":
        return _KEYS.sub(lambda match: match[0][::-1], text)
    keeps = rng.random() < 0.6
    turn = functools.partial(_turned, keeps=keeps)
    return turn(text) if way == "whole" else _CLAUSE.sub(lambda match: turn(match[0]), text)


def _turned(text: str, *, keeps: bool) -> str:
    if not keeps:
        return text[::-1]
    pieces = re.split(f"({_ACCOUNT.pattern})", text)
    return "".join(p if _ACCOUNT.fullmatch(p) else p[::-1] for p in reversed(pieces))


def _digits(text: str, change: Callable[[str], str]) -> str:
    return _NUMBER.sub(lambda m: "".join(change(c) if c.isdigit() else c for c in m[0]), text)


def _digit_words(text: str, rng: random.Random) -> str:
    style = rng.choice(signs.NUMBER_WORDS)
    mixed = rng.random() < 0.4

    def worded(digit: str) -> str:
        if mixed and rng.random() < 0.5:
            return digit
        return (rng.choice(signs.NUMBER_WORDS[:5]) if mixed else style)[int(digit)]

    return _digits(text, worded)


def _keycaps(text: str, rng: random.Random) -> str:
    behind = rng.choice(("\ufe0f\u20e3", "\u20e3", "\ufe0f\u20e3 "))
    return re.sub("[0-9]", lambda match: match[0] + behind, text)


def _digit_letters(text: str, rng: random.Random) -> str:
    def lettered(digit: str) -> str:
        like = signs.DIGIT_LETTERS.get(digit) if rng.random() < 0.7 else None
        return rng.choice(like) if like else digit

    return _digits(text, lettered)


# In this order several at once stay readable: words first, then signs, then what is between.
_BY_ORDER: tuple[tuple[str, ...], ...] = (
    ("homophones", "pinyin", "initials", "split_characters", "martian", "reversed"),
    ("digit_words", "digit_letters", "keycaps", "letters", "look_alike", "full_width"),
    ("traditional", "spaced", "emoji_split", "zero_width", "inserted", "combining"),
)


def _mixed(text: str, rng: random.Random) -> str:
    for kinds in _BY_ORDER:
        if rng.random() < 0.8:
            text = disguise(text, rng.choice(kinds), rng)
    return text


_MADE: dict[str, _Disguise] = {
    "zero_width": _zero_width,
    "full_width": _full_width,
    "letters": _letters,
    "look_alike": _look_alike,
    "small_capitals": _small_capitals,
    "combining": _combining,
    "spaced": _spaced,
    "emoji_split": _emoji_split,
    "inserted": _inserted,
    "traditional": _traditional,
    "martian": _martian,
    "split_characters": _split_characters,
    "homophones": _homophones,
    "pinyin": _pinyin,
    "initials": _initials,
    "reversed": _reversed,
    "digit_words": _digit_words,
    "digit_letters": _digit_letters,
    "keycaps": _keycaps,
    "mixed": _mixed,
}

KINDS: tuple[str, ...] = tuple(_MADE)


def every_kind(text: str, rng: random.Random) -> Iterable[tuple[str, str]]:
    """The text in each kind of disguise that changes it, with the kind's name."""
    for kind in KINDS:
        made = disguise(text, kind, rng)
        if made != text:
            yield kind, made
