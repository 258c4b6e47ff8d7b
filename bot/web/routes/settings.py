"""Settings: looked at, tried out, written back into config.yaml, and taken back."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.core.located import BrokenFile
from bot.core.located_chinese import Tongue, say_in
from bot.core.rights import Right, least_role
from bot.settings.allowed import right_for
from bot.settings.edits import Append, Drop, Edit, Put
from bot.settings.values import Changed
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Because,
    Call,
    Listed,
    Name,
    Nothing,
    Paged,
    Words,
    ask,
    get,
    post,
)
from bot.web.problems import Mistake, Refusal
from bot.web.views.settings import (
    SettingsChanged,
    SettingsPreview,
    SettingsSheet,
    SettingsVersion,
    StaffEntries,
    TargetTried,
    mistakes,
    standing,
)

_SUBJECT = "settings:config.yaml"
Language = Annotated[Tongue, Field(description="in which mistakes are told: zh or en")]
Expected = Annotated[
    Words,
    Field(max_length=64, description="`version` of the file as it was looked at; another: 409"),
]
_Step = Annotated[str, Field(max_length=200)] | Annotated[int, Field(ge=0, le=100_000)]


class SheetAsked(Asked):
    """Which settings."""

    section: Annotated[Words, Field(max_length=200)] = Field(
        default="", description="a section, or a part of one: rooms.defaults"
    )
    language: Language = "en"


class Looked(Asked):
    """How the file is looked at."""

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


class UndoAsked(Because):
    """Which text is to count again."""

    version: Annotated[Words, Field(max_length=64)]
    expected: Expected
    language: Language = "en"


class TargetAsked(Because):
    """A new target of a colleague."""

    name: Name
    address: Annotated[Words, Field(min_length=4, max_length=2000)] = Field(
        description="an apprise address, or the ${NAME} of one in the environment"
    )
    expected: Expected


class TargetGone(Because):
    """A target that is taken away."""

    name: Name
    place: int = Field(ge=0, le=1000)
    expected: Expected


class TargetTest(Asked):
    """A target that is tried."""

    name: Name
    place: int = Field(ge=0, le=1000)


def may(call: Call[Any, Any, Any], right: Right) -> None:
    """Refuse whoever does not have a right everywhere."""
    if call.actor.rooms(right) is not None:
        role = least_role(right).value
        detail = f"{call.author} may not change this: it needs at least the role {role}"
        raise Refusal(HTTPStatus.FORBIDDEN, detail)


@contextmanager
def telling(tongue: Tongue) -> Iterator[None]:
    """Say what would be wrong with the file, in the words of `groupkeeper check`."""
    try:
        yield
    except BrokenFile as error:
        found = [
            Mistake(where=f"config.yaml:{one.line}:{one.column}", what=say_in(tongue, one.what))
            for one in error.problems[:50]
        ]
        raise Refusal(HTTPStatus.BAD_REQUEST, error.told(tongue)[:4000], found) from None


async def note(call: Call[Any, Any, Any], action: str, changed: Changed) -> Changed:
    """The audit line of a change of the file."""
    told = changed.differences
    await call.unit.audit.note(
        action,
        _SUBJECT,
        author=call.author,
        now=call.now,
        reason=call.body.reason,
        details={
            "before": {one.path: one.before for one in told} | {"version": changed.before},
            "after": {one.path: one.after for one in told} | {"version": changed.version},
        },
    )
    return changed


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


async def _undo(call: Call[Nothing, Nothing, UndoAsked]) -> object:
    may(call, Right.KEEP)
    body = call.body
    with telling(body.language):
        done = await asyncio.to_thread(
            call.house.settings.back, body.version, expected=body.expected
        )
    return await note(call, "settings.undo", done)


async def _versions(call: Call[Nothing, Paged, Nothing]) -> object:
    kept = set(await asyncio.to_thread(call.house.settings.versions))
    asked = call.asked
    page = await call.unit.audit.entries(subject=_SUBJECT, after=asked.after, limit=asked.limit)
    return {"items": [_version(one, kept) for one in page.items], "next": page.next}


def _version(entry: Any, kept: set[str]) -> dict[str, Any]:  # noqa: ANN401 (storage's AuditEntry)
    details = entry.details or {}
    before, after = dict(details.get("before", {})), dict(details.get("after", {}))
    old, new = before.pop("version", ""), after.pop("version", "")
    paths = dict.fromkeys((*before, *after))
    return {
        "at": entry.at,
        "author": entry.author,
        "reason": entry.reason,
        "action": entry.action,
        "before": old,
        "after": new,
        "kept": old in kept,
        "differences": [
            {"path": path, "before": before.get(path, ""), "after": after.get(path, "")}
            for path in paths
        ],
    }


async def _add_target(call: Call[Nothing, Nothing, TargetAsked]) -> object:
    may(call, Right.KEEP)
    body, targets = call.body, call.house.settings.targets
    with telling("en"):
        done = await asyncio.to_thread(targets.add, body.name, body.address, expected=body.expected)
    return await note(call, "settings.target_add", done)


async def _drop_target(call: Call[Nothing, Nothing, TargetGone]) -> object:
    may(call, Right.KEEP)
    body, targets = call.body, call.house.settings.targets
    with telling("en"):
        done = await asyncio.to_thread(targets.drop, body.name, body.place, expected=body.expected)
    return await note(call, "settings.target_drop", done)


async def _test_target(call: Call[Nothing, Nothing, TargetTest]) -> object:
    may(call, Right.KEEP)
    body = call.body
    return await call.house.settings.targets.test(body.name, body.place, author=call.author)


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
    get(
        "/settings/versions",
        _versions,
        gives=Listed[SettingsVersion],
        summary="Who changed config.yaml from here, newest first",
        where=Nothing,
        asks=Paged,
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
    post(
        "/settings/undo",
        _undo,
        gives=SettingsChanged,
        summary="Make an earlier text of config.yaml count again, as a whole",
        where=Nothing,
        takes=UndoAsked,
    ),
    post(
        "/settings/targets/add",
        _add_target,
        gives=SettingsChanged,
        summary="One more alert target of a colleague; its address is kept as a secret",
        where=Nothing,
        takes=TargetAsked,
    ),
    post(
        "/settings/targets/drop",
        _drop_target,
        gives=SettingsChanged,
        summary="One alert target of a colleague less",
        where=Nothing,
        takes=TargetGone,
    ),
    ask(
        "/settings/targets/test",
        _test_target,
        gives=TargetTried,
        summary="Send a test message to a target for real; says what its service answered",
        takes=TargetTest,
    ),
)
