"""WeChat's replies: what was said before stands in the text itself, between 「」 and dashes."""

import re
from dataclasses import dataclass

_QUOTE = re.compile(
    r"\A「(?P<name>[^\n]*?)[：:](?P<quoted>.*)」\s*\n(?:- ?){5,}\n(?P<reply>.*)\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A reply and what it replies to."""

    text: str
    quoted: str = ""


def unquote(text: str) -> Quotation:
    """Part WeChat's 「name：what was said」 - - - form into the reply and what it quotes.

    A quoted reply quotes something itself; the reply is what stands behind the last dashes.
    """
    found = _QUOTE.match(text) if text.startswith("「") else None
    if found is None:
        return Quotation(text=text)
    return Quotation(text=found["reply"], quoted=found["quoted"])
