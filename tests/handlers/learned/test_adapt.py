"""Learning a community: what it gains, and that nobody can wreck it."""

from dataclasses import replace

import numpy as np
import pytest

from bot.core.ids import SampleId
from bot.core.learning import SampleSource
from handlers.learned import adapt, yardstick
from handlers.learned.adapt import BadAdaptation, fit
from handlers.learned.lessons import lessons
from handlers.learned.settings import LearningSettings
from handlers.learned.takeover import examine, objection
from handlers.learned.yardstick import BadYardstick, Use
from tests.support.learning import part, samples, shipped

S = LearningSettings()


def learned(given, settings=S):
    """The fit of these samples, its figures, and the objection against it."""
    what = lessons(given, settings)
    found = fit(shipped(), what.taught, settings)
    figures = examine(shipped(), found, None, taught=what.taught, aside=what.aside)
    return found, figures, objection(figures, settings)


def same(first, second):
    """Whether two fits are the same to the last bit."""
    return adapt.write(first) == adapt.write(second)


def harmless(given):
    """Whether what takes over after these samples flags and misses as before, or nothing does."""
    _, figures, refused = learned(given)
    if refused is not None:
        return True
    fewer = figures.recall_shipped - figures.recall
    more = figures.false_alarms - figures.false_alarms_shipped
    return fewer <= 0.05 and more <= 0.005


def test_the_adverts_of_a_community_are_recognised_after_some_decisions():
    new = [f"谷子星球星卡{n}号，收星币找阿{n}，场外交易秒到账，拍一发三" for n in range(40)]
    talk = [f"今天星球打卡第{n}天，星币不够买皮肤，有人一起刷图吗" for n in range(40)]
    given = [*new[:30:2], *part(7).spam[:10]], [*talk[:30:2], *part(7).ham[:10]]

    found, _, refused = learned(samples(*given))
    model = found.on(shipped().model)

    assert refused is None
    later = model.judge([new[33], new[39]]) - shipped().model.judge([new[33], new[39]])
    assert later.min() > 0
    assert model.judge([new[39]])[0] > model.judge([talk[39]])[0]


def test_a_fit_depends_on_the_samples_alone():
    given = samples(part(6).spam[:20], part(6).ham[:20])
    renumbered = [replace(one, id=SampleId(one.id + 100)) for one in reversed(given)]

    assert same(learned(given)[0], learned(given)[0])
    assert same(learned(given)[0], learned(renumbered)[0])


def test_to_unlearn_a_sample_is_to_never_have_had_it():
    given = samples(part(6).spam[:20], part(6).ham[:20])
    without = [one for one in given if one.id != 7]

    assert not same(learned(given)[0], learned(without)[0])
    again = [replace(one, id=SampleId(n)) for n, one in enumerate(without)]
    assert same(learned(without)[0], learned(again)[0])


def test_what_is_added_to_the_margins_is_what_the_corrected_model_says():
    found, _, _ = learned(samples(part(6).spam[:9], part(6).ham[:9]))
    texts = [*part(7).spam[:5], *part(7).ham[:5]]
    rows = shipped().rows(texts)

    together = found.on(shipped().model).margins(rows)

    assert np.allclose(together, shipped().model.margins(rows) + found.added(rows), atol=1e-4)


def test_good_decisions_take_over():
    _, figures, refused = learned(samples(part(6).spam[:120], part(6).ham[:120]))

    assert refused is None
    assert figures.own > 10
    assert figures.own_right >= figures.own_right_before - 0.03


def test_five_hundred_flipped_labels_of_one_author_do_no_harm():
    given = part(6).ham[:250], part(6).spam[:250]

    for source in (SampleSource.DECISION, SampleSource.IMPORT):
        assert harmless(samples(*given, author="坏", source=source))
    assert harmless(samples(*given, author="坏", a_day=500))
    honest = samples(part(7).spam[:50], part(7).ham[:50])
    assert harmless([*honest, *samples(*given, author="坏")])


@pytest.mark.parametrize("which", ["spam", "ham"])
@pytest.mark.parametrize("lie", [False, True], ids=["true", "false"])
def test_a_stream_of_one_label_alone_does_no_harm(which, lie):
    other = {"spam": "ham", "ham": "spam"}[which] if lie else which
    texts = getattr(part(6), other)[:300]

    assert harmless(samples(**{which: texts}))


