"""The context of decisions, kept in memory: for judging files and replaying the past.

It stands in for `storage.talk.context` and `storage.judging.closer`: what was said within the
repeat window, which questions wait, what suspects did before. Nothing is stored.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from bot.core.effects import AnswerQuestion, Effect, OpenQuestion
from bot.core.events import MessageEdited, MessageReceived
from bot.core.ids import ChannelName, IdentityId, MessageId, RoomId
from bot.core.rooms import RoomRules
from bot.core.seen import (
    Closer,
    Context,
    Copy,
    Room,
    Seen,
    SeenMessage,
    Sender,
    Suspect,
    WaitingQuestion,
)
from bot.core.staff import StaffDirectory
from bot.core.text import repeat_key
from bot.memory.cases import Cases
from bot.memory.conduct import Standings
from bot.memory.histories import Histories
from bot.memory.pictures import Pictures
from bot.memory.quotations import Quotable
from bot.memory.said import Said

MOST_COPIES = 20  # of one text, as many as the database gives
MOST_QUESTIONS = 200  # that wait in one room, as many as the database gives
QUESTION_AGE = timedelta(days=1)  # older ones are no longer waited for, as in the database

RulesFor = Callable[[str, str, str], RoomRules]


class Memory:
    """What the messages so far left behind. Feed it batches in order: `context`, then `keep`."""

    def __init__(
        self,
        *,
        window: timedelta,
        rules_for: RulesFor,
        staff: StaffDirectory,
    ) -> None:
        self._window = window
        self._rules_for = rules_for
        self._staff = staff
        self._bearers: dict[tuple[ChannelName, str], IdentityId] = {}  # of names of colleagues
        self._copies: dict[int, deque[Copy]] = {}
        self._order: deque[tuple[datetime, int]] = deque()  # (said at, text), oldest first
        self._said = Said()
        self._quotable = Quotable()
        self._pictures = Pictures()
        self._questions: dict[RoomId, list[WaitingQuestion]] = {}
        self._asked_in: dict[MessageId, RoomId] = {}
        self._histories = Histories()
        self._cases = Cases()
        self._standings = Standings()

    def context(self, seen: Sequence[Seen]) -> Context:
        """What decisions on these events may look at: everything kept before them."""
        talk = [one for one in seen if isinstance(one, SeenMessage)]
        again = self._said.again(seen)
        talk += again.values()
        keys = {key for one in seen if (key := _repeat_key(one)) is not None}
        rooms = {one.room for one in talk if one.room is not None}
        return Context(
            rooms={room.id: room for one in talk if (room := self._room(one)) is not None},
            senders={(one.room, one.sender.identity): self._sender(one) for one in talk},
            copies={key: tuple(self._copies[key]) for key in keys if key in self._copies},
            questions={
                room: tuple(self._questions[room]) for room in rooms if room in self._questions
            },
            staff_names=self._staff.titles,
            fragments=self._said.fragments(talk),
            unsaid=self._quotable.unsaid(seen),
            again=again,
            pictures=self._pictures.copies(seen, again, seen[0].event.at - self._window)
            if again
            else {},
        )

    def closer(self, suspects: Sequence[Suspect], now: datetime) -> Closer:
        """What is known of suspects beyond the message: everything kept before it."""
        said = [suspect.message for suspect in suspects]
        return Closer(
            histories={
                (one.room, one.sender.identity): self._histories.history(one, now) for one in said
            },
            standings=self._standings.of(suspects),
            near=self._cases.near(suspects),
            open_cases=self._cases.open_cases(suspects),
        )

    def keep(self, seen: Sequence[Seen], effects: Iterable[Effect]) -> None:
        """Remember a batch and what was decided about it."""
        self._histories.keep(seen)
        self._quotable.keep(seen)
        batch: dict[MessageId, SeenMessage] = {}
        for one in seen:
            if isinstance(one, SeenMessage) and not one.event.own:
                batch[one.id] = one
                self._keep_copy(one)
                self._said.keep(one)
        decided = tuple(effects)
        again = self._said.again(seen).values()
        self._pictures.keep(decided, batch | {one.id: one for one in again})
        self._cases.keep(batch, decided)
        if seen:
            self._standings.keep(decided, seen[-1].event.at)
        for effect in decided:
            match effect:
                case OpenQuestion(message=message) if message in batch:
                    self._ask(effect, batch[message])
                case AnswerQuestion(question=question):
                    self._answer(question)
                case _:
                    pass

    def _keep_copy(self, said: SeenMessage) -> None:
        key = repeat_key(said.event.text)
        if key is None:
            return
        at = said.event.at
        self._forget(at - self._window)
        copy = Copy(message=said.id, room=said.room, sender=said.sender.identity, at=at)
        self._copies.setdefault(key, deque(maxlen=MOST_COPIES)).appendleft(copy)
        self._order.append((at, key))

    def _forget(self, before: datetime) -> None:
        while self._order and self._order[0][0] < before:
            _, key = self._order.popleft()
            copies = self._copies.get(key)
            while copies and copies[-1].at < before:
                copies.pop()
            if not copies:
                self._copies.pop(key, None)

    def _ask(self, opened: OpenQuestion, said: SeenMessage) -> None:
        question = WaitingQuestion(
            message=opened.message,
            ref=said.event.ref,
            room=opened.room,
            asker=opened.asker,
            asker_ref=said.event.sender,
            asked=opened.asked,
            due=opened.due,
            student=said.sender.student,
            text=said.event.text,
        )
        waiting = self._questions.get(opened.room, [])
        kept = [q for q in waiting if q.asked >= opened.asked - QUESTION_AGE]
        kept = kept[-(MOST_QUESTIONS - 1) :]
        for old in waiting[: len(waiting) - len(kept)]:
            self._asked_in.pop(old.message, None)
        self._questions[opened.room] = [*kept, question]
        self._asked_in[opened.message] = opened.room

    def _answer(self, answered: MessageId) -> None:
        room = self._asked_in.pop(answered, None)
        if room is not None:
            waiting = self._questions[room]
            self._questions[room] = [q for q in waiting if q.message != answered]

    def _room(self, said: SeenMessage) -> Room | None:
        event = said.event
        if said.room is None or event.room is None:
            return None
        rules = self._rules_for(event.channel, event.room, event.room_name)
        return Room(
            id=said.room,
            channel=event.channel,
            ref=event.room,
            name=event.room_name,
            rules=rules,
        )

    def _sender(self, said: SeenMessage) -> Sender:
        member = said.sender
        return Sender(
            identity=member.identity,
            student=member.student,
            names=tuple(name for name in (member.nickname, member.name) if name),
            is_staff=self._is_staff(said),
            joined=member.joined,
        )

    def _is_staff(self, said: SeenMessage) -> bool:
        event, member = said.event, said.sender
        if self._staff.by_user(event.channel, event.sender):
            return True
        if not self._staff.by_name(event.channel, member.name):
            return False
        # Whoever takes a colleague's name later is nobody.
        first = self._bearers.setdefault((event.channel, member.name), member.identity)
        return first == member.identity


def _repeat_key(one: Seen) -> int | None:
    """By what copies of a text are found: of one that was said, or changed to."""
    event = one.event
    if isinstance(event, MessageReceived | MessageEdited):
        return repeat_key(event.text)
    return None
