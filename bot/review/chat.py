"""Colleagues who decide in a chat: their answer to an alert decides its case, or its appeal."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.alerts.ports import AlertStore as ToldStore
from bot.core.alerting import Alert
from bot.core.effects import Effect
from bot.core.errors import GroupkeeperError
from bot.core.ids import AppealId, CaseId, MessageId
from bot.core.review import AppealState, CaseFile, Decision, Word
from bot.core.seen import Seen, SeenMessage
from bot.core.staff import Role, Staff
from bot.review.appeals import AppealDesk
from bot.review.desk import ReviewDesk
from bot.review.hearing_ports import AnswerStore, AnswerUnit
from bot.review.ports import AlertStore
from handlers.appeals import reply
from handlers.chat_decisions import Answered, ChatAnswer, chat_answer
from handlers.review_wording import Tell, tell

_DECIDES = (Role.ADMIN, Role.OPS_LEAD, Role.MANAGER)
_DECISIONS = {
    Answered.ADVERT: (Decision.ADVERT, Tell.ADVERT),
    Answered.FINE: (Decision.FINE, Tell.FINE),
    Answered.REMOVE: (Decision.REMOVE, Tell.REMOVE),
}
_APPEALS = {Answered.GRANT: AppealState.GRANTED, Answered.UPHOLD: AppealState.UPHELD}


class ChatStore(AnswerStore, Protocol):
    """Cases, found by their messages."""

    async def case_of(self, message_id: MessageId) -> CaseId | None:
        """The case that a message belongs to."""
        ...


class ChatAlerts(AlertStore, ToldStore, Protocol):
    """Alerts, found again by those who answer them."""


class ChatUnit(AnswerUnit, Protocol):
    """One transaction, as answers in chat need it."""

    @property
    def records(self) -> ChatStore:
        """Cases and appeals."""
        ...

    @property
    def alerts(self) -> ChatAlerts:
        """Alerts."""
        ...


Colleague = Callable[[ChatUnit, SeenMessage], Awaitable[Staff | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatDesk:
    """Takes the answers of colleagues; each is told what came of it."""

    review: ReviewDesk
    appeals: AppealDesk
    colleague: Colleague

    async def hear(self, unit: ChatUnit, seen: Sequence[Seen], now: datetime) -> list[Effect]:
        """Every answer in a batch that decides something."""
        effects: list[Effect] = []
        for one in seen:
            answer = chat_answer(one) if isinstance(one, SeenMessage) else None
            if answer is None or not isinstance(one, SeenMessage):
                continue
            colleague = await self.colleague(unit, one)
            if colleague is not None:
                text = await self._take(unit, answer, colleague, now)
                effects.append(reply(one.sender.identity, text, key=f"chat-decision:{one.id}"))
        return effects

    async def _take(
        self, unit: ChatUnit, answer: ChatAnswer, colleague: Staff, now: datetime
    ) -> str:
        wording = self.review.rules().wording
        if colleague.role not in _DECIDES:
            return tell(wording, Tell.NOT_ALLOWED)
        number = answer.alert or await unit.alerts.newest_told(colleague.name)
        alert = None if number is None else await unit.alerts.get(number)
        if alert is None:
            return tell(wording, Tell.NO_ALERT)
        try:
            if answer.answered in _APPEALS:
                return await self._appeal(unit, answer, alert, colleague, now)
            return await self._case(unit, answer, alert, colleague, now)
        except GroupkeeperError as refused:
            # Somebody was faster, or it is not theirs to answer: the text says which.
            return str(refused)

    async def _case(
        self, unit: ChatUnit, answer: ChatAnswer, alert: Alert, colleague: Staff, now: datetime
    ) -> str:
        wording = self.review.rules().wording
        case = None if alert.message is None else await unit.records.case_of(alert.message.id)
        file = None if case is None else await unit.records.case_file(case)
        if file is None or case is None:
            return tell(wording, Tell.NO_CASE)
        if answer.answered is Answered.UNDO:
            await self.review.undo(unit, case, author=colleague.name, note=answer.note, now=now)
            return tell(wording, Tell.UNDONE, case=case)
        decision, name = _DECISIONS[answer.answered]
        word = Word(decision=decision, author=colleague.name, at=now, note=answer.note)
        await self.review.decide(unit, case, word)
        return self._decided(file, name)

    def _decided(self, file: CaseFile, name: Tell) -> str:
        wording = self.review.rules().wording
        people = {one.student or -one.sender for one in file.messages}
        return tell(
            wording,
            Tell.DECIDED,
            case=file.id,
            decision=tell(wording, name),
            messages=len(file.messages),
            people=len(people),
        )

    async def _appeal(
        self, unit: ChatUnit, answer: ChatAnswer, alert: Alert, colleague: Staff, now: datetime
    ) -> str:
        wording = self.review.rules().wording
        kind, _, number = alert.group.partition(":")
        if kind != "appeal":
            return tell(wording, Tell.NO_APPEAL)
        await self.appeals.answer(
            unit,
            AppealId(int(number)),
            _APPEALS[answer.answered],
            author=colleague.name,
            note=answer.note,
            now=now,
        )
        return tell(wording, Tell.APPEAL_ANSWERED, appeal=number)
