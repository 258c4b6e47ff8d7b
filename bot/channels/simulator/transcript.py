"""What was said on the platform, as far as it is remembered."""

from collections.abc import Iterator

from bot.channels.simulator.views import Spoken
from bot.core.ids import MessageRef, RoomRef, UserRef


class Transcript:
    """Every message, oldest first; the oldest are forgotten past `keep`."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._spoken: dict[MessageRef, Spoken] = {}

    def __iter__(self) -> Iterator[Spoken]:
        return iter(tuple(self._spoken.values()))

    def __len__(self) -> int:
        return len(self._spoken)

    def add(self, spoken: Spoken) -> None:
        """Remember a message."""
        self._spoken[spoken.ref] = spoken
        if len(self._spoken) > self._keep:
            del self._spoken[next(iter(self._spoken))]

    def find(self, message: MessageRef | None) -> Spoken | None:
        """One message; None when it is forgotten, or was never said."""
        return None if message is None else self._spoken.get(message)

    def said(self, room: RoomRef, *, by: UserRef | None = None) -> list[str]:
        """The texts of a room in their order; of one person if wanted."""
        return [each.what.text for each in self if each.room == room and by in {None, each.by}]

    def told(self, to: UserRef, *, by: UserRef | None = None) -> list[str]:
        """What one person was told alone."""
        return [
            each.what.text
            for each in self
            if each.room is None and each.to == to and by in {None, each.by}
        ]
