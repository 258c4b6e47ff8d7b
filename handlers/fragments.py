"""Fragments: an advert said in several short messages, one after another, is read as one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.ids import IdentityId, MessageId, RoomId
from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.text import normalise, squeeze
from handlers.text.forms import crosses
from handlers.wording import Say, Wording

LONGEST = 60  # characters; who writes more says something by itself
_SHORT = 3  # characters; a word may span more than two such pieces
_MOST = 5  # messages read as one
_SCORE = 0.05  # to write in short messages is no sign by itself; the reason is what counts


# A message, when it was said, its text, and that tight. (There is one for every message.)
_Piece = tuple[MessageId, datetime, str, str]


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


Seat = tuple[RoomId | None, IdentityId]


def seat_of(item: Item) -> Seat:
    """Where and by whom it was said: one member's talk in one room is put together."""
    message = item.message
    return message.room, message.sender.identity


class _Run:
    """What one member said in one room just now, piece by piece."""

    __slots__ = ("pieces", "worth")

    def __init__(self) -> None:
        self.pieces: list[_Piece] = []
        self.worth = False  # whether together they may say what none says alone

    def add(self, piece: _Piece, since: datetime, *, suspect: bool) -> None:
        """One more piece; those from before `since`, and more than a few, are forgotten."""
        pieces = self.pieces
        while pieces and (pieces[0][1] < since or len(pieces) == _MOST):
            del pieces[0]
        if not pieces:
            self.worth = suspect
        elif not self.worth:
            before = pieces[-1][3]
            if len(before) < _SHORT and len(pieces) > 1:
                before = pieces[-2][3] + before
            self.worth = suspect or crosses(before, piece[3])
        pieces.append(piece)


class Fragments:
    """What each member said just now, in each room, message after message."""

    def __init__(self, context: Context, *, within: timedelta) -> None:
        self._earlier = context.fragments
        self._within = within
        self._runs: dict[Seat, _Run] = {}

    def joined(
        self,
        items: Sequence[Item],
        noted: Sequence[Sequence[Verdict]],
        flagged: Callable[[Sequence[Verdict]], bool],
        places: Iterable[int] | None = None,
    ) -> Iterator[Joined]:
        """The messages that may be the last piece of something said in several.

        What is `flagged` by itself needs no others, and is no piece of what follows. Only items
        at these places, in order, are looked at; by default all.
        """
        runs, within = self._runs, self._within
        for place in range(len(items)) if places is None else places:
            item, verdicts = items[place], noted[place]
            if item.answer is not None:
                continue  # it was said before, and read together then
            message = item.message
            event, seat = message.event, (message.room, message.sender.identity)
            text = event.text
            if not 0 < len(text) <= LONGEST or item.edited or (verdicts and flagged(verdicts)):
                runs[seat] = _Run()
                continue
            since = event.at - within
            run = runs.get(seat)
            if run is None:
                run = runs[seat] = self._begun(seat, since)
            run.add((message.id, event.at, text, item.text.tight), since, suspect=bool(verdicts))
            if run.worth and len(run.pieces) > 1:
                yield _join(place, item, run.pieces)

    def close(self, joined: Joined) -> None:
        """What was found to be an advert is not read together with what comes after it."""
        self._runs[seat_of(joined.item)] = _Run()

    def _begun(self, seat: Seat, since: datetime) -> _Run:
        """What was said in this place before the batch."""
        run, (room, author) = _Run(), seat
        if room is not None and self._earlier:
            for one in self._earlier.get((room, author), ()):
                tight = normalise(one.text).tight
                run.add((one.message, one.at, one.text, tight), since, suspect=False)
        return run


def _join(place: int, item: Item, pieces: Sequence[_Piece]) -> Joined:
    whole = ""
    for _, _, text, _ in pieces:
        apart = whole[-1:].isascii() and text[:1].isascii()
        whole += f" {text}" if whole and apart else text
    return Joined(
        place=place,
        item=replace(item, text=normalise(whole), copies=()),
        others=tuple(number for number, _, _, _ in pieces[:-1]),
        pieces=tuple(tight for _, _, _, tight in pieces),
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
