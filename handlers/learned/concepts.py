"""Concepts in texts, found by the hashes of their words: no text is looked through twice."""

import functools
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned.codes import Codes, Counts, line_up
from handlers.learned.concept_words import CONCEPTS
from handlers.learned.grams import Grams, grams

LONGEST = 4  # characters of a word
TIGHT = 1  # the channel of grams in which words are looked for
_SLOT_BITS = 16
MOST = 72  # concepts; the number of a pair follows from it
_REACH = 12  # concepts behind one in its text that it is paired with


@dataclass(frozen=True, slots=True, kw_only=True)
class Concepts:
    """Which concepts stand in which text, each once and in order; row by row."""

    text: Counts
    concept: Counts

    def pairs(self) -> tuple[Counts, Codes]:
        """Two concepts of one text, whatever their order in it: its text, and its number."""
        texts, numbers = [np.zeros(0, np.int32)], [np.zeros(0, np.uint32)]
        for apart in range(1, _REACH + 1):
            same = np.flatnonzero(self.text[:-apart] == self.text[apart:])
            if not len(same):
                break
            both = self.concept[same] * MOST + self.concept[same + apart]
            texts.append(self.text[same])
            numbers.append(both.astype(np.uint32))
        return np.concatenate(texts), np.concatenate(numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    slots: npt.NDArray[np.int32]  # by the first bits of a hash: where its words begin, or -1
    hashes: Codes
    concepts: Counts


def find(found: Grams) -> Concepts:
    """The concepts of texts whose tight grams of up to four characters these are."""
    table = _table()
    slot = table.slots[found.hashed >> np.uint32(32 - _SLOT_BITS)]
    near = np.flatnonzero(slot >= 0)
    place, wanted = slot[near], found.hashed[near]
    hit = table.hashes[place] == wanted
    # Words that share a slot stand behind one another; there are never more than four.
    for _ in range(3):
        missed = ~hit & (place + 1 < len(table.hashes))
        if not missed.any():
            break
        place = np.where(missed, place + 1, place)
        hit = table.hashes[place] == wanted
    keys = np.unique(found.text[near[hit]].astype(np.int64) << 12 | table.concepts[place[hit]])
    return Concepts(text=(keys >> 12).astype(np.int32), concept=(keys & 4095).astype(np.int32))


def words_print() -> int:
    """A checksum of all words: a model trained with others does not fit."""
    return zlib.crc32(repr(CONCEPTS).encode())


@functools.cache
def _table() -> _Table:
    owner: dict[str, int] = {}
    for number, (_, words) in enumerate(CONCEPTS):
        for word in words:
            owner.setdefault(word, number)
    hashes = np.zeros(0, np.uint32)
    concepts = np.zeros(0, np.int32)
    for length in range(1, LONGEST + 1):
        words_of = [word for word in owner if len(word) == length]
        whole = grams(line_up(words_of), (length,), TIGHT)
        hashes = np.append(hashes, whole.hashed)
        concepts = np.append(concepts, np.array([owner[word] for word in words_of], np.int32))
    order = np.argsort(hashes)
    hashes, concepts = hashes[order], concepts[order]
    slots = np.full(1 << _SLOT_BITS, -1, np.int32)
    first = hashes >> np.uint32(32 - _SLOT_BITS)
    slots[first[::-1]] = np.arange(len(hashes), dtype=np.int32)[::-1]
    return _Table(slots=slots, hashes=hashes, concepts=concepts)
