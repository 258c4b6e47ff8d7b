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
_READING = 2  # counts up whenever `handlers.text` or `space` makes other features of a text
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
            same = (self.text[:-apart] == self.text[apart:]).nonzero()[0]
            if not len(same):
                break
            both = self.concept[same] * MOST + self.concept[same + apart]
            texts.append(self.text[same])
            numbers.append(both.astype(np.uint32))
        return np.concatenate(texts), np.concatenate(numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    slots: npt.NDArray[np.bool_]  # by the first bits of a hash: whether any word begins so
    hashes: Codes  # of all words, in order
    concepts: Counts


def find(found: Grams) -> Concepts:
    """The concepts of texts whose tight grams of up to four characters are among these."""
    table = _table()
    listed = table.slots[found.hashed >> np.uint32(32 - _SLOT_BITS)]
    near = (listed & (found.channel == TIGHT)).nonzero()[0]
    wanted = found.hashed[near]
    place = table.hashes.searchsorted(wanted).clip(max=len(table.hashes) - 1)
    hit = table.hashes[place] == wanted
    keys = found.text[near[hit]].astype(np.int64) << 12 | table.concepts[place[hit]]
    keys.sort()
    fresh = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    keys = keys[fresh]
    return Concepts(text=(keys >> 12).astype(np.int32), concept=(keys & 4095).astype(np.int32))


def words_print() -> int:
    """A checksum of all words and of how texts are read: a model trained otherwise does not fit."""
    return zlib.crc32(f"{_READING}{CONCEPTS!r}".encode())


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
    slots = np.zeros(1 << _SLOT_BITS, np.bool_)
    slots[hashes >> np.uint32(32 - _SLOT_BITS)] = True
    return _Table(slots=slots, hashes=hashes, concepts=concepts)
