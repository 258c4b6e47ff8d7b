"""The demo's own part of the API: it exists in the demo only, and is no part of the registry."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from bot.core.ids import ChannelName, MessageRef, RoomRef
from bot.demo.stage import LONGEST, SPEEDS, Stage
from bot.web.endpoint import AnyCall, AnyEndpoint, Asked, Call, Nothing, Words, ask, get
from bot.web.problems import Refusal
from bot.web.views.base import View

Look = Callable[[ChannelName, MessageRef], Awaitable[Any]]  # storage.service.afterwards
_GROUP = "house"  # a demo is there to be played with by everybody who is let in
_NOTHING = {
    **dict.fromkeys(("message", "room", "student", "case", "due")),
    "name": "",
    "question": False,
    **dict.fromkeys(("verdicts", "leads", "alerts", "answers"), ()),
}


class TourRoom(View):
    """A room, and its members."""

    ref: str
    key: str
    name: str
    members: list[str]


class TourExample(View):
    """Something worth trying."""

    kind: str
    room: str  # a key
    who: str  # newcomer, member
    text: str


class Tour(View):
    """The demo as it is played now."""

    speed: float
    speeds: list[float]
    now: datetime
    guest: bool  # came in by the link that the demo printed
    rooms: list[TourRoom]
    examples: list[TourExample]


class TourSaid(View):
    """What a member was let say: `ref` asks what became of it."""

    ref: str
    by: str
    came_in: bool


class TourVerdict(View):
    """What one detector saw in it."""

    detector: str
    score: float
    reason: str


class TourCase(View):
    """The case it belongs to."""

    id: int
    state: str


class TourLead(View):
    """The lead it speaks for."""

    id: int
    category: str
    words: list[str]


class TourAlert(View):
    """An alert about it."""

    id: int
    kind: str
    reason: str
    level: int
    taken_by: str | None


class TourAnswer(View):
    """What the bot does about it."""

    id: int
    kind: str
    state: str
    reason: str


class TourAfter(View):
    """What became of it so far; without a message it is not in the archive yet."""

    message: int | None
    room: int | None
    student: int | None
    name: str
    verdicts: list[TourVerdict]
    case: TourCase | None
    leads: list[TourLead]
    question: bool
    due: datetime | None  # then a question that nobody answered is brought to staff
    alerts: list[TourAlert]
    answers: list[TourAnswer]


class SayAsked(Asked):
    """Who says what, and where."""

    room: Annotated[Words, Field(min_length=1, max_length=100)]
    by: Annotated[Words, Field(max_length=100)] = Field(
        default="", description="a member of the room; empty: somebody new"
    )
    text: Annotated[Words, Field(min_length=1, max_length=LONGEST)]


class ClockAsked(Asked):
    """How fast time passes."""

    speed: float = Field(description="one of `speeds`; 0: time stands")


class OneSaid(Asked):
    """A path that names something that was said."""

    ref: Annotated[Words, Field(min_length=1, max_length=100)]


def tour_endpoints(
    stage: Stage, channel: ChannelName, look: Look, *, guest: str = ""
) -> tuple[AnyEndpoint, ...]:
    """The endpoints of a demo that is played on this stage."""

    def shown(call: AnyCall) -> dict[str, object]:
        told: dict[str, object] = {"speed": stage.speed, "speeds": SPEEDS, "now": call.now}
        told["guest"] = call.author == guest
        return told | {"rooms": stage.rooms(), "examples": stage.examples}

    async def tour(call: Call[Nothing, Nothing, Nothing]) -> object:
        return shown(call)

    async def say(call: Call[Nothing, Nothing, SayAsked]) -> object:
        asked = call.body
        return stage.say(RoomRef(asked.room), asked.by, asked.text)

    async def clock(call: Call[Nothing, Nothing, ClockAsked]) -> object:
        if call.body.speed not in SPEEDS:
            detail = f"body.speed: one of {', '.join(f'{one:g}' for one in SPEEDS)}"
            raise Refusal(HTTPStatus.BAD_REQUEST, detail)
        stage.go(call.body.speed)
        return shown(call)

    async def after(call: Call[OneSaid, Nothing, Nothing]) -> object:
        found = await look(channel, MessageRef(call.where.ref))
        return _NOTHING if found is None else _told(found)

    declared = (
        get("/demo", tour, gives=Tour, summary="The demo", where=Nothing, asks=Nothing),
        ask("/demo/say", say, gives=TourSaid, summary="Let a member speak", takes=SayAsked),
        ask("/demo/clock", clock, gives=Tour, summary="Run time faster", takes=ClockAsked),
        get(
            "/demo/said/{ref}",
            after,
            gives=TourAfter,
            summary="What became of it",
            where=OneSaid,
            asks=Nothing,
        ),
    )
    return tuple(replace(one, tag=_GROUP) for one in declared)


def _told(found: Any) -> dict[str, Any]:  # noqa: ANN401 (storage.service.afterwards.Afterwards)
    marks = asdict(found.marks)
    question = found.marks.question
    waits = question is not None and question.answered is None and question.closed is None
    return {
        "message": found.message,
        "room": found.room,
        "student": found.student,
        "name": found.name,
        "verdicts": marks["verdicts"],
        "case": marks["case"],
        "leads": marks["leads"],
        "question": question is not None,
        "due": question.due if question is not None and waits else None,
        "alerts": found.alerts,
        "answers": found.answers,
    }
