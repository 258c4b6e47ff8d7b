"""Colleagues who speak of work: to the bot alone in words, in a room by doing it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.core.effects import DirectMessage, Effect, Intent, OnLate
from bot.core.events import MessageKind, MessageRecalled
from bot.core.ids import RoomId, StaffName, TaskId
from bot.core.quoting import unaddressed, unquote
from bot.core.seen import Seen, SeenMessage
from bot.core.staff import DECIDES, Staff
from bot.core.tasks import Absence, OpenTask, Receipt, TaskDone, TaskState
from bot.tasks.desk import TaskDesk
from bot.tasks.ports import TaskWork
from handlers.text import normalise
from sop.receipts import Match, Posted, links_in, seen, without_links
from sop.task_answers import ANSWERS, Answers
from sop.task_wording import WORDINGS, TaskWording
from sop.task_words import Asked, TaskWord, task_word
from sop.walltime import instant

W = TypeVar("W", bound=TaskWork)

_READ = frozenset({MessageKind.TEXT, MessageKind.LINK})  # what has words to compare
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChat(Generic[W]):
    """A listener of the pipeline."""

    desk: TaskDesk
    colleague: Callable[[W, SeenMessage], Awaitable[Staff | None]]
    work_list: Callable[[W, Staff, datetime], Awaitable[str]]  # in words

    async def hear(self, work: W, batch: Sequence[Seen], now: datetime) -> Sequence[Effect]:
        """Answer colleagues, and take the tasks as done that were seen to be."""
        said = [one for one in batch if isinstance(one, SeenMessage) and not one.event.own]
        recalled = {
            (one.event.channel, one.event.recalled)
            for one in batch
            if isinstance(one.event, MessageRecalled)
        }
        return [
            *await self._in_rooms(work, said, now),
            *await self._alone(work, said, now),
            *await self.desk.taken_back(work, recalled),
        ]

    # ---- in rooms --------------------------------------------------------------------------

    async def _in_rooms(self, work: W, said: Sequence[SeenMessage], now: datetime) -> list[Effect]:
        public = [one for one in said if one.room is not None and one.event.kind in _READ]
        waiting = await work.tasks.awaited({one.room for one in public if one.room is not None})
        by_room: dict[RoomId | None, list[OpenTask]] = defaultdict(list)
        for one in waiting:
            by_room[one.task.room].append(one)
        effects: list[Effect] = []
        for message in public:
            here = by_room[message.room]
            if not here or (staff := await self.colleague(work, message)) is None:
                continue
            asked = [(one, _wanted(one)) for one in here if staff.name in one.holders]
            match = seen(_posted(message, staff.name), asked, self.desk.settings().receipt_likeness)
            if match is None:
                continue
            effects += await self._matched(work, match, message, staff, now)
            if match.sure:
                here.remove(match.task)
        return effects

    async def _matched(
        self, work: W, match: Match, message: SeenMessage, staff: Staff, now: datetime
    ) -> list[Effect]:
        task = match.task.task
        if not match.sure:
            return [self._ask(match, message)] if task.staff == staff.name else []
        words = self._words
        form = words.seen if task.staff == staff.name else words.seen_former
        done = TaskDone(
            author=staff.name,
            at=message.event.at,
            how=Receipt.SEEN,
            message=message.id,
            outcome=form.format(
                staff=staff.name, likeness=match.likeness, message=message.id, holder=task.staff
            ),
        )
        return await self.desk.done(work, task.id, done, now) or []

    def _ask(self, match: Match, message: SeenMessage) -> Intent:
        one = match.task
        text = self._words.is_it.format(
            id=one.task.id,
            title=one.task.title,
            room=one.room.name if one.room else "",
            likeness=match.likeness,
            enough=self.desk.settings().receipt_likeness,
        )
        # Once a task and person, however much they say.
        return _tell(message, text, f"task-ask:{one.task.id}:{one.task.turn}")

    @property
    def _words(self) -> TaskWording:
        return WORDINGS[self.desk.language()]

    # ---- to the bot alone --------------------------------------------------------------------

    async def _alone(self, work: W, said: Sequence[SeenMessage], now: datetime) -> list[Effect]:
        effects: list[Effect] = []
        for one in said:
            if one.room is not None or one.event.kind is not MessageKind.TEXT:
                continue
            word = task_word(one.event.text, one.event.quoted_text, now.date())
            if word is None or (staff := await self.colleague(work, one)) is None:
                continue
            # Once more, now that it is known what day it is there.
            here = now.astimezone(ZoneInfo(staff.zone)).date()
            word = task_word(one.event.text, one.event.quoted_text, here) or word
            answer, more = await self._answer(work, word, staff, now)
            effects += [*more, _tell(one, answer, f"task-answer:{one.id}")]
        return effects

    async def _answer(
        self, work: W, word: TaskWord, staff: Staff, now: datetime
    ) -> tuple[str, list[Effect]]:
        match word.asked:
            case Asked.TODAY:
                return await self.work_list(work, staff, now), []
            case Asked.AWAY:
                return await self._leave(work, word, staff, now), []
            case Asked.BACK:
                was = await work.absences.back(staff.name, staff.name, now)
                form = self._answers.back if was else self._answers.was_there
                return form.format(staff=staff.title or staff.name), []
            case _:
                return await self._about_task(work, word, staff, now)

    async def _leave(self, work: W, word: TaskWord, staff: Staff, now: datetime) -> str:
        answers = self._answers
        if word.until is None:
            return answers.unclear.format(said=word.unclear) if word.unclear else answers.until_when
        if word.until < now.astimezone(ZoneInfo(staff.zone)).date():
            return answers.past.format(day=word.until)
        new = leave_until(staff, word.until, word.note, staff.name, now)
        await work.absences.leave(new, now)
        mine = await work.tasks.open_of(staff.name)
        return answers.away.format(
            staff=staff.title or staff.name,
            until=answers.until.format(day=word.until),
            open=len(mine),
        )

    async def _about_task(
        self, work: W, word: TaskWord, staff: Staff, now: datetime
    ) -> tuple[str, list[Effect]]:
        which, refused = await self._which(work, word, staff)
        if which is None:
            return refused, []
        said = {"id": which.task.id, "title": which.task.title}
        if word.asked is Asked.DONE:
            done = self._words.done.format(author=staff.name)
            receipt = TaskDone(author=staff.name, at=now, how=Receipt.WORD, outcome=done)
            effects = await self.desk.done(work, which.task.id, receipt, now)
            return self._answers.done.format(**said), effects or []
        effects = await self.desk.cannot(work, which.task.id, staff.name, now, word.note)
        after = await work.tasks.whole(which.task.id)
        if after is None or after.task.state is TaskState.HELD:
            return self._answers.held.format(**said), effects or []
        return self._answers.passed_on.format(**said, to=after.task.staff), effects or []

    async def _which(self, work: W, word: TaskWord, staff: Staff) -> tuple[OpenTask | None, str]:
        """The task that is meant; else None and why not."""
        answers = self._answers
        if word.task is None:
            mine = await work.tasks.open_of(staff.name)
            if len(mine) == 1:
                return mine[0], ""
            if not mine:
                return None, answers.none_open
            tasks = "\n".join(f"{one.task.id}：{one.task.title}" for one in mine[:10])
            first = mine[0].task.id
            return None, answers.which.format(count=len(mine), first=first, tasks=tasks)
        one = await work.tasks.whole(word.task)
        refused = _refused(one, word, staff, answers)
        return (None, refused) if refused else (one, "")

    @property
    def _answers(self) -> Answers:
        return ANSWERS[self.desk.language()]


def leave_until(
    staff: Staff, until: date | None, reason: str, author: str, now: datetime
) -> Absence:
    """An absence from now on through that day, by the colleague's own clock."""
    end = None if until is None else instant(until + _DAY, time.min, staff.zone)
    return Absence(staff=staff.name, since=now, until=end, reason=reason, author=author)


