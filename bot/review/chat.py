"""Colleagues who decide in a chat: their answer to an alert decides its case, or its appeal."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.alerts.ports import AlertStore as ToldStore
from bot.core.alerting import Alert
from bot.core.effects import Effect
from bot.core.errors import GroupkeeperError
from bot.core.ids import AppealId, CaseId, MessageId
from bot.core.review import AppealState, CaseFile, CaseState, Decision, Word
from bot.core.seen import Seen, SeenMessage
from bot.core.staff import DECIDES, Staff
from bot.review.appeals import AppealDesk
from bot.review.desk import ReviewDesk
from bot.review.hearing_ports import AnswerStore, AnswerUnit
from bot.review.ports import AlertStore
from handlers.appeals import reply
from handlers.chat_decisions import Answered, ChatAnswer, chat_answer
from handlers.review_wording import Tell, tell

_DECISIONS = {
    Answered.ADVERT: (Decision.ADVERT, Tell.ADVERT),
    Answered.FINE: (Decision.FINE, Tell.FINE),
    Answered.REMOVE: (Decision.REMOVE, Tell.REMOVE),
}
# By itself a word means what was told just now, of the kind that is decided by such words.
_JUST_NOW = timedelta(hours=1)
_KINDS = {True: ("appeal",), False: ("advert", "report")}  # whether it answers an appeal
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
        if colleague.role not in DECIDES:
            return tell(wording, Tell.NOT_ALLOWED)
        alert = await self._meant(unit, answer, colleague, now)
        if alert is None:
            return tell(wording, Tell.NO_ALERT)
        try:
            if answer.answered in _APPEALS:
                return await self._appeal(unit, answer, alert, colleague, now)
            return await self._case(unit, answer, alert, colleague, now)
        except GroupkeeperError as refused:
            # Somebody was faster, or it is not theirs to answer: the text says which.
            return str(refused)

    async def _meant(
        self, unit: ChatUnit, answer: ChatAnswer, colleague: Staff, now: datetime
    ) -> Alert | None:
        if answer.alert is not None:
            return await unit.alerts.get(answer.alert)
        newest = await unit.alerts.newest_told(colleague.name)
        alert = None if newest is None else await unit.alerts.get(newest)
        fits = alert is not None and alert.kind in _KINDS[answer.answered in _APPEALS]
        return alert if alert and fits and now - alert.repeated_at <= _JUST_NOW else None

    async def _case(
        self, unit: ChatUnit, answer: ChatAnswer, alert: Alert, colleague: Staff, now: datetime
    ) -> str:
        wording = self.review.rules().wording
        case = None if alert.message is None else await unit.records.case_of(alert.message.id)
        file = None if case is None else await unit.records.case_file(case)
        if file is None or case is None:
            return tell(wording, Tell.NO_CASE)
        refused = self._refused(file, answer, alert)
        if refused:
            return refused
        if answer.answered is Answered.UNDO:
            await self.review.undo(unit, case, author=colleague.name, note=answer.note, now=now)
            return tell(wording, Tell.UNDONE, case=case)
        decision, name = _DECISIONS[answer.answered]
        word = Word(decision=decision, author=colleague.name, at=now, note=answer.note)
        await self.review.decide(unit, case, word)
        return self._decided(file, name, alert)

    def _refused(self, file: CaseFile, answer: ChatAnswer, alert: Alert) -> str:
        """Why it cannot be decided so any more; "" where it can. The same word tries again."""
        wording, undo = self.review.rules().wording, answer.answered is Answered.UNDO
        if undo and file.state is CaseState.UNDONE:
            return tell(wording, Tell.UNDONE_ALREADY, case=file.id, author=file.decided_by)
        if undo or file.decision is None:
            return ""
        decision, _ = _DECISIONS[answer.answered]
        if decision.state is file.state and any(one.failed for one in file.ordered):
            return ""
        name = next(name for one, name in _DECISIONS.values() if one is file.decision)
        return tell(
            wording,
            Tell.DECIDED_ALREADY,
            case=file.id,
            author=file.decided_by,
            decision=tell(wording, name),
            alert=alert.id,
        )

    def _decided(self, file: CaseFile, name: Tell, alert: Alert) -> str:
        wording = self.review.rules().wording
        people = {one.student or -one.sender for one in file.messages}
        return tell(
            wording,
            Tell.DECIDED,
            case=file.id,
            decision=tell(wording, name),
            messages=len(file.messages),
            people=len(people),
            alert=alert.id,
        )

    async def _appeal(
        self, unit: ChatUnit, answer: ChatAnswer, alert: Alert, colleague: Staff, now: datetime
    ) -> str:
        wording = self.review.rules().wording
        kind, _, number = alert.group.partition(":")
        if kind != "appeal":
            return tell(wording, Tell.NO_APPEAL)
        found = await unit.records.appeal(AppealId(int(number)))
        if found is not None and found.state is not AppealState.OPEN:
            said = Tell.GRANTED if found.state is AppealState.GRANTED else Tell.UPHELD
            return tell(
                wording,
                Tell.ANSWERED_ALREADY,
                appeal=number,
                author=found.answered_by,
                answer=tell(wording, said),
            )
        if found is not None and not self.appeals.may_answer(found, colleague.name):
            return tell(wording, Tell.NOT_YOURS, case=found.case)
        await self.appeals.answer(
            unit,
            AppealId(int(number)),
            _APPEALS[answer.answered],
            author=colleague.name,
            note=answer.note,
            now=now,
        )
        return tell(wording, Tell.APPEAL_ANSWERED, appeal=number)
