"""The corpus is in order: fields, counts, no copies, nothing that names anybody's machine."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import corpus

FOLDER = Path(corpus.__file__).parent
MANNERS = ("plain", "disguised", "soft")
_LETTERS = re.compile(r"[\W\d_]+")


def read(side):
    return [
        (path, json.loads(line))
        for path in sorted((FOLDER / side).glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture(scope="module")
def adverts():
    return read("adverts")


@pytest.fixture(scope="module")
def innocents():
    return read("innocents")


def test_every_line_has_its_fields_and_stands_in_the_file_of_its_kind(adverts, innocents):
    for path, line in adverts:
        assert list(line) == ["id", "label", "kind", "manner", "room", "text"], line
        assert (line["label"], line["kind"]) == ("spam", path.stem)
        assert line["manner"] in MANNERS
    for path, line in innocents:
        assert list(line) == ["id", "label", "kind", "room", "text"], line
        assert (line["label"], line["kind"]) == ("ham", path.stem)
    for _, line in adverts + innocents:
        assert line["text"].strip()
        assert line["room"].strip()


def test_there_is_as_much_of_everything_as_was_promised(adverts, innocents):
    manners = Counter(line["manner"] for _, line in adverts)

    assert len(adverts) >= 2500
    assert len({line["kind"] for _, line in adverts}) >= 25
    assert min(manners.values()) >= 2500 / 3
    assert all(count / len(adverts) > 0.25 for count in manners.values())
    assert len(innocents) >= 6000


def test_no_two_ids_and_no_two_texts_are_the_same(adverts, innocents):
    ids = Counter(line["id"] for _, line in adverts + innocents)
    texts = Counter(_LETTERS.sub("", t.lower()) or t for t in texts_of(adverts + innocents))

    assert [one for one, count in ids.items() if count > 1] == []
    assert [one for one, count in texts.items() if count > 1] == []


def texts_of(lines):
    return [line["text"] for _, line in lines]


def test_few_texts_are_near_copies_of_others(adverts, innocents):
    """No two from one template: shared three-character pieces, as a share of all of both."""
    holders: dict[str, list[int]] = {}
    pieces = [_pieces(text) for text in texts_of(adverts + innocents)]
    near = 0
    for number, own in enumerate(pieces):
        if len(own) < 6:
            continue
        shared = Counter(other for piece in own for other in holders.get(piece, ()))
        near += any(
            count / len(own | pieces[other]) >= 0.5 for other, count in shared.most_common(3)
        )
        for piece in own:
            holders.setdefault(piece, []).append(number)

    assert near / len(pieces) < 0.005


def _pieces(text):
    letters = _LETTERS.sub("", text.lower())
    return {letters[k : k + 3] for k in range(len(letters) - 2)}
