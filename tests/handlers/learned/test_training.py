"""Training, scoring, and what is said of a model."""

import numpy as np
import pytest

from handlers.learned.blend import fit_blend
from handlers.learned.descent import lowest
from handlers.learned.groups import folds, groups
from handlers.learned.measures import best_f1, figures, recall_at
from handlers.learned.model import odds_of
from handlers.learned.store import to_bytes
from handlers.learned.training import OneSided, Sample, TrainPlan, train
from handlers.text import normalise
from tests.support.learned_talk import PLAN, model, samples, space

ADVERT, TALK = "代开发票加微信领取，名额有限速来 v8888", "今天下雨，孩子放学了谁去接"


def test_adverts_score_above_innocent_talk():
    advert, talk = model().judge([ADVERT, TALK])

    assert advert > model().threshold > talk


def test_a_text_scores_the_same_alone_and_in_a_batch():
    texts = [sample.text for sample in samples()[::7]]

    together = model().judge(texts)

    assert together == pytest.approx([model().judge([text])[0] for text in texts], abs=1e-6)


def test_scores_stand_at_a_half_where_the_threshold_is():
    at_threshold = np.array([model().threshold])

    assert model().scores(at_threshold)[0] == pytest.approx(0.5)


@pytest.mark.parametrize("text", ["", "\ud83d", "😀" * 500, "啊" * 100_000, "a" * 100_000])
def test_hostile_texts_have_a_chance_like_any_other(text):
    (chance,) = model().judge([text])

    assert 0 < chance < 1


def test_no_texts_have_no_chances():
    assert len(model().judge([])) == 0


def test_the_same_texts_train_the_same_model_to_the_last_byte():
    again = train(samples(), space(), PLAN).model

    assert to_bytes(again) == to_bytes(model())


def test_another_seed_trains_another_model():
    other = TrainPlan(nets=PLAN.nets, parts=PLAN.parts, seed=PLAN.seed + 1)

    assert to_bytes(train(samples(), space(), other).model) != to_bytes(model())


@pytest.mark.parametrize("advert", [True, False])
def test_one_label_alone_teaches_nothing(advert):
    one_sided = [sample for sample in samples() if sample.advert is advert]

    with pytest.raises(OneSided, match="at least 2 of each"):
        train(one_sided, space(), PLAN)


def test_a_cautious_plan_flags_no_more_innocents_than_it_says():
    trained = train(samples(), space(), TrainPlan(nets=PLAN.nets, parts=3, false_alarms=0.0))

    assert trained.figures.false_alarms == 0


def test_an_older_model_that_knew_the_texts_is_not_asked():
    trained = train(samples(), space(), PLAN, base=model())

    assert not trained.base_asked


def test_an_older_model_helps_where_samples_are_few():
    few = [Sample(text=f"高仿包扫码进群{n}", advert=True) for n in range(3)]
    few += [Sample(text=f"周末爬山第{n}队集合", advert=False) for n in range(3)]

    trained = train(few, space(), PLAN, base=model())

    assert trained.base_asked
    advert, talk = trained.model.judge([ADVERT, TALK])
    assert advert > talk


def test_every_step_is_told():
    told = []

    train(samples(), space(), PLAN, tell=lambda done, of: told.append((done, of)))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_near_copies_are_one_group_and_others_are_not():
    texts = ["加微信领资料名额有限速来", "加微信领资料，名额有限！速来！！", "今天下雨孩子放学了"]
    normal = [normalise(text) for text in texts]

    first, second, third = groups(normal, space().read(normal).front(space().front))

    assert first == second != third


def test_groups_stay_together_and_every_part_has_both_labels():
    group = np.array([0, 0, 1, 2, 3, 4, 5, 6])
    labels = np.array([1, 1, 1, 1, 0, 0, 0, 0], bool)

    part = folds(group, labels, 2, seed=1)

    assert part[0] == part[1]
    assert {(p, bool(label)) for p, label in zip(part, labels, strict=True)} == {
        (0, True),
        (0, False),
        (1, True),
        (1, False),
    }


def test_equal_scores_are_not_told_apart():
    chances = np.array([0.9, 0.5, 0.5, 0.5])
    labels = np.array([True, True, False, False])

    assert recall_at(chances, labels, 0.5) == 0.5
    assert recall_at(chances, labels, 0.0) == 0.5


def test_figures_are_empty_where_there_is_nothing_to_count():
    innocents = figures(np.array([0.1, 0.9]), np.array([False, False]), 0.5)

    assert innocents.f1 is None
    assert innocents.recall_at_1pct is None
    assert innocents.false_alarms == 0.5


def test_the_best_f1_is_that_of_the_best_threshold():
    assert best_f1(np.array([0.9, 0.8, 0.2]), np.array([True, True, False])) == 1.0


def test_an_opinion_that_is_wrong_is_trusted_not_at_all():
    labels = np.arange(200) % 2 == 0
    right = np.where(labels, 1.0, -1.0)

    blend = fit_blend(np.stack([right, -right], axis=1), labels)

    assert blend.trust[0] > 0
    assert blend.trust[1] == 0


def test_descent_finds_the_bottom_of_a_valley():
    wanted = np.array([3.0, -1.0])

    found = lowest(
        lambda point: (
            float((point - wanted) @ (np.array([1.0, 100.0]) * (point - wanted))),
            2 * np.array([1.0, 100.0]) * (point - wanted),
        ),
        np.zeros(2),
        tolerance=1e-12,
    )

    assert found == pytest.approx(wanted, abs=1e-4)


def test_chances_and_odds_are_each_other_turned_round():
    assert odds_of(np.array([0.5]))[0] == 0
