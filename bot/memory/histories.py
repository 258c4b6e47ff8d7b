"""What accounts did before, kept in memory: it stands in for `storage.judging.histories`."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.events import MembersJoined
from bot.core.ids import ChannelName, IdentityId, MessageRef, RoomId
from bot.core.seen import HISTORY, History, Seen, SeenEvent, SeenMessage

LATELY = timedelta(days=1)  # as in the database, like the two below
NEW = timedelta(days=3)
TOGETHER = timedelta(minutes=10)

_Ref = tuple[ChannelName, MessageRef]


@dataclass(slots=True)
class _Said:
    """One message of an account."""

    ref: _Ref
    room: RoomId | None
    author: IdentityId
    at: datetime
    replies: bool
    answers: int = 0  # times others quoted it


class Histories:
    """The newest messages of every account. What staff decided about a person is not known here."""

    def __init__(self) -> None:
        self._said: dict[IdentityId, deque[_Said]] = defaultdict(deque)
        self._by_ref: dict[_Ref, _Said] = {}
        self._arrivals: dict[RoomId, list[datetime]] = defaultdict(list)

    def keep(self, seen: Iterable[Seen]) -> None:
        """Remember what was said, and who came."""
        for one in seen:
            if isinstance(one, SeenMessage):
                self._hear(one)
            elif isinstance(one.event, MembersJoined):
                self._arrive(one)

    def history(self, one: SeenMessage, now: datetime) -> History:
        """What the author of a message did before."""
        said = self._said.get(one.sender.identity, ())
        here = [each for each in said if each.room == one.room]
        lately = {each.room for each in said if each.at >= now - LATELY} - {None}
        return History(
            spoken=len(here),
            since=min((each.at for each in here), default=None),
            replied=sum(each.replies for each in here),
            answered=sum(each.answers for each in here),
            rooms=len(lately | ({one.room} - {None})),
            arrived_with=self._arrived_with(one, now),
        )

    def _hear(self, one: SeenMessage) -> None:
        event = one.event
        said = _Said(
            ref=(event.channel, event.ref),
            room=one.room,
            author=one.sender.identity,
            at=event.at,
            replies=event.quoted is not None or bool(event.mentions),
        )
        if event.quoted is not None:
            quoted = self._by_ref.get((event.channel, event.quoted))
            if quoted is not None and quoted.author != said.author:
                quoted.answers += 1
        own = self._said[said.author]
        if len(own) == HISTORY:
            self._by_ref.pop(own.popleft().ref, None)
        own.append(said)
        self._by_ref[said.ref] = said

    def _arrive(self, seen: SeenEvent) -> None:
        if seen.room is None:
            return
        times = self._arrivals[seen.room]
        for _ in seen.members:
            insort(times, seen.event.at)
        del times[: bisect_left(times, seen.event.at - NEW - TOGETHER)]

    def _arrived_with(self, one: SeenMessage, now: datetime) -> int:
        joined = one.sender.joined
        if joined is None or one.room is None or now - joined >= NEW:
            return 0
        times = self._arrivals.get(one.room, [])
        around = bisect_right(times, joined + TOGETHER) - bisect_left(times, joined - TOGETHER)
        return max(0, around - 1)  # the first is themselves
