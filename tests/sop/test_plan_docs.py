"""docs/plans.md: every example is sound, and every key and fact of the language is told."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.config import parse_settings
from sop.checks import Cast
from sop.content_parse import parse_content
from sop.facts import SHAPE
from sop.model import Happening, Plan, Role, Step
from sop.parse import parse_plan

PAGE = Path("docs/plans.md").read_text(encoding="utf-8")
EXAMPLES = [block.split("```")[0] for block in PAGE.split("```yaml\n")[1:]]
CAST = Cast(accounts=frozenset(), staff=frozenset({"lin", "wang"}))
HEAD = "name: p\ntitle: P\n"
SEATS = """seats:
  teacher: {role: leader, account: room}
  alumnus: {role: fan, person: lin}
"""
STEP = '  - {id: a, seat: teacher, when: {day: 1, at: "09:00"}, say: x}\n'


def as_plan(example):
    """The example as a whole plan."""
    match example.split(":", 1)[0]:
        case "name":
            return example
        case "- id":
            steps = "".join(f"  {line}\n" if line else "\n" for line in example.splitlines())
            return f"{HEAD}{SEATS}steps:\n{steps}"
        case "seats":
            return f"{HEAD}{example}steps:\n{STEP}"
        case "latecomers":
            return f"{HEAD}{SEATS}steps:\n{STEP}{example}"
        case other:
            pytest.fail(f"what is an example that begins with {other!r}?")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0][:20])
def test_every_example_of_the_page_is_sound(example):
    if example.startswith("sop:"):
        assert parse_settings(example, file="config.yaml", environment={}).sop.start
    elif example.startswith("id:"):
        assert parse_content(example, file="c.yaml", staff=CAST.staff).content.id
    else:
        assert parse_plan(as_plan(example), file="p.yaml", cast=CAST).plan.steps


def test_every_kind_of_when_in_the_table_is_sound():
    table = PAGE.split("| `when` | means |")[1].split("\n\n")[0]
    cells = re.findall(r"^\| `(\{.*?\})` \|", table, re.MULTILINE)

    assert len(cells) == 10
    for cell in cells:
        step = f"  - {{id: b, seat: teacher, when: {cell}, say: x}}\n"
        first = "  - {id: welcome, seat: teacher, when: {day: 1, at: '08:00'}, say: x,"
        whole = f"{HEAD}{SEATS}steps:\n{first} expect: {{replies: 1}}}}\n{step}"
        assert parse_plan(whole, file="p.yaml", cast=CAST).plan.step("b") is not None, cell


def test_every_key_of_a_step_every_role_and_every_event_is_told():
    for name in (*Step.model_fields, *Plan.model_fields):
        assert re.search(rf"\b{name}\b", PAGE), name
    for one in (*Role, *Happening):
        assert re.search(rf"\b{one.value}\b", PAGE), one


def test_every_fact_is_told():
    for name, parts in SHAPE.items():
        fact = name.removesuffix("[]")
        assert f"`{fact}" in PAGE, fact
        for part in parts:
            assert re.search(rf"[.`]{part}\b", PAGE), f"{fact}.{part}"


def test_the_examples_are_those_of_the_page():
    assert len(EXAMPLES) == PAGE.count("```yaml") >= 7
    for example in EXAMPLES:
        assert YAML(typ="safe", pure=True).load(example)
