"""What each word on a case would lead to, so that whoever decides sees it before."""

from collections.abc import Mapping
from datetime import datetime

from bot.core.review import CaseFile, CaseState, Decision, Word
from bot.review.ports import ReviewUnit
from handlers.outlook import Outlook, outlook
from handlers.review import Bench, called_off, decided, taken_back

UNDO = "undo"
_DECIDABLE = (CaseState.OPEN, CaseState.UNDONE)


async def outlooks(
    unit: ReviewUnit, file: CaseFile, bench: Bench, *, author: str, now: datetime
) -> Mapping[str, Outlook]:
    """Of every word that is possible now; `undo` where there is something to take back."""
    forgiven = await _forgiven(unit, file)
    found: dict[str, Outlook] = {}
    if file.state in _DECIDABLE:
        for decision in Decision:
            fine = decision is Decision.FINE
            word = Word(decision=decision, author=author, at=now)
            found[decision.value] = outlook(
                decided(file, word, bench),
                called_off=len(called_off(file, undone=fine)),
                forgiven=forgiven if fine else 0,
            )
    ruled = file.state is CaseState.OPEN and bool(file.ordered)  # a rule acted by itself
    if ruled or file.state not in _DECIDABLE:
        found[UNDO] = outlook(
            taken_back(file, author, bench.wording),
            called_off=len(called_off(file, undone=True)),
            forgiven=forgiven,
        )
    return found


async def _forgiven(unit: ReviewUnit, file: CaseFile) -> int:
    """Of how many people marks for it are held."""
    messages = {one.id for one in file.messages}
    students = {one.student for one in file.messages if one.student is not None}
    marks = await unit.conduct.marks_of(students)
    return sum(
        any(one.revoked is None and one.message in messages for one in kept)
        for kept in marks.values()
    )
