import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.text import fold_text, normalise, squeeze

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("written", "plain", "tight"),
    [
        ("加 - 微 ⭐ 信", "加 - 微 ⭐ 信", "加微信"),
        ("報名後來", "报名后来", "报名后来"),
        ("ＶＸ：ａｂｃ１２３", "vx:abc123", "vxabc123"),
        ("v\u200bx\ufe0f 1\ufe0f\u20e3", "vx 1", "vx1"),
        ("𝐱𝐞ᴋ４９６", "xek496", "xek496"),
        ("🅥🆇 ➊ ① ⓿", "vx 1 1 0", "vx110"),
        ("➕v", "+v", "加v"),
        ("Café", "cafe", "cafe"),
        ("加vх号", "加vх号", "加vx号"),
        ("Привет мир", "привет мир", "приветмир"),
        ("한국어", "한국어", "한국어"),
        ("一\t二\n三", "一 二\n三", "一二三"),
        ("a\u3164b\u2800c", "abc", "abc"),
        ("", "", ""),
    ],
)
def test_a_disguise_reads_as_what_it_hides(written, plain, tight):
    text = normalise(written)

    assert (text.plain, text.tight, text.unread) == (plain, tight, 0)


@given(any_text)
def test_folding_twice_changes_nothing_more(text):
    once = fold_text(text)

    assert fold_text(once) == once
    assert fold_text(squeeze(once)) == squeeze(once)


@given(any_text)
def test_no_text_is_too_strange_and_no_form_too_long(text):
    normal = normalise(text, limit=50)

    assert len(normal.plain) <= 50
    assert len(normal.tight) <= 50
    assert normal.unread == max(0, len(text) - 50)


@pytest.mark.parametrize(
    "text", ["\u200b" * 500, "\ufe0f\u20e3", "\x00\x00", "\ud800\udfff", "🎉！？"]
)
def test_a_text_of_nothing_but_noise_has_an_empty_tight_form(text):
    assert normalise(text).tight == ""


def test_one_sign_that_unfolds_into_many_stays_within_the_limit():
    assert len(normalise("ﷺ" * 100, limit=100).plain) == 100


def test_a_message_of_a_megabyte_costs_no_more_than_its_first_characters():
    started = time.perf_counter()
    text = normalise("加微信" * 400_000)

    assert text.unread == 1_200_000 - 4000
    assert time.perf_counter() - started < 1.0  # it takes 1 ms; quadratic would take minutes


def test_rare_characters_are_folded_even_when_the_table_is_full(monkeypatch):
    monkeypatch.setattr("handlers.text.folding._MEMO", 0)

    assert fold_text("\U0001d54f") == "x"
    assert fold_text("\U0001d54f") == "x"


def test_every_character_there_is_settles():
    every = "".join(map(chr, range(0x30000)))
    once = fold_text(every)

    assert fold_text(once) == once


@pytest.mark.parametrize(
    "unit",
    [
        *("加微信", "讠舌", "jiaweixin", "xian", "加(删)", "加💰", "1三8", "信微加", "加\u200b"),
        *(
            "加\u0301",
            "加x",
            "❤",
            "加 ",
            "加.",
            "vx",
            "薇芯",
            "oil0",
            "加+",
            "[",
            "a",
            "言",
            "一八零",
            "а1",
            "яx ",
        ),
    ],
)
def test_no_disguise_makes_a_long_text_costly(unit):
    text = unit * (1_000_000 // len(unit))
    normalise(unit)  # the tables are made when first needed
    started = time.perf_counter()

    normalise(text)

    assert time.perf_counter() - started < 0.5  # it takes 25 ms at most; quadratic takes minutes


@given(st.text(alphabet="加微信薇芯言舌讠jiaweixn13八零oil (删)+❤💰\u200b", max_size=60))
def test_guessing_never_fails_and_measures_within_bounds(text):
    normal = normalise(text)

    assert 0.0 <= normal.disguise <= 1.0
    assert normal.hidden is None or normal.hidden.tricks
