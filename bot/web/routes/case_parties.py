"""Who had a part in a case: what a decision looks at beside the words."""

from dataclasses import asdict
from typing import Any

from bot.core.conduct import Standing
from bot.core.points import points_at
from bot.core.review import CaseFile
from bot.web.endpoint import AnyCall

_NOBODY = Standing()


async def parties(call: AnyCall, file: CaseFile) -> list[dict[str, Any]]:
    """Accounts with a part in a case, as far as its file names them, and how they stand."""
    named = {one.sender for one in file.messages}
    everybody = await call.unit.records.case_people(file.id)
    found = [one for one in everybody if one.identity in named]
    students = {one.student for one in found if one.student is not None}
    standings = await call.unit.conduct.standings(students, call.now)
    half_life = call.house.rules_for("", "", "").ladder.half_life
    shown = []
    for one in found:
        standing = standings.get(one.student, _NOBODY)
        lists = (standing.denied, standing.allowed, standing.trusted)
        points = round(points_at(standing.marks, call.now, half_life), 2)
        held = [listing.list for listing in lists if listing is not None]
        shown.append(asdict(one) | {"points": points, "lists": held})
    return shown
