"""The demo's stage: members are let speak, and time runs as fast as one likes."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.cli.demo import demo_settings
from bot.cli.demo_service import demo_service
from bot.clock import PacedClock
from bot.demo.files import lay_out
from bot.demo.material import FOLDER, load_cast, read
from bot.demo.stage import Examples
from tests.support.builders import NOON


@pytest.fixture
async def demo(tmp_path):
    """A demo that is served, and asked by its token."""
    config = lay_out(tmp_path / "demo")
    settings = demo_settings(config, tmp_path / "demo.db", speed=10, port=0, seed=1)
    port = asyncio.get_running_loop().create_future()
    clock = PacedClock(NOON, 10)
    service = demo_service(settings, config, clock, tick_seconds=0.1, listening=port.set_result)
    running = asyncio.ensure_future(service.run())
    try:
        async with aiohttp.ClientSession(
            f"http://127.0.0.1:{await port}", headers={"Authorization": "Bearer dev"}
        ) as session:
            yield Asking(session)
    finally:
        service.stop.set()
        await running


class Asking:
    """What one asks of the demo."""

    def __init__(self, session):
        self._session = session

    async def get(self, path):
        async with self._session.get(f"/api/v1{path}") as answer:
            return answer.status, await answer.json()

    async def post(self, path, **body):
        async with self._session.post(f"/api/v1{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def room(self, key):
        _, tour = await self.get("/demo")
        return next(one for one in tour["rooms"] if one["key"] == key)

    async def example(self, kind):
        """Do what an example offers; gives the address of what became of it."""
        _, tour = await self.get("/demo")
        one = next(each for each in tour["examples"] if each["kind"] == kind)
        room = await self.room(one["room"])
        by = "" if one["who"] == "newcomer" else room["members"][0]
        said = None
        for _ in range(100):
            status, said = await self.post("/demo/say", room=room["ref"], by=by, text=one["text"])
            if status == 200:
                return f"/demo/said/{said['ref']}"
            await asyncio.sleep(0.05)  # the account logs in first
        raise AssertionError(said)

    async def until(self, path, holds):
        async with asyncio.timeout(20):
            while True:
                _, found = await self.get(path)
                if holds(found):
                    return found
                await asyncio.sleep(0.05)


async def test_an_advert_becomes_a_case_with_its_reasons_and_somebody_is_told(demo):
    after = await demo.example("advert")

    found = await demo.until(after, lambda one: one["case"] and one["alerts"])

    assert found["case"]["state"] == "open"
    assert {"contact", "words"} <= {one["detector"] for one in found["verdicts"]}
    assert all(one["reason"] for one in found["verdicts"])
    assert found["student"] >= 10001


async def test_a_disguised_advert_is_seen_through(demo):
    after = await demo.example("disguised")

    found = await demo.until(after, lambda one: one["case"])

    assert {"contact", "disguise"} & {one["detector"] for one in found["verdicts"]}


async def test_a_buying_question_becomes_a_lead(demo):
    after = await demo.example("buying")

    found = await demo.until(after, lambda one: one["leads"] and one["alerts"])

    words = "".join(word for one in found["leads"] for word in one["words"])
    assert "报名" in words or "多少钱" in words, words
    assert found["case"] is None


async def test_a_question_waits_for_an_answer_until_it_is_brought_to_staff(demo):
    after = await demo.example("unanswered")

    found = await demo.until(after, lambda one: one["question"])
    assert found["due"] is not None

    await demo.post("/demo/clock", speed=60)
    brought = await demo.until(after, lambda one: one["alerts"])
    assert brought["alerts"][0]["kind"] == "question"


async def test_the_student_id_is_answered(demo):
    after = await demo.example("student_id")

    found = await demo.until(after, lambda one: one["answers"])

    assert found["answers"][0]["kind"] in {"Say", "DirectMessage"}


async def test_time_runs_faster_and_stands_as_one_likes(demo):
    _, house = await demo.get("/house")
    assert (house["demo"], house["rate"]) == (True, 10)

    assert (await demo.post("/demo/clock", speed=0))[1]["speed"] == 0
    _, before = await demo.get("/demo")
    await asyncio.sleep(0.1)
    assert (await demo.get("/demo"))[1]["now"] == before["now"]
    assert (await demo.post("/demo/clock", speed=7))[0] == 400


async def test_who_is_not_in_the_room_cannot_be_let_speak(demo):
    room = await demo.room("study")
    _, tour = await demo.get("/demo")
    others = {name for one in tour["rooms"] for name in one["members"]} - {*room["members"]}

    for by in (min(others), "王老师", "管家", "nobody"):
        status, _ = await demo.post("/demo/say", room=room["ref"], by=by, text="你好")
        assert status == 409
    assert (await demo.post("/demo/say", room="nowhere", by="", text="你好"))[0] == 409


async def test_something_that_was_never_said_has_no_consequences(demo):
    _, found = await demo.get("/demo/said/nothing")

    assert (found["message"], found["alerts"]) == (None, [])


def test_every_example_is_for_a_room_that_is_there():
    rooms = load_cast().rooms.keys()

    assert {one.room for one in read(Examples, FOLDER / "examples.yaml").examples} <= rooms


async def test_sleepers_go_by_the_speed_that_is_set_while_they_sleep():
    clock = PacedClock(NOON, 0)
    sleeping = asyncio.ensure_future(clock.sleep(3600))
    await asyncio.sleep(0.02)
    assert not sleeping.done()
    assert clock.now() == NOON

    clock.go(1_000_000)

    await asyncio.wait_for(sleeping, 5)
    clock.go(0)
    assert clock.now() >= NOON + timedelta(hours=1)
