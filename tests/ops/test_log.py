"""The log: one line an event, ids only, secrets and talk withheld."""

import io
import json
import logging

import pytest
import structlog
from pydantic import SecretStr

from bot.log import LogFormat, LogLevel, LogSettings, configure_logging

SAID = "小明说：加V领资料"


@pytest.fixture
def lines():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def read(lines):
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_json_lines_have_a_time_a_level_and_a_place(lines):
    configure_logging(LogSettings(format=LogFormat.JSON), stream=lines)

    structlog.get_logger("pipeline").info("committed", events=3)

    [line] = read(lines)
    assert (line["event"], line["level"], line["logger"]) == ("committed", "info", "pipeline")
    assert line["timestamp"].endswith("Z")
    assert line["events"] == 3


def test_what_weighs_less_is_not_written(lines):
    configure_logging(LogSettings(level=LogLevel.WARNING, format=LogFormat.JSON), stream=lines)

    structlog.get_logger("x").info("quiet")
    logging.getLogger("library").warning("heard")

    assert [line["event"] for line in read(lines)] == ["heard"]


def test_talk_and_secrets_are_withheld_even_when_somebody_logs_them(lines):
    configure_logging(LogSettings(format=LogFormat.JSON), stream=lines)

    given = {"text": SAID, "Token": "hunter2"}
    structlog.get_logger("x").info("oops", target=SecretStr("hunter2"), message=7, **given)

    assert SAID not in lines.getvalue()
    assert "hunter2" not in lines.getvalue()
    assert read(lines)[0]["message"] == 7


@pytest.mark.parametrize("form", list(LogFormat))
def test_a_traceback_shows_where_and_not_what_was_said(lines, form):
    configure_logging(LogSettings(format=form), stream=lines)

    def judge(text):
        raise ValueError(len(text))

    try:
        judge(SAID)
    except ValueError:
        structlog.get_logger("x").exception("failed", ref="m1")

    assert "test_log.py" in lines.getvalue()
    assert "ValueError" in lines.getvalue()
    assert SAID not in lines.getvalue()


def test_the_console_shows_one_readable_line_an_event(lines):
    configure_logging(LogSettings(), stream=lines)

    structlog.get_logger("x").info("running", channels=["sim"])

    [line] = lines.getvalue().splitlines()
    assert "running" in line
    assert "channels=['sim']" in line
