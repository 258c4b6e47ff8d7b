"""Fragments: an advert said in several short messages, one after another, is read as one."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.ids import IdentityId, MessageId, RoomId
from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.text import normalise, squeeze
from handlers.text.forms import finder, words_in
from handlers.wording import Say, Wording

LONGEST = 60  # characters; who writes more says something by itself
_MOST = 5  # messages read as one
_SCORE = 0.05  # to write in short messages is no sign by itself; the reason is what counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A message read together with those before it; `place` is where it stands in the batch."""

    place: int
    item: Item
    others: tuple[MessageId, ...]
    pieces: tuple[str, ...]  # the tight text of each, in order

    def shows(self, verdicts: Sequence[Verdict]) -> bool:
        """Whether what speaks against the whole was cut in pieces, or all of it is short.

        In four whole sentences of somebody who talks a lot there are signs of everything.
        """
        if sum(map(len, self.pieces)) <= LONGEST:
            return True
        return any(
            all(squeeze(sign) not in piece for piece in self.pieces)
            for verdict in verdicts
            for sign in verdict.evidence
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    message: MessageId
    at: datetime
    text: str
    tight: str
    suspect: bool


_Seat = tuple[RoomId | None, IdentityId]


class Fragments:
    """What each member said just now, in each room, message after message."""

    def __init__(self, context: Context, *, within: timedelta) -> None:
        self._context = context
        self._within = within
        self._said: dict[_Seat, list[_Said]] = {}

    def joined(
        self,
        items: Sequence[Item],
        noted: Sequence[Sequence[Verdict]],
        flagged: Callable[[Sequence[Verdict]], bool],
    ) -> Iterator[Joined]:
        """The messages that may be the last piece of something said in several.

        What is `flagged` by itself needs no others, and is no piece of what follows.
        """
        for place, (item, verdicts) in enumerate(zip(items, noted, strict=True)):
            event = item.message.event
            seat = (item.message.room, item.message.sender.identity)
            short = 0 < len(event.text) <= LONGEST and item.is_fresh
            if not short or (verdicts and flagged(verdicts)):
                self._said[seat] = []
                continue
            piece = _Said(
                message=item.message.id,
                at=event.at,
                text=event.text,
                tight=item.text.tight,
                suspect=bool(verdicts),
            )
            run = [one for one in self._before(seat) if event.at - one.at <= self._within]
            run = [*run, piece][-_MOST:]
            self._said[seat] = run
            if len(run) > 1 and _worth_joining(run):
                yield _join(place, item, run)

    def close(self, joined: Joined) -> None:
        """What was found to be an advert is not read together with what comes after it."""
        message = joined.item.message
        self._said[message.room, message.sender.identity] = []

    def _before(self, seat: _Seat) -> list[_Said]:
        if seat in self._said or seat[0] is None:
            return self._said.get(seat, [])
        return [
            _Said(
                message=one.message,
                at=one.at,
                text=one.text,
                tight=normalise(one.text).tight,
                suspect=False,
            )
            for one in self._context.fragments.get((seat[0], seat[1]), ())
        ]


def _worth_joining(run: Sequence[_Said]) -> bool:
    """Whether together they may say what none says alone: looked at closely only then."""
    if any(one.suspect for one in run):
        return True
    whole = "".join(one.tight for one in run)
    alone = {word for one in run for word in words_in()(one.tight)}
    if not alone.issuperset(words_in()(whole)):
        return True
    return len(finder()(whole)) > sum(len(finder()(one.tight)) for one in run)


def _join(place: int, item: Item, run: Sequence[_Said]) -> Joined:
    text = run[0].text
    for before, after in itertools.pairwise(run):
        apart = before.text[-1:].isascii() and after.text[:1].isascii()
        text += f" {after.text}" if apart else after.text
    whole = replace(item, text=normalise(text), copies=())
    return Joined(
        place=place,
        item=whole,
        others=tuple(one.message for one in run[:-1]),
        pieces=tuple(one.tight for one in run),
    )


def named(
    verdicts: Sequence[Verdict], others: Sequence[MessageId], wording: Wording, seconds: int
) -> tuple[Verdict, ...]:
    """The verdicts of the whole, and which messages it was put together from."""
    reason = wording(Say.FRAGMENTS, count=len(others) + 1, seconds=seconds)
    evidence = tuple(str(int(number)) for number in others)
    return (
        *verdicts,
        Verdict(detector="fragments", score=_SCORE, reason=reason, evidence=evidence),
    )
