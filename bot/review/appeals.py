"""Hearing appeals 申诉, and answering them: another manager than the one who decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.effects import Effect
from bot.core.errors import GroupkeeperError
from bot.core.ids import AppealId, StaffName
from bot.core.review import AppealSeen, AppealState, CaseState, Grievance
from bot.core.rooms import RoomRules
from bot.core.seen import Seen, SeenMessage
from bot.core.staff import Staff
from bot.review.desk import ReviewDesk
from bot.review.hearing_ports import AnswerUnit, AppealUnit
from handlers.appeals import appeal_alert, is_appeal, judge_of_appeal, other_managers, reply
from handlers.reports import DAY
from handlers.review_wording import Tell, tell


class NotYours(GroupkeeperError):
    """Whoever decided is not the one to answer the appeal against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDesk:
    """Brings appeals to managers and their answers to members."""

    review: ReviewDesk
    staff: Callable[[], Sequence[Staff]]
    rules_for: Callable[[str, str, str], RoomRules]

    async def hear(self, unit: AppealUnit, seen: Sequence[Seen], now: datetime) -> list[Effect]:
        """Every appeal in a batch: who appealed is answered, a manager is told."""
        settings = self.review.rules().appeals
        effects: list[Effect] = []
        for one in seen if settings.enabled else ():
            if isinstance(one, SeenMessage) and is_appeal(one, settings):
                effects += await self._take(unit, one, now)
        return effects

    async def _take(self, unit: AppealUnit, said: SeenMessage, now: datetime) -> list[Effect]:
        student = said.sender.student
        settings, wording = self.review.rules().appeals, self.review.rules().wording
        if student is None:
            return []
        grievance = await unit.records.grievance(student, since=now - settings.within)
        if grievance is None:
            return [self._answer(said, tell(wording, Tell.APPEAL_NOTHING), now, once="nothing")]
        if await unit.records.open_appeal(grievance.case, student) is not None:
            return [self._answer(said, tell(wording, Tell.APPEAL_OPEN), now, once="open")]
        if await unit.records.appealed(student, since=now - DAY) >= settings.per_day:
            return []
        asked = judge_of_appeal(grievance, self._on_duty(grievance), self.staff())
        number = await unit.records.bring_appeal(
            grievance,
            student=student,
            identity=said.sender.identity,
            said=said.id,
            asked=asked,
            now=now,
        )
        decided = any(one.name == grievance.author for one in self.staff())
        who = Tell.ANOTHER if decided and asked is not None else Tell.MANAGERS
        taken = tell(wording, Tell.APPEAL_TAKEN, who=tell(wording, who))
        return [
            appeal_alert(
                number, grievance, student=student, said=said.id, asked=asked, wording=wording
            ),
            reply(said.sender.identity, taken, key=f"appeal:{number}:taken"),
        ]

    def _answer(self, said: SeenMessage, text: str, now: datetime, *, once: str) -> Effect:
        """Told once a day however often they write: nobody floods the account by asking."""
        member = said.sender.identity
        return reply(member, text, key=f"appeal-{once}:{member}:{now:%Y-%m-%d}")

    def may_answer(self, found: AppealSeen, author: str) -> bool:
        """Whether it is not their own decision, or there is nobody else to ask."""
        return author != found.against or not other_managers(self.staff(), author)

    def _on_duty(self, grievance: Grievance) -> tuple[StaffName, ...]:
        if grievance.room is None:
            return ()
        return self.rules_for(grievance.channel, grievance.room_ref, grievance.room_name).staff

    async def answer(
        self,
        unit: AnswerUnit,
        number: AppealId,
        state: AppealState,
        *,
        author: str,
        note: str,
        now: datetime,
    ) -> AppealSeen | None:
        """Answer an appeal. Granted, what was done to this person is taken back.

        None: there is no such appeal. `NotYours` where its author decided it, and there is
        somebody else to ask.
        """
        await unit.records.hold_cases()  # before any row: the pipeline takes them in this order
        found = await unit.records.appeal(number)
        if found is None:
            return None
        if not self.may_answer(found, author):
            msg = f"you decided case {found.case}; another colleague answers appeal {number}"
            raise NotYours(msg)
        await unit.records.answer_appeal(number, state, author=author, note=note, now=now)
        granted = state is AppealState.GRANTED
        file = await unit.records.case_file(found.case)
        if granted and file is not None and file.state is not CaseState.UNDONE:
            await self.review.undo(
                unit, found.case, author=author, note=note, now=now, student=found.student
            )
        wording = self.review.rules().wording
        sentence = Tell.APPEAL_GRANTED if granted else Tell.APPEAL_UPHELD
        text = tell(wording, sentence, note=note)
        answer = reply(found.identity, text, key=f"appeal:{number}:answered")
        await unit.apply([answer], now=now)
        await unit.alerts.resolve(f"appeal:{number}", author=author, now=now)
        return found
