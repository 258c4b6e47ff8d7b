"""Which right each group of endpoints needs: the first to look, the second to change."""

from collections.abc import Mapping
from http import HTTPStatus

from bot.core.access import Actor
from bot.core.ids import RoomId
from bot.core.rights import Right, least_role
from bot.web.endpoint import AnyEndpoint, Scope
from bot.web.problems import Refusal

NEEDS: Mapping[str, tuple[Right, Right]] = {
    # what there is
    "now": (Right.SEE, Right.WORK),
    "house": (Right.SEE, Right.KEEP),
    "channels": (Right.SEE, Right.DECIDE),
    "events": (Right.SEE, Right.KEEP),
    "gaps": (Right.SEE, Right.KEEP),
    "poison": (Right.SEE, Right.PLAN),
    # who changes what of it is said in bot/settings/allowed.py
    "settings": (Right.DECIDE, Right.PLAN),
    "rooms": (Right.SEE, Right.DECIDE),
    "people": (Right.SEE, Right.DECIDE),
    "notes": (Right.SEE, Right.WORK),
    "tags": (Right.SEE, Right.WORK),
    "erasures": (Right.KEEP, Right.KEEP),
    "merges": (Right.SEE, Right.DECIDE),
    "messages": (Right.SEE, Right.DECIDE),
    "verdicts": (Right.SEE, Right.DECIDE),
    "figures": (Right.SEE, Right.KEEP),
    # what is decided
    "cases": (Right.SEE, Right.DECIDE),
    "reports": (Right.SEE, Right.DECIDE),
    "appeals": (Right.SEE, Right.DECIDE),
    "marks": (Right.SEE, Right.DECIDE),
    "lists": (Right.SEE, Right.DECIDE),
    "alarms": (Right.SEE, Right.DECIDE),
    "quizzes": (Right.SEE, Right.DECIDE),
    "deliveries": (Right.SEE, Right.DECIDE),
    # daily work
    "alerts": (Right.SEE, Right.WORK),
    "questions": (Right.SEE, Right.WORK),
    "tasks": (Right.SEE, Right.WORK),
    "sayings": (Right.SEE, Right.WORK),  # in a room
    "calendar": (Right.SEE, Right.WORK),
    "absences": (Right.SEE, Right.WORK),
    "leads": (Right.SEE, Right.SELL),
    # plans, campaigns, what is learned
    "plans": (Right.SEE, Right.PLAN),
    "rehearsals": (Right.DECIDE, Right.DECIDE),  # each takes a process for a while
    "runs": (Right.SEE, Right.PLAN),
    "steps": (Right.SEE, Right.PLAN),
    "links": (Right.SEE, Right.PLAN),
    "content": (Right.SEE, Right.PLAN),
    "campaigns": (Right.SEE, Right.WORK),
    "coupons": (Right.SEE, Right.WORK),
    "samples": (Right.SEE, Right.PLAN),
    "model": (Right.SEE, Right.PLAN),
    "check": (Right.SEE, Right.SEE),
    "jobs": (Right.SEE, Right.SEE),  # one's own
    "backtests": (Right.DECIDE, Right.DECIDE),
    # who did what, and who may
    "audit": (Right.DECIDE, Right.KEEP),
    "tokens": (Right.KEEP, Right.KEEP),
    "logins": (Right.KEEP, Right.KEEP),
}
STREAM = Right.SEE


def needed(endpoint: AnyEndpoint) -> Right:
    """The right that an endpoint needs. A group that says none is a bug: it must not be open."""
    try:
        looks, changes = NEEDS[endpoint.tag]
    except KeyError:
        msg = f"{endpoint.path}: say in bot/web/rights.py which rights {endpoint.tag!r} needs"
        raise LookupError(msg) from None
    return changes if endpoint.changes else looks


def permit(actor: Actor, right: Right, scope: Scope = Scope.HOUSE) -> frozenset[RoomId] | None:
    """In which rooms somebody may do that; None: everywhere.

    Refuses who may do it in no room, or not everywhere where that is needed; says who may.
    """
    rooms = actor.rooms(right)
    if rooms is None or (rooms and scope is Scope.ROOMS):
        return rooms
    who = actor.role.value if actor.role is not None else "let into some rooms only"
    where = "" if scope is Scope.ROOMS else ", and not for some rooms only"
    detail = (
        f"{actor.name} is {who}, and this needs at least the role {least_role(right).value}"
        f"{where if rooms else ''}"
    )
    raise Refusal(HTTPStatus.FORBIDDEN, detail)
