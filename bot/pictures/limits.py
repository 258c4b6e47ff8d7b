"""How much of the machine a picture may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What is too much; such a picture is noted and not read."""

    max_bytes: int = 10_000_000
    max_pixels: int = 40_000_000
    seconds: float = 5.0  # for one picture, then its reader is killed
    memory_mb: int = 600  # addresses that the reader may take, its libraries included
    max_codes: int = 5  # kept of one picture
