"""Draws that anybody can check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import StudentId
from sop.campaigns.lottery import commitment, draw, entries_hash, listed_entries, lot, mistakes

SEED = "00" * 31 + "01"
ENTRIES = [StudentId(number) for number in (10003, 10001, 10002)]


def test_the_vectors_of_the_documentation():
    """Worked out with coreutils and openssl; docs/campaigns.md shows the commands."""
    assert commitment(SEED) == "ec4916dd28fc4c10d78e287ca5d9cc51ee1ae73cbfde08c6b37324cbfaac8bc5"
    assert listed_entries(ENTRIES) == "10001\n10002\n10003\n"
    assert entries_hash(ENTRIES) == (
        "0702e9c13b7dbe7febb0f175b5ea361d4682911168f0f3b6cd2790695c07f588"
    )
    assert [lot(SEED, one) for one in sorted(ENTRIES)] == [
        "397c2a670f84f5cfb13d753e4729d24b62ac6fbd3f0976112125784c3889ee8f",
        "ddce2cef0570495f949ea782f24094b93eaa13cd5bf13fd5e6a9940635338779",
        "1d2a15f5b38d35555e83fca1b3c745a353c53704af92ef8c6ab94716d1c0248f",
    ]
    assert draw(SEED, ENTRIES, 2) == (10003, 10001)


def test_the_smallest_lots_win_whatever_the_order_of_the_entries():
    ranked = sorted(ENTRIES, key=lambda one: lot(SEED, one))

    assert draw(SEED, ENTRIES, 2) == tuple(ranked[:2])
    assert draw(SEED, reversed(ENTRIES), 2) == tuple(ranked[:2])
    assert draw(SEED, ENTRIES, 99) == tuple(ranked)
    assert draw(SEED, [], 1) == ()


def test_an_honest_draw_has_no_mistakes():
    found = mistakes(
        SEED,
        ENTRIES,
        committed=commitment(SEED).upper(),
        hashed=entries_hash(ENTRIES),
        winners=draw(SEED, ENTRIES, 2),
    )

    assert found == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"seed": "11" * 32}, "the seed's SHA-256 is"),
        ({"entries": [*ENTRIES, StudentId(10004)]}, "the list's SHA-256 is"),
        ({"winners": [ENTRIES[0]]}, "the winners are"),
        ({"seed": "kurz"}, "64 hexadecimal digits"),
        ({"entries": [*ENTRIES, ENTRIES[0]]}, "twice"),
    ],
)
def test_whatever_is_changed_afterwards_shows(changed, says):
    honest = {"seed": SEED, "entries": ENTRIES, "winners": draw(SEED, ENTRIES, 1)}
    if "winners" in changed:
        loser = next(one for one in ENTRIES if one not in honest["winners"])
        changed = {"winners": [loser]}
    claimed = {**honest, **changed}

    found = mistakes(
        claimed["seed"],
        claimed["entries"],
        committed=commitment(SEED),
        hashed=entries_hash(ENTRIES),
        winners=claimed["winners"],
    )

    assert any(says in one for one in found)


@given(st.sets(st.integers(10001, 99999), min_size=1, max_size=40), st.integers(1, 10))
def test_winners_are_entrants_and_nobody_wins_twice(students, amount):
    entries = [StudentId(one) for one in students]
    winners = draw(SEED, entries, amount)

    assert len(set(winners)) == len(winners) == min(amount, len(entries))
    assert set(winners) <= set(entries)


def test_over_many_seeds_everybody_wins_as_often():
    entries = [StudentId(10000 + number) for number in range(1, 6)]
    wins = dict.fromkeys(entries, 0)
    for number in range(2000):
        (winner,) = draw(f"{number:064x}", entries, 1)
        wins[winner] += 1

    # 400 each are expected; five standard deviations are 90.
    assert all(310 <= count <= 490 for count in wins.values())
