"""Quiet hours: when they hold, when they end, and what cannot be said in config.yaml."""

from datetime import UTC, datetime, time

import pytest
from pydantic import ValidationError

from bot.core.rooms import QuietHours, RoomsSettings

NIGHT = QuietHours(start=time(22), end=time(1, 45))


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (utc(2026, 6, 1, 1, 59), None),  # 21:59 in New York
        (utc(2026, 6, 1, 2), utc(2026, 6, 1, 5, 45)),
        (utc(2026, 6, 1, 5, 44), utc(2026, 6, 1, 5, 45)),
        (utc(2026, 6, 1, 5, 45), None),
        # The night of 1 November shows 01:00 to 02:00 twice: quiet in both passes.
        (utc(2026, 11, 1, 5, 30), utc(2026, 11, 1, 5, 45)),
        (utc(2026, 11, 1, 6, 30), utc(2026, 11, 1, 6, 45)),
    ],
)
def test_quiet_hours_end_at_their_wall_time_and_never_in_the_past(now, end):
    assert NIGHT.end_after(now, "America/New_York") == end


def test_quiet_hours_with_an_offset_are_refused_before_they_can_stop_the_bot():
    with pytest.raises(ValidationError, match="without an offset"):
        QuietHours.model_validate({"start": "22:00+08:00", "end": "07:00"})


def test_a_room_can_have_no_quiet_hours_where_all_others_have():
    rooms = RoomsSettings.model_validate(
        {
            "defaults": {"quiet_hours": {"start": "22:00", "end": "07:00"}},
            "list": [{"match": "夜猫群", "quiet_hours": "none", "welcome": "none"}],
        }
    )

    quiet = {name: rooms.rules_for("sim", "r", name).quiet_hours for name in ("夜猫群", "别的群")}

    assert quiet["夜猫群"] is None
    assert quiet["别的群"] == QuietHours(start=time(22), end=time(7))
    assert rooms.rules_for("sim", "r", "夜猫群").welcome == "none"


@pytest.mark.parametrize("given", ["nope", "", True, 7, []])
def test_quiet_hours_that_are_no_hours_say_what_would_be_right(given):
    for place in (
        {"defaults": {"quiet_hours": given}},
        {"list": [{"match": "a", "quiet_hours": given}]},
    ):
        with pytest.raises(ValidationError, match="or none, not"):
            RoomsSettings.model_validate(place)
