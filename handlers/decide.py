"""All decisions about what came in: from a batch of archived events to effects.

In two steps: `look` reads every message; what it suspects is looked up (`Closer`); `settle` then
decides. Both are pure, so a replay, a rehearsal and the service decide alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.answers import Opinion
from bot.core.conduct_effects import AlarmRoom
from bot.core.effects import AnswerQuestion, Effect, OpenQuestion
from bot.core.events import MembersJoined, RoomInvited
from bot.core.ids import MessageId, RoomId
from bot.core.seen import Closer, Context, Room, Seen, SeenEvent, Suspect, WaitingQuestion
from handlers.again import without_known_alert
from handlers.behaviour import Known
from handlers.casework import Cased, CaseWork
from handlers.conduct.denied import Doorkeeper
from handlers.conduct.docket import Docket, Found
from handlers.conduct.quiz import Examiner
from handlers.conduct.raid import raid
from handlers.detectors import Item
from handlers.identity import asks_for_id, tell_id, welcome
from handlers.invitations import invitations
from handlers.judging import Judgement, Rules, compile_rules, judge
from handlers.picture_work import PictureWork
from handlers.questions import answered_by

__all__ = ["Judgement", "Looked", "Rules", "compile_rules", "decide", "judge", "look", "settle"]

_NOTHING_MORE = Closer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A batch, read once, and what each message is taken for by what it says."""

    seen: Sequence[Seen]
    context: Context
    judgements: Sequence[Judgement]

    @property
    def suspects(self) -> Sequence[Suspect]:
        """The messages of which more is to be known."""
        return [
            Suspect(message=one.item.message, tight=one.item.text.tight, near=one.near)
            for one in self.judgements
            if one.spam.verdicts or one.reads
        ]


def look(seen: Sequence[Seen], context: Context, rules: Rules) -> Looked:
    """Read a batch. Message k sees 1..k-1 of the batch."""
    return Looked(seen=seen, context=context, judgements=judge(seen, context, rules))


def settle(looked: Looked, closer: Closer, rules: Rules, now: datetime) -> list[Effect]:
    """What is to be done about a batch, in order, with all that is known of its suspects."""
    batch = _Batch(looked.context, closer, rules, now)
    effects = batch.raids()
    for event in looked.seen:
        if isinstance(event, SeenEvent):
            effects += batch.hear(event)
    for judgement in looked.judgements:
        effects += batch.take(judgement)
    return effects


def decide(
    seen: Sequence[Seen],
    context: Context,
    rules: Rules,
    now: datetime,
    closer: Closer = _NOTHING_MORE,
) -> list[Effect]:
    """Both steps at once, for those who know beforehand what is to be known."""
    return settle(look(seen, context, rules), closer, rules, now)


