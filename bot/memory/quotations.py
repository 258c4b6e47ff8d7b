"""What was said in each room, in memory: what members may quote."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.ids import MessageId, RoomId
from bot.core.quoting import ARCHIVED_FOR, is_typed, said_in, unaddressed
from bot.core.seen import Seen, SeenMessage, Unsaid
from bot.core.text import fingerprint

_MOST = 200_000  # texts, over all rooms


class Quotable:
    """Stands in for `storage.talk.quotations`."""

    def __init__(self) -> None:
        self._said: dict[tuple[RoomId, int], None] = {}
        self._since: dict[RoomId, datetime] = {}

    def keep(self, seen: Sequence[Seen]) -> None:
        """Remember what was said, by anybody."""
        for one in seen:
            if isinstance(one, SeenMessage) and one.room is not None and one.event.text:
                _ = self._since.setdefault(one.room, one.event.at)
                self._said[one.room, fingerprint(one.event.text)] = None
                if len(self._said) > _MOST:
                    del self._said[next(iter(self._said))]

    def unsaid(self, seen: Sequence[Seen]) -> dict[MessageId, Unsaid]:
        """Messages whose quotation is in the text, of words that nobody said in their room."""
        found: dict[MessageId, Unsaid] = {}
        before: set[tuple[RoomId, int]] = set()  # in the batch
        typed = {one.id for one in seen if isinstance(one, SeenMessage) and is_typed(one.event)}
        for one in seen if typed else ():
            if not isinstance(one, SeenMessage) or one.room is None:
                continue
            if one.id in typed:
                words = self._missing(one, one.room, before)
                since = self._since.get(one.room, one.event.at)
                if words:
                    early = one.event.at - since < ARCHIVED_FOR
                    found[one.id] = Unsaid(text="\n".join(words), early=early)
            before.add((one.room, fingerprint(one.event.text)))
        return found

    def _missing(
        self, one: SeenMessage, room: RoomId, before: set[tuple[RoomId, int]]
    ) -> list[str]:
        def was_said(text: str) -> bool:
            key = (room, fingerprint(text))
            return key in self._said or key in before

        parts = said_in(one.event.quoted_text)
        return [part for part in parts if not was_said(part) and not was_said(unaddressed(part))]
