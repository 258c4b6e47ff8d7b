"""What pictures looked like, kept in memory: stands in for `storage.errands.pictures`.

What staff decided about a picture is not known here.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.core.answers import NEAR, PictureSeen, bits_apart
from bot.core.effects import Effect
from bot.core.errands import KeepPicture
from bot.core.events import ErrandDone
from bot.core.ids import EventRef, MessageId
from bot.core.seen import PictureCopy, Seen, SeenMessage

_MOST = 2_000  # pictures; the newest are compared one by one
_BITS = 64


class Pictures:
    """The newest pictures that were read."""

    def __init__(self) -> None:
        self._kept: deque[tuple[KeepPicture, SeenMessage]] = deque(maxlen=_MOST)

    def keep(self, effects: Iterable[Effect], said: Mapping[MessageId, SeenMessage]) -> None:
        """Remember what was decided to be kept, with the messages it is about."""
        for one in effects:
            if isinstance(one, KeepPicture) and one.message in said:
                self._kept.append((one, said[one.message]))

    def copies(
        self, seen: Sequence[Seen], again: Mapping[EventRef, SeenMessage], since: datetime
    ) -> dict[EventRef, tuple[PictureCopy, ...]]:
        """Earlier pictures like those that these events tell of."""
        found: dict[EventRef, tuple[PictureCopy, ...]] = {}
        for one in seen:
            event = one.event
            if isinstance(event, ErrandDone) and event.ref in again:
                picture = event.answer
                if picture.kind == "picture":
                    found[event.ref] = self._alike(picture, again[event.ref], since)
        return found

    def _alike(
        self, picture: PictureSeen, about: SeenMessage, since: datetime
    ) -> tuple[PictureCopy, ...]:
        return tuple(
            copy
            for kept, said in self._kept
            if said.id != about.id
            and said.event.at >= since
            and (copy := _copy(picture, kept, said)) is not None
        )


def _copy(picture: PictureSeen, kept: KeepPicture, said: SeenMessage) -> PictureCopy | None:
    key = picture.codes_key
    same_codes = None if key is None and kept.codes is None else key == kept.codes
    known = picture.print and kept.print
    apart = bits_apart(picture.print, kept.print) if known else _BITS
    if apart > NEAR and not same_codes:
        return None
    return PictureCopy(
        message=said.id,
        room=said.room,
        sender=said.sender.identity,
        at=said.event.at,
        apart=apart,
        same_codes=same_codes,
    )
