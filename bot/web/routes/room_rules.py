"""The rules of rooms: which hold, where they are set, and setting them for one room."""

import asyncio
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from bot.core.conduct_rules import LadderRules, ProbationRules, QuizRules, RaidRules, TrustRules
from bot.core.ids import ChannelName, RoomRef
from bot.core.located import Problem
from bot.core.plans import PlanRoom
from bot.core.rights import Right
from bot.core.rooms import Mode, OwnQuietHours, QuietHours, RoomsSettings, Zone
from bot.settings.rooms import BY_MANAGERS, ENTRIES, Place, own_entry
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Name,
    Nothing,
    Paged,
    Scope,
    Words,
    get,
    part_of,
    post,
)
from bot.web.routes.changing_settings import Expected, Language, Looked, may, note, telling
from bot.web.routes.room_asked import room_asked
from bot.web.views.settings import RoomRulesInShort, RulesOfRoom, SettingsChanged, standing

_Names = list[tuple[ChannelName, str]]  # of all our rooms, each with its channel
_OTHER = {"reason", "expected", "language", "general"}


class RulesAsked(Because):
    """Rules for one room; what is not named stays as it is, also inside of a group.

    `quiet_hours: none` is no quiet hours here, whatever holds everywhere.
    """

    watch: bool | None = None
    mode: Mode | None = None
    zone: Zone | None = None
    quiet_hours: OwnQuietHours | None = None
    staff: Annotated[tuple[Name, ...], Field(max_length=50)] | None = None
    welcome: Annotated[Words, Field(max_length=2000)] | None = None
    answer_student_id: bool | None = None
    question_minutes: int | None = Field(default=None, ge=1, le=7 * 24 * 60)
    series: Annotated[Words, Field(max_length=100)] | None = None
    tags: Annotated[tuple[Name, ...], Field(max_length=50)] | None = None
    posts_per_day: int | None = Field(default=None, ge=1, le=1000)
    ladder: LadderRules | None = None
    probation: ProbationRules | None = None
    trust: TrustRules | None = None
    raid: RaidRules | None = None
    quiz: QuizRules | None = None
    general: Annotated[tuple[Name, ...], Field(max_length=60)] = Field(
        default=(),
        description="names of rules that hold here as they do everywhere: mode, ladder.warn_at",
    )
    expected: Expected
    language: Language = "en"

    @property
    def values(self) -> dict[str, Any]:
        """What is to be written."""
        told = self.model_dump(mode="json", exclude=_OTHER, exclude_none=True, exclude_unset=True)
        if isinstance(self.quiet_hours, QuietHours):
            quiet = self.quiet_hours
            told["quiet_hours"] = {"start": f"{quiet.start:%H:%M}", "end": f"{quiet.end:%H:%M}"}
        return told


async def _list(call: Call[Nothing, Paged, Nothing]) -> object:
    rooms = await call.unit.runs.rooms()
    seen = [one for one in rooms if call.rooms is None or one.id in call.rooms]
    said = await asyncio.to_thread(call.house.settings.rooms_in_file)
    names = [(one.channel, one.name) for one in rooms]
    return part_of([_short(said, one, names) for one in seen], call.asked)


def _short(said: RoomsSettings, room: PlanRoom, names: _Names) -> dict[str, Any]:
    rules = said.rules_for(room.channel, room.ref, room.name)
    short = ("watch", "mode", "series", "zone", "quiet_hours", "staff")
    told = {name: getattr(rules, name) for name in short}
    place = _place(room.channel, room.ref, room.name, names)
    known = {"id": room.id, "name": room.name, "channel": room.channel}
    return told | known | {"own": own_entry(said, place) is not None}


def _place(channel: ChannelName, ref: RoomRef, name: str, names: _Names) -> Place:
    return Place(channel=channel, ref=ref, name=name, alone=names.count((channel, name)) <= 1)


async def _where(call: Call[ById, Any, Any]) -> Place:
    room = await room_asked(call)
    names = [(one.channel, one.name) for one in await call.unit.runs.rooms()]
    return _place(room.channel, room.ref, room.name, names)


async def _rules(call: Call[ById, Looked, Nothing]) -> object:
    found = await asyncio.to_thread(call.house.settings.rules_of, await _where(call))
    told = standing(found.standing, call.asked.language)
    if call.rooms is not None:
        told["mistakes"] = []  # they may name rooms that this person does not know
    return {
        "standing": told,
        "own_entry": found.own_entry,
        "rules": found.rules,
    }


def _rule(problem: Problem) -> str:
    """Which rule of the request a mistake of the file speaks of; "": none of them."""
    path = [str(step) for step in problem.path]
    return ".".join(("body", *path[3:])) if tuple(path[:2]) == ENTRIES and path[3:] else ""


async def _put(call: Call[ById, Nothing, RulesAsked]) -> object:
    body = call.body
    if not {*body.values, *body.general} <= BY_MANAGERS:
        may(call, Right.KEEP)
    place = await _where(call)
    with telling(body.language, _rule):
        done = await asyncio.to_thread(
            call.house.settings.put_rules,
            place,
            body.values,
            body.general,
            expected=body.expected,
        )
    return await note(call, "settings.room_rules", done)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    replace(
        get(
            "/settings/rooms",
            _list,
            gives=Listed[RoomRulesInShort],
            summary="Rooms that we sit in, with their first rules",
            where=Nothing,
            asks=Paged,
            scope=Scope.ROOMS,
        ),
        tag="rooms",
    ),
    get(
        "/rooms/{id}/rules",
        _rules,
        gives=RulesOfRoom,
        summary="The rules of a room, and where each of them is set",
        where=ById,
        asks=Looked,
        scope=Scope.ROOMS,
    ),
    post(
        "/rooms/{id}/set-rules",
        _put,
        gives=SettingsChanged,
        summary="Set rules for one room; what members see of the bot is its managers' matter",
        where=ById,
        takes=RulesAsked,
        scope=Scope.ROOMS,
    ),
)