class _Batch:
    """What the messages before this one did: questions that wait, steps taken already."""

    def __init__(self, context: Context, closer: Closer, rules: Rules, now: datetime) -> None:
        self._context = context
        self._now = now
        self._alarmed = {room for room, one in context.bursts.items() if one.alarm is not None}
        self._closer = closer
        self._rules = rules
        self._now = now
        self._docket = Docket(
            closer,
            wording=rules.wording,
            recalls=rules.recalls,
            now=now,
            lists=context.lists,
        )
        self._examiner = Examiner(context, self._docket.ledger, rules.wording, now)
        self._door = Doorkeeper(ledger=self._docket.ledger, wording=rules.wording, now=now)
        self._cases = CaseWork(rules.campaigns, closer, rules.wording)
        self._pictures = PictureWork(closer)
        self._stored = context.questions
        self._waiting: dict[RoomId, list[WaitingQuestion]] = {}
        self._within = timedelta(minutes=rules.judging.questions.reply_minutes)

    def raids(self) -> list[Effect]:
        """Alarms for the rooms in which strangers stir."""
        rooms, wording = self._context.rooms, self._rules.wording
        effects: list[Effect] = []
        for room, burst in self._context.bursts.items():
            effects += raid(rooms[room], burst, self._now, wording)
        self._alarmed |= {one.room for one in effects if isinstance(one, AlarmRoom)}
        return effects

    def hear(self, seen: SeenEvent) -> list[Effect]:
        """What is to be done about something that is no message."""
        rules, context = self._rules, self._context
        if isinstance(seen.event, RoomInvited):
            return invitations([seen.event], rules.invitations, rules.wording)
        room = context.rooms.get(seen.room) if seen.room is not None else None
        if room is None or not isinstance(seen.event, MembersJoined):
            return []
        turned_away = self._door.at_the_door(seen, room, context)
        asked = self._examiner.ask(seen, room)
        if room.id in self._alarmed:
            return [*turned_away, *asked]  # a raid is not welcomed one by one
        welcomed = welcome(self._let_in(seen, room), room, rules.wording)
        return [*turned_away, *welcomed, *asked]

    def _let_in(self, seen: SeenEvent, room: Room) -> SeenEvent:
        """The event without those who are sent away again: nobody welcomes them."""
        ledger = self._docket.ledger
        stay = tuple(one for one in seen.members if not ledger.is_removed(room.id, one.identity))
        return seen if len(stay) == len(seen.members) else replace(seen, members=stay)

    def take(self, judgement: Judgement) -> list[Effect]:
        """What is to be done about one message."""
        item = judgement.item
        turned_away = self._turned_away(item)
        answered: list[Effect] = []
        if item.answer is None:  # what an errand found about a message says nothing anew
            answered = self._examiner.hear(item.message, edited=item.edited)
        return [*turned_away, *answered, *self._taken(judgement)]

    def _turned_away(self, item: Item) -> list[Effect]:
        if item.message.room is None:
            return []
        return self._door.at_the_table(item.message, item.room, is_staff=item.sender.is_staff)

    def _taken(self, judgement: Judgement) -> list[Effect]:
        item = judgement.item
        if item.is_fresh and "学号" in item.text.plain and asks_for_id(item.text.plain):
            room = None if item.message.room is None else item.room
            return tell_id(item.message, room, self._rules.wording)
        effects: list[Effect] = []
        flagged = False
        if judgement.spam.verdicts:
            effects, flagged = self._advert(judgement)
            cased, decided = self._context.cased, self._context.decided
            effects = without_known_alert(item, effects, cased, decided)
        effects += self._pictures.follow(item, reads=judgement.reads)
        if flagged:
            return effects  # an advert wants to sell: it is no lead, and asks nothing
        for lead in judgement.leads:
            effects += self._rules.policy.on_lead(item, lead)
        # What a second opinion was asked about was no talk before its answer.
        spoken = item.is_fresh or isinstance(item.answer, Opinion)
        if item.message.room is not None and spoken:
            effects += self._talk(judgement, item.message.room)
        return effects

    def _advert(self, judgement: Judgement) -> tuple[list[Effect], bool]:
        """What follows for a suspect, and whether it is an advert in the end."""
        joined, verdicts = self._cases.join(judgement)
        known = Known.of(judgement.item, self._closer, self._now)
        spam = self._rules.weigher.whole(judgement.item, verdicts, known)
        spam = self._docket.strict(judgement.item, spam, self._rules.judging.flag_at)
        opinions = self._rules.opinions
        if opinions.asks(judgement.item, spam):
            # Nobody is told before the answer is in; it comes within seconds, whatever it is.
            return opinions.ask(judgement.item, spam), True
        spam = opinions.with_answer(judgement.item, spam)
        cased = self._cases.settle(judgement, joined, spam)
        found = Found(
            spam=cased.spam,
            sure=self._rules.weigher.sure(cased.spam),
            acting=self._rules.weigher.acting(cased.spam),
            campaign=_first_of_its_kind(cased),
            alert_group=cased.alert_group,
        )
        effects = self._docket.take(judgement.item, found)
        return self._cases.finish(cased, effects), cased.spam.flagged

    def _talk(self, judgement: Judgement, room: RoomId) -> list[Effect]:
        item = judgement.item
        waiting = self._waiting.get(room)
        if waiting is None:
            waiting = self._waiting[room] = list(self._stored.get(room, ()))
        if judgement.asks:
            return [] if item.sender.is_staff else [self._opened(judgement, room, waiting)]
        if not waiting:
            return []
        answered = answered_by(
            item.message,
            item.text.plain,
            waiting,
            staff=item.sender.is_staff,
            within=self._within,
        )
        for question in answered:
            waiting.remove(question)
        return [
            AnswerQuestion(
                question=q.message, answer=item.message.id, answered=item.message.event.at
            )
            for q in answered
        ]

    def _opened(
        self, judgement: Judgement, room: RoomId, waiting: list[WaitingQuestion]
    ) -> OpenQuestion:
        item = judgement.item
        message = item.message
        asked = message.event.at
        due = asked + timedelta(minutes=item.room.rules.question_minutes)
        question = WaitingQuestion(
            message=message.id,
            ref=message.event.ref,
            room=room,
            asker=message.sender.identity,
            asker_ref=message.event.sender,
            asked=asked,
            due=due,
            student=message.sender.student,
        )
        waiting.append(question)
        return OpenQuestion(
            message=message.id, room=room, asker=question.asker, asked=asked, due=due
        )


def _first_of_its_kind(cased: Cased) -> MessageId:
    """What copies have in common: one advert said twenty times is held against somebody once."""
    if cased.joined.case is not None:
        return cased.first
    copies = cased.judgement.item.copies
    first = min(copies, key=lambda copy: (copy.at, copy.message), default=None)
    return cased.first if first is None else first.message
