"""What errands 跑腿 bring back: the parts of `bot.core.events.ErrandDone`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.core.text import fingerprint

MOST_OF_A_CODE = 1_000  # characters of what a code holds that are kept
NEAR = 6  # bits of 64 in which two pictures that look alike may differ


class PictureFault(StrEnum):
    """Why a picture, or a part of it, was not read."""

    TOO_LARGE = "too_large"  # more bytes than allowed
    TOO_MANY_PIXELS = "too_many_pixels"  # a decompression bomb, or a very fine scan
    UNKNOWN_FORMAT = "unknown_format"
    BROKEN = "broken"
    TOO_SLOW = "too_slow"
    TOO_HUNGRY = "too_hungry"  # more memory than allowed
    NOT_HAD = "not_had"  # the platform did not give it


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSeen:
    """What was found in a picture. `fault` None: it was read to the end."""

    kind: Literal["picture"] = "picture"
    codes: tuple[str, ...] = ()  # what its QR codes hold, each cut at `MOST_OF_A_CODE`
    more_codes: int = 0  # codes that were found and not kept
    cut: int = 0  # characters of codes that were not kept
    print: str = ""  # perceptual hash, 16 hexadecimal digits; "": blank, or not read
    width: int = 0  # pixels
    height: int = 0
    fault: PictureFault | None = None

    @property
    def codes_key(self) -> int | None:
        """By what pictures with the same codes are found; None where there are none."""
        return fingerprint("\n".join(sorted(self.codes))) if self.codes else None


def bits_apart(one: str, other: str) -> int:
    """In how many bits the hashes of two pictures differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


class Says(StrEnum):
    """What a language model takes a message for: one word, nothing more."""

    ADVERT = "advert"
    FINE = "fine"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A second opinion. `says` None: there is none, and `fault` says why."""

    kind: Literal["opinion"] = "opinion"
    says: Says | None = None
    fault: str = ""


Answer = PictureSeen | Opinion
