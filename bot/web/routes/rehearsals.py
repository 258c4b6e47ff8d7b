"""Rehearsals 预演: a plan played through on a virtual clock, before anybody hears it."""

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, NaiveDatetime, model_validator

from bot.core.ids import RoomId
from bot.core.rehearsing import Against, Staging
from bot.web.endpoint import AnyEndpoint, Asked, Call, Nothing, Number, Scope, Words, get, post
from bot.web.problems import missing
from bot.web.reading import TEXT_BODY
from bot.web.routes.asking import ByName, Source, answering
from bot.web.routes.jobs import ByJob, result_of, shown
from bot.web.routes.plan_sight import may_read
from bot.web.views.jobs import Job
from bot.web.views.rehearsal import Rehearsal

KIND = "rehearsal"
_GROUP = "rehearsals"  # what they need is not what looking at plans needs: they take a process
_Day = date


class RehearseAsked(Asked):
    """Which text, in which room, from which day on."""

    most_bytes: ClassVar[int] = TEXT_BODY
    text: Source | None = Field(default=None, description="null: what the plan's file says")
    room: Number | None = Field(default=None, description="null: one that is not there yet")
    room_name: Annotated[Words, Field(max_length=200)] = Field(
        default="新群", description="what a room that is not there yet is called"
    )
    members: int | None = Field(
        default=None, ge=1, le=2000, description="null: as many as the room has"
    )
    start: _Day | None = Field(default=None, description="day 1; null: tomorrow")
    event_at: NaiveDatetime | None = Field(
        default=None, description="when the event begins, by the wall clock of the plan"
    )
    against: Against = Field(
        default=Against.SIMULATED, description="made-up members, nobody, or the room's own archive"
    )
    days: int | None = Field(default=None, ge=1, le=400, description="at most so many")
    seed: int = Field(default=1, ge=0, le=2**31, description="another one, other members")

    @model_validator(mode="after")
    def _somewhere(self) -> "RehearseAsked":
        if self.room is None and self.members is None:
            msg = "say `room`, or `members` of a room that is not there yet"
            raise ValueError(msg)
        return self

    @property
    def staging(self) -> Staging:
        """In which room, from when on, among whom."""
        return Staging(
            room=None if self.room is None else RoomId(self.room),
            room_name=self.room_name,
            start=self.start,
            event_at=self.event_at,
            against=self.against,
            members=self.members,
            days=self.days,
            seed=self.seed,
        )


async def _rehearse(call: Call[ByName, Nothing, RehearseAsked]) -> object:
    body, house = call.body, call.house
    await _in_sight(call)
    if body.text is None:
        await may_read(call, call.where.name)
    with answering():
        loaded = await house.plans.files.loaded(call.where.name, body.text)
    work = house.rehearsals.work(loaded, body.staging, call.now)
    job = house.jobs.ask(KIND, work, author=call.author, title=loaded.plan.title)
    return shown(call, job)


async def _in_sight(call: Call[ByName, Nothing, RehearseAsked]) -> None:
    """Refuse a room that is not there, or that they may not see."""
    wanted = call.body.room
    if wanted is None:
        return
    rooms = {room.id for room in await call.unit.runs.rooms()}
    if wanted not in rooms or (call.rooms is not None and RoomId(wanted) not in call.rooms):
        missing(f"we sit in no room {wanted}")


async def _result(call: Call[ByJob, Nothing, Nothing]) -> object:
    return result_of(call, KIND)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    replace(
        post(
            "/plans/{name}/rehearse",
            _rehearse,
            gives=Job,
            summary="Play a plan through on a virtual clock; gives a job, nothing is changed",
            where=ByName,
            takes=RehearseAsked,
            scope=Scope.ROOMS,
        ),
        looks=True,
        tag=_GROUP,
    ),
    replace(
        get(
            "/rehearsals/{job}",
            _result,
            gives=Rehearsal,
            summary="What happened in a rehearsal; 409 until the job is done",
            where=ByJob,
            asks=Nothing,
            scope=Scope.ROOMS,
        ),
        tag=_GROUP,
    ),
)
