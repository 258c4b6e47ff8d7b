"""Deciding cases, and taking decisions back: everything that follows, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.conduct import MarkKind
from bot.core.ids import CaseId, IdentityId, MessageId, RoomId, StudentId
from bot.core.review import CaseFile, CaseState, Decision, Scope, Word
from bot.review.outlooks import outlooks
from bot.review.ports import ReviewRules, ReviewUnit, Rules
from handlers.outlook import Outlook
from handlers.review import Bench, called_off, decided, of_person, planned, taken_back
from handlers.wording import Say

_ASKING = ("advert", "report", "appeal")  # kinds of alerts that a decision answers


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """Where managers decide; the second to decide is told so by the store's error."""

    rules: Rules

    @property
    def context(self) -> int:
        """Messages that are shown before and after a case's."""
        return self.rules().review.context

    async def decide(self, unit: ReviewUnit, case: CaseId, word: Word) -> CaseId | None:
        """Decide a case, with all that follows. The case decided; None: there is no such.

        With scope "message" the message gets a case of its own first, if it has none.
        """
        await unit.records.hold_cases()  # what joins meanwhile would follow neither state
        if word.scope is Scope.MESSAGE:
            before = await unit.records.case_file(case)
            if before is None:
                return None
            case = await unit.records.split_off(
                case, word.message or before.first, author=word.author, now=word.at
            )
        file = await unit.records.case_file(case)
        if file is None:
            return None
        if file.state is word.decision.state and await _again(unit, file, word):
            return case
        await unit.records.decide_case(case, word)
        messages = {one.id for one in file.messages}
        fine = word.decision is Decision.FINE
        await unit.outbox.call_off(called_off(file, undone=fine), word.author, word.at)
        if fine:
            await _forgive(unit, messages, word.author, word.note, word.at)
        else:
            await _supersede(unit, file, word)
        await unit.apply(decided(file, word, await self._bench(unit, file)), now=word.at)
        await unit.records.settle_reports(case, "wrong" if fine else "right")
        await unit.alerts.resolve_about(messages, _ASKING, author=word.author, now=word.at)
        return case

    async def undo(
        self,
        unit: ReviewUnit,
        case: CaseId,
        *,
        author: str,
        note: str,
        now: datetime,
        student: StudentId | None = None,
    ) -> CaseId | None:
        """Take everything back that was done about a case. None: there is no such case.

        With `student` only what was done to this person: their messages get a case of their own.
        Somebody who has no part in it changes nothing.
        """
        await unit.records.hold_cases()
        whole = await unit.records.case_file(case)
        if whole is None:
            return None
        file = whole if student is None else of_person(whole, student)
        if student is not None:
            if not file.messages:
                return None
            case = await unit.records.split_person(case, student, author=author, now=now)
        await unit.records.undo_case(case, author=author, note=note, now=now)
        messages = {one.id for one in file.messages}
        await unit.outbox.call_off(called_off(file, undone=True), author, now)
        await _forgive(unit, messages, author, note, now)
        for number in messages:
            await unit.samples.revoke_message(number, author=author, now=now)
        await unit.apply(taken_back(file, author, self.rules().wording), now=now)
        await unit.records.settle_reports(case, None)
        await unit.alerts.resolve_about(messages, _ASKING, author=author, now=now)
        return case

    async def outlook(
        self, unit: ReviewUnit, file: CaseFile, *, author: str, now: datetime
    ) -> Mapping[str, Outlook]:
        """What each word that is possible now would lead to; `undo` with what it takes back."""
        return await outlooks(unit, file, await self._bench(unit, file), author=author, now=now)

    def planned(self, file: CaseFile, names: Mapping[RoomId, str], zone: str) -> list[str]:
        """What will happen about a case and when, in words; it always says something."""
        wording = self.rules().wording
        waiting = [one for one in file.ordered if one.waits]
        said = [
            planned(one, names.get(one.room, "") if one.room else "", zone, wording)
            for one in waiting
        ]
        if not said and file.state is CaseState.OPEN:
            return [wording(Say.PLANNED_NOTHING)]
        return said

    async def _bench(self, unit: ReviewUnit, file: CaseFile) -> Bench:
        rules = self.rules()
        return Bench(
            settings=rules.review,
            wording=rules.wording,
            recalls=rules.recalls,
            deny_for=rules.deny_for,
            spared=await _colleagues(unit, rules, file),
            marked=await _marked(unit, file),
        )


async def _colleagues(
    unit: ReviewUnit, rules: ReviewRules, file: CaseFile
) -> frozenset[IdentityId]:
    """A colleague is never removed by a click on what somebody reported."""
    found = set()
    for seat in file.seats:
        named = rules.staff.by_name(seat.channel, seat.name)
        if rules.staff.by_user(seat.channel, seat.ref) or (
            named and await unit.alerts.accounts_named(seat.channel, seat.name) == (seat.ref,)
        ):
            found.add(seat.member)
    return frozenset(found)


async def _again(unit: ReviewUnit, file: CaseFile, word: Word) -> bool:
    """The same word once more orders the removals again that failed."""
    failed = [one for one in file.ordered if one.kind == "RemoveMember" and one.failed]
    if word.decision is Decision.FINE:
        return False
    ordered = [await unit.outbox.order_again(one.key, word.author, word.at) for one in failed]
    return any(ordered)


async def _marked(unit: ReviewUnit, file: CaseFile) -> frozenset[StudentId]:
    """Of whom a rule keeps a mark for this already: one campaign is one mark."""
    messages = {one.id for one in file.messages}
    students = {one.student for one in file.messages if one.student is not None}
    marks = await unit.conduct.marks_of(students)
    return frozenset(
        student
        for student, kept in marks.items()
        if any(
            one.kind == MarkKind.ADVERT and one.revoked is None and one.message in messages
            for one in kept
        )
    )


async def _supersede(unit: ReviewUnit, file: CaseFile, word: Word) -> None:
    """A suspicion that was confirmed is a sure case now: it is not counted twice."""
    messages = {one.id for one in file.messages}
    students = {one.student for one in file.messages if one.student is not None}
    for kept in (await unit.conduct.marks_of(students)).values():
        for one in kept:
            if one.kind == MarkKind.SUSPECT and one.revoked is None and one.message in messages:
                await unit.conduct.revoke(one.id, author=word.author, reason=word.note, now=word.at)


async def _forgive(
    unit: ReviewUnit, messages: set[MessageId], author: str, note: str, now: datetime
) -> None:
    await unit.conduct.revoke_for(messages, author=author, reason=note, now=now)
    await unit.conduct.lift_for(messages, author=author, reason=note, now=now)
