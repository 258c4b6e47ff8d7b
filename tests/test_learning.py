"""Learning beside the pipeline, on both databases."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import update

from bot.clock import ManualClock
from bot.config import Settings
from bot.core.ids import SampleId, VersionId
from bot.core.learning import KeepSample, Label, VersionState
from bot.core.seen import SeenMessage
from bot.core.sending import DeliverySettings
from bot.learning import SHIPPED, Learner, learn
from bot.rulebook import Rulebook
from handlers.learned.settings import LearningSettings
from storage.learning.versions import NoSuchVersion
from storage.tables.judging import case, verdict
from storage.tables.learning import model_version, sample
from storage.tables.service import alert
from storage.talk.archive import Archive
from storage.unit import Store
from tests.support.builders import NOON, message
from tests.support.learning import part, samples, shipped

MINUTE = timedelta(minutes=1)


class Judge:
    """Remembers by which models messages were to be judged."""

    def __init__(self):
        self.models = []

    def by(self, model):
        self.models.append(model)


class Place:
    """A store, a clock and a learner."""

    def __init__(self, database):
        self.database = database
        self.store = Store(database, Rulebook(Settings()), DeliverySettings)
        self.clock = ManualClock(NOON)
        self.settings = LearningSettings()
        self.judge = Judge()
        self.learner = self.another(self.judge)

    def another(self, judge):
        """A learner as after a restart, or in a second process."""
        return Learner(
            store=self.store,
            clock=self.clock,
            shipped=shipped,
            settings=lambda: self.settings,
            language=lambda: "zh",
            judge_by=judge.by,
        )

    async def taught(self, spam=(), ham=(), author="王", wait=5 * MINUTE):
        """Files of samples, and time enough that they are learned at the next look."""
        pairs = [(t, Label.SPAM) for t in spam] + [(t, Label.HAM) for t in ham]
        async with self.store.write() as unit:
            await unit.samples.import_all(pairs, author=author, now=self.clock.now())
        self.clock.move(wait)

    async def versions(self):
        async with self.store.read() as unit:
            return (await unit.versions.versions()).items

    async def alerts(self):
        async with self.database.read() as connection:
            return list((await connection.execute(alert.select().order_by(alert.c.id))).all())


@pytest.fixture
def place(database):
    return Place(database)


GOOD = part(6).spam[:30], part(6).ham[:30]


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


async def judged(place, states, *, minutes):
    """Cases in which the learned detector had a part, decided so."""
    async with place.database.write() as connection:
        at = NOON + timedelta(minutes=minutes)
        texts = [message(f"第{minutes}批第{n}条", sender="u1") for n in range(len(states))]
        saved = await Archive(connection).save(texts, received=at)
        seen = [one for one in saved if isinstance(one, SeenMessage)]
        for one, state in zip(seen, states, strict=True):
            values = {"score": 0.8, "reason": "像广告"}
            await connection.execute(
                verdict.insert().values(message_id=one.id, detector="learned", **values)
            )
            await connection.execute(
                case.insert().values(message_id=one.id, state=state, opened_at=at, **values)
            )


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
