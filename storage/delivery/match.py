"""Which of our own posts an echo shows: pure, so that every order of events can be tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.effects import Deed, DirectMessage, Say
from bot.core.ids import DeliveryId, RoomId, UserRef
from bot.core.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoSeen:
    """Our own post, as the platform shows it. `id` is ours, of the echo."""

    id: int
    room: RoomId | None  # None: said to one account alone
    to: UserRef | None  # that account, where the platform says
    ref: str
    nonce: str
    text_hash: int | None
    text: str
    with_media: bool
    at: datetime  # by the platform's clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Unechoed:
    """A delivery that the platform may have and that no platform message is tied to."""

    id: DeliveryId
    room: RoomId | None
    to: UserRef | None  # whom it is said to alone
    deed: Deed
    text_hash: int | None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far apart a post and its echo may lie in time."""

    window: timedelta  # the echo after the post
    skew: timedelta  # the echo seemingly before it: clocks differ


def fits(echo: EchoSeen, delivery: Unechoed, reach: Reach) -> bool:
    """Whether an echo may show this delivery."""
    if echo.room != delivery.room or (echo.to is not None and echo.to != delivery.to):
        return False
    if not -reach.skew <= echo.at - delivery.since <= reach.window:
        return False
    return shows(echo, delivery.deed, delivery.text_hash)


def shows(echo: EchoSeen, deed: Deed, text_hash: int | None) -> bool:
    """Whether what is said is the same; platforms write mentions into the text."""
    if not isinstance(deed, Say | DirectMessage):
        return False
    if text_hash is None:
        return echo.with_media
    if echo.text_hash == text_hash:
        return True
    mentions = isinstance(deed, Say) and (deed.mention_all or bool(deed.mentions))
    words = fold(deed.text)
    return mentions and bool(words) and words in fold(echo.text)


def match(
    echoes: Sequence[EchoSeen], deliveries: Sequence[Unechoed], reach: Reach
) -> dict[int, DeliveryId]:
    """Echo id to delivery: in the order of the echoes, the oldest delivery first, each one once."""
    waiting = sorted(deliveries, key=lambda d: (d.since, d.id))
    settled: dict[int, DeliveryId] = {}
    for echo in echoes:
        found = next((d for d in waiting if fits(echo, d, reach)), None)
        if found is not None:
            waiting.remove(found)
            settled[echo.id] = found.id
    return settled
