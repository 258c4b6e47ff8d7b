"""Whether a message says one of some words: 报名, "+1", ok."""

import re
import unicodedata
from collections.abc import Iterable

from bot.core.text import fold


def says_one_of(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text, however it is written (full width, case).

    A word of Latin letters or digits stands alone: "1" is not said by "2021", nor "ok" by "book".
    """
    plain = _plain(text)
    folded = fold(text)
    return any(_stands(word, plain, folded) for word in map(_plain, words) if word)


def _stands(word: str, plain: str, folded: str) -> bool:
    if word.isascii() and word.isalnum():
        return re.search(f"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", plain) is not None
    if fold(word) == word:
        return word in folded  # 报 名 and 报-名 are 报名
    return word in plain  # signs are meant as they are: "+1"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
