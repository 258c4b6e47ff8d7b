"""Campaigns and their cases, kept in memory: it stands in for `storage.judging.near`.

Cases stay open here: nobody decides anything in a replay.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.effects import Effect, RecordVerdicts
from bot.core.ids import CaseId, IdentityId, MessageId
from bot.core.seen import CaseSeen, NearCopy, NearPrint, OpenCase, SeenMessage, Suspect

MOST = 8  # newest messages looked at for one key, as in the database
LATELY = timedelta(days=1)  # as in the database
MOST_PRINTS = 20_000  # the newest; replays run over months


@dataclass(slots=True)
class _Case:
    """A case that grows."""

    id: CaseId
    first: MessageId
    score: float
    messages: int = 0
    told: int = 0

    def seen(self) -> CaseSeen:
        """As decisions see it."""
        return CaseSeen(
            id=self.id,
            first=self.first,
            state="open",
            score=self.score,
            messages=self.messages,
            told=self.told,
        )


@dataclass(frozen=True, slots=True)
class _Print:
    """A suspect with its print."""

    message: SeenMessage
    pieces: bytes


class Cases:
    """What suspects were, and which case each belongs to."""

    def __init__(self) -> None:
        self._prints: dict[MessageId, _Print] = {}
        self._met: dict[int, deque[MessageId]] = defaultdict(lambda: deque(maxlen=MOST))
        self._cases: dict[MessageId, _Case] = {}  # by first message
        self._case_of: dict[MessageId, _Case] = {}
        self._last: dict[IdentityId, tuple[SeenMessage, _Case]] = {}

    def near(self, suspects: Sequence[Suspect]) -> Mapping[MessageId, tuple[NearCopy, ...]]:
        """What may say the same as each suspect."""
        return {
            one.message.id: found
            for one in suspects
            if one.near is not None and (found := self._copies(one.near.keys))
        }

    def open_cases(self, suspects: Sequence[Suspect]) -> Mapping[IdentityId, OpenCase]:
        """The open case that each author was flagged for last, lately."""
        found: dict[IdentityId, OpenCase] = {}
        for one in suspects:
            author = one.message.sender.identity
            last, case = self._last.get(author, (None, None))
            if last is None or case is None:
                continue
            if last.event.at >= one.message.event.at - LATELY:
                found[author] = OpenCase(case=case.seen(), at=last.event.at)
        return found

    def keep(self, batch: Mapping[MessageId, SeenMessage], effects: Iterable[Effect]) -> None:
        """Remember what was decided about a batch."""
        for one in effects:
            if isinstance(one, RecordVerdicts) and one.message in batch:
                self._record(one, batch[one.message])

    def _record(self, record: RecordVerdicts, said: SeenMessage) -> None:
        if record.near is not None:
            self._keep_print(said, record.near)
        if not record.spam.flagged and record.campaign is None:
            return
        first = record.campaign or record.message
        case = self._cases.get(first)
        if case is None:
            case = _Case(CaseId(len(self._cases) + 1), first, record.spam.score)
            self._cases[first] = case
        for number in {record.message, *record.earlier} - self._case_of.keys():
            self._case_of[number] = case
            case.messages += 1
        case.score = max(case.score, record.spam.score)
        if record.told or record.campaign is None:
            case.told = case.messages
        if record.spam.flagged:
            self._last[said.sender.identity] = (said, case)

    def _keep_print(self, said: SeenMessage, near: NearPrint) -> None:
        self._prints[said.id] = _Print(said, near.pieces)
        if len(self._prints) > MOST_PRINTS:
            del self._prints[next(iter(self._prints))]
        for key in near.keys:
            self._met[key].append(said.id)

    def _copies(self, keys: Iterable[int]) -> tuple[NearCopy, ...]:
        numbers = sorted({number for key in keys for number in self._met.get(key, ())})
        return tuple(self._copy(number) for number in numbers if number in self._prints)

    def _copy(self, number: MessageId) -> NearCopy:
        printed = self._prints[number]
        said = printed.message
        case = self._case_of.get(number)
        return NearCopy(
            message=number,
            room=said.room,
            sender=said.sender.identity,
            student=said.sender.student,
            at=said.event.at,
            pieces=printed.pieces,
            case=None if case is None else case.seen(),
        )