def test_a_version_that_flags_the_talk_of_the_rooms_is_refused():
    talk = part(6).ham[:250]
    keen = LearningSettings(reach=5000, most_lopsided=100)
    what = lessons(samples(talk), keen)
    found = fit(shipped(), what.taught, keen)
    elsewhere = LearningSettings(most_missed=1.0, most_false=1.0, most_new_false=1.0)

    def refused(said):
        figures = examine(shipped(), found, None, taught=what.taught, aside=(), talk=said)
        return objection(figures, elsewhere)

    assert refused(talk).figure == "talk"
    assert refused(talk[:150]) is None


def test_the_same_text_a_thousand_times_counts_once():
    text = part(6).ham[3]
    often = [
        one
        for author in "甲乙丙丁戊"
        for one in samples([text] * 200, author=author, a_day=500, source=SampleSource.IMPORT)
    ]

    assert same(learned(often)[0], learned(often[:1])[0])
    assert harmless(often)


def test_a_flood_of_near_copies_counts_once():
    text = part(6).ham[11]
    copies = samples([f"{text}，编号{n}" for n in range(1000)], a_day=30)

    assert len(lessons(copies, S).taught) == 1
    assert harmless(copies)


def test_labels_that_people_give_differently_share_one_vote():
    text = "楼下新开的水果店今天全场八折，会员再减五元"
    given = [*samples([text], author="甲"), *samples([text], author="乙"), *samples([], [text])]

    first, second = lessons(given, S).taught

    assert {(one.label.value, round(one.cost, 3)) for one in (first, second)} == {
        ("spam", 0.667),
        ("ham", 0.333),
    }


def test_nobody_teaches_more_than_a_days_share():
    settings = LearningSettings(most_a_day=5)
    texts = part(6).spam[:20]

    decided = lessons(samples(texts, a_day=20), settings)
    spread = lessons(samples(texts, a_day=5), settings)
    filed = lessons(samples(texts, a_day=20, source=SampleSource.IMPORT), settings)

    assert (decided.left_out, spread.left_out, filed.left_out) == (15, 0, 0)


def test_near_copies_stand_on_one_side_of_the_check():
    texts = [f"{text}" for text in part(6).spam[:80]]
    copies = [f"{text}！！{n}" for n, text in enumerate(texts)]

    found = lessons(samples([*texts, *copies], a_day=50), S)

    assert found.aside
    assert len(found.taught) + len(found.aside) <= len(texts) + 4  # too short to be near others


def test_stored_weights_come_back_as_they_were():
    found, _, _ = learned(samples(part(6).spam[:9], part(6).ham[:9]))

    back = adapt.read(adapt.write(found), shipped())

    assert same(found, back)
    assert (back.bias, back.width) == (found.bias, found.width)


def damaged(stored):
    yield b"", "damaged"
    yield stored[:-1], "damaged"
    yield stored[:40] + bytes([stored[40] ^ 1]) + stored[41:], "damaged"


def test_damaged_and_foreign_weights_are_refused():
    found, _, _ = learned(samples(part(6).spam[:3], part(6).ham[:3]))
    foreign = replace(found, base="f" * 32)
    wide = replace(found, columns=found.columns + found.width)

    for stored, mistake in (
        *damaged(adapt.write(found)),
        (adapt.write(foreign), "another shipped model"),
        (adapt.write(wide), "no sense"),
        (adapt.write(replace(found, bias=float("nan"))), "no sense"),
    ):
        with pytest.raises(BadAdaptation, match=mistake):
            adapt.read(stored, shipped())


def test_the_yardstick_comes_back_from_its_file_and_a_damaged_one_is_refused():
    mine = shipped().yardstick
    stored = yardstick.write(mine)

    back = yardstick.read(stored)

    assert np.array_equal(back.rows.columns, mine.rows.columns)
    assert np.allclose(back.rows.values, mine.rows.values, atol=1e-3)
    assert np.array_equal(back.log_odds, mine.log_odds)
    assert np.array_equal(back.part(Use.CHECK).labels, mine.part(Use.CHECK).labels)
    for cut in (b"", stored[:-1], stored[:100] + b"x" + stored[101:]):
        with pytest.raises(BadYardstick):
            yardstick.read(cut)
