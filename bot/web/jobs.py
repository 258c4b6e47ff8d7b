"""Jobs: work that takes longer than a request, one after another, with progress and an end.

Who asked looks again with the job's id; nobody else can. Jobs live in this process only: after a
restart they are gone, and whoever still waits for one is told that there is no such job.
What a job computes belongs into a process of its own (`bot.apart`): this loop only waits for it.
"""

import asyncio
import secrets
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import structlog

from bot.core.errors import GroupkeeperError
from bot.core.failure import failure

MOST_WAITING = 8  # jobs of everybody together that are not done yet
MOST_OF_ONE = 3  # of one person, so that nobody keeps the others from theirs
KEPT = 12  # finished jobs whose results can still be looked at; the oldest go first

Tell = Callable[[float], None]  # how much of it is done: 0 to 1
Work = Callable[[Tell], Awaitable[object]]

_ERASED = "somebody's data were erased while it worked; ask for it again"

log = structlog.get_logger("jobs")


class TooManyJobs(GroupkeeperError):
    """So many wait already that another would not be done soon."""


class NoSuchJob(GroupkeeperError):
    """Never asked for by this person, or so long ago that it is forgotten."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more will become of it."""
        return self not in {JobState.WAITING, JobState.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked for, and how far it is."""

    id: str
    kind: str  # "backtest", "rehearsal": which address has the result
    title: str  # in the words of whoever asked
    author: str
    asked: datetime
    state: JobState = JobState.WAITING
    share: float = 0.0  # that is done: 0 to 1
    began: datetime | None = None
    ended: datetime | None = None
    problem: str | None = None  # why it failed
    result: object = None


@dataclass(slots=True, kw_only=True)
class _Entry:
    job: Job
    work: Work
    task: asyncio.Task[None] | None = None
    stale: bool = False  # somebody's words were erased while it worked with them


class Jobs:
    """Everybody's jobs; `run` does them, one at a time, in the order in which they were asked."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._entries: dict[str, _Entry] = {}  # in the order asked
        self._bell = asyncio.Event()

    def ask(self, kind: str, work: Work, *, author: str, title: str = "") -> Job:
        """Put work into the line; raises `TooManyJobs` where the line is too long."""
        waiting = [one for one in self._entries.values() if not one.job.state.over]
        if len(waiting) >= MOST_WAITING:
            msg = f"{len(waiting)} jobs are not done yet; try again when one of them is"
            raise TooManyJobs(msg)
        if sum(one.job.author == author for one in waiting) >= MOST_OF_ONE:
            msg = f"{MOST_OF_ONE} jobs of yours are not done yet; wait for one, or give one up"
            raise TooManyJobs(msg)
        job = Job(id=secrets.token_hex(8), kind=kind, title=title, author=author, asked=self._now())
        self._entries[job.id] = _Entry(job=job, work=work)
        self._forget()
        self._bell.set()
        return job

    def job(self, number: str, *, author: str) -> Job:
        """A job of one's own; raises `NoSuchJob`."""
        return self._entry(number, author).job

    def jobs(self, *, author: str) -> list[Job]:
        """One's own jobs, the newest first."""
        return [one.job for one in reversed(self._entries.values()) if one.job.author == author]

    def forget(self) -> None:
        """Somebody's words are erased: results may quote them, and are kept no longer."""
        for number, one in list(self._entries.items()):
            if one.job.state.over:
                del self._entries[number]
            elif one.job.state is JobState.RUNNING:
                one.stale = True

    def ahead(self, job: Job) -> int:
        """How many jobs are done before one that waits; 0 for the others."""
        if job.state is not JobState.WAITING:
            return 0
        before = list(self._entries)[: list(self._entries).index(job.id)]
        return sum(not self._entries[one].job.state.over for one in before)

    def cancel(self, number: str, *, author: str) -> Job:
        """Give a job up; one that is over stays as it is."""
        entry = self._entry(number, author)
        if entry.task is not None:
            entry.task.cancel()
        if not entry.job.state.over:
            self._end(entry, JobState.CANCELLED)
        return entry.job

    async def run(self) -> None:
        """Do jobs until cancelled; whatever goes wrong in one ends that one only."""
        async with asyncio.TaskGroup() as group:
            while True:
                entry = self._next()
                if entry is None:
                    self._bell.clear()
                    await self._bell.wait()
                    continue
                entry.task = group.create_task(self._do(entry))
                await asyncio.wait({entry.task})
                entry.task = None

    def _next(self) -> _Entry | None:
        waiting = (e for e in self._entries.values() if e.job.state is JobState.WAITING)
        return next(waiting, None)

    async def _do(self, entry: _Entry) -> None:
        entry.job = replace(entry.job, state=JobState.RUNNING, began=self._now())

        def tell(share: float) -> None:
            if entry.job.state is JobState.RUNNING:
                entry.job = replace(entry.job, share=min(1.0, max(0.0, share)))

        try:
            result = await entry.work(tell)
        except GroupkeeperError as error:
            self._end(entry, JobState.FAILED, problem=str(error))
        except Exception as error:  # noqa: BLE001 (a bug in one job must not end the others)
            mark = uuid.uuid4().hex[:12]
            log.error("job_failed", kind=entry.job.kind, mark=mark, **failure(error))
            told = f"that is our mistake; the log says more under {mark}"
            self._end(entry, JobState.FAILED, problem=told)
        else:
            if entry.stale:
                self._end(entry, JobState.FAILED, problem=_ERASED)
            else:
                self._end(entry, JobState.DONE, result=result)

    def _end(
        self,
        entry: _Entry,
        state: JobState,
        *,
        problem: str | None = None,
        result: object = None,
    ) -> None:
        if entry.job.state.over:  # given up while it ended by itself
            return
        share = 1.0 if state is JobState.DONE else entry.job.share
        entry.job = replace(
            entry.job,
            state=state,
            share=share,
            ended=self._now(),
            problem=problem,
            result=result,
        )
        log.info("job_over", kind=entry.job.kind, state=state.value)

    def _entry(self, number: str, author: str) -> _Entry:
        entry = self._entries.get(number)
        if entry is None or entry.job.author != author:
            msg = f"there is no job {number!r} of yours; jobs end with the service, ask anew"
            raise NoSuchJob(msg)
        return entry

    def _forget(self) -> None:
        over = [number for number, one in self._entries.items() if one.job.state.over]
        for number in over[: max(0, len(over) - KEPT)]:
            del self._entries[number]
