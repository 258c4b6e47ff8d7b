"""Learning beside the pipeline, on both databases."""

import numpy as np
import pytest
from sqlalchemy import update

from bot.core.ids import VersionId
from bot.core.learning import KeepSample, VersionState
from bot.learning import SHIPPED, learn
from handlers.learned.settings import LearningSettings
from storage.learning.versions import NoSuchVersion
from storage.tables.learning import model_version, sample
from tests.support.learning import part, samples, shipped
from tests.support.learning_place import GOOD, MINUTE, Judge, Place, judged


@pytest.fixture
def place(database):
    return Place(database)


async def test_what_was_decided_is_learned_after_a_while_and_judged_by(place):
    await place.taught(*GOOD, wait=MINUTE)
    await place.learner.step()
    too_soon = await place.versions()
    place.clock.move(5 * MINUTE)
    await place.learner.step()

    [version] = await place.versions()

    assert too_soon == ()
    assert (version.state, version.samples) == (VersionState.ACTIVE, 60)
    assert "60 个样本" in version.reason
    assert place.learner.in_use == version.id
    [model] = place.judge.models
    assert not np.array_equal(model.linear.weights, shipped().model.linear.weights)
    assert await place.alerts() == []


async def test_nothing_new_is_fitted_while_nothing_changed(place):
    await place.taught(*GOOD)
    for _ in range(3):
        await place.learner.step()
    await place.another(Judge()).step()

    assert len(await place.versions()) == 1


async def test_a_few_samples_change_nothing(place):
    await place.taught(GOOD[0][:4], GOOD[1][:4])

    await place.learner.step()

    assert (await place.versions(), place.judge.models) == ((), [])


async def test_after_a_restart_the_newest_version_judges(place):
    await place.taught(*GOOD)
    await place.learner.step()
    judge = Judge()

    await place.another(judge).step()

    [before], [after] = place.judge.models, judge.models
    assert np.array_equal(before.linear.weights, after.linear.weights)
    assert before.linear.bias == after.linear.bias


async def test_a_candidate_that_does_worse_on_what_ships_is_refused_and_told(place):
    flipped = part(6).ham[:250], part(6).spam[:250]
    await place.taught(*flipped, author="坏")

    await place.learner.step()
    await place.learner.step()

    [version] = await place.versions()
    [told] = await place.alerts()
    assert version.state is VersionState.REFUSED
    assert place.judge.models == []
    assert "没有启用：标准" in told.reason
    assert "spam samples revoke" in told.advice


async def test_learning_can_be_switched_off(place):
    place.settings = LearningSettings(enabled=False)
    await place.taught(*GOOD)

    await place.learner.step()

    assert await place.versions() == ()


async def test_a_broken_version_falls_back_to_the_shipped_model_and_is_learned_anew(place):
    await place.taught(*GOOD)
    await place.learner.step()
    async with place.database.write() as connection:
        await connection.execute(update(model_version).values(weights=b"rubbish"))
    judge = Judge()
    restarted = place.another(judge)

    await restarted.follow()

    [told] = await place.alerts()
    assert restarted.in_use == SHIPPED
    assert judge.models == [shipped().model]
    assert "改用出厂模型" in told.reason

    place.clock.move(MINUTE)
    await restarted.step()

    again, broken = await place.versions()
    assert (again.state, broken.state) == (VersionState.ACTIVE, VersionState.RETIRED)
    assert restarted.in_use == again.id
    assert np.array_equal(judge.models[-1].linear.weights, place.judge.models[0].linear.weights)
    with pytest.raises(NoSuchVersion, match="kept no more"):
        async with place.store.write() as unit:
            await unit.versions.go_back(broken.id, reason="", author="王", now=place.clock.now())


async def test_refusals_in_a_row_are_told_once_and_the_alert_ends_with_a_good_version(place):
    for start in (0, 10, 20):
        await place.taught(part(6).ham[: 230 + start], part(6).spam[: 230 + start], author="坏")
        await place.learner.step()
    refused, told = await place.versions(), await place.alerts()
    async with place.store.write() as unit:
        await unit.samples.revoke_by("坏", author="李", now=place.clock.now())
    await place.taught(*GOOD)
    await place.learner.step()

    assert [one.state for one in refused] == [VersionState.REFUSED] * 3
    assert len(told) == 1
    assert [one.state for one in await place.alerts()] == ["acknowledged"]


async def test_a_roll_back_elsewhere_is_followed(place):
    await place.taught(*GOOD)
    await place.learner.step()
    async with place.store.write() as unit:
        await unit.versions.go_back(SHIPPED, reason="再看看", author="王", now=place.clock.now())

    await place.learner.step()

    assert place.learner.in_use == SHIPPED
    assert place.judge.models[-1] is shipped().model
    assert len(await place.versions()) == 1


@pytest.mark.parametrize(
    ("states", "back"),
    [
        (["confirmed"] * 18 + ["dismissed"] * 2, False),
        (["confirmed"] * 8 + ["dismissed"] * 12, True),
        (["dismissed"] * 8, True),  # too few for a share, and beyond doubt
        (["dismissed"] * 2, False),
    ],
    ids=["good", "bad", "hopeless", "too few to say"],
)
async def test_a_version_that_is_worse_than_the_one_before_goes_back(place, states, back):
    await judged(place, ["confirmed"] * 45 + ["dismissed"] * 5, minutes=0)
    await place.taught(*GOOD)
    await place.learner.step()
    await judged(place, states, minutes=10)

    await place.learner.step()

    assert (place.learner.in_use == SHIPPED) is back
    assert [("已退回" in one.reason) for one in await place.alerts()] == [True] * back
    assert len(await place.versions()) == 1  # what went back is not fitted again


async def test_a_version_that_goes_back_makes_way_for_the_one_before_it(place):
    await judged(place, ["confirmed"] * 45 + ["dismissed"] * 5, minutes=0)
    await place.taught(*GOOD)
    await place.learner.step()
    await place.taught(part(7).spam[:20], part(7).ham[:20])
    await place.learner.step()
    second, first = await place.versions()
    await judged(place, ["dismissed"] * 20, minutes=30)

    await place.learner.step()

    assert (place.learner.in_use, second.before) == (first.id, first.id)


async def test_decided_samples_are_learned_like_those_of_files(place):
    kept = [
        KeepSample(text=one.text, label=one.label, message=None, case=None, author=one.author)
        for one in samples(*GOOD)
    ]
    async with place.store.write() as unit:
        await unit.apply(kept, now=place.clock.now())
    place.clock.move(5 * MINUTE)

    await place.learner.step()

    assert place.learner.in_use == VersionId((await place.versions())[0].id)
    async with place.database.read() as connection:
        sources = (await connection.execute(sample.select())).all()
    assert {one.source for one in sources} == {"decision"}


def test_what_is_learned_depends_on_the_samples_and_settings_alone():
    given = samples(*GOOD)

    one = learn(shipped(), given, None, LearningSettings(), "zh")
    other = learn(shipped(), list(reversed(given)), None, LearningSettings(), "zh")
    stricter = learn(shipped(), given, None, LearningSettings(reach=100), "zh")

    assert one.candidate == other.candidate
    assert one.candidate.fingerprint != stricter.candidate.fingerprint
