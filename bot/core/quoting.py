"""WeChat's replies: what was said before stands in the text itself, between 「」 and dashes."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.core.events import MessageReceived

# After it we should know what is quoted in a room; before, it may have been said unheard.
ARCHIVED_FOR = timedelta(days=30)

_NAME = re.compile(r"「[^\n：:]*[：:]")
# Looked for by itself: with the name in one pattern, a text of colons and 」 took for ever.
_END = re.compile(r"」\s*\n(?:- ?){5,}\n")
_MENTIONED = re.compile(r"(?:@[^\u2005\n]{1,60}\u2005\s?)+")  # as WeChat puts it before a text
_SHOWN = 120  # characters of what is quoted
_DEEPEST = 5  # quotations in one another; what is deeper is one part


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


def quotation(name: str, said: str, reply: str) -> str:
    """A reply as WeChat writes it: who said what, dashes, and what is said to that."""
    called = re.sub(r"[\n：:]+", " ", name).strip()
    short = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
    return f"「{called}：{short}」\n{'- ' * 15}\n{reply}"


def said_in(quoted: str) -> tuple[str, ...]:
    """What a quotation says that was said, message by message: a quoted reply is two of them."""
    parts: list[str] = []
    while quoted and len(parts) < _DEEPEST:
        said = unquote(quoted)
        parts.append(said.text.strip())
        quoted = said.quoted
    return tuple(part for part in (*parts, quoted) if part)


def unaddressed(text: str) -> str:
    """The text without the mentions before it: our own posts are archived without them."""
    return _MENTIONED.sub("", text, count=1) if text.startswith("@") else text


def is_typed(event: MessageReceived) -> bool:
    """Whether what is quoted stands in the text, where anybody can type it; no platform says so."""
    return bool(event.quoted_text) and event.quoted is None and not event.own and bool(event.room)
