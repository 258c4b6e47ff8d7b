"""Jobs: how far one's long work is. They are asked for where they belong: /check/backtest."""

from dataclasses import asdict, replace
from typing import Annotated, Any

from pydantic import Field

from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Call,
    Listed,
    Nothing,
    Paged,
    Scope,
    Words,
    get,
    part_of,
    post,
)
from bot.web.jobs import Job, JobState, NoSuchJob
from bot.web.problems import missing, refuse
from bot.web.views.jobs import Job as JobView


class ByJob(Asked):
    """A path that names a job."""

    job: Annotated[Words, Field(min_length=1, max_length=40)]


def shown(call: Call[Any, Any, Any], job: Job) -> dict[str, object]:
    """A job as the API tells it."""
    return asdict(replace(job, result=None)) | {"ahead": call.house.jobs.ahead(job)}


def own_job(call: Call[ByJob, Any, Any]) -> Job:
    """The job that the path names; 404 where it is nobody's, or somebody else's."""
    try:
        job: Job = call.house.jobs.job(call.where.job, author=call.author)
    except NoSuchJob as error:
        missing(str(error))
    return job


def result_of(call: Call[ByJob, Any, Any], kind: str) -> object:
    """What a job of this kind came to; 409 where it came to nothing, or not yet."""
    job = own_job(call)
    if job.kind != kind:
        missing(f"job {job.id!r} is no {kind}, but a {job.kind}")
    if job.state is not JobState.DONE:
        refuse(job.problem or f"job {job.id!r} is {job.state.value}; its result comes when done")
    return job.result


async def _jobs(call: Call[Nothing, Paged, Nothing]) -> object:
    own = call.house.jobs.jobs(author=call.author)
    return part_of([shown(call, one) for one in own], call.asked)


async def _job(call: Call[ByJob, Nothing, Nothing]) -> object:
    return shown(call, own_job(call))


async def _cancel(call: Call[ByJob, Nothing, Nothing]) -> object:
    job = own_job(call)
    return shown(call, call.house.jobs.cancel(job.id, author=call.author))


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/jobs",
        _jobs,
        gives=Listed[JobView],
        summary="One's own long work, newest first; it ends with the service",
        where=Nothing,
        asks=Paged,
        scope=Scope.ROOMS,
    ),
    get(
        "/jobs/{job}",
        _job,
        gives=JobView,
        summary="How far one's long work is",
        where=ByJob,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    replace(
        post(
            "/jobs/{job}/cancel",
            _cancel,
            gives=JobView,
            summary="Give one's long work up",
            where=ByJob,
            takes=Nothing,
            scope=Scope.ROOMS,
        ),
        looks=True,  # nothing is stored: jobs live in this process
    ),
)
