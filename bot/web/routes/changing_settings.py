"""What every change of config.yaml has in common: who may, what it is told, what is noted of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from bot.core.located import BrokenFile, Problem
from bot.core.located_chinese import Tongue, say_in
from bot.core.rights import Right, least_role
from bot.settings.values import Changed
from bot.web.endpoint import Asked, Call, Words
from bot.web.problems import Mistake, Refusal

SUBJECT = "settings:config.yaml"  # of the audit lines
Language = Annotated[Tongue, Field(description="in which mistakes are told: zh or en")]
Expected = Annotated[
    Words,
    Field(max_length=64, description="`version` of the file as it was looked at; another: 409"),
]


class Looked(Asked):
    """How the file is looked at."""

    language: Language = "en"


def may(call: Call[Any, Any, Any], right: Right) -> None:
    """Refuse whoever does not have a right everywhere."""
    if call.actor.rooms(right) is not None:
        role = least_role(right).value
        detail = f"{call.author} may not change this: it needs at least the role {role}"
        raise Refusal(HTTPStatus.FORBIDDEN, detail)


def _nowhere(_: Problem) -> str:
    return ""


@contextmanager
def telling(tongue: Tongue, field: Callable[[Problem], str] = _nowhere) -> Iterator[None]:
    """Say what would be wrong with the file, in the words of `groupkeeper check`.

    `field` names the part of the request that a mistake comes from, where it is known.
    """
    try:
        yield
    except BrokenFile as error:
        found = [
            Mistake(
                where=field(one) or f"config.yaml:{one.line}:{one.column}",
                what=say_in(tongue, one.what),
            )
            for one in error.problems[:50]
        ]
        raise Refusal(HTTPStatus.BAD_REQUEST, error.told(tongue)[:4000], found) from None


async def note(call: Call[Any, Any, Any], action: str, changed: Changed) -> Changed:
    """The audit line of a change of the file."""
    told = changed.differences
    await call.unit.audit.note(
        action,
        SUBJECT,
        author=call.author,
        now=call.now,
        reason=call.body.reason,
        details={
            "before": {one.path: one.before for one in told} | {"version": changed.before},
            "after": {one.path: one.after for one in told} | {"version": changed.version},
        },
    )
    return changed
