"""Ladders of config.yaml: a harder step never comes before a milder one."""

import pytest

from tests.support.configs import mistakes, read


@pytest.mark.parametrize(
    ("ladder", "place"),
    [
        ("{remove_points: 6, deny_points: 4}", "1:60: deny_points (4) is below remove_points (6)"),
        ("{deny_points: 4}", "1:42: deny_points (4) is below remove_points (6)"),
        ("{hold_points: 7}", "remove_points (6) is below hold_points (7)"),
        ("{warn_at: 0.95}", "hold_at (0.9) is below warn_at (0.95)"),
    ],
)
def test_a_harder_step_that_comes_before_a_milder_one_is_refused(ladder, place):
    (told,) = mistakes(f"rooms: {{defaults: {{ladder: {ladder}}}}}\n")

    assert told.startswith("config.yaml:1:")
    assert place in told


def test_an_entry_is_looked_at_as_it_is_over_the_defaults():
    (told,) = mistakes(
        "rooms:\n"
        "  defaults: {ladder: {remove_points: 5, deny_points: 20}}\n"
        "  list:\n"
        "    - {match: 甲群, ladder: {remove_points: 18}}\n"
        "    - {match: 乙群, ladder: {remove_points: 25}}\n"
    )

    assert told.startswith("config.yaml:5:43: deny_points (20) is below remove_points (25)")


def test_an_entry_is_looked_at_with_those_before_it_that_speak_of_the_same_room():
    (told,) = mistakes(
        "rooms:\n"
        "  list:\n"
        '    - {match: "班*", ladder: {remove_points: 8}}\n'
        "    - {match: 班一, ladder: {deny_points: 7}}\n"
        "    - {match: 别的群, ladder: {deny_points: 7}}\n"
    )

    assert told.startswith("config.yaml:4:")


def test_steps_at_the_same_place_are_in_order():
    ladder = read("rooms: {defaults: {ladder: {remove_points: 9}}}\n").rooms.defaults.ladder

    assert ladder.remove_points == ladder.deny_points
