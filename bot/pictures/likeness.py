"""What a picture looks like in 64 bits: pictures that look alike differ in few of them.

The signs of the slow waves in a small grey copy (pHash). It is written here, because the
libraries for it bring numpy and scipy for forty lines; a plain difference hash would be ten, but
it takes any two posters with a code in the middle for near copies.
"""

import math
from collections.abc import Sequence
from operator import mul
from statistics import median

from PIL import Image, ImageStat

_SIDE = 32  # pixels of the small copy
_WAVES = 8  # a side: 64 bits
_FLAT = 5.0  # spread of grey (of 255) below which a picture is blank
_FEW = 12  # waves that a picture must have, to be known by them
_FAINT = 0.002  # of the strongest wave: below it there is none
_COSINES = [
    [math.cos(math.pi * wave * (2 * place + 1) / (2 * _SIDE)) for place in range(_SIDE)]
    for wave in range(_WAVES)
]


def likeness(grey: Image.Image) -> str:
    """16 hexadecimal digits; "" for a picture that is blank or has too little in it."""
    if ImageStat.Stat(grey).stddev[0] < _FLAT:
        return ""
    small = grey.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    waves = _waves(list(small.tobytes()))
    strongest = max(map(abs, waves[1:]))
    if sum(abs(wave) > _FAINT * strongest for wave in waves[1:]) < _FEW:
        return ""
    middle = median(waves[1:])
    bits = "".join("1" if wave > middle else "0" for wave in waves)
    return f"{int(bits, 2):016x}"


def _waves(pixels: Sequence[int]) -> list[float]:
    """The slowest waves of the small copy, line by line; the first is its brightness."""
    lines = [pixels[start : start + _SIDE] for start in range(0, _SIDE * _SIDE, _SIDE)]
    across = [[sum(map(mul, line, cosine)) for cosine in _COSINES] for line in lines]
    return [
        sum(across[place][wave] * cosine[place] for place in range(_SIDE))
        for cosine in _COSINES
        for wave in range(_WAVES)
    ]
