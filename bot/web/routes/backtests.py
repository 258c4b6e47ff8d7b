"""Back-tests 回测: proposed rules tried out on what was said, before anything is changed."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from bot.core.ids import RoomId
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Call,
    Nothing,
    Number,
    Scope,
    Words,
    ask,
    get,
)
from bot.web.problems import missing
from bot.web.routes.asking import answering
from bot.web.routes.jobs import ByJob, result_of, shown
from bot.web.views.backtest import BackTest
from bot.web.views.jobs import Job

KIND = "backtest"
_GROUP = "backtests"  # what it needs is not what `check` needs: it reads weeks of talk


class BackTestAsked(Asked):
    """Which rules, over which messages."""

    text: Annotated[str, Field(max_length=20_000)] = Field(
        description="a part of config.yaml: `judging:` and `rooms:`, laid over the one in force"
    )
    days: int = Field(default=7, ge=1, le=90, description="so many days back from now")
    room: Number | None = Field(default=None, description="only there; null: wherever you may look")
    title: Annotated[Words, Field(max_length=200)] = ""


async def _start(call: Call[Nothing, Nothing, BackTestAsked]) -> object:
    body, rooms = call.body, call.rooms
    if body.room is not None:
        wanted = RoomId(body.room)
        known = await call.unit.roster.room(wanted)
        if known is None or (rooms is not None and wanted not in rooms):
            missing(f"there is no room {body.room}")
        rooms = frozenset({wanted})
    with answering():
        work = call.house.backtests.work(body.text, days=body.days, rooms=rooms, now=call.now)
    job = call.house.jobs.ask(KIND, work, author=call.author, title=body.title)
    return shown(call, job)


async def _result(call: Call[ByJob, Nothing, Nothing]) -> object:
    return result_of(call, KIND)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    replace(
        ask(
            "/check/backtest",
            _start,
            gives=Job,
            summary="Try proposed rules out on the past; gives a job, nothing is changed",
            takes=BackTestAsked,
        ),
        tag=_GROUP,
        scope=Scope.ROOMS,
    ),
    replace(
        get(
            "/check/backtests/{job}",
            _result,
            gives=BackTest,
            summary="What the proposed rules would have done; 409 until the job is done",
            where=ByJob,
            asks=Nothing,
            scope=Scope.ROOMS,
        ),
        tag=_GROUP,
    ),
)
