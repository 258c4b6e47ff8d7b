"""Prints of texts: near copies of one text have prints that are nearly the same.

The library's MinHash says where to look (a few keys, equal for most near copies); how near two
texts are is then counted over what both are made of: characters and pairs of them for Chinese,
runs of four for letters. Digits count as one, whichever they are, so another phone number or
price makes no other text; what an advertiser sprinkles between the characters is gone before.
"""

import functools
import re
from array import array
from collections.abc import Iterable

import rensa
import xxhash

from bot.core.answers import PictureSeen
from bot.core.seen import NearPrint

_KEYS = 24  # of each print; one that agrees makes two prints candidates
_ROWS = 3  # hashes behind a key: pairs at 0.5 meet with 96 %, pairs at 0.1 with 2 %
_KEPT = 512  # pieces of a text that are kept; of longer texts a fair choice
_FEWEST = 10  # pieces; what is shorter has to be the same but for its digits
_SHORTEST = 4  # characters, digits aside; "收到" or "好的" is nobody's campaign
_SEED = 20260520
# Prints made otherwise meet none of these.
_KIND = xxhash.xxh3_64_intdigest(f"{rensa.RMinHash.ALGORITHM_VERSION}:{_KEYS}x{_ROWS}".encode())

_HAN = "\u3400-\u9fff"
_RUNS = re.compile(rf"([{_HAN}]+)|\d+|([^\W\d_{_HAN}]+)")
_LETTERS = 4  # of a piece of a word
_CHAIN = re.compile(r"^[^\S\n]*\d{1,3}(?:\s*+[.、)）:：]|\s)\s*+\S", re.MULTILINE)
_CHAIN_LINES = 3


def print_of(tight: str) -> NearPrint | None:
    """The print of a text in its tight form; None where it says too little to be anybody's."""
    pieces = _pieces(tight)
    if len(pieces) < _FEWEST:
        return _short(tight)
    hashed = [xxhash.xxh3_64_intdigest(piece.encode()) for piece in pieces]
    sketch = rensa.RMinHash(num_perm=_KEYS * _ROWS, seed=_SEED)
    sketch.update(sorted(pieces))
    row = sketch.digest()
    bands = (row[start : start + _ROWS] for start in range(0, _KEYS * _ROWS, _ROWS))
    return NearPrint(
        keys=tuple(_key(number, band) for number, band in enumerate(bands)), pieces=_kept(hashed)
    )


def print_of_picture(seen: PictureSeen) -> NearPrint | None:
    """The print of a picture: the same codes, or where it has none, the same looks."""
    if seen.codes_key is None and not seen.print:
        return None
    sign = f"codes:{seen.codes_key}" if seen.codes else f"looks:{seen.print}"
    whole = xxhash.xxh3_64_intdigest(sign.encode())
    return NearPrint(keys=(_key(_KEYS + 1, (whole,)),), pieces=_kept([whole]))


def likeness(first: bytes, second: bytes) -> float:
    """The share of pieces that two prints have in common, from 0 to 1."""
    if first == second:
        return 1.0
    one, other = _read(first), _read(second)
    shared = one & other
    if len(one) < _KEPT and len(other) < _KEPT:
        return len(shared) / max(1, len(one) + len(other) - len(shared))
    # Long texts kept their smallest hashes: among the smallest of both, nothing is missing.
    smallest = set(sorted(one | other)[:_KEPT])
    return len(shared & smallest) / len(smallest)


def is_chain(text: str) -> bool:
    """Whether a text is a numbered list that grows from post to post 接龙."""
    return len(_CHAIN.findall(text)) >= _CHAIN_LINES


def _pieces(tight: str) -> set[str]:
    pieces: set[str] = set()
    before = ""
    for run in _RUNS.finditer(tight):
        han, letters = run.groups()
        if han:
            pieces.update(han)
            pieces.update(a + b for a, b in zip(before + han, (before + han)[1:], strict=False))
        elif letters:
            steps = range(max(1, len(letters) - _LETTERS + 1))
            pieces.update(letters[step : step + _LETTERS] for step in steps)
        before = han[-1] if han else ""
    return pieces


def _short(tight: str) -> NearPrint | None:
    bare = "".join(
        run.group() if run.group(1) or run.group(2) else "0" for run in _RUNS.finditer(tight)
    )
    if len(bare.replace("0", "")) < _SHORTEST:
        return None
    whole = xxhash.xxh3_64_intdigest(bare.encode())
    return NearPrint(keys=(_key(_KEYS, (whole,)),), pieces=_kept([whole]))


def _key(number: int, band: Iterable[int]) -> int:
    packed = array("Q", (number, *band)).tobytes()
    return int.from_bytes(xxhash.xxh3_64_digest(packed, seed=_KIND), signed=True)


def _kept(hashed: Iterable[int]) -> bytes:
    numbers = array("I", sorted({value & 0xFFFFFFFF for value in hashed})[:_KEPT])
    return numbers.tobytes()


@functools.lru_cache(maxsize=4096)  # copies of one campaign are compared again and again
def _read(pieces: bytes) -> frozenset[int]:
    numbers = array("I")
    numbers.frombytes(pieces[: _KEPT * numbers.itemsize])
    return frozenset(numbers)
