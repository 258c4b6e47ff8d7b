"""A good plan with something wrong put anywhere: still a plan, or mistakes with their places."""

import copy
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.core.located import BrokenFile, scan_yaml
from sop.cautions import Checking, cautions
from sop.checks import Cast
from sop.model import (
    AfterStep,
    Every,
    Expectation,
    Follow,
    Message,
    Plan,
    Seat,
    Step,
    Variant,
)
from sop.parse import parse_plan

CAST = Cast(accounts=frozenset({"wx"}), staff=frozenset({"li", "wang"}))
YAML_ = YAML(typ="safe", pure=True)
GOOD: Any = YAML_.load(Path("sop/library/expert-hour.yaml").read_text(encoding="utf-8"))
HAN = re.compile("[\u4e00-\u9fff]")
WRONG: list[Any] = [
    *(
        None,
        0,
        -1,
        3.5,
        True,
        "x",
        "day",
        "{{ x }}",
        "{% if",
        "10m",
        "5%",
        "08:00",
        "25:00",
        [],
        {},
    ),
    *(10**30, "x" * 5000, [[[]]], "[", "🙂", "2026-03-01", ["x"], {"a": 1}, [{"say": "x"}]),
    *("latecomers", "counts.members > 1", {"content": "tips"}, {"image": "a.png"}, [{"text": "y"}]),
    *({"after": "x"}, {"event_day": -1, "at": "08:00"}, {"event": "keyword", "words": ["a"]}),
    *({"every": "holiday", "at": "08:00", "not_on": ["holiday"]}, {"before_event": "8h"}),
]
MODELS = (Plan, Seat, Step, Message, Variant, Expectation, Follow, Every, AfterStep)
KEYS = sorted({key for model in MODELS for key in model.model_fields})


def places(value, path=()):
    """Every place in a plan."""
    yield path
    inner = dict(enumerate(value)) if isinstance(value, list) else value
    if isinstance(inner, dict):
        for key, below in inner.items():
            yield from places(below, (*path, key))


@st.composite
def mutated(draw):
    plan = copy.deepcopy(GOOD)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([one for one in places(plan) if one]))
        above = plan
        for key in path[:-1]:
            above = above[key]
        wrong = copy.deepcopy(draw(st.sampled_from(WRONG)))
        what = above[path[-1]]
        match draw(st.sampled_from(["put", "drop", "add"])):
            case "drop":
                del above[path[-1]]
            case "add" if isinstance(what, dict):
                what[draw(st.sampled_from(KEYS))] = wrong
            case "add" if isinstance(what, list):
                what.append(wrong)
            case _:
                above[path[-1]] = wrong
    written = io.StringIO()
    YAML(typ="safe", pure=True).dump(plan, written)
    return written.getvalue()


@settings(max_examples=40, deadline=None)
@given(mutated())
def test_whatever_is_wrong_has_a_place_and_is_told_in_chinese_as_well(source):
    lines = source.count("\n") + 1
    try:
        cautions(scan_yaml(source, file="p"), Checking(today=date(2026, 3, 1)))
        parse_plan(source, file="p", cast=CAST)
    except BrokenFile as error:
        for problem in error.problems:
            assert 1 <= problem.line <= lines
            assert HAN.search(problem.told("zh")), problem
