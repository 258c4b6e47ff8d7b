"""Behaviour: what speaks against a sender, or for them, beyond what the message says.

Only what is known counts: of a member who was there before the bot nobody knows how new they are,
and where nothing was looked up, nothing is said. What speaks for a member is not heard where the
same words stand elsewhere or the name is a colleague's: a stolen account has a fine past.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from bot.core.conduct import Standing
from bot.core.seen import Closer, History
from bot.core.verdicts import Verdict
from handlers.behaviour_settings import BehaviourSettings
from handlers.behaviour_wording import Fact, sum_told, told
from handlers.detectors.detector import Item

DETECTOR = "behaviour"
_REPLIES = 3  # that make somebody one who answers others
_SURE = 0.99
_NOBODY = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was looked up of the sender of one message. `history` None: nothing."""

    history: History | None = None
    standing: Standing = _NOBODY
    now: datetime

    @classmethod
    def of(cls, item: Item, closer: Closer, now: datetime) -> "Known":
        """The part of `closer` that is about one message."""
        message = item.message
        student = message.sender.student
        return cls(
            history=closer.histories.get((message.room, message.sender.identity)),
            standing=_NOBODY if student is None else closer.standings.get(student, _NOBODY),
            now=now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One fact about a sender: the number in it, and what it adds to the log-odds."""

    fact: Fact
    number: int = 0
    adds: float


class Behaviour:
    """Adds up what is known of a sender."""

    def __init__(self, settings: BehaviourSettings, language: str) -> None:
        self._settings = settings
        self._language = language

    def verdict(self, item: Item, known: Known, *, copied: bool) -> tuple[Verdict | None, float]:
        """What is said of a sender's behaviour, and what it adds to the log-odds."""
        if known.history is None or not self._settings.weight:
            return None, 0.0
        signs = [
            sign
            for sign in self.signs(item, known.history, known)
            if sign.adds > 0 or (sign.adds < 0 and not copied)
        ]
        if not signs:
            return None, 0.0
        adds = sum(sign.adds for sign in signs) * self._settings.weight
        return self._said(signs, adds), adds

    def signs(self, item: Item, history: History, known: Known) -> Iterator[Sign]:
        """Every fact that holds."""
        vouched = known.standing.trusted is not None or known.standing.allowed is not None
        if vouched:
            # A person's word: nobody asks any more how new they are.
            yield Sign(fact=Fact.TRUSTED, adds=self._settings.trusted)
        else:
            yield from self._arrival(item, history, known.now)
        yield from self._talk(item, history)
        yield from self._record(item, history, known)

    def _arrival(self, item: Item, history: History, now: datetime) -> Iterator[Sign]:
        settings = self._settings
        joined = _joined(item)
        if joined is None:
            return
        here = max(now - joined, timedelta())
        if here < settings.new:
            hours = int(here.total_seconds() // 3600)
            yield Sign(fact=Fact.JOINED_NEW, number=hours, adds=settings.joined_new)
        elif here < settings.recent:
            yield Sign(fact=Fact.JOINED_RECENT, number=here.days, adds=settings.joined_recent)
        if not history.spoken:
            yield Sign(fact=Fact.FIRST_MESSAGE, adds=settings.first_message)
        if history.arrived_with >= settings.crowd:
            yield Sign(fact=Fact.CROWD, number=history.arrived_with, adds=settings.in_a_crowd)

    def _talk(self, item: Item, history: History) -> Iterator[Sign]:
        settings = self._settings
        spoken = history.spoken
        if 0 < spoken <= settings.few and _joined(item) is not None:
            yield Sign(fact=Fact.FEW_MESSAGES, number=spoken, adds=settings.few_messages)
        elif spoken > settings.few and not history.replied and not history.answered:
            yield Sign(fact=Fact.NEVER_ANSWERS, number=spoken, adds=settings.never_answers)
        if history.rooms >= settings.rooms:
            yield Sign(fact=Fact.MANY_ROOMS, number=history.rooms, adds=settings.many_rooms)
        if history.replied >= _REPLIES:
            yield Sign(fact=Fact.ANSWERS, number=history.replied, adds=settings.answers_others)
        if history.answered:
            yield Sign(fact=Fact.ANSWERED, number=history.answered, adds=settings.is_answered)

    def _record(self, item: Item, history: History, known: Known) -> Iterator[Sign]:
        settings = self._settings
        since = min(
            (at for at in (_joined(item), history.since) if at is not None), default=known.now
        )
        days = (known.now - since).days
        if known.now - since >= settings.known and history.spoken >= settings.many:
            yield Sign(fact=Fact.LONG_STANDING, number=days, adds=settings.long_standing)
        if history.confirmed:
            yield Sign(
                fact=Fact.CONFIRMED, number=history.confirmed, adds=settings.confirmed_before
            )
        elif history.dismissed:
            yield Sign(
                fact=Fact.DISMISSED, number=history.dismissed, adds=settings.dismissed_before
            )
        if item.message.event.sender == item.room.owner_ref:
            yield Sign(fact=Fact.OWNER, adds=settings.owner)

    def _said(self, signs: Sequence[Sign], adds: float) -> Verdict:
        weight = self._settings.weight
        facts = tuple(
            told(sign.fact, sign.number, sign.adds * weight, self._language) for sign in signs
        )
        score = min(_SURE, max(1 - _SURE, 1 / (1 + exp(-adds))))
        reason = sum_told(facts, adds, self._language)
        return Verdict(
            detector=DETECTOR,
            score=round(score, 4),
            reason=reason,
            evidence=tuple(sign.fact for sign in signs),
        )


def _joined(item: Item) -> datetime | None:
    """When the sender came into the room; None: before we looked."""
    return item.sender.joined or item.message.sender.joined
