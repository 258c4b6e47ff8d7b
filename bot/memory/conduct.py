"""What is held against people, kept in memory: the part of `bot.memory.memory` about conduct."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.conduct import Mark, Standing
from bot.core.conduct_effects import GiveMark
from bot.core.effects import Effect
from bot.core.ids import MarkId, StudentId
from bot.core.seen import Suspect

_NOBODY = Standing()


class Standings:
    """Marks, as the decisions so far gave them. Lists are left out: nobody is turned away here."""

    def __init__(self) -> None:
        self._kept: dict[StudentId, Standing] = {}
        self._keys: set[str] = set()

    def of(self, suspects: Sequence[Suspect]) -> Mapping[StudentId, Standing]:
        """The conduct of those who are suspected."""
        students = {suspect.message.sender.student for suspect in suspects}
        return {
            student: self._kept[student]
            for student in students
            if student is not None and student in self._kept
        }

    def keep(self, effects: Iterable[Effect], now: datetime) -> None:
        """Remember the marks that were decided; the same thing is held against nobody twice."""
        for one in effects:
            if isinstance(one, GiveMark) and one.key not in self._keys:
                self._keys.add(one.key)
                before = self._kept.get(one.student, _NOBODY)
                self._kept[one.student] = replace(before, marks=(*before.marks, _mark(one, now)))


def _mark(given: GiveMark, now: datetime) -> Mark:
    return Mark(
        id=MarkId(0),
        student=given.student,
        points=given.points,
        kind=given.kind,
        key=given.key,
        at=now,
        room=given.room,
        message=given.message,
        author=given.author,
    )
