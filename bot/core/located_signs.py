"""Full-width signs where YAML needs its own: what a Chinese keyboard types by itself."""

import re
from collections.abc import Sequence
from typing import Final

_OWN: Final = {"：": ":", "，": ",", "｛": "{", "［": "[", "【": "["}
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:^|\s)#.*")
_KEY = r"[A-Za-z_][\w.-]*"
_MEANT = re.compile(
    rf"(?:(?:^|[{{,，])\s*(?:- +)*{_KEY}\s*(?P<colon>：)"
    rf"|(?P<comma>，)\s*{_KEY}\s*[:：]"
    r"|[:：]\s*(?P<opened>[｛［【]))"
)


def full_width(lines: Sequence[str], first: int, last: int) -> tuple[int, int, str] | None:
    """The first such sign in the lines from `first` to `last`: its line, column, and a cure.

    Lines and columns count from 0. Only YAML that cannot be read is searched: in texts these
    signs are right.
    """
    for number in range(first, min(last + 1, len(lines))):
        bare = _QUOTED.sub(lambda said: " " * len(said[0]), lines[number])
        if found := _MEANT.search(bare):
            begin = found.start(found.lastgroup or 0)
            sign = bare[begin]
            return number, begin, f"{sign} is full-width; YAML takes only {_OWN[sign]} here"
    return None
