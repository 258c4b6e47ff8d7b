"""Working days of calendars: China's made-up days are the ones that plain weekdays get wrong."""

from datetime import date

import pytest

from sop.workdays import UnknownCalendarError, calendar_mistake, is_working


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # from the State Council's notices for 2025 and 2026
        (date(2025, 1, 26), True),  # a Sunday, made up for the Spring Festival
        (date(2025, 1, 28), False),  # a Tuesday, New Year's Eve
        (date(2025, 2, 8), True),
        (date(2025, 4, 4), False),
        (date(2025, 4, 27), True),
        (date(2025, 9, 28), True),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2026, 10, 10), True),
        (date(2026, 3, 7), False),  # an ordinary Saturday
        (date(2026, 3, 9), True),  # an ordinary Monday
    ],
)
def test_chinas_working_days_are_those_of_the_official_notices(day, works):
    assert is_working("CN", day) is works


def test_a_part_of_a_country_has_its_own_holidays():
    corpus_christi = date(2026, 6, 4)
    assert not is_working("DE-BY", corpus_christi)
    assert is_working("DE-BE", corpus_christi)


@pytest.mark.parametrize("name", ["", "XX", "DE-ZZ", "C" * 500])
def test_an_unknown_calendar_says_what_would_be_right(name):
    assert "CN" in (calendar_mistake(name) or "")
    with pytest.raises(UnknownCalendarError):
        is_working(name, date(2026, 1, 1))
