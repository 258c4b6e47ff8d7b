import contextlib
import time as clock
from datetime import time
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from bot.core.errors import ConfigError
from bot.core.located import BrokenFile, parse_model, read_yaml, scan_yaml


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(BaseModel, frozen=True, extra="forbid"):
    at: time
    colour: Colour = Colour.RED
    count: Annotated[int, Field(ge=1)] = 1


class Thing(BaseModel, frozen=True, extra="forbid"):
    title: str
    parts: tuple[Part, ...] = ()
    more: dict[str, Part] = {}
    one: Part | None = None


def mistakes(source):
    with pytest.raises(BrokenFile) as caught:
        parse_model(Thing, scan_yaml(source, file="f.yaml"))
    return str(caught.value).splitlines()


def test_a_sound_file_becomes_the_model():
    source = 'title: 你好\nparts:\n  - {at: "08:30", count: 2}\none: {at: "09:00", colour: blue}\n'

    thing = parse_model(Thing, read_yaml(source, file="f.yaml"))

    assert thing.parts == (Part(at=time(8, 30), count=2),)
    assert thing.one == Part(at=time(9), colour=Colour.BLUE)


TOP = "(allowed: more, one, parts, title)"


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    source = """title: 1
part: 3
parts:
  - at: '25:00'
    color: red
  - colour: rod
    count: 0
more:
  x: {at: '08:00', count: many}
  y: 3
one:
  ats: 1
"""

    assert mistakes(source) == [
        "f.yaml:1:8: 'title' should be a text, not 1",
        f"f.yaml:2:1: unknown key 'part'; did you mean \"parts\"? {TOP}",
        "f.yaml:4:9: 'at' should be a wall time such as \"08:30\", not '25:00'",
        "f.yaml:5:5: unknown key 'color'; did you mean \"colour\"? (allowed: at, colour, count)",
        "f.yaml:6:5: 'at' is missing here",
        "f.yaml:6:13: 'colour' should be one of red, blue, not 'rod'; did you mean \"red\"?",
        "f.yaml:7:12: 'count' should be at least 1, not 0",
        "f.yaml:9:27: 'count' should be a whole number, not 'many'",
        "f.yaml:10:6: 'y' should be a mapping of `key: value` lines, not 3",
        "f.yaml:12:3: 'at' is missing here",
        "f.yaml:12:3: unknown key 'ats'; did you mean \"at\"? (allowed: at, colour, count)",
    ]


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("", "1:1: the file is empty; it should be a mapping of `key: value` lines"),
        ("# only a comment\n", "2:1: the file is empty"),
        ("- a", "1:1: the file should be a mapping of `key: value` lines"),
        ("just words", "1:1: the file should be a mapping of `key: value` lines"),
        ("title: a\ntitle: b", "2:1: 'title' is given twice (first in line 1); keep one"),
        ("title: !!python/object:os.system x", "1:8: tag "),
        ("title: !secret x", "1:8: tag '!secret' is not allowed"),
        ("<<: {title: a}\ntitle: a", "1:1: merge keys (<<) are not used here"),
        ("a:\n\tb: 1", "2:1: a tab in the indentation; use spaces"),
        ("title: b: c", "1:9: a `:` too many"),
        ("title: 'x", "1:8: the quote opened in line 1 is never closed"),
        ("title: [1", "1:8: the bracket opened in line 1 is not closed"),
        ("title:\n  - b\n - c", "3:2: wrong indentation: not in line with what begins in line 1"),
        ("title: a\n---\ntitle: b", "2:1: a second document begins here"),
        ("title: *x", "1:8: *x is not defined above"),
        ("title: &a [*a]", "1:12: *a is not defined above"),
        ("title: {{ name }}", "1:9: a key should be a plain word"),
        ("title: a\x00b", "1:9: invisible character U+0000"),
        ("title: a\nmore: \u2028", "2:7: invisible character U+2028"),
        ("title: \ud800", "1:8: invisible character U+D800"),
        (r'title: "a\0b"', "1:8: invisible character U+0000"),
        (r'title: "a\ud800"', "1:8: invisible character U+D800"),
        ("%YAML 1.1\n---\ntitle: a", "2:1: directives such as %YAML are not used here"),
        ("title: @x", "1:8: a plain text cannot begin with this character"),
        ('title: "\\q"', "1:10: unknown escape"),
        ('title: "\\UFFFFFFFF"', "1:1: this is not YAML"),
        ("key\ntitle: 1", "1:1: "),
        ("title: a\nparts: {}", "2:8: 'parts' should be a list"),
        ("title: |x\n b", "1:9: after `|` or `>` the line ends"),
    ],
)
def test_each_trap_of_yaml_gets_a_place_and_a_cure(source, first):
    assert any(line.startswith(f"f.yaml:{first}") for line in mistakes(source))


