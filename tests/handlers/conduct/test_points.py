"""Points: fading, revoking, counting."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conduct import Mark, MarkKind
from bot.core.ids import MarkId, StudentId
from bot.core.points import last_warning, points_at, sure_cases
from tests.support.builders import NOON, after


def test_one_campaign_by_two_accounts_of_a_person_is_one_sure_case():
    keys = ("advert:10001:55", "advert:10002:55:1", "advert:10001:60", "", "")
    held = [replace(mark(), key=key) for key in keys]

    assert sure_cases(held) == 4


HALF = timedelta(days=30)


def mark(points=3.0, *, days=0.0, kind=MarkKind.ADVERT, revoked=False):
    """Something that was held against somebody so many days before noon."""
    return Mark(
        id=MarkId(1),
        student=StudentId(10001),
        points=points,
        kind=kind,
        at=after(days=-days),
        revoked=NOON if revoked else None,
    )


MARKS = st.lists(
    st.builds(
        mark,
        st.floats(0, 100),
        days=st.floats(-10, 400),
        kind=st.sampled_from(MarkKind),
        revoked=st.booleans(),
    ),
    max_size=8,
)


@pytest.mark.parametrize(("days", "left"), [(0, 3.0), (30, 1.5), (60, 0.75), (-5, 3.0)])
def test_half_of_the_points_is_left_after_a_half_life(days, left):
    assert points_at([mark(days=days)], NOON, HALF) == pytest.approx(left)


@given(MARKS, st.floats(0, 400), st.floats(0, 400))
def test_points_never_grow_by_themselves(marks, first, second):
    earlier, later = sorted((first, second))

    assert points_at(marks, after(days=later), HALF) <= points_at(marks, after(days=earlier), HALF)


@given(MARKS)
def test_revoked_marks_count_nothing(marks):
    standing = [one for one in marks if one.revoked is None]

    assert points_at(marks, NOON, HALF) == points_at(standing, NOON, HALF)
    assert sure_cases(marks) == sure_cases(standing)
    assert last_warning(marks) == last_warning(standing)


def test_a_suspicion_is_no_sure_case():
    assert sure_cases([mark(), mark(kind=MarkKind.SUSPECT), mark(kind=MarkKind.WARNED)]) == 1


def test_the_newest_warning_counts():
    warned = [mark(0.0, days=days, kind=MarkKind.WARNED) for days in (9, 2, 5)]

    assert last_warning(warned) == after(days=-2)
    assert last_warning([mark()]) is None