def _refused(one: OpenTask | None, word: TaskWord, staff: Staff, answers: Answers) -> str:
    if one is None:
        return answers.unknown.format(id=word.task or TaskId(0))
    task = one.task
    still = {TaskState.OPEN, TaskState.HELD} if word.asked is Asked.DONE else {TaskState.OPEN}
    if task.state not in still:
        by = task.done_by or task.staff
        return answers.closed.format(id=task.id, state=task.state.value, by=by)
    # Who lost a task may have done it all the same.
    theirs = one.holders if word.asked is Asked.DONE else (task.staff,)
    if staff.name not in theirs and staff.role not in DECIDES:
        return answers.not_yours.format(id=task.id, staff=task.staff)
    return ""


def _posted(message: SeenMessage, staff: StaffName) -> Posted:
    event = message.event
    text = unaddressed(unquote(event.text).text)
    if event.media is not None and event.kind is MessageKind.LINK:
        text = f"{text}\n{event.media.name}\n{event.media.url}"
    return _as_posted(text, staff, event.at)


def _wanted(one: OpenTask) -> Posted:
    return _as_posted(one.task.text, one.task.staff, one.task.created)


def _as_posted(text: str, staff: StaffName, at: datetime) -> Posted:
    tight = normalise(without_links(text)).tight
    return Posted(staff=staff, at=at, tight=tight, links=links_in(text))


def _tell(said: SeenMessage, text: str, key: str) -> Intent:
    return Intent(
        deed=DirectMessage(to=said.sender.identity, text=text),
        key=key,
        reason="a colleague's task",
        on_late=OnLate.SKIP,
        urgent=True,
    )
