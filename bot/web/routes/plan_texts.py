"""Texts of plans at work: what one would change, making it count, the history, going back."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import Field

from bot.core.plans import PlanVersion
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
    get,
    post,
)
from bot.web.problems import missing
from bot.web.reading import TEXT_BODY
from bot.web.routes.asking import ByName, InRooms, Source, answering, who_asks
from bot.web.views.plan_life import PlanDiff, PlanEdition
from bot.web.views.work import PlanText

_MOST = 5000  # dated changes of one answer
_Text = Annotated[Source | None, Field(description="null: what the plan's file says")]
_Expected = Annotated[
    Words | None,
    Field(max_length=64, description="`before` of the diff that was looked at; another: 409"),
]


class DiffAsked(InRooms):
    """Of which text, and in which rooms."""

    most_bytes: ClassVar[int] = TEXT_BODY
    text: _Text = None


class ApplyAsked(Because):
    """Which text is to count."""

    most_bytes: ClassVar[int] = TEXT_BODY
    text: _Text = None
    expected: _Expected = None


class RollbackAsked(Because):
    """Which earlier text is to count again."""

    version: Annotated[Words, Field(max_length=64)] = Field(
        default="", description="the beginning of one; empty: the text before the present one"
    )
    expected: _Expected = None


class OneVersion(Asked):
    """A path that names a version of a plan."""

    name: Name
    version: Name


async def _diff(call: Call[ByName, Nothing, DiffAsked]) -> object:
    with answering():
        edit = await call.house.plans.editor.edit(
            call.unit.runs,
            call.where.name,
            call.now,
            source=call.body.text,
            where=call.body.where,
        )
    return _shown(edit)


async def _apply(call: Call[ByName, Nothing, ApplyAsked]) -> object:
    editor, body = call.house.plans.editor, call.body
    with answering():
        edit = await editor.edit(call.unit.runs, call.where.name, call.now, source=body.text)
        done = await editor.put(
            call.unit, edit, who_asks(call), given=body.text is not None, expected=body.expected
        )
    return _shown(edit) | {"applied": not edit.nothing, "kept_as": done.copy}


async def _rollback(call: Call[ByName, Nothing, RollbackAsked]) -> object:
    editor, body = call.house.plans.editor, call.body
    with answering():
        edit = await editor.back(call.unit.runs, call.where.name, body.version, call.now)
        done = await editor.put(call.unit, edit, who_asks(call), given=True, expected=body.expected)
    return _shown(edit) | {"applied": not edit.nothing, "kept_as": done.copy}


def _shown(edit: Any) -> dict[str, Any]:  # noqa: ANN401 (bot.plan_life.editing.Edit)
    diff = edit.diff
    return {
        "plan": diff.plan,
        "before": edit.before,
        "after": edit.after.version,
        "steps": diff.steps,
        "dated": diff.dated[:_MOST],
        "dated_left_out": max(0, len(diff.dated) - _MOST),
        "counts": {sign.name.lower(): number for sign, number in diff.counts.items()},
        "rooms": diff.rooms,
        "runs": diff.runs,
    }


async def _history(call: Call[ByName, Paged, Nothing]) -> object:
    asked, editions = call.asked, call.unit.runs.editions
    if await editions.of(call.where.name) is None:
        missing(f"there is no plan {call.where.name!r}; /api/v1/plans lists them")
    return await editions.history(call.where.name, after=asked.after, limit=asked.limit)


async def _version(call: Call[OneVersion, Nothing, Nothing]) -> PlanVersion:
    where = call.where
    with answering():
        kept: PlanVersion = await call.house.plans.editor.version(
            call.unit.runs, where.name, where.version
        )
    return kept


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    replace(
        post(
            "/plans/{name}/diff",
            _diff,
            gives=PlanDiff,
            summary="What a text would change, in which rooms and on which dates",
            where=ByName,
            takes=DiffAsked,
        ),
        looks=True,
    ),
    post(
        "/plans/{name}/apply",
        _apply,
        gives=PlanDiff,
        summary="Make a text count from now on; what was said is not said again",
        where=ByName,
        takes=ApplyAsked,
    ),
    post(
        "/plans/{name}/rollback",
        _rollback,
        gives=PlanDiff,
        summary="Make an earlier text count again",
        where=ByName,
        takes=RollbackAsked,
    ),
    get(
        "/plans/{name}/history",
        _history,
        gives=Listed[PlanEdition],
        summary="Every time that a text of the plan came into force, newest first",
        where=ByName,
        asks=Paged,
    ),
    get(
        "/plans/{name}/versions/{version}",
        _version,
        gives=PlanText,
        summary="One text that was in force, by the beginning of its version",
        where=OneVersion,
        asks=Nothing,
    ),
)
