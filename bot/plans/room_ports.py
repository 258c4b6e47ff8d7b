"""What the SOP desk needs to know of rooms and people: its smaller ports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.core.feedback import NewWatch, Reacting, Reaction, Settled, Watch, Watched
from bot.core.ids import (
    ChannelName,
    IdentityId,
    MessageId,
    OccurrenceId,
    RoomId,
    RunId,
    StaffName,
)
from bot.core.plans import CountsAsked, Unanswered
from bot.core.signups import SignUpFigures


class WatchesPort(Protocol):
    """What is watched for after posts, in one transaction."""

    async def add(self, new: Sequence[NewWatch]) -> None:
        """Watch for reactions; a step that is watched already stays as it is."""
        ...

    async def due(self, plans: Collection[str], now: datetime) -> list[Watch]:
        """Those of these plans to be looked at now."""
        ...

    async def look_again(
        self, when: Mapping[OccurrenceId, datetime], needs: Mapping[OccurrenceId, Any]
    ) -> None:
        """When they are looked at next, and what they wait for."""
        ...

    async def settle(self, settled: Sequence[Settled], now: datetime) -> frozenset[OccurrenceId]:
        """Write verdicts down; gives back those that nobody had written before."""
        ...

    async def note_late(self, counts: Mapping[OccurrenceId, Mapping[Reacting, int]]) -> None:
        """What had come in the end; it changes no verdict."""
        ...


class ReactionsPort(Protocol):
    """What members did after posts."""

    async def measure(
        self, watches: Sequence[Watched], *, usual: bool = True
    ) -> dict[OccurrenceId, Reaction]:
        """What was counted in each watched time, and what is usual in its room."""
        ...


class FactsPort(Protocol):
    """True figures of rooms, for texts and conditions. Staff and our accounts never count."""

    async def counts(
        self, asked: Sequence[CountsAsked], now: datetime
    ) -> Mapping[RunId, dict[str, int]]:
        """The talk of today and yesterday, and who came and went."""
        ...

    async def members(
        self, rooms: Mapping[RoomId, ChannelName], now: datetime
    ) -> Mapping[RoomId, int]:
        """How many people sit in these rooms."""
        ...

    async def questions(
        self, rooms: Collection[RoomId], since: datetime
    ) -> Mapping[RoomId, list[dict[str, Any]]]:
        """What was really asked, the most pressing first."""
        ...

    async def praise(self, rooms: Collection[RoomId]) -> Mapping[RoomId, list[dict[str, Any]]]:
        """What members said and agreed to be quoted with."""
        ...

    async def said(self, runs: Collection[RunId]) -> Mapping[RunId, list[str]]:
        """The dated steps that were said in these runs, in order."""
        ...


class PlacesPort(Protocol):
    """Who is where, and what rooms heard."""

    async def silent(self) -> frozenset[ChannelName]:
        """Accounts that are not signed in."""
        ...

    async def elsewhere(
        self, rooms: Collection[RoomId], accounts: Collection[str]
    ) -> Mapping[tuple[RoomId, ChannelName], RoomId]:
        """The same rooms, as these other accounts of ours sit in them."""
        ...

    async def spoke(self, rooms: Collection[RoomId], since: datetime) -> Mapping[RoomId, datetime]:
        """When a person wrote last in these rooms, where anybody did since."""
        ...

    async def posts(
        self, rooms: Collection[RoomId], days: Collection[date], since: datetime
    ) -> Mapping[tuple[RoomId, date], int]:
        """How much was said on these days in these rooms."""
        ...

    async def people(
        self, rooms: Collection[RoomId], students: Collection[int]
    ) -> Mapping[tuple[RoomId, int], IdentityId]:
        """The accounts by which these students sit in these rooms."""
        ...


class OccasionsPort(Protocol):
    """What steps on events need to know."""

    async def counted(
        self, rooms: Collection[RoomId], steps: Collection[str], days: Collection[date]
    ) -> Mapping[tuple[RoomId, str, str, date], int]:
        """How often these steps came, by room, plan, step and day."""
        ...

    async def answered(
        self, runs: Collection[RunId], occasions: Collection[str]
    ) -> frozenset[tuple[RunId, str, str]]:
        """Of these occasions those that a step of these runs answers already."""
        ...

    async def of(self, runs: Collection[RunId], step: str) -> Mapping[RunId, frozenset[str]]:
        """The occasions on which a step came in these runs."""
        ...

    async def unanswered(
        self, plans: Collection[str], since: datetime, now: datetime
    ) -> list[Unanswered]:
        """Questions in rooms of these plans that should have been answered since then."""
        ...


class ConsentsPort(Protocol):
    """Which messages may be quoted by name."""

    async def own_message(
        self, room: RoomId, author: IdentityId, ref: str, text: str
    ) -> MessageId | None:
        """The message of theirs in the room that is quoted; None: it is not theirs."""
        ...

    async def agree(self, which: MessageId, room: RoomId, now: datetime) -> None:
        """It may be quoted."""
        ...

    async def withdraw(self, which: MessageId, now: datetime) -> bool:
        """It may not be quoted any more; False where nobody had agreed."""
        ...


class SignUpsPort(Protocol):
    """Who comes to events."""

    async def figures(self, runs: Collection[RunId]) -> Mapping[RunId, SignUpFigures]:
        """How the campaigns stand that these runs warm up for."""
        ...


class AbsencesPort(Protocol):
    """Which colleagues are away."""

    async def away(self, now: datetime) -> frozenset[StaffName]:
        """Everybody who is away at that moment."""
        ...
