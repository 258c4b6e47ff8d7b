"""Settings: looked at, tried out, and written back into config.yaml."""

import asyncio
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.settings.allowed import right_for
from bot.settings.edits import Append, Drop, Edit, Put
from bot.web.endpoint import AnyEndpoint, Asked, Because, Call, Nothing, Words, ask, get, post
from bot.web.routes.changing_settings import Expected, Language, Looked, may, note, telling
from bot.web.views.settings import (
    SettingsChanged,
    SettingsPreview,
    SettingsSheet,
    StaffEntries,
    mistakes,
    standing,
)

_Step = Annotated[str, Field(max_length=200)] | Annotated[int, Field(ge=0, le=100_000)]


class SheetAsked(Asked):
    """Which settings."""

    section: Annotated[Words, Field(max_length=200)] = Field(
        default="", description="a section, or a part of one: rooms.defaults"
    )
    language: Language = "en"


class EditAsked(Asked):
    """One change: put a value, drop it (back to the default), or append to a list."""

    do: Literal["put", "drop", "append"]
    path: Annotated[tuple[_Step, ...], Field(min_length=1, max_length=12)]
    value: Any = None

    @property
    def edit(self) -> Edit:
        """The same as our value."""
        if self.do == "drop":
            return Drop(path=self.path)
        kind = Put if self.do == "put" else Append
        return kind(path=self.path, value=self.value)


class PreviewAsked(Asked):
    """Changes that are tried out."""

    edits: Annotated[tuple[EditAsked, ...], Field(min_length=1, max_length=50)]
    language: Language = "en"


class ChangeAsked(Because):
    """Changes that are made, all or none."""

    edits: Annotated[tuple[EditAsked, ...], Field(min_length=1, max_length=50)]
    expected: Expected
    language: Language = "en"


async def _sheet(call: Call[Nothing, SheetAsked, Nothing]) -> object:
    found = await asyncio.to_thread(call.house.settings.sheet, call.asked.section)
    return {"standing": standing(found.standing, call.asked.language), "items": found.items}


async def _staff(call: Call[Nothing, Looked, Nothing]) -> object:
    found = await asyncio.to_thread(call.house.settings.colleagues)
    return {"standing": standing(found.standing, call.asked.language), "items": found.items}


async def _preview(call: Call[Nothing, Nothing, PreviewAsked]) -> object:
    edits = [one.edit for one in call.body.edits]
    with telling(call.body.language):
        found = await asyncio.to_thread(call.house.settings.preview, edits)
    names = ("version", "lines", "differences", "restart")
    told = {name: getattr(found, name) for name in names}
    return told | {"mistakes": mistakes(found.mistakes, call.body.language)}


async def _change(call: Call[Nothing, Nothing, ChangeAsked]) -> object:
    edits = [one.edit for one in call.body.edits]
    may(call, right_for(edits))
    desk = call.house.settings
    with telling(call.body.language):
        done = await asyncio.to_thread(desk.change, edits, expected=call.body.expected)
    return await note(call, "settings.change", done)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/settings",
        _sheet,
        gives=SettingsSheet,
        summary="Settings: their values, where these come from, what they change for people",
        where=Nothing,
        asks=SheetAsked,
    ),
    get(
        "/settings/staff",
        _staff,
        gives=StaffEntries,
        summary="Colleagues as config.yaml has them",
        where=Nothing,
        asks=Looked,
    ),
    ask(
        "/settings/preview",
        _preview,
        gives=SettingsPreview,
        summary="What changes would do to config.yaml; nothing is written",
        takes=PreviewAsked,
    ),
    post(
        "/settings/change",
        _change,
        gives=SettingsChanged,
        summary="Write changes back into config.yaml; the service takes them up by itself",
        where=Nothing,
        takes=ChangeAsked,
    ),
)
