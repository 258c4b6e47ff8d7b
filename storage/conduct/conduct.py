"""What is held against people, or in their favour, on one connection."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conduct import Standing
from bot.core.conduct_effects import AlarmRoom, Enlist, GiveMark, OpenQuiz, SettleQuiz
from bot.core.ids import StudentId
from storage.conduct.alarms import Alarms
from storage.conduct.marks import Marks
from storage.conduct.quizzes import Quizzes

_NOBODY = Standing()


ConductEffect = GiveMark | Enlist | AlarmRoom | OpenQuiz | SettleQuiz


class Conduct(Marks, Alarms, Quizzes):
    """Points, lists, alarms and quizzes."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def apply(self, effects: Sequence[ConductEffect], now: datetime) -> None:
        """Write down what was decided."""
        await self.give([one for one in effects if isinstance(one, GiveMark)], now)
        for one in effects:
            match one:
                case GiveMark():
                    pass  # given above, all at once
                case OpenQuiz():
                    await self.open_quiz(one, now)
                case SettleQuiz():
                    await self.settle_quiz(one, now)
                case Enlist():
                    await self.enlist(one, now)
                case AlarmRoom():
                    await self.alarm(one, now)
                case _:
                    assert_never(one)

    async def standings(
        self, students: Collection[StudentId], now: datetime
    ) -> Mapping[StudentId, Standing]:
        """The conduct of people; those of whom nothing is known are left out."""
        if not students:
            return {}
        marks = await self.marks_of(students)
        lists = await self.lists_of(students, now)
        return {
            student: replace(lists.get(student, _NOBODY), marks=marks.get(student, ()))
            for student in marks.keys() | lists.keys()
        }
