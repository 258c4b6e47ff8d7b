"""What the bench says of its figures."""

import json

import pytest

from bench.report import Figure, kept_from, middle, write


def figure(value: float, **other) -> Figure:
    given = {
        "row": "start",
        "size": "fresh",
        "unit": "s",
        "part": "start/small",
        "date": "2026-11-22",
    }
    return Figure(value=value, **given | other)


@pytest.mark.parametrize(
    ("value", "higher", "verdict"),
    [
        (2.0, False, "kept"),
        (3.0, False, "missed by 50%"),
        (2.0, True, "kept"),
        (1.5, True, "missed by 25%"),
    ],
)
def test_a_missed_budget_says_by_how_much(value, higher, verdict):
    assert figure(value, budget=2.0, higher_is_better=higher).verdict == verdict


def test_of_several_runs_the_middle_one_is_shown_with_the_others_range():
    (shown,) = middle([[figure(3.0)], [figure(1.0)], [figure(2.0)]])

    assert shown.value == 2.0
    assert shown.note == "3 runs: 1 to 3"


def test_figures_written_down_are_read_again(tmp_path):
    measured = [figure(1.6, budget=3.0, note="五次"), figure(9.0, size="large", load=2.5)]

    write(measured, folder=tmp_path)

    assert kept_from(tmp_path) == measured
    assert json.loads((tmp_path / "results.json").read_text("utf-8"))["machine"]
    assert "| start | fresh | 1.6 s | <= 3 s | kept | 0.0 | 五次 |" in (
        tmp_path / "RESULTS.md"
    ).read_text("utf-8")


def test_a_first_run_has_nothing_to_keep(tmp_path):
    assert kept_from(tmp_path) == []
