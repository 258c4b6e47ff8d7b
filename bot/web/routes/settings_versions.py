"""Earlier texts of config.yaml: who changed what, and going back to one."""

import asyncio
from typing import Annotated, Any

from pydantic import Field

from bot.core.rights import Right
from bot.web.endpoint import AnyEndpoint, Because, Call, Listed, Nothing, Paged, Words, get, post
from bot.web.routes.changing_settings import SUBJECT, Expected, Language, may, note, telling
from bot.web.views.settings import SettingsChanged, SettingsVersion


class UndoAsked(Because):
    """Which text is to count again."""

    version: Annotated[Words, Field(max_length=64)]
    expected: Expected
    language: Language = "en"


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
    page = await call.unit.audit.entries(subject=SUBJECT, after=asked.after, limit=asked.limit)
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


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/settings/versions",
        _versions,
        gives=Listed[SettingsVersion],
        summary="Who changed config.yaml from here, newest first",
        where=Nothing,
        asks=Paged,
    ),
    post(
        "/settings/undo",
        _undo,
        gives=SettingsChanged,
        summary="Make an earlier text of config.yaml count again, as a whole",
        where=Nothing,
        takes=UndoAsked,
    ),
)
