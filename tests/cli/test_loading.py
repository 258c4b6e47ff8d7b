"""What the command loads before it knows what is wanted."""

import subprocess
import sys

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from bot.cli.main import COMMANDS, build, named_first

ASKED_FOR = "openpyxl icalendar holidays scipy jieba"


def test_what_few_commands_need_is_loaded_by_those_alone():
    script = (
        "import sys; from bot.cli.main import build; build();"
        f"print([one for one in {ASKED_FOR!r}.split() if one in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_named_first_is_all_that_is_loaded(command):
    name = command.rstrip("_")

    alone = typer.main.get_command(build(named_first([name, "--help"])))

    assert isinstance(alone, TyperGroup)
    assert list(alone.commands) == [name]


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["--language", "zh", "run"], ["rnu"], ["import_"]]
)
def test_where_no_command_is_named_first_all_are_loaded(arguments):
    assert named_first(arguments) == COMMANDS


def test_the_version_is_told_without_loading_a_command():
    told = CliRunner().invoke(build(named_first(["--version"])), ["--version"])

    assert told.exit_code == 0
    assert told.stdout.startswith("groupkeeper ")
