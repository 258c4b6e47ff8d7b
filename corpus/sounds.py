"""How each Chinese character sounds, as numbers: what ears do not tell apart has the same one."""

import unicodedata

import numpy as np
import numpy.typing as npt
from pypinyin.pinyin_dict import pinyin_dict

FIRST, BEHIND = 0x4E00, 0xA000
_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"))  # many speakers make no difference


def sounds() -> npt.NDArray[np.uint16]:
    """The number of the first reading, without tone, of each character from U+4E00 on; 0: none."""
    numbers: dict[str, int] = {}
    table = np.zeros(BEHIND - FIRST, np.uint16)
    for code in range(FIRST, BEHIND):
        readings = pinyin_dict.get(code, "")
        if readings:
            syllable = _plain(readings.split(",")[0])
            table[code - FIRST] = numbers.setdefault(syllable, len(numbers) + 1)
    return table


def _plain(reading: str) -> str:
    letters = unicodedata.normalize("NFKD", reading)
    syllable = "".join(c for c in letters if c.isascii() and c.isalpha())
    for broad, narrow in _SAME:
        if syllable.startswith(broad):
            syllable = narrow + syllable[len(broad) :]
    return syllable[:-1] if syllable.endswith("ng") else syllable
