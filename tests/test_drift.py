"""Drift of the detectors, on both databases."""

import asyncio
import json
from datetime import timedelta

import pytest
import typer
from sqlalchemy import update
from typer.testing import CliRunner

from bot.cli.spam import register
from bot.config import Settings
from bot.core.effects import RecordVerdicts
from bot.core.sending import DeliverySettings
from bot.core.verdicts import SpamScore, Verdict
from bot.drift import DriftWatch, detectors, drift
from bot.rulebook import Rulebook
from handlers.learned.precision import Share, fell, went_wrong
from handlers.learned.telling import drifted
from storage.learning.reviews import Reviewed, monday
from storage.tables.judging import case
from storage.unit import Store
from tests.support.builders import NOON, message
from tests.support.learning import shipped

WEEK = timedelta(days=7)


@pytest.fixture
def store(database):
    return Store(database, Rulebook(Settings()), DeliverySettings)


async def reviewed(store, *, weeks_ago, confirmed=0, dismissed=0, detector="links", score=0.8):
    """Cases in which the detector had a part, decided so, and as much ordinary talk."""
    at = NOON - weeks_ago * WEEK
    states = ["confirmed"] * confirmed + ["dismissed"] * dismissed
    texts = [message(f"{weeks_ago}周前的第{n}条", sender="u1", at=at) for n in range(len(states))]
    talk = [message(f"{weeks_ago}周前闲聊{n}", sender="u2", at=at) for n in range(len(states))]
    async with store.write() as unit:
        seen = await unit.save([*texts, *talk], now=at)
        said = [one for one in seen if one.event.text.endswith("条")]
        for one in said:
            verdicts = (Verdict(detector=detector, score=score, reason="链接"),)
            spam = SpamScore(score=0.8, flagged=True, verdicts=verdicts)
            record = RecordVerdicts(message=one.id, room=one.room, student=None, spam=spam)
            await unit.records.apply([record], at)
        for one, state in zip(said, states, strict=True):
            await unit.records._connection.execute(
                update(case).where(case.c.message_id == one.id).values(state=state)
            )


async def figures(store, **other):
    async with store.read() as unit:
        return await drift(unit, **{"weeks": 8, "model": None, "now": NOON} | other)


async def test_precision_is_counted_by_detector_and_week(store):
    await reviewed(store, weeks_ago=2, confirmed=8, dismissed=2)
    await reviewed(store, weeks_ago=0, confirmed=1, dismissed=1)
    await reviewed(store, weeks_ago=0, confirmed=3, detector="words")

    links, words = (await figures(store)).detectors

    assert [(one.week, one.confirmed, one.dismissed) for one in links.weeks] == [
        (monday(NOON) - 2 * WEEK, 8, 2),
        (monday(NOON), 1, 1),
    ]
    assert links.weeks[0].precision == 0.8
    assert 0.4 < links.weeks[0].low < 0.8 < links.weeks[0].high < 1
    assert words.weeks[0].precision == 1.0


async def test_what_spoke_for_a_member_is_not_held_against_it(store):
    await reviewed(store, weeks_ago=2, dismissed=3, detector="opinion", score=0.01)
    await reviewed(store, weeks_ago=1, dismissed=3, detector="behaviour", score=0.2)
    await reviewed(store, weeks_ago=0, dismissed=2, detector="behaviour", score=0.7)

    [behaviour] = (await figures(store)).detectors

    assert behaviour.detector == "behaviour"
    assert [one.dismissed for one in behaviour.weeks] == [2]


@pytest.mark.parametrize(
    ("detector", "advice"),
    [("links", "judging.links.weight"), ("campaign", "cases list"), ("strict", "cases list")],
)
def test_no_weight_is_advised_that_there_is_not(detector, advice):
    now, past = Share(right=1, all=10), Share(right=90, all=100)

    told = drifted(detector, now, past, 4, "2026-05-18", "en")

    assert advice in told.advice


async def test_the_share_of_flagged_talk_is_counted(store):
    await reviewed(store, weeks_ago=1, confirmed=3, dismissed=1)

    weeks = (await figures(store, weeks=3)).weeks

    assert [(one.messages, one.flagged, one.share) for one in weeks] == [
        (0, 0, 0.0),
        (8, 4, 0.5),
        (0, 0, 0.0),
    ]


async def test_the_mean_score_of_ordinary_talk_is_told(store):
    await reviewed(store, weeks_ago=1, confirmed=2)

    weeks = (await figures(store, weeks=2, model=shipped().model)).weeks

    assert weeks[0].mean is not None
    assert 0 < weeks[0].mean < 1
    assert weeks[1].mean is None


async def test_a_detector_that_is_clearly_less_often_right_is_told_once_a_week(store):
    await reviewed(store, weeks_ago=8, confirmed=48, dismissed=2)
    await reviewed(store, weeks_ago=1, confirmed=5, dismissed=15)
    watch = DriftWatch(language=lambda: "zh")

    async with store.read() as unit:
        [told] = await watch.look(unit, NOON)
        soon = await watch.look(unit, NOON + timedelta(minutes=5))
        [later] = await watch.look(unit, NOON + timedelta(hours=2))

    assert "links 的准确率明显下降" in told.reason
    assert "25%" in told.reason
    assert "judging.links.weight" in told.advice
    assert soon == ()
    assert told.group == later.group


async def test_a_steady_detector_is_not_told(store):
    await reviewed(store, weeks_ago=8, confirmed=40, dismissed=10)
    await reviewed(store, weeks_ago=1, confirmed=15, dismissed=5)

    async with store.read() as unit:
        assert await DriftWatch(language=lambda: "en").look(unit, NOON) == []


async def test_the_command_shows_the_figures(store, store_url, tmp_path):
    await reviewed(store, weeks_ago=0, confirmed=3)
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    app = typer.Typer()
    register(app)
    given = ["spam", "drift", "--weeks", "53", "--config", str(tmp_path / "config.yaml")]

    shown = await asyncio.to_thread(CliRunner().invoke, app, given)
    told = await asyncio.to_thread(CliRunner().invoke, app, [*given, "--json"])

    assert shown.exit_code == 0, shown.output
    assert len(json.loads(told.stdout)["weeks"]) == 53


@pytest.mark.parametrize(
    ("right", "every", "low", "high"),
    [(0, 0, 0, 1), (10, 10, 0.722, 1.0), (0, 10, 0.0, 0.278), (50, 100, 0.404, 0.596)],
)
def test_the_interval_of_a_share_is_wilsons(right, every, low, high):
    share = Share(right=right, all=every)

    assert (round(share.low, 3), round(share.high, 3)) == (low, high)


def test_a_fall_must_be_clear():
    assert fell(Share(right=5, all=20), Share(right=45, all=50))
    assert not fell(Share(right=16, all=20), Share(right=45, all=50))
    assert not fell(Share(right=0, all=3), Share(right=45, all=50))


def test_a_version_without_a_predecessor_is_never_worse():
    assert not went_wrong(Share(right=0, all=50), Share(right=0, all=0), 20)


def test_weeks_begin_on_monday():
    one = Reviewed(detector="a", week=monday(NOON), confirmed=1, dismissed=0)

    assert monday(NOON).weekday() == 0
    assert monday(monday(NOON)) == monday(NOON)
    assert detectors([one], NOON)[0].recent.all == 1
