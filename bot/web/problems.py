"""What went wrong, as RFC 9457 problem details: what is wrong, and what would be right."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NoReturn

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.core.errors import GroupkeeperError
from bot.core.located_chinese import Tongue, say_in

CONTENT_TYPE = "application/problem+json"
_TOLD = 5  # mistakes that `detail` names


class Mistake(BaseModel):
    """One thing that is wrong with a request."""

    where: str  # "query.limit", "body.reason", "path.id"
    what: str


class Problem(BaseModel):
    """An RFC 9457 problem: `detail` says what is wrong and what would be right."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    mistakes: list[Mistake] = []


class Refusal(GroupkeeperError):
    """A request that is not served; its text is for whoever sent it."""

    def __init__(self, status: HTTPStatus, detail: str, mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(detail)
        self.problem = Problem(
            title=status.phrase, status=status.value, detail=detail, mistakes=list(mistakes)
        )


def missing(what: str) -> NoReturn:
    """Refuse: there is no such thing."""
    raise Refusal(HTTPStatus.NOT_FOUND, what)


def refuse(what: str) -> NoReturn:
    """Refuse: it is there, and cannot be changed in this way any more."""
    raise Refusal(HTTPStatus.CONFLICT, what)


def misunderstood(part: str, error: ValidationError, *, allowed: Sequence[str]) -> Refusal:
    """A query or body that breaks its rules; `allowed` are the names it may have."""
    mistakes = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        where = ".".join(str(step) for step in (part, *one["loc"]))
        what = one["msg"]
        if one["type"] == "extra_forbidden":
            what = f"there is no {one['loc'][-1]!s:.50}; possible: {', '.join(allowed) or 'none'}"
        mistakes.append(Mistake(where=where[:200], what=what[:500]))
    return Refusal(HTTPStatus.BAD_REQUEST, _in_one(mistakes), mistakes[:50])


def _in_one(mistakes: Sequence[Mistake], between: str = "; ", after: str = ": ") -> str:
    return between.join(f"{one.where}{after}{one.what}" for one in mistakes[:_TOLD])


def answer(
    problem: Problem, headers: dict[str, str] | None = None, *, tongue: Tongue = "en"
) -> web.Response:
    """The response for a problem, in this language where its sentence is known in it."""
    told = [Mistake(where=m.where, what=say_in(tongue, m.what)) for m in problem.mistakes]
    detail = say_in(tongue, problem.detail)
    if tongue == "zh" and told and problem.detail == _in_one(problem.mistakes):
        detail = _in_one(told, "；", "：")
    content: dict[str, Any] = problem.model_copy(
        update={"detail": detail, "mistakes": told}
    ).model_dump()
    return web.Response(
        text=json.dumps(content, ensure_ascii=False),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers=headers,
    )
