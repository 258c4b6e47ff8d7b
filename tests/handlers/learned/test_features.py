"""What a model reads in a text."""

import numpy as np
import pytest

from handlers.learned import concepts
from handlers.learned.codes import DIGIT, line_up, longest_run
from handlers.learned.concept_words import CONCEPTS
from handlers.learned.grams import Wanted, grams
from handlers.learned.matrix import gathered
from handlers.learned.shape import Shape, measured
from handlers.text import normalise
from tests.support.learned_talk import space

HOSTILE = [
    "",
    " ",
    "\ud83d",
    "😀" * 300,
    "a" * 2000,
    "\u200b\u200b",
    "加" * 1500,
    "\0",
    "é\u0301" * 50,
]


def spelled(text, lengths, wanted=None):
    """The grams of a text as strings."""
    line = line_up([text])
    found = grams(line, lengths, 1, wanted)
    return [
        "".join(chr(c) for c in line.codes[start : start + length])
        for start, length in zip(found.start, found.length, strict=True)
    ]


def measure(text):
    """The measures of a text, by name."""
    normal = normalise(text)
    (found,) = measured(
        [normal],
        tight=line_up([normal.guess], before="\2", after="\3"),
        plain=line_up([normal.plain], before=" ", after=" "),
    )
    return {shape: int(found[shape]) for shape in Shape}


def test_every_run_of_characters_is_a_gram():
    assert spelled("abcd", (2, 3)) == ["ab", "bc", "cd", "abc", "bcd"]


def test_no_gram_reaches_from_one_text_into_the_next():
    line = line_up(["ab", "cd"])

    pairs = grams(line, (2,), 1)

    assert list(pairs.text) == [0, 1]


def test_equal_grams_have_equal_hashes_wherever_they_stand():
    line = line_up(["加微信", "我加微信了"])

    threes = grams(line, (3,), 1)

    assert threes.hashed[0] == threes.hashed[2]
    assert len(set(threes.hashed.tolist())) == 3


def test_hashes_are_the_same_on_every_machine():
    found = grams(line_up(["加微信"]), (3,), 1)

    assert int(found.hashed[0]) == 4829691


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (lambda line: Wanted(some=line.kinds == DIGIT), ["b1", "1c"]),
        (lambda line: Wanted(none=line.kinds == DIGIT), ["ab", "cd"]),
        (lambda line: Wanted(no_row_of=(line.kinds, line.kinds != DIGIT)), ["b1", "1c"]),
    ],
)
def test_channels_leave_out_grams_that_say_nothing(wanted, left):
    assert spelled("ab1cd", (2,), wanted(line_up(["ab1cd"]))) == left


def test_what_stands_in_a_text_twice_counts_once():
    found = gathered(
        np.array([0, 0, 1], np.int32), np.array([5, 5, 3], np.uint32), count=3, width=8
    )

    assert list(found.columns) == [5, 3]
    assert list(found.starts) == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "shape", "step"),
    [
        ("打 13800138000 找我", Shape.LONGEST_NUMBER, 11),
        ("看 http://a.test 和 www.b.test", Shape.LINKS, 2),
        ("一件30元，两件50元", Shape.PRICES, 2),
        ("加 abc_1234", Shape.ACCOUNTS, 1),
        ("😀😀好", Shape.PICTURES, 2),
        ("第一行\n第二行", Shape.LINES, 1),
        ("大家好", Shape.LONGEST_NUMBER, 0),
        ("大家好", Shape.LINKS, 0),
    ],
)
def test_shapes_count_what_people_would_count(text, shape, step):
    assert measure(text)[shape] == step


def test_the_longest_run_does_not_join_two_texts():
    line = line_up(["a12", "345b"])

    assert list(longest_run(line, line.kinds == DIGIT, 2)) == [2, 3]


def test_concepts_are_found_by_their_words():
    line = line_up(["在家就能做日结加微信", "孩子放学了"], before="\2", after="\3")

    found = concepts.find(grams(line, (1, 2, 3, 4), concepts.TIGHT))
    names = [
        (int(text), CONCEPTS[number][0])
        for text, number in zip(found.text, found.concept, strict=True)
    ]

    assert (0, "加好友") in names
    assert (0, "赚钱") in names
    assert (1, "我家我们") in names
    assert (1, "加好友") not in names


def test_pairs_are_of_one_text_only():
    line = line_up(["加微信", "日结"], before="\2", after="\3")

    texts, _ = concepts.find(grams(line, (1, 2, 3, 4), concepts.TIGHT)).pairs()

    assert len(texts) == 0


def test_no_word_of_a_concept_is_too_long_to_be_found():
    long = [word for _, words in CONCEPTS for word in words if len(word) > concepts.LONGEST]

    assert long == []


def test_a_batch_reads_like_its_texts_one_by_one():
    said = ["加微信 abc", "", "9790 3", "今天下雨 hello world 12", *HOSTILE]
    texts = [normalise(text) for text in said]

    together = space().read(texts)

    for number, text in enumerate(texts):
        alone = space().read([text])
        part = together.take(np.array([number]))
        assert list(alone.columns) == list(part.columns)
        assert np.array_equal(alone.values, part.values)


def test_every_row_has_the_same_length():
    rows = space().read([normalise(text) for text in ["加微信", "hello there", "今天下雨了" * 40]])

    assert np.allclose(np.add.reduceat(rows.values**2, rows.starts[:-1]), 1, atol=1e-5)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_like_any_other(text):
    rows = space().read([normalise(text)])

    assert np.isfinite(rows.values).all()
    assert rows.columns.max(initial=0) < rows.width


def test_only_the_beginning_of_a_very_long_text_is_read():
    long = space().read([normalise("加微信领资料" * 200_000)])

    assert len(long.columns) < 5000


def test_a_row_of_nothing_between_others_sums_up_to_nothing():
    rows = np.array([0, 0, 2], np.int32)
    matrix = gathered(rows, np.array([1, 3, 3], np.uint32), count=4, width=8)
    weights = np.arange(8, dtype=np.float32)

    assert matrix.dot(weights).tolist() == [4, 0, 3, 0]
    assert matrix.dot_wide(np.stack([weights, -weights], axis=1)).tolist() == [
        [4, -4],
        [0, 0],
        [3, -3],
        [0, 0],
    ]


def test_every_column_of_a_text_is_in_a_view_of_it():
    found = space().read([normalise("加V信 abc_123 日结300元，详聊！Работа на дому，ok?")])
    seen = [found.only(view) for view in space().views]

    every = np.unique(np.concatenate([one.columns for one in seen]))
    assert every.tolist() == np.unique(found.columns).tolist()
    assert all(len(one.columns) for one in seen)


def test_letters_sounds_and_outlines_share_no_columns():
    meaning, letters, sounds, outlines = space().views
    taken = np.zeros(space().width, np.int32)
    for columns in (*meaning, *letters, *sounds, *outlines[1:]):
        taken[columns] += 1

    assert taken.max() == 1
    assert outlines[0] == slice(0, 512)  # shapes: beside meaning, and beside outlines
    assert (taken == 0).sum() < 16


def test_spelt_words_sound_like_written_ones_to_the_model():
    read = space().read(
        [normalise("明天jia一个"), normalise("明天加一个"), normalise("明天 k 一个")]
    )
    spelt, written, other = (
        set(read.columns[read.starts[row] : read.starts[row + 1]].tolist()) for row in range(3)
    )

    assert len(spelt & written) > len(other & written)
