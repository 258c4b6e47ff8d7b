"""Texts that are too long are cut where a reader would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.performing.texts import split_text


@given(st.text(min_size=1, max_size=400), st.integers(min_value=1, max_value=50))
def test_parts_fit_and_lose_nothing_but_space(text, limit):
    parts = split_text(text, limit)

    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("短", 10, ("短",)),
        ("第一句。第二句。第三句。", 9, ("第一句。第二句。", "第三句。")),
        ("第一段\n\n第二段。后半句", 8, ("第一段", "第二段。后半句")),
        ("one two three", 8, ("one two", "three")),
        ("一二三四五六七八九十", 4, ("一二三四", "五六七八", "九十")),
    ],
)
def test_a_text_is_cut_at_its_pauses(text, limit, parts):
    assert split_text(text, limit) == parts
