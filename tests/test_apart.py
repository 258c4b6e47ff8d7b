"""Work in a process of its own: its result, its failures, its end."""

import asyncio
import os

import pytest
from structlog.testing import capture_logs

from bot.apart import Broken, WorkFailed, apart

_WORK = "tests.support.apart_work"


async def _done(what, **more):
    shares: list[float] = []
    return await apart(_WORK, {"do": what, **more}, shares.append), shares


@pytest.mark.timeout(30)
async def test_work_apart_gives_its_result_and_tells_how_far_it_is():
    assert await _done("add", numbers=[1, 2]) == ({"sum": 3}, [0.5])


@pytest.mark.timeout(30)
async def test_what_is_printed_there_does_not_pass_for_an_answer():
    assert (await _done("print"))[0] == "printed"


@pytest.mark.timeout(30)
async def test_the_service_goes_first():
    assert (await _done("nice"))[0] == os.nice(0) + 10


@pytest.mark.timeout(30)
async def test_secrets_of_the_environment_are_not_handed_on(monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the house")

    assert "A_SECRET" not in (await _done("environment"))[0]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("what", "told"),
    [("refuse", "that cannot be done"), ("eat", "more memory"), ("large", "too large")],
)
async def test_what_cannot_be_done_is_told_in_words(what, told):
    with pytest.raises(WorkFailed, match=told):
        await _done(what)


@pytest.mark.timeout(30)
async def test_a_bug_is_logged_by_its_place_and_never_in_the_words_of_members():
    with capture_logs() as lines, pytest.raises(Broken):
        await _done("break")

    [line] = [one for one in lines if one["event"] == "apart.failed"]
    assert line["error"] == "KeyError"
    assert "apart_work.py" in line["frames"]
    assert "a member" not in str(line)


@pytest.mark.timeout(30)
async def test_cancelling_ends_the_process():
    begun = asyncio.Event()
    before = _children()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(apart(_WORK, {"do": "hang"}, lambda _share: begun.set()))
        await begun.wait()
        running = _children() - before
        task.cancel()

    assert running
    assert not _children() & running


def _children() -> set[int]:
    own = os.getpid()
    with open(f"/proc/{own}/task/{own}/children", encoding="ascii") as told:  # noqa: PTH123 (procfs)
        return set(map(int, told.read().split()))