@pytest.mark.parametrize(
    ("source", "first"),
    [
        (
            "more: {}\ntitle： x\nparts: []\n",
            "f.yaml:2:6: ： is full-width; YAML takes only : here",
        ),
        ("title: x\none:\n  at: '08:30'\n  count： 2\nmore: {}\n", "f.yaml:4:8: ："),
        ("parts:\n  - colour： red\n    at: '08:30'\n", "f.yaml:2:11: ："),
        ("title: x\none: {at: '08:30'，count: 2}\n", "f.yaml:2:18: ， is full-width"),
        ("title: x\none: ｛at: '08:30'}\n", "f.yaml:2:6: ｛ is full-width; YAML takes only {"),
    ],
)
def test_full_width_signs_of_a_chinese_keyboard_are_named_where_they_stand(source, first):
    assert mistakes(source)[0].startswith(first)


def test_full_width_signs_in_texts_are_right():
    source = "title: 通知：今天，上课\none: {at: '08:30', count: x：y}\nparts: [\n"

    assert "full-width" not in mistakes(source)[0]


def test_a_bomb_of_aliases_is_refused_before_it_unfolds():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]

    assert "more than 100,000 values (aliases counted)" in mistakes("\n".join(lines))[0]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(opening):
    assert mistakes("a: \n  " + opening * 3000)


def test_a_large_file_is_refused_by_its_size():
    with pytest.raises(BrokenFile, match="more than 100 bytes"):
        read_yaml("title: " + "好" * 50, file="f.yaml", max_bytes=100)


def test_an_anchor_within_bounds_may_be_used():
    source = 'title: a\nparts:\n  - &p {at: "08:00"}\n  - *p\n'

    assert len(parse_model(Thing, read_yaml(source, file="f.yaml")).parts) == 2


def test_plain_scalars_are_read_as_people_mean_them():
    source = "a: 08:30\nb: 2026-03-01\nc: no\nd: 12\ne: 1.5\nf: true\ng:\nh: '12'\ni: 0x1F\nj: .5"

    assert read_yaml(source, file="f").data == {
        "a": "08:30",
        "b": "2026-03-01",
        "c": "no",
        "d": 12,
        "e": 1.5,
        "f": True,
        "g": None,
        "h": "12",
        "i": "0x1F",
        "j": 0.5,
    }


def test_a_place_that_is_not_written_falls_back_to_the_nearest_above():
    located = read_yaml("sop:\n  start:\n    - {plan: a}\n", file="c.yaml")

    assert str(located.problem(("sop", "start", 0, "rooms"), "x")) == "c.yaml:3:7: x"
    assert located.problem(("web", "port"), "x").line == 1


yamlish = st.text(
    alphabet=st.sampled_from("abт:- \n\t[]{}&*!|>'\"#%@`,?<0189.~\\xuU\x00\ud800\u2028好~="),
    max_size=80,
)


@settings(max_examples=400, deadline=None)
@given(yamlish | st.text(max_size=60))
def test_any_text_gives_a_value_or_the_one_error(source):
    started = clock.perf_counter()
    with contextlib.suppress(ConfigError):
        parse_model(Thing, scan_yaml(source, file="f"))
    assert clock.perf_counter() - started < 5


def test_a_section_with_nothing_but_comments_under_it_is_empty():
    source = "title: a\nparts:\n  # - at: 08:30\nmore:\n  # key: ...\none:\n"

    thing = parse_model(Thing, read_yaml(source, file="f.yaml"))

    assert (thing.parts, thing.more, thing.one) == ((), {}, None)


def test_a_single_value_that_was_forgotten_is_a_mistake():
    assert mistakes("title:\n") == ["f.yaml:1:1: 'title' should be a text, not nothing"]


def test_an_entry_with_nothing_behind_its_dash_is_a_mistake():
    source = "title: a\nparts:\n  -\n"

    assert mistakes(source) == [
        "f.yaml:3:4: 'parts' should be a mapping of `key: value` lines, not nothing"
    ]


def test_a_section_that_needs_something_says_what_though_it_is_empty():
    assert mistakes("title: a\nmore:\n  k:\n") == ["f.yaml:3:3: 'at' is missing here"]
