"""The entry quiz 入群问答 in a batch: newcomers are asked, and what they say is read for it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conduct import QuizSeen, QuizState
from bot.core.conduct_effects import OpenQuiz, SettleQuiz
from bot.core.effects import DirectMessage, Effect, Intent, OnLate, Say
from bot.core.events import MessageKind
from bot.core.ids import IdentityId, QuizId, RoomId
from bot.core.seen import Context, Room, SeenEvent, SeenMessage
from handlers.conduct.answers import Reply, read_reply
from handlers.conduct.ledger import Ledger
from handlers.conduct.quiz_asking import Asking
from handlers.conduct.quiz_end import question_of, unanswered
from handlers.conduct.quiz_words import Quiz, quiz_text
from handlers.identity import shown_name
from handlers.wording import Wording

_REPLY_KEEPS = timedelta(minutes=5)  # later nobody waits for it any more


class Examiner:
    """Asks the newcomers of a batch, and reads the answers in it."""

    def __init__(self, context: Context, ledger: Ledger, wording: Wording, now: datetime) -> None:
        self._context = context
        self._ledger = ledger
        self._wording = wording
        self._now = now
        self._open: dict[tuple[IdentityId, RoomId], QuizSeen] = {
            (one.member, one.room): one
            for quizzes in context.quizzes.values()
            for one in quizzes
            if one.state is QuizState.OPEN
        }

    def ask(self, joined: SeenEvent, room: Room) -> list[Effect]:
        """The questions to those who came with one event."""
        effects = Asking(
            room=room,
            context=self._context,
            ledger=self._ledger,
            wording=self._wording,
            now=self._now,
        ).ask(joined)
        for one in effects:
            if isinstance(one, OpenQuiz):
                before = self._open.get((one.member, one.room))
                tries = 0 if before is None else before.tries
                self._open[one.member, one.room] = _opened(one, tries, self._now)
        return effects

    def hear(self, said: SeenMessage, *, edited: bool = False) -> list[Effect]:
        """What follows when somebody who is asked speaks, in the room or to the bot alone.

        Whoever mends what they said may pass by it, and fails by nothing.
        """
        if not self._open or said.event.kind is not MessageKind.TEXT:
            return []
        sender = self._context.senders.get((said.room, said.sender.identity))
        if sender is not None and sender.is_staff:
            return [self._let_off(quiz) for quiz in tuple(self._waiting(said))]
        read = [(quiz, self._read(quiz, said)) for quiz in self._waiting(said)]
        passed = [quiz for quiz, reply in read if reply is Reply.RIGHT]
        missed = [quiz for quiz, reply in read if reply is Reply.WRONG]
        if passed:
            return [effect for quiz in passed for effect in self._passed(quiz, said)]
        if not missed or edited:
            return []
        # Asked in several rooms, somebody answers what was asked last.
        return self._missed(max(missed, key=lambda quiz: (quiz.asked, quiz.room)), said)

    def _waiting(self, said: SeenMessage) -> Iterable[QuizSeen]:
        if not self._open:
            return ()
        member = said.sender.identity
        if said.room is not None:
            quiz = self._open.get((member, said.room))
            return () if quiz is None else (quiz,)
        return tuple(quiz for (who, _room), quiz in self._open.items() if who == member)

    def _read(self, quiz: QuizSeen, said: SeenMessage) -> Reply:
        room = self._context.rooms.get(quiz.room)
        question = None if room is None else question_of(room.rules.quiz, quiz.ask)
        if question is None:
            return Reply.TALK
        addressed = said.room is None or quiz.ask in said.event.quoted_text
        return read_reply(said.event.text, question, addressed=addressed)

    def _let_off(self, quiz: QuizSeen) -> Effect:
        """Whoever became a colleague after being asked."""
        del self._open[quiz.member, quiz.room]
        return SettleQuiz(
            room=quiz.room, member=quiz.member, state=QuizState.EXCUSED, tries=quiz.tries
        )

    def _passed(self, quiz: QuizSeen, said: SeenMessage) -> list[Effect]:
        del self._open[quiz.member, quiz.room]
        text = quiz_text(self._wording, Quiz.RIGHT, name=self._name(said))
        settled = SettleQuiz(
            room=quiz.room, member=quiz.member, state=QuizState.PASSED, tries=quiz.tries
        )
        return [settled, self._reply(said, text, QuizState.PASSED)]

    def _missed(self, quiz: QuizSeen, said: SeenMessage) -> list[Effect]:
        rules = self._context.rooms[quiz.room].rules
        tries = quiz.tries + 1
        left = rules.quiz.attempts - tries
        if left <= 0:
            del self._open[quiz.member, quiz.room]
            return unanswered(quiz, QuizState.FAILED, tries, rules, self._now, self._wording)
        self._open[quiz.member, quiz.room] = replace(quiz, tries=tries)
        text = quiz_text(self._wording, Quiz.WRONG, name=self._name(said), left=left, ask=quiz.ask)
        settled = SettleQuiz(room=quiz.room, member=quiz.member, state=QuizState.OPEN, tries=tries)
        return [settled, self._reply(said, text, QuizState.OPEN)]

    def _name(self, said: SeenMessage) -> str:
        return shown_name(said.sender, self._wording)

    def _reply(self, said: SeenMessage, text: str, state: QuizState) -> Intent:
        """Where it was answered, there the answer is told to be right or wrong."""
        member = said.sender.identity
        deed: Say | DirectMessage = DirectMessage(to=member, text=text)
        if said.room is not None:
            deed = Say(room=said.room, text=text, mentions=(member,))
        return Intent(
            deed=deed,
            key=f"quiz-reply:{said.id}:{state}",
            reason=quiz_text(self._wording, Quiz.REASON),
            expires=said.event.at + _REPLY_KEEPS,
            on_late=OnLate.SKIP,
        )


def _opened(given: OpenQuiz, tries: int, now: datetime) -> QuizSeen:
    return QuizSeen(
        id=QuizId(0),
        room=given.room,
        member=given.member,
        student=given.student,
        ask=given.ask,
        state=QuizState.OPEN,
        tries=tries,
        key=given.key,
        asked=now,
        due=given.due,
        remind=given.remind,
    )
