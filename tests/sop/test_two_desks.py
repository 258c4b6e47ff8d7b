"""Two processes carry out the same plans: no room hears more than it may, on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from tests.support.sop_stage import MORNING, plan
from tests.support.sop_talk import talk

_ROUNDS = 12


@pytest.fixture
async def other(stage, store_url):
    """A second process on the same database."""
    opened = Database(make_engine(StorageSettings(url=store_url)))
    yield replace(stage, database=opened)
    await opened.close()


async def _begun(stage, *steps):
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.rooms(2)
    await stage.tick()
    await stage.start()
    await stage.tick()


async def test_two_processes_keep_to_the_posts_a_day_of_a_room(stage, other):
    """The clock of one is half an hour behind: each would say another step of the day."""
    first = 'id: first, seat: teacher, when: {every: day, at: "09:00"}, say: 一'
    second = 'id: second, seat: teacher, when: {every: day, at: "09:20"}, say: 二'
    for one in (stage, other):
        one.settings = one.settings.model_copy(update={"posts_per_day": 1})
    await _begun(stage, first, second)

    for day in range(_ROUNDS):
        stage.now = MORNING + timedelta(days=day, hours=1)
        other.now = stage.now + timedelta(minutes=30)
        await asyncio.gather(stage.tick(), other.tick())

    said = [
        (one.room, one.local_date) for one in await stage.steps() if one.state.value == "queued"
    ]
    assert len(said) == len(set(said)) == 2 * _ROUNDS


async def test_two_processes_keep_to_at_most_so_often_a_day(stage, other):
    price = (
        "id: price, seat: teacher, when: {event: keyword, words: [多少钱], at_most: 1},"
        " say: 价格表在公告里"
    )
    await _begun(stage, price)
    other.now = stage.now
    await other.tick()

    for day in range(1, _ROUNDS + 1):
        stage.now = other.now = MORNING + timedelta(days=day)
        asked = [await talk(stage, who, "多少钱", room=1) for who in ("u1", "u2")]
        await asyncio.gather(stage.heard(asked[0]), other.heard(asked[1]))

    assert len(await stage.steps(step="price")) == _ROUNDS
