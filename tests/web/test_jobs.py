"""Long work: asked for, waited for, looked at by whoever asked, given up."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.core.errors import GroupkeeperError
from bot.web.jobs import KEPT, MOST_OF_ONE, MOST_WAITING, Jobs, JobState, NoSuchJob, TooManyJobs
from tests.support.builders import NOON

_ME, _OTHER = "wang", "li"


@pytest.fixture
def jobs(desk):
    """The jobs of the served API."""
    return desk.house.jobs


@asynccontextmanager
async def _at_work(jobs):
    async with asyncio.TaskGroup() as group:
        running = group.create_task(jobs.run())
        yield
        running.cancel()


async def _until(jobs, job, state):
    async with asyncio.timeout(5):
        while (found := jobs.job(job.id, author=job.author)).state is not state:  # noqa: ASYNC110 (looked at from outside)
            await asyncio.sleep(0)
    return found


class _Gate:
    """Work that ends when it is let through."""

    def __init__(self):
        self.open = asyncio.Event()
        self.began = asyncio.Event()

    async def work(self, tell):
        tell(0.25)
        self.began.set()
        await self.open.wait()
        return "through"


async def _nothing(_tell):
    return None


async def test_jobs_are_done_one_after_another_in_the_order_asked():
    jobs = Jobs(lambda: NOON)
    first, second = _Gate(), _Gate()
    one = jobs.ask("a", first.work, author=_ME)
    two = jobs.ask("b", second.work, author=_OTHER)

    async with _at_work(jobs):
        await first.began.wait()
        assert not second.began.is_set()
        assert (jobs.ahead(one), jobs.ahead(two)) == (0, 1)
        assert jobs.job(one.id, author=_ME).share == 0.25
        first.open.set()
        second.open.set()
        done = await _until(jobs, two, JobState.DONE)

    assert (done.result, done.share) == ("through", 1.0)


async def test_work_that_fails_says_why_and_the_next_is_done_all_the_same():
    jobs = Jobs(lambda: NOON)

    async def refused(_tell):
        msg = "there is no such room"
        raise GroupkeeperError(msg)

    async def broken(_tell):
        msg = "what a member said"
        raise ValueError(msg)

    asked = [jobs.ask("a", work, author=_ME) for work in (refused, broken, _nothing)]
    async with _at_work(jobs):
        await _until(jobs, asked[-1], JobState.DONE)

    refusal, bug, _ = (jobs.job(one.id, author=_ME) for one in asked)
    assert (refusal.state, refusal.problem) == (JobState.FAILED, "there is no such room")
    assert bug.state is JobState.FAILED
    assert "the log says more" in str(bug.problem)
    assert "member" not in str(bug.problem)


async def test_a_job_that_runs_and_one_that_waits_can_be_given_up():
    jobs = Jobs(lambda: NOON)
    gate = _Gate()
    running, waiting = (jobs.ask("a", gate.work, author=_ME) for _ in range(2))
    last = jobs.ask("a", _nothing, author=_ME)

    async with _at_work(jobs):
        await gate.began.wait()
        jobs.cancel(waiting.id, author=_ME)
        jobs.cancel(running.id, author=_ME)
        await _until(jobs, last, JobState.DONE)

    states = {jobs.job(one.id, author=_ME).state for one in (running, waiting)}
    assert states == {JobState.CANCELLED}


async def test_a_line_that_is_too_long_is_refused_and_shortens_again():
    jobs = Jobs(lambda: NOON)
    line = [jobs.ask("a", _nothing, author=f"staff{n}") for n in range(MOST_WAITING)]

    with pytest.raises(TooManyJobs):
        jobs.ask("a", _nothing, author=_OTHER)
    jobs.cancel(line[0].id, author="staff0")

    assert jobs.ask("a", _nothing, author=_OTHER).state is JobState.WAITING


async def test_one_person_cannot_fill_the_line():
    jobs = Jobs(lambda: NOON)
    own = [jobs.ask("a", _nothing, author=_ME) for _ in range(MOST_OF_ONE)]

    with pytest.raises(TooManyJobs, match="of yours"):
        jobs.ask("a", _nothing, author=_ME)

    assert jobs.ask("a", _nothing, author=_OTHER).state is JobState.WAITING
    jobs.cancel(own[0].id, author=_ME)
    assert jobs.ask("a", _nothing, author=_ME).state is JobState.WAITING


async def test_results_of_long_ago_are_forgotten():
    jobs = Jobs(lambda: NOON)
    asked = []
    async with _at_work(jobs):
        for _ in range(KEPT + 2):
            asked.append(jobs.ask("a", _nothing, author=_ME))
            await _until(jobs, asked[-1], JobState.DONE)
        jobs.ask("a", _nothing, author=_ME)

    with pytest.raises(NoSuchJob):
        jobs.job(asked[0].id, author=_ME)
    assert jobs.job(asked[-1].id, author=_ME).state is JobState.DONE


async def test_nobody_sees_or_gives_up_the_job_of_another(api, jobs):
    mine = jobs.ask("backtest", _nothing, author="wang", title="加V")

    others = await api.get(f"/jobs/{mine.id}")
    given_up = await api.post(f"/jobs/{mine.id}/cancel")
    api.speak_as("wang")
    [own] = (await api.get("/jobs")).items

    assert (others.status, given_up.status) == (404, 404)
    assert (own["id"], own["state"], own["title"]) == (mine.id, "waiting", "加V")
    assert (await api.post(f"/jobs/{mine.id}/cancel")).body["state"] == "cancelled"
