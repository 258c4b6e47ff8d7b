"""Settings written back into config.yaml: the change itself, and not a character more."""

import difflib
import re
from pathlib import Path

import pytest

from bot.config import Settings
from bot.core.located import read_yaml
from bot.settings.edits import Append, Drop, NotEditable, Put, at
from bot.settings.rewriting import rewritten
from bot.settings.sheet import leaves

CONFIG = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")


def changed(text, edit):
    """The lines that differ, without their indentation: `-` gone, `+` new."""
    after = rewritten(text, edit)
    lines = difflib.unified_diff(text.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line[0] + line[1:].strip() for line in list(lines)[2:] if line[0] != "@"]


def explained(text):
    """What the comments say, without the settings that are commented out."""
    told = [line.rpartition("# ")[2].strip() for line in text.split("\n") if "# " in line]
    return [one for one in told if not re.match("-? ?[a-z_]+:", one)]


def test_a_value_changes_on_its_line_and_the_comment_stays_in_its_column():
    lines = changed(CONFIG, Put(path=("rooms", "defaults", "mode"), value="enforce"))

    told = "# observe: everything is judged and shown, nobody is removed."
    assert lines == [f"-mode: observe               {told}", f"+mode: enforce               {told}"]


def test_a_setting_that_is_commented_out_is_taken_out_of_its_comment():
    lines = changed(CONFIG, Put(path=("rooms", "defaults", "watch"), value=False))

    assert lines == [
        "-# watch: true               # false: nothing of the room is stored",
        "+watch: false                # false: nothing of the room is stored",
    ]


def test_a_setting_in_a_section_that_is_commented_out_takes_the_section_with_it():
    lines = changed(CONFIG, Put(path=("rooms", "defaults", "ladder", "warn_at"), value=0.7))

    assert [line.split("  #")[0].rstrip() for line in lines] == [
        "-# ladder:",
        "+ladder:",
        "-# warn_at: 0.8",
        "+warn_at: 0.7",
    ]


def test_back_to_the_default_is_the_comment_again():
    path = ("rooms", "defaults", "watch")

    there = rewritten(CONFIG, Put(path=path, value=False))

    assert rewritten(there, Drop(path=path, default=True)) == CONFIG


def test_new_entries_stand_before_the_examples_that_are_commented_out():
    once = rewritten(CONFIG, Append(path=("staff",), value={"name": "wang", "title": "王老师"}))
    twice = rewritten(once, Append(path=("staff",), value={"name": "li"}))

    head, _, rest = twice.partition("staff:\n")
    assert rest.startswith("  - name: wang\n    title: 王老师\n  - name: li\n  # - name: wang  ")
    assert head == CONFIG.partition("staff: []\n")[0]


def test_the_last_entry_gone_leaves_the_file_as_it_was():
    there = rewritten(CONFIG, Append(path=("rooms", "list"), value={"match": "*学习*"}))

    assert rewritten(there, Drop(path=("rooms", "list", 0))) == CONFIG


@pytest.mark.parametrize("path", [path for path, _ in leaves(Settings)][::6])
def test_a_setting_of_any_section_can_be_written_and_no_comment_is_lost(path):
    value = at(Settings().model_dump(mode="json"), path)
    edit = Put(path=path, value=["x"] if value in ([], None, "", {}) else value)

    after = rewritten(CONFIG, edit)

    assert at(read_yaml(after, file="config.yaml").data, path) == edit.value
    assert explained(after) == explained(CONFIG)


SMALL = "web: {port: 1}\n"
NESTED = """staff:
- name: wang   # the boss
  targets:
  - "${A}" # one
  # about B
  - "${B}" # two
- name: li
rooms:
  list:
  - {match: "*", mode: observe}   # all of them
  defaults:
    welcome: |
      你好
      欢迎
    mode: observe
"""


def test_a_section_that_is_not_there_is_written_at_the_end():
    edit = Put(path=("rooms", "defaults", "mode"), value="enforce")

    assert rewritten(SMALL, edit) == f"{SMALL}rooms:\n  defaults:\n    mode: enforce\n"


def test_what_stands_in_brackets_stays_in_brackets():
    edit = Put(path=("rooms", "list", 0, "mode"), value="enforce")

    assert changed(NESTED, edit) == [
        '-- {match: "*", mode: observe}   # all of them',
        '+- {match: "*", mode: enforce}   # all of them',
    ]


def test_entries_in_another_order_keep_their_comments():
    edit = Put(path=("staff", 0, "targets"), value=["${B}", "${C}", "${A}"])

    told = rewritten(NESTED, edit).split("targets:\n")[1].split("- name: li")[0]
    assert [line.strip() for line in told.strip().split("\n")] == [
        "# about B",
        '- "${B}" # two',
        '- "${C}"',
        '- "${A}" # one',
    ]


def test_a_text_over_several_lines_can_be_replaced():
    after = rewritten(NESTED, Put(path=("rooms", "defaults", "welcome"), value="早"))

    assert "    welcome: 早\n    mode: observe\n" in after


def test_the_entry_goes_with_all_its_lines():
    after = rewritten(NESTED, Drop(path=("staff", 0)))

    assert after.startswith("staff:\n- name: li\nrooms:")


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("x: &a {b: 1}\ny: *a\n", Put(path=("y", "b"), value=2)),  # would change x
        ("x: [1, # one\n  2]\n", Put(path=("x",), value=[3])),  # would lose a comment
        ("x: 1\n", Drop(path=("y",))),
        ("x: [1]\n", Drop(path=("x", 4))),
        ("x: 1\n", Put(path=("x", "y"), value=2)),
    ],
)
def test_what_only_a_person_can_write_is_refused(text, edit):
    with pytest.raises(NotEditable):
        rewritten(text, edit)


ODD = "on|no|null|1.5|0x1F|*x|a: b|a #b|'|- x|| x|{|2026-01-01|~|学习 群|!x|%|@a|`|1h30m|a\nb"


@pytest.mark.parametrize("word", [*ODD.split("|"), '"'])
def test_every_text_is_read_as_the_text_that_was_written(word):
    for value in (word, [word], {word or "k": word}):
        after = rewritten("a: 1\n", Put(path=("b",), value=value))

        assert read_yaml(after, file="f").data["b"] == value
