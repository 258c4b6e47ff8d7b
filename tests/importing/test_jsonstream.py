import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.jsonstream import Broken, Entered, Found, JsonStream

DESCEND = frozenset([(), ("messages",)])

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def walk(text, size=7):
    chunks = (text[at : at + size] for at in range(0, len(text), size))
    return list(JsonStream(chunks, DESCEND))


def elements(pieces):
    return [p.value for p in pieces if isinstance(p, Found) and p.path == ("messages", "*")]


def line(number):
    return {"id": number, "type": "message", "text": "早", "files": [{"id": 1, "url": ""}]}


@given(
    messages=st.lists(values, max_size=5),
    name=values,
    size=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
    ascii_only=st.booleans(),
)
def test_wherever_the_text_is_cut_the_values_are_those_of_the_standard_library(
    messages, name, size, indent, ascii_only
):
    document = {"name": name, "messages": messages, "end": 1}
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)

    pieces = walk(text, size)

    assert not [p for p in pieces if isinstance(p, Broken)]
    assert elements(pieces) == messages
    heads = {p.path[0]: p.value for p in pieces if isinstance(p, Found) and len(p.path) == 1}
    assert heads == {"name": name, "end": 1}


@given(
    at=st.integers(0, 400),
    junk=st.text(max_size=4),
    drop=st.integers(0, 3),
    size=st.integers(1, 99),
)
def test_damage_anywhere_never_raises_and_costs_little(at, junk, drop, size):
    text = json.dumps({"name": "群", "messages": [line(n) for n in range(9)]}, indent=1)
    damaged = text[:at] + junk + text[at + drop :]

    pieces = walk(damaged, size)

    if at > 40:  # behind the head
        whole = [e for e in elements(pieces) if e in [line(n) for n in range(9)]]
        assert len(whole) >= 7 or any(isinstance(p, Broken) and p.final for p in pieces)


def test_lines_are_counted_to_where_a_value_begins():
    text = json.dumps({"messages": [line(1), line(2)]}, indent=1)

    found = [p for p in walk(text) if isinstance(p, Found)]

    starts = [n for n, row in enumerate(text.split("\n"), 1) if row == "  {"]
    assert [p.line for p in found] == starts


@pytest.mark.parametrize(
    "text", ["", " ", "{", '{"a"', '{"a":', '{"messages": [', '{"messages": [1', "{1"]
)
def test_a_text_that_ends_too_soon_is_told_once(text):
    pieces = walk(text)

    assert [p.final for p in pieces if isinstance(p, Broken)] == [True]


def test_what_follows_the_end_is_told():
    assert isinstance(walk('{"a": 1} x')[-1], Broken)


def test_an_entered_array_is_told():
    assert [p.path for p in walk('{"messages": []}') if isinstance(p, Entered)] == [
        (),
        ("messages",),
    ]
