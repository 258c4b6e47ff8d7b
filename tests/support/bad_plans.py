"""Plans with one mistake, and what is told of it."""

import pytest

from bot.core.located import BrokenFile
from sop.checks import Cast
from sop.parse import parse_plan

CAST = Cast(accounts=frozenset({"wx"}), staff=frozenset({"li", "wang"}))
HEAD = """\
name: week
title: 第一周
seats:
  teacher: {role: leader, account: room}
  fan: {role: fan, person: li}
steps:
"""
GOOD = """\
  - id: hello
    seat: teacher
    when: {day: 1, at: "08:30"}
    say: 早上好
"""


def mistakes(source):
    with pytest.raises(BrokenFile) as caught:
        parse_plan(source, file="p.yaml", cast=CAST)
    return str(caught.value).splitlines()


def with_step(**other):
    """A good step whose keys, one a line from line 11 on, are these; `x__`: a block of lines."""
    lines = {"id": "a", "seat": "teacher", "when": '{day: 1, at: "08:30"}', "say": "好"} | other
    return HEAD + GOOD + "  - " + "\n    ".join(f"{k}: {v}" for k, v in lines.items()) + "\n"


def with_seat(line):
    return HEAD.replace("  fan: {role: fan, person: li}\n", f"  fan: {line}\n") + GOOD
