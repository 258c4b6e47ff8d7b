"""What can go wrong between us and a gateway, and what it means for a post."""

import re

from bot.core.errors import ChannelAway, ChannelError, ChannelRefused, ChannelUnsure


class GatewayFault(Exception):
    """The gateway did not do what it was asked."""


class NotReached(GatewayFault):
    """The request never left: there is no connection."""


class Broken(GatewayFault):
    """The connection broke or made no sense after the request had left."""


class Unanswered(Broken):
    """No answer came in time."""


class Garbled(GatewayFault):
    """An answer came that makes no sense; the connection stands."""


class Answered(GatewayFault):
    """The gateway answered with an error: `status` is gRPC's name of it."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(f"{status}: {message[:300]}")
        self.status = status
        self.message = message


NO_USE = (Answered, Garbled)  # this one thing cannot be had; asking again rarely helps
NOT_NOW = (Answered, Garbled, Unanswered)  # the connection stands, and may do better next time

_AWAY = frozenset({"UNAUTHENTICATED"})
_UNSURE = frozenset({"CANCELLED", "DEADLINE_EXCEEDED", "UNAVAILABLE", "ABORTED", "DATA_LOSS"})
# A puppet hands every error through as UNKNOWN or INTERNAL; only its words tell more.
_VAGUE = frozenset({"UNKNOWN", "INTERNAL"})
_SAYS_UNSURE = re.compile(
    r"time.?out|timed out|deadline|ECONNRESET|EPIPE|hang up|超时", re.IGNORECASE
)
_SAYS_AWAY = re.compile(r"not logged ?-?in|no(t)? login|未登录", re.IGNORECASE)


def channel_error(fault: GatewayFault) -> ChannelError:
    """What a failed post or act means: certainly not done, not possible now, or unknown."""
    match fault:
        case NotReached():
            return ChannelAway(str(fault) or "not connected to the gateway")
        case Answered(status=status, message=message):
            return _told(status, message)(str(fault))
        case _:
            return ChannelUnsure(str(fault) or type(fault).__name__)


def _told(status: str, message: str) -> type[ChannelError]:
    vague = status in _VAGUE
    if status in _AWAY or (vague and _SAYS_AWAY.search(message)):
        return ChannelAway
    if status in _UNSURE or (vague and _SAYS_UNSURE.search(message)):
        return ChannelUnsure
    return ChannelRefused
