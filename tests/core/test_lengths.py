"""Lengths of time: one way to write them, in config.yaml and in plans."""

from datetime import timedelta

import pytest

from bot.config import Settings, parse_settings
from bot.core.errors import ConfigError
from bot.core.lengths import read_length, write_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("1h30m", timedelta(minutes=90)),
        ("1d2h", timedelta(hours=26)),
        ("PT15M", timedelta(minutes=15)),
        ("PT1H30M", timedelta(minutes=90)),
        ("PT90S", timedelta(seconds=90)),
        ("P7D", timedelta(days=7)),
        ("P1DT2H", timedelta(hours=26)),
        (0, timedelta()),
        ("0", timedelta()),
        (timedelta(hours=1), timedelta(hours=1)),
    ],
)
def test_lengths_are_read_as_people_write_them(text, length):
    assert read_length(text) == length
    assert read_length(write_length(length)) == length


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "10", "m", "10 m", "-5m", "1.5h", "5m10", "15M", "15m\n", "0\n"),
        *("P", "PT", "P1DT", "P15M", "pt15m"),
        *(10, 1.5, None, False, [], {"a": 1}),
    ],
)
def test_other_texts_are_no_lengths_and_it_is_said_what_would_be_right(wrong):
    with pytest.raises(ValueError, match="is no length of time; write it as 90s, 15m"):
        read_length(wrong)


def test_every_section_takes_the_same_texts():
    text = """
alerts: {escalate_after: 90s, group_window: PT2H, away_after: 5m}
delivery: {echo_window: 2d, clock_skew: PT1M, foreign_pause: 1h30m, grace: 10m}
judging: {repeats: {window: 20m}}
sop: {grace: PT5M}
"""
    settings = parse_settings(text, file="config.yaml", environment={})

    assert settings.alerts.escalate_after == timedelta(seconds=90)
    assert settings.delivery.foreign_pause == timedelta(minutes=90)
    assert settings.judging.repeats.window == timedelta(minutes=20)
    assert settings.sop.grace == timedelta(minutes=5)


def test_the_environment_takes_them_too():
    given = {"GROUPKEEPER_ALERTS__ESCALATE_AFTER": "20m"}

    settings = parse_settings("log: {}", file="config.yaml", environment=given)

    assert settings.alerts.escalate_after == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("15", "config.yaml:1:26: 15 is no length of time; write it as 90s, 15m, 2h, 1d or 1h30m"),
        ("9d", "config.yaml:1:26: 'escalate_after' should be at most 7 days, not 9d"),
        ("0", "config.yaml:1:26: 'escalate_after' should be at least 1 second, not 0"),
    ],
)
def test_a_length_that_is_wrong_is_named_with_its_place(written, said):
    with pytest.raises(ConfigError) as caught:
        parse_settings(f"alerts: {{escalate_after: {written}}}", file="config.yaml", environment={})

    assert said in str(caught.value)


def test_they_are_shown_as_they_are_written():
    shown = Settings().model_dump(mode="json")

    assert shown["alerts"]["escalate_after"] == "15m"
    assert shown["judging"]["repeats"]["window"] == "1h"
    assert shown["delivery"]["echo_window"] == "1d"
