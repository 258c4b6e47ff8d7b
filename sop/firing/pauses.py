"""How long a person would need between two messages."""

from datetime import timedelta
from hashlib import blake2b

from bot.core.ids import OccurrenceId

_SHORTEST, _LONGEST = 3.0, 30.0  # seconds
_A_SECOND = 4  # characters
_SPREAD = 0.2  # up or down: nobody is a metronome


def pause_before(text: str, which: OccurrenceId, number: int) -> timedelta:
    """The pause before the `number`th message; the same whenever it is asked for."""
    needed = min(max(len(text) / _A_SECOND, _SHORTEST), _LONGEST)
    digest = blake2b(f"{which}:{number}".encode(), digest_size=2).digest()
    lot = int.from_bytes(digest, "big") / 0xFFFF * 2 - 1  # -1 to 1
    seconds = min(max(needed * (1 + _SPREAD * lot), _SHORTEST), _LONGEST)
    return timedelta(seconds=round(seconds, 3))
