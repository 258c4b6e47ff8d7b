"""What was committed just now, for those who watch live: what changed, never what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.ids import ChannelName, RoomId

ERASED = "erased"  # the data of somebody: whoever remembers texts forgets them


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something is new or was changed; readers look up what it is.

    Kinds: message, event (who came and went), effect (something was decided), alert, case, lead,
    question, task, delivery, channel, plan, step, erased (for no client). Where our id is not
    known at once, `channel` and `ref` say what it is.
    """

    kind: str
    room: RoomId | None = None
    id: int | None = None
    channel: ChannelName | None = None
    ref: str | None = None


class News(Protocol):
    """Takes notices of what was committed, for whoever watches."""

    @property
    def watched(self) -> bool:
        """Whether anybody reads; nothing needs to be made otherwise."""
        ...

    def post_all(self, notices: Sequence[Notice]) -> None:
        """Hand them on, in their order."""
        ...
