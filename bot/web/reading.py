"""From a raw request to a `Call`: path, query and body are understood before anything is done."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.web.endpoint import Asked
from bot.web.problems import Refusal, missing, misunderstood

TEXT_BODY = 1_200_000  # bytes; a plan of 512 KiB and what JSON makes of it
_JSON = "application/json"
_QUERY = "query"
_BODY = "body"
_SAME = {"cursor": ("after",), "q": ("text", "find"), "student_id": ("student",)}

M = TypeVar("M", bound=Asked)


def read_path(request: web.Request, model: type[M]) -> M:
    """The names in the path; what cannot be one is simply not there."""
    try:
        return model.model_validate(dict(request.match_info))
    except ValidationError:
        what = ", ".join(f"{k} {v[:50]!r}" for k, v in request.match_info.items())
        detail = f"there is nothing with {what}"
        missing(detail)


def read_query(request: web.Request, model: type[M]) -> M:
    """The query; unknown names and values out of range are mistakes."""
    given: dict[str, str] = {}
    for name, value in _by_our_names(request, model):
        if name in given:
            detail = f"query.{name[:50]}: is given twice; give it once"
            raise Refusal(HTTPStatus.BAD_REQUEST, detail)
        given[name] = value
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise misunderstood(_QUERY, error, allowed=_names(model)) from None


def _by_our_names(request: web.Request, model: type[Asked]) -> Iterator[tuple[str, str]]:
    """The query, with the names that others use for ours."""
    for name, value in request.query.items():
        ours = name not in model.model_fields
        other = next((n for n in _SAME.get(name, ()) if ours and n in model.model_fields), name)
        yield other, value


async def read_body(request: web.Request, model: type[M]) -> M:
    """The body: JSON of a bounded size."""
    raw = await request.read()
    if len(raw) > model.most_bytes:
        raise web.HTTPRequestEntityTooLarge(max_size=model.most_bytes, actual_size=len(raw))
    if raw and request.content_type != _JSON:
        detail = f"the body is {request.content_type[:100]}; send {_JSON}"
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        raise misunderstood(_BODY, error, allowed=_names(model)) from None


def _names(model: type[BaseModel]) -> list[str]:
    return list(model.model_fields)


def to_json(value: object) -> str:
    """JSON as we write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
