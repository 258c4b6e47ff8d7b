"""WeChat's replies: what was said before stands in the text itself, between 「」 and dashes."""

import re
from dataclasses import dataclass

_NAME = re.compile(r"「[^\n：:]*[：:]")
# Looked for by itself: with the name in one pattern, a text of colons and 」 took for ever.
_END = re.compile(r"」\s*\n(?:- ?){5,}\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A reply and what it replies to."""

    text: str
    quoted: str = ""


def unquote(text: str) -> Quotation:
    """Part WeChat's 「name：what was said」 - - - form into the reply and what it quotes.

    A quoted reply quotes something itself; the reply is what stands behind the last dashes.
    """
    name = _NAME.match(text)
    if name is None:
        return Quotation(text=text)
    ends = list(_END.finditer(text, name.end()))
    if not ends:
        return Quotation(text=text)
    end = ends[-1]
    return Quotation(text=text[end.end() :], quoted=text[name.end() : end.start()])
