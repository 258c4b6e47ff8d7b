"""Which wording a room hears."""

import hashlib
import hmac

import pytest

from bot.core.ids import RoomId
from sop.model.say import Variant
from sop.variants import drawn_for, experiment_of, lot, pick


def variants(**weights):
    return {name: Variant(say=name, weight=weight) for name, weight in weights.items()}


def heard(given, number, *, name="群", ref="r", experiment="week/ask"):
    return pick(given, experiment=experiment, room=RoomId(number), ref=ref, name=name)


@pytest.mark.parametrize("number", [1, 2, 77, 10**12])
def test_the_lot_is_the_hmac_of_the_rooms_id_modulo_ten_thousand(number):
    key = hmac.new(b"week/ask", str(number).encode(), hashlib.sha256).hexdigest()

    assert lot("week/ask", RoomId(number)) == int(key, 16) % 10_000


def test_a_vector_that_must_never_change_or_rooms_would_switch_sides():
    drawn = [lot(experiment_of("week", "ask"), RoomId(n)) for n in range(1, 6)]

    assert drawn == [7658, 1851, 2641, 1264, 6460]


def test_rooms_fall_to_variants_as_their_weights_say():
    given = variants(a=1, b=3)
    fell = [heard(given, n) for n in range(4000)]

    assert 900 < fell.count("a") < 1100
    assert fell.count("a") + fell.count("b") == 4000


def test_another_experiment_draws_anew():
    given = variants(a=1, b=1)
    both = [(heard(given, n), heard(given, n, experiment="week/end")) for n in range(400)]

    assert 160 < sum(one == other for one, other in both) < 240


def test_a_room_that_is_named_hears_its_variant_whatever_the_lot():
    given = {"a": Variant(say="a"), "b": Variant(say="b", rooms=("一班*", "r7"), weight=0)}

    assert all(heard(given, n, name="一班 3 群") == "b" for n in range(20))
    assert heard(given, 1, ref="r7") == "b"
    assert all(heard(given, n, name="二班") == "a" for n in range(20))


def test_without_weights_the_other_rooms_hear_what_the_step_says():
    given = {"b": Variant(say="b", rooms=("一班",), weight=0)}

    assert heard(given, 1, name="二班") == ""
    assert drawn_for({}, "week/ask", RoomId(1)) == ""


def test_every_lot_falls_to_some_variant():
    given = variants(a=1, b=1, c=1)
    names = {drawn_for(given, "x", RoomId(n)) for n in range(500)}

    assert names == {"a", "b", "c"}
