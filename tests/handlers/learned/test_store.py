"""A model as a file: whole, broken, or somebody else's."""

import hashlib
import json
import struct
import zlib

import numpy as np
import pytest

from handlers.learned.concepts import words_print
from handlers.learned.store import BadModel, described, from_bytes, to_bytes
from tests.support.learned_talk import model, samples


def sealed(body):
    """Bytes with a checksum that is right."""
    return body + hashlib.sha256(body).digest()


def part(data):
    """One part of a file, behind its length."""
    return struct.pack("<I", len(data)) + data


def header(**other):
    """The beginning of a file, right but for what is said."""
    given = {
        "bits": 18,
        "front_bits": 16,
        "threshold": 0.5,
        "bias": 0.0,
        "nets": [],
        "concepts": words_print(),
        "known": 0,
        "note": "",
    }
    return b"GKM1" + part(json.dumps(given | other).encode())


def test_a_stored_model_scores_as_before_to_the_last_bit():
    texts = [sample.text for sample in samples()]

    again = from_bytes(to_bytes(model()))

    assert np.array_equal(again.judge(texts), model().judge(texts))
    assert again.threshold == model().threshold
    assert np.array_equal(again.known, np.sort(model().known))


def test_storing_twice_gives_the_same_bytes():
    assert to_bytes(from_bytes(to_bytes(model()))) == to_bytes(model())


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b"", "no model"),
        (b"PK\x03\x04 something else", "no model"),
        (b"GKM1", "damaged"),
        (sealed(b"GKM1"), "too early"),
        (sealed(b"GKM1\xff\xff\xff\x7f"), "too early"),
        (sealed(b"GKM1\x02\x00\x00\x00{}"), "header"),
        (sealed(b"GKM1\x02\x00\x00\x00[["), "header"),
        (sealed(header(bits=40)), "sizes"),
        (sealed(header(front_bits=2)), "sizes"),
        (sealed(header(threshold=2.0)), "sizes"),
        (sealed(header(bias=float("nan"))), "sizes"),
        (sealed(header(nets=[[1 << 16, 1 << 40, 0.0]])), "sizes"),
        (sealed(header(nets=[[7, 8, 0.0]])), "sizes"),
        (sealed(header(known=-1)), "sizes"),
        (sealed(header(note=None, known="many")), "cannot be read"),
        (sealed(header(concepts=1)), "another version"),
        (sealed(header()), "too early"),
        (sealed(header() + part(b"not packed")), "damaged inside"),
        (sealed(header() + part(zlib.compress(bytes(10)))), "wrong size"),
        (sealed(header() + part(zlib.compress(bytes(50_000_000)))), "wrong size"),
    ],
)
def test_what_is_no_model_is_refused_in_words(broken, told):
    with pytest.raises(BadModel, match=told):
        from_bytes(broken)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_one_wrong_byte_anywhere_is_noticed(share):
    data = bytearray(to_bytes(model()))
    data[int(share * len(data))] ^= 0x55

    with pytest.raises(BadModel):
        from_bytes(bytes(data))


def test_half_a_file_is_noticed():
    data = to_bytes(model())

    with pytest.raises(BadModel):
        from_bytes(data[: len(data) // 2])


def test_a_file_that_is_too_large_is_not_even_looked_at():
    with pytest.raises(BadModel, match="larger"):
        from_bytes(b"GKM1" + bytes(65 * 2**20))


def test_people_are_told_what_a_model_is():
    assert described(model())["texts"] == len({s.text for s in samples()})
