"""Hearing reports 举报: cases opened and strengthened, in the transaction that archives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.effects import DirectMessage, Effect, Intent, OnLate, RecordVerdicts
from bot.core.effects import Say as SayInRoom
from bot.core.ids import CaseId, RoomId, StudentId
from bot.core.review import Reported, Reporter
from bot.core.seen import Seen, SeenMessage
from bot.core.verdicts import SpamScore, Verdict
from bot.review.hearing_ports import ReportUnit
from bot.review.ports import Rules
from handlers.prints import print_of
from handlers.reports import (
    DAY,
    alert,
    is_report,
    is_spent,
    reason,
    score,
    spent_alert,
    weight,
)
from handlers.review_settings import Thanks
from handlers.review_wording import Tell, tell
from handlers.text import normalise

_DECIDED = ("confirmed", "dismissed")
_TOLD_OF_SPENT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vote:
    """Who reported what, and what is known of them."""

    said: SeenMessage
    room: RoomId
    student: StudentId
    target: Reported
    reporter: Reporter


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """Counts what members report. Reports by themselves never touch anybody."""

    rules: Rules

    async def hear(self, unit: ReportUnit, seen: Sequence[Seen], now: datetime) -> list[Effect]:
        """Everything in a batch that is a report; what staff and the reporter are told."""
        settings = self.rules().reports
        effects: list[Effect] = []
        for one in seen if settings.enabled else ():
            if isinstance(one, SeenMessage) and is_report(one, settings):
                vote = await self._vote(unit, one, now)
                if vote is not None:
                    effects += await self._count(unit, vote, now)
        return effects

    async def _vote(self, unit: ReportUnit, said: SeenMessage, now: datetime) -> _Vote | None:
        student, room, event = said.sender.student, said.room, said.event
        if student is None or room is None:
            return None
        target = await unit.records.reported(
            channel=event.channel,
            room=room,
            ref=event.quoted,
            text=event.quoted_text,
            since=now - DAY,
        )
        if target is None or target.student == student or target.state in _DECIDED:
            return None
        if await unit.records.has_reported(target.message, student):
            return None
        reporter = await unit.records.reporter(student, since=now - DAY)
        if reporter.lately >= self.rules().reports.per_day:
            return None
        return _Vote(said=said, room=room, student=student, target=target, reporter=reporter)

    async def _count(self, unit: ReportUnit, vote: _Vote, now: datetime) -> list[Effect]:
        rules, target = self.rules(), vote.target
        worth = weight(vote.reporter, vote.said.sender.joined, rules.reports, now)
        if is_spent(vote.reporter, rules.reports):
            return await self._spent(unit, vote, now)
        case = target.case or await self._open(unit, vote, worth, now)
        await unit.records.file_report(
            target, case_id=case, student=vote.student, room=vote.room, weight=worth, now=now
        )
        votes = await unit.records.votes(case)
        told = reason(votes, rules.wording)
        asked = await unit.records.strengthen(case, score=score(votes), reason=told)
        effects: list[Effect] = [*self._thanks(vote)]
        if asked and score(votes) >= rules.reports.alert_at:
            effects.append(
                alert(told, case=case, room=vote.room, target=target, wording=rules.wording)
            )
        return effects

    async def _spent(self, unit: ReportUnit, vote: _Vote, now: datetime) -> list[Effect]:
        """Staff learn once that somebody's reports count nothing, however many follow."""
        told = spent_alert(
            vote.reporter, room=vote.room, student=vote.student, wording=self.rules().wording
        )
        known = await unit.alerts.raised_since(told.group, now - _TOLD_OF_SPENT)
        return [] if known else [told]

    async def _open(self, unit: ReportUnit, vote: _Vote, worth: float, now: datetime) -> CaseId:
        wording, target = self.rules().wording, vote.target
        told = reason([worth], wording)
        verdict = Verdict(detector="report", score=worth, reason=told)
        record = RecordVerdicts(
            message=target.message,
            room=vote.room,
            student=target.student,
            spam=SpamScore(score=worth, flagged=True, verdicts=(verdict,)),
            near=print_of(normalise(target.text).tight),
            kind="report",
        )
        await unit.apply([record], now=now)
        opened = await unit.records.case_of(target.message)
        if opened is None:
            msg = f"no case was opened for message {target.message}"
            raise RuntimeError(msg)
        return opened

    def _thanks(self, vote: _Vote) -> list[Effect]:
        rules = self.rules()
        text = tell(rules.wording, Tell.THANKS)
        deed: SayInRoom | DirectMessage
        match rules.reports.thanks:
            case Thanks.OFF:
                return []
            case Thanks.ROOM:
                deed = SayInRoom(room=vote.room, text=text)
            case Thanks.DIRECT:
                deed = DirectMessage(to=vote.said.sender.identity, text=text)
        return [
            Intent(
                deed=deed,
                key=f"report-thanks:{vote.said.id}",
                reason=text,
                on_late=OnLate.SKIP,
            )
        ]
