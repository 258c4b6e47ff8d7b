"""Days and times as options have them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import typer

from bot.cli.periods import day, minute, span


@pytest.mark.parametrize("text", ["2026-03-05 20:00", "2026-03-05T20:00", " 2026-03-05 20:00 "])
def test_a_time_is_read(text):
    assert minute(text) == datetime(2026, 3, 5, 20)  # noqa: DTZ001 (by the clocks of each room)


def test_a_day_is_read():
    assert day("2026-03-05") == datetime(2026, 3, 5)  # noqa: DTZ001 (by the clocks of each room)


@pytest.mark.parametrize("text", ["2026-13-05", "tomorrow", "", "2026-03-05 20:00", "5.3."])
def test_what_is_no_day_is_told_what_would_be_one(text):
    with pytest.raises(typer.BadParameter, match="is no date; write it as 2026-03-05"):
        day(text)


@pytest.mark.parametrize("text", ["2026-03-05", "2026-03-05 25:00", "tomorrow", ""])
def test_what_is_no_time_is_told_what_would_be_one(text):
    with pytest.raises(typer.BadParameter, match='is no time; write it as "2026-03-05 20:00"'):
        minute(text)


def test_a_span_that_ends_before_it_begins_is_refused():
    now, zone = datetime(2026, 3, 5, tzinfo=UTC), ZoneInfo("Asia/Shanghai")

    with pytest.raises(typer.BadParameter, match="'2026-10-01' is not after --since '2026-11-01'"):
        span("2026-11-01", "2026-10-01", zone=zone, now=now)

    first, last = span("2d", "24h", zone=zone, now=now)
    assert (first, last) == (now - timedelta(days=2), now - timedelta(days=1))
    assert span("2026-11-01", None, zone=zone, now=now)[1] is None
