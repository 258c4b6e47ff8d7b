"""Who is let in only for some rooms finds nothing of the others, not even that it is there.

An endpoint with `Scope.ROOMS` serves them. A path with an `{id}` is looked up here, before its
handler is called: outside of their rooms a thing answers as an unknown one does. A list passes
`call.rooms` on to the store. Everything else is closed to them.
"""

from collections.abc import Mapping
from http import HTTPStatus

from bot.core.rights import Right
from bot.web.endpoint import AnyCall, AnyEndpoint
from bot.web.problems import Refusal, missing

# What an `{id}` in the paths of a group is (storage.access.places knows its rooms).
THINGS: Mapping[str, str] = {
    "alerts": "alert",
    "appeals": "appeal",
    "cases": "case",
    "deliveries": "delivery",
    "leads": "lead",
    "messages": "message",
    "notes": "person",
    "people": "person",
    "questions": "question",
    "reports": "report",
    "rooms": "room",
    "runs": "run",
    "sayings": "room",
    "steps": "step",
    "tags": "person",
    "tasks": "task",
}
# A person is in many rooms, and is everybody's who has one of them.
_SHARED = frozenset({"person"})


async def admit(endpoint: AnyEndpoint, call: AnyCall) -> None:
    """Refuse what the path names and they may not see, or not change."""
    number = getattr(call.where, "id", None)
    if call.rooms is None or number is None:
        return
    kind = THINGS[endpoint.tag]
    rooms = await call.unit.access.places.rooms_of(kind, number)
    seen = call.actor.rooms(Right.SEE)
    if seen is not None and not rooms & seen:
        missing(unknown(kind, number))
    outside = rooms - call.rooms if endpoint.changes and kind not in _SHARED else frozenset()
    if outside or not rooms & call.rooms:
        detail = f"{call.author} may not do this in every room that this {kind} is in"
        raise Refusal(HTTPStatus.FORBIDDEN, detail)


def unknown(kind: str, number: int) -> str:
    """What is said of a thing that is not there, and of one that they may not see."""
    if kind == "person":
        return f"nobody has the student ID {number}"
    return f"there is no {kind} {number}"
