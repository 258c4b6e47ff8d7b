"""The files of plans: listed, opened, checked, saved; the plans that come along; the schema."""

import asyncio
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import Field

from bot.core.located_chinese import Tongue
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Because,
    Call,
    Listed,
    Nothing,
    Paged,
    Scope,
    Words,
    ask,
    get,
    part_of,
    post,
)
from bot.web.problems import missing
from bot.web.reading import TEXT_BODY
from bot.web.routes.asking import ByName, Source, answering, who_asks
from bot.web.routes.plan_sight import may_read
from bot.web.views.plan_files import (
    PlanChecked,
    PlanFile,
    PlanSaved,
    PlanSchema,
    PlanStanding,
    PlanTemplate,
    PlanTemplateText,
    told,
)

_Language = Annotated[
    Tongue, Field(description="in which mistakes are told: zh or en, as `groupkeeper check` does")
]


class FilesAsked(Paged):
    """Which part of the plans."""


class OpenAsked(Asked):
    """How a plan is opened."""

    language: _Language = "en"


class CheckText(Asked):
    """A text that is to be looked at."""

    most_bytes: ClassVar[int] = TEXT_BODY
    text: Source
    language: _Language = "en"


class SaveFile(Because):
    """A text that is to be written into the plan's file."""

    most_bytes: ClassVar[int] = TEXT_BODY
    text: Source
    expected: Annotated[Words, Field(max_length=64)] = Field(
        description="`written` of the plan as it was opened, empty for a new one; another: 409"
    )


class TemplatesAsked(Paged):
    """Which part of the plans that come along."""


async def _files(call: Call[Nothing, FilesAsked, Nothing]) -> object:
    found = await call.house.plans.overview.all(call.unit.runs, call.rooms)
    return part_of(found, call.asked)


async def _file(call: Call[ByName, OpenAsked, Nothing]) -> object:
    name, plans = call.where.name, call.house.plans
    found = await plans.overview.one(call.unit.runs, name, call.rooms)
    if found is None:
        missing(f"there is no plan {name!r}; /api/v1/plan-files lists them")
    await may_read(call, name)
    checked = await _look(call, found.source, found.stands.file or f"{name}.yaml")
    return {
        "stands": found.stands,
        "apply": "by_hand" if plans.files.by_hand else "on_save",
        "source": found.source,
        "checked": told(checked, call.asked.language, _folder(call)),
    }


async def _check(call: Call[Nothing, Nothing, CheckText]) -> object:
    checked = await _look(call, call.body.text, "plan.yaml")
    return told(checked, call.body.language, _folder(call))


async def _save(call: Call[ByName, Nothing, SaveFile]) -> object:
    files, body = call.house.plans.files, call.body
    with answering():
        return await files.save(
            call.unit, call.where.name, body.text, who_asks(call), expected=body.expected
        )


async def _templates(call: Call[Nothing, TemplatesAsked, Nothing]) -> object:
    return part_of(await asyncio.to_thread(call.house.plans.templates), call.asked)


async def _template(call: Call[ByName, Nothing, Nothing]) -> object:
    name = call.where.name
    every = await asyncio.to_thread(call.house.plans.templates)
    found = next((one for one in every if one.name == name), None)
    if found is None:
        missing(f"no plan {name!r} comes along; /api/v1/plan-library lists those that do")
    return found


async def _schema(call: Call[Nothing, Nothing, Nothing]) -> object:
    plans = call.house.plans
    cast = plans.cast()
    everywhere = call.rooms is None  # what other rooms are told is not shown to whoever has a few
    pieces = call.house.contents.pieces(call.now) if everywhere else ()
    return {
        "json_schema": plans.schema(),
        "accounts": sorted(cast.accounts) if cast else (),
        "staff": sorted(cast.staff) if cast else (),
        "files": await plans.files.postable() if everywhere else (),
        "pieces": [one.id for one in pieces],
    }


async def _look(call: Call[Any, Any, Any], source: str, file: str) -> Any:  # noqa: ANN401 (bot.plan_life.checking.Checked)
    # A plan of a thousand steps takes seconds to read; others are served meanwhile.
    return await asyncio.to_thread(call.house.plans.checker.check, source, call.now, file)


def _folder(call: Call[Any, Any, Any]) -> str:
    return f"{call.house.plans.files.folder}/"


def _of_plans(endpoint: AnyEndpoint) -> AnyEndpoint:
    """Beside `/plans/{name}` there is no room for other words: a plan may be called so."""
    return replace(endpoint, tag="plans", scope=Scope.ROOMS)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    _of_plans(
        get(
            "/plan-files",
            _files,
            gives=Listed[PlanStanding],
            summary="Every plan: what its file says, what counts, in how many rooms it runs",
            where=Nothing,
            asks=FilesAsked,
        )
    ),
    _of_plans(
        get(
            "/plan-files/{name}",
            _file,
            gives=PlanFile,
            summary="One plan with the text of its file, and what is wrong with it",
            where=ByName,
            asks=OpenAsked,
        )
    ),
    replace(
        post(
            "/plan-files/{name}/save",
            _save,
            gives=PlanSaved,
            summary="Write a sound text into the plan's file; with sop.apply on_save it counts",
            where=ByName,
            takes=SaveFile,
        ),
        tag="plans",
    ),
    _of_plans(
        ask(
            "/plans/check",
            _check,
            gives=PlanChecked,
            summary="Every mistake in the text of a plan, as `groupkeeper check` names them",
            takes=CheckText,
        )
    ),
    _of_plans(
        get(
            "/plan-schema",
            _schema,
            gives=PlanSchema,
            summary="The JSON Schema of plans and who can hold seats, for completion in editors",
            where=Nothing,
            asks=Nothing,
        )
    ),
    _of_plans(
        get(
            "/plan-library",
            _templates,
            gives=Listed[PlanTemplate],
            summary="The plans that come with groupkeeper, to begin one's own with",
            where=Nothing,
            asks=TemplatesAsked,
        )
    ),
    _of_plans(
        get(
            "/plan-library/{name}",
            _template,
            gives=PlanTemplateText,
            summary="One plan that comes with groupkeeper, with its text",
            where=ByName,
            asks=Nothing,
        )
    ),
)
