"""Platform-like ids: stable for rooms and people, ascending for messages and events."""

import hashlib
import string
from datetime import UTC, datetime, timedelta

from bot.core.ids import RoomRef, UserRef

_LETTERS = string.digits + string.ascii_lowercase
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WIDTH = 14


class Ids:
    """The numbers a platform gives out; the same seed and name give the same room or person."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._last = 0

    def room(self, name: str, number: int) -> RoomRef:
        """The id of the `number`th room of this name."""
        return RoomRef(f"{self._hash('room', name, number) % 10**11:011d}@chatroom")

    def user(self, name: str, number: int) -> UserRef:
        """The id of the `number`th person of this name."""
        left = self._hash("user", name, number)
        letters = []
        for _ in range(_WIDTH):
            left, letter = divmod(left, len(_LETTERS))
            letters.append(_LETTERS[letter])
        return UserRef("wxid_" + "".join(letters))

    def next(self, now: datetime) -> str:
        """A new id of nineteen digits: ascending, and another one after each restart."""
        self._last = max(self._last + 1, (now - _EPOCH) // _MICROSECOND * 1000)
        return str(self._last)

    def _hash(self, *parts: object) -> int:
        text = "/".join(str(part) for part in (self._seed, *parts))
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest())
