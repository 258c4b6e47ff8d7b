"""Who reads the text of a plan, of those whose role counts in some rooms only."""

from http import HTTPStatus

from bot.core.rights import Right
from bot.web.endpoint import AnyCall
from bot.web.problems import Refusal


async def may_read(call: AnyCall, name: str) -> None:
    """Refuse where the plan never ran in a room of theirs, and they may start it in none.

    That it is there, and in how many of their rooms it runs, is shown in the list all the same.
    """
    seen, starts = call.actor.rooms(Right.SEE), call.actor.rooms(Right.PLAN)
    if seen is None or starts is None or starts:
        return
    begun = await call.unit.runs.begun([name])
    if any(room in seen for _, room in begun):
        return
    detail = (
        f"plan {name} ran in none of your rooms; its text is for who works where it runs,"
        " and for who may start it"
    )
    raise Refusal(HTTPStatus.FORBIDDEN, detail)
