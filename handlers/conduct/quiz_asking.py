"""Asking newcomers: who is asked, what, where, and until when they may answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.conduct import QuizState
from bot.core.conduct_effects import OpenQuiz
from bot.core.conduct_rules import AskIn, OnFailure, QuizQuestion
from bot.core.effects import DirectMessage, Effect, Intent, OnLate, Say
from bot.core.events import MembersJoined
from bot.core.lengths import write_length
from bot.core.rooms import Mode, quiet_until
from bot.core.seen import Context, Room, SeenEvent, SeenMember
from handlers.conduct.ledger import Ledger
from handlers.conduct.quiz_words import Quiz, quiz_text
from handlers.identity import shown_name
from handlers.wording import Wording

_NAMED = 20  # newcomers mentioned in one post
_LET_OFF = frozenset({QuizState.PASSED, QuizState.EXCUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Asks whoever came with one event into one room."""

    room: Room
    context: Context
    ledger: Ledger
    wording: Wording
    now: datetime

    def ask(self, joined: SeenEvent) -> list[Effect]:
        """One post for all who came together and are asked the same."""
        questions = self.room.rules.quiz.questions
        if not questions or not isinstance(joined.event, MembersJoined):
            return []
        newcomers = self._to_be_asked(joined, joined.event)
        effects: list[Effect] = []
        for place, question in enumerate(questions):
            asked = [one for one in newcomers if one.identity % len(questions) == place]
            for start in range(0, len(asked), _NAMED):
                part = asked[start : start + _NAMED]
                effects += self._asked(part, question, str(joined.event.ref))
        return effects

    def _to_be_asked(self, joined: SeenEvent, event: MembersJoined) -> list[SeenMember]:
        """Everybody but colleagues, whom they invited, who is excused, and who was there before.

        Platforms tell of a join twice at times.
        """
        colleagues = self.context.colleagues
        if event.inviter is not None and (event.channel, event.inviter) in colleagues:
            return []
        return [
            seen
            for seen, member in zip(joined.members, event.members, strict=True)
            if (event.channel, member.user) not in colleagues
            and member.user != self.room.owner_ref
            and (seen.newcomer or seen.joined == event.at)
            and not self._is_excused(seen)
        ]

    def _is_excused(self, member: SeenMember) -> bool:
        standing = self.ledger.standing(member.student)
        if member.student is None or standing.allowed is not None or standing.trusted is not None:
            return True
        if self.ledger.is_removed(self.room.id, member.identity):
            return True
        since = self.now - self.room.rules.quiz.excused_for
        return any(
            one.room == self.room.id
            and one.state in _LET_OFF
            and one.settled is not None
            and one.settled >= since
            for one in self.context.quizzes.get(member.identity, ())
        )

    def _asked(
        self, newcomers: Sequence[SeenMember], question: QuizQuestion, occasion: str
    ) -> list[Effect]:
        if self.room.rules.quiz.ask_in is AskIn.ROOM:
            key = f"quiz:{self.room.id}:{newcomers[0].identity}:{occasion}"
            opened = [self._opened(one, question, key) for one in newcomers]
            return [self._post_in_room(newcomers, question, key), *opened]
        effects: list[Effect] = []
        for one in newcomers:
            key = f"quiz:{self.room.id}:{one.identity}:{occasion}"
            effects += [self._post_alone(one, question, key), self._opened(one, question, key)]
        return effects

    def _opened(self, newcomer: SeenMember, question: QuizQuestion, key: str) -> OpenQuiz:
        rules = self.room.rules.quiz
        # In the quiet hours nobody is asked: the time runs from their end.
        begin = quiet_until(self.room.rules, self.now) or self.now
        return OpenQuiz(
            room=self.room.id,
            member=newcomer.identity,
            student=newcomer.student,
            ask=question.ask,
            key=key,
            due=begin + rules.within,
            remind=begin + rules.remind_after if rules.remind_after else None,
        )

    def _post_in_room(
        self, newcomers: Sequence[SeenMember], question: QuizQuestion, key: str
    ) -> Intent:
        names = "、".join(shown_name(one, self.wording) for one in newcomers)
        text = self._question(Quiz.ASK, question, names=names)
        mentions = tuple(one.identity for one in newcomers)
        return self._intent(Say(room=self.room.id, text=text, mentions=mentions), key)

    def _post_alone(self, newcomer: SeenMember, question: QuizQuestion, key: str) -> Intent:
        text = self._question(Quiz.ASK_DIRECT, question, room=self.room.name)
        return self._intent(DirectMessage(to=newcomer.identity, text=text), key)

    def _question(self, sentence: Quiz, question: QuizQuestion, **facts: str) -> str:
        rules = self.room.rules
        out = rules.quiz.on_failure is OnFailure.REMOVE and rules.mode is Mode.ENFORCE
        return quiz_text(
            self.wording,
            sentence,
            ask=question.ask,
            within=write_length(rules.quiz.within),
            out=quiz_text(self.wording, Quiz.OR_OUT) if out else "",
            **facts,
        )

    def _intent(self, deed: Say | DirectMessage, key: str) -> Intent:
        return Intent(
            deed=deed,
            key=key,
            reason=quiz_text(self.wording, Quiz.REASON),
            on_late=OnLate.SEND,
        )
