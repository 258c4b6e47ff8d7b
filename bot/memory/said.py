"""What was said just now, in memory: messages that may be judged again, runs of short ones."""

from collections import deque
from collections.abc import Sequence

from bot.core.events import ErrandDone, MessageEdited
from bot.core.ids import ChannelName, EventRef, IdentityId, RoomId
from bot.core.seen import Fragment, Seen, SeenMessage

_MOST_FRAGMENTS, _LONGEST = 4, 60  # as many, and as long, as the database gives
_MOST = 20_000  # messages whose edits are understood, and authors whose last words are known

_Seat = tuple[RoomId, IdentityId]


class Said:
    """Stands in for `storage.talk.again` (edits) and `storage.talk.fragments`."""

    def __init__(self) -> None:
        self._messages: dict[tuple[ChannelName, str], SeenMessage] = {}
        self._runs: dict[_Seat, deque[Fragment]] = {}

    def keep(self, said: SeenMessage) -> None:
        """Remember what somebody said."""
        self._messages[said.event.channel, str(said.event.ref)] = said
        if len(self._messages) > _MOST:
            del self._messages[next(iter(self._messages))]
        seat = _seat(said)
        if seat is None:
            return
        run = self._runs.pop(seat, deque(maxlen=_MOST_FRAGMENTS))
        if not 0 < len(said.event.text) <= _LONGEST:
            return
        run.append(Fragment(message=said.id, at=said.event.at, text=said.event.text))
        self._runs[seat] = run
        if len(self._runs) > _MOST:
            del self._runs[next(iter(self._runs))]

    def again(self, seen: Sequence[Seen]) -> dict[EventRef, SeenMessage]:
        """What was said earlier, in the batch too, and these events are about."""
        now = {(s.event.channel, str(s.event.ref)): s for s in seen if isinstance(s, SeenMessage)}
        found: dict[EventRef, SeenMessage] = {}
        for one in seen:
            if isinstance(one.event, MessageEdited | ErrandDone):
                key = (one.event.channel, str(one.event.message))
                said = now.get(key) or self._messages.get(key)
                if said is not None:
                    found[one.event.ref] = said
        return found

    def fragments(self, talk: Sequence[SeenMessage]) -> dict[_Seat, tuple[Fragment, ...]]:
        """What the authors of these messages said last, in short messages."""
        seats = {seat for one in talk if (seat := _seat(one)) is not None}
        return {seat: tuple(self._runs[seat]) for seat in seats if seat in self._runs}


def _seat(said: SeenMessage) -> _Seat | None:
    return None if said.room is None else (said.room, said.sender.identity)
