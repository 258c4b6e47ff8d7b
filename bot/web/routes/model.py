"""The learned model: its versions 版本, and the way back to an earlier one."""

from typing import Annotated

from pydantic import Field

from bot.core.ids import VersionId
from bot.web.endpoint import (
    MAX_ID,
    AnyEndpoint,
    Because,
    Call,
    Listed,
    Nothing,
    Paged,
    get,
    post,
)
from bot.web.problems import missing
from bot.web.views.base import Done
from bot.web.views.learning import Version


class GoBack(Because):
    """To which version."""

    to: Annotated[int, Field(ge=0, le=MAX_ID, description="0: the model as shipped")]


async def _versions(call: Call[Nothing, Paged, Nothing]) -> object:
    return await call.unit.versions.versions(after=call.asked.after, limit=call.asked.limit)


async def _go_back(call: Call[Nothing, Nothing, GoBack]) -> object:
    target = VersionId(call.body.to)
    if target and await call.unit.versions.version(target) is None:
        missing(f"there is no version {target}; GET /model/versions lists them")
    await call.unit.versions.go_back(
        target, reason=call.body.reason, author=call.author, now=call.now
    )
    return {"id": target, "state": "active"}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/model/versions",
        _versions,
        gives=Listed[Version],
        summary="What was learned, newest first; the model as shipped is version 0",
        where=Nothing,
        asks=Paged,
    ),
    post(
        "/model/rollback",
        _go_back,
        gives=Done,
        summary="Judge by an earlier version again",
        where=Nothing,
        takes=GoBack,
    ),
)
