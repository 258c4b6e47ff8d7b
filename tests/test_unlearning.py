"""What is revoked is unlearned, and nobody judges by what knew it."""

import numpy as np
import pytest

from bot.core.ids import SampleId
from bot.core.learning import VersionState
from bot.learning import SHIPPED
from handlers.learned.settings import LearningSettings
from storage.learning.versions import NoSuchVersion
from tests.support.learning import part, shipped
from tests.support.learning_place import GOOD, MINUTE, Place, judged


@pytest.fixture
def place(database):
    return Place(database)


async def test_to_unlearn_gives_the_weights_as_if_it_had_never_been_learned(place):
    await place.taught(*GOOD)
    await place.learner.step()
    await place.taught(part(7).spam[:3], author="错")
    await place.learner.step()
    async with place.store.write() as unit:
        await unit.samples.revoke_by("错", author="王", now=place.clock.now())
    place.clock.move(5 * MINUTE)
    await place.learner.step()

    first, second, third = place.judge.models

    assert not np.array_equal(first.linear.weights, second.linear.weights)
    assert np.array_equal(first.linear.weights, third.linear.weights)
    assert first.linear.bias == third.linear.bias


async def test_a_version_that_knows_what_was_revoked_goes_though_nothing_better_is_found(place):
    await place.taught(*GOOD)
    await place.learner.step()
    await place.taught(part(6).ham[30:250], part(6).spam[30:250], author="坏")
    async with place.store.write() as unit:
        good = [one.id for one in await unit.samples.live() if one.author == "王"]
        await unit.samples.revoke(good, author="李", now=place.clock.now())
    place.clock.move(5 * MINUTE)

    await place.learner.step()

    refused, first = await place.versions()
    assert (refused.state, first.state) == (VersionState.REFUSED, VersionState.RETIRED)
    assert place.learner.in_use == SHIPPED


async def test_when_all_samples_are_revoked_the_shipped_model_judges(place):
    await place.taught(*GOOD)
    await place.learner.step()
    async with place.store.write() as unit:
        await unit.samples.revoke_by("王", author="李", now=place.clock.now())
    place.clock.move(5 * MINUTE)
    await place.learner.step()

    assert place.learner.in_use == SHIPPED
    assert place.judge.models[-1] is shipped().model


async def test_what_is_revoked_is_unlearned_though_learning_is_switched_off(place):
    await place.taught(*GOOD)
    await place.learner.step()
    place.settings = LearningSettings(enabled=False)
    await place.learner.step()
    kept = place.learner.in_use
    async with place.store.write() as unit:
        await unit.samples.revoke([SampleId(1)], author="李", now=place.clock.now())

    await place.learner.step()

    assert kept != SHIPPED
    assert place.learner.in_use == SHIPPED


async def test_nobody_goes_back_to_a_version_that_knows_what_was_revoked(place):
    await judged(place, ["confirmed"] * 45 + ["dismissed"] * 5, minutes=0)
    await place.taught(*GOOD)
    await place.taught(part(7).spam[:3], author="错")
    await place.learner.step()
    async with place.store.write() as unit:
        await unit.samples.revoke_by("错", author="王", now=place.clock.now())
    place.clock.move(5 * MINUTE)
    await place.learner.step()
    second, first = await place.versions()
    with pytest.raises(NoSuchVersion, match="revoked since"):
        async with place.store.write() as unit:
            await unit.versions.go_back(first.id, reason="", author="王", now=place.clock.now())
    await judged(place, ["dismissed"] * 20, minutes=30)

    await place.learner.step()

    assert second.before == first.id
    assert place.learner.in_use == SHIPPED


async def test_what_is_revoked_while_it_is_being_learned_does_not_stay(place):
    await place.taught(*GOOD)

    def shipped_late():
        place.clock.move(MINUTE)  # the fit takes its time
        return shipped()

    place.learner.shipped = shipped_late
    started = place.clock.now()
    await place.learner.step()
    [version] = await place.versions()
    async with place.store.write() as unit:
        await unit.samples.revoke_by("王", author="李", now=started + MINUTE / 2)
        tainted = await unit.versions.knows_revoked(version.id)

    assert (version.at, version.taken_up) == (started, started + MINUTE)
    assert tainted
