"""Texts at the door: made fit to be stored, and recognised again."""

import re
import unicodedata

import xxhash

from bot.core.remembering import remembered

MAX_TEXT = 4 * 1024 * 1024  # characters; more than any platform lets through
MAX_KEYED = 10_000  # characters; texts that agree so far are repeats, however they end
MIN_REPEAT = 8  # folded characters; shorter texts ("好的", "收到") are nobody's repeat

_REMEMBERED = 500  # characters
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SILENT = re.compile(r"[\W_]+")


def storable(text: str) -> str:
    """The text without what a database refuses: NUL and lone surrogates become U+FFFD."""
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def fold(text: str) -> str:
    """Letters and digits only, compatibility forms unified, lower case: for comparing texts."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())


def fingerprint(text: str) -> int:
    """A signed 64-bit hash of the folded text, to match a post with its echo."""
    return _signed(xxhash.xxh3_64_intdigest((fold(text) or text).encode()))


def repeat_key(text: str) -> int | None:
    """The fingerprint by which repeats are found; None where the text says too little."""
    # Archive, context and decision each ask for it, for the same batch: short texts are kept.
    return _repeat_key(text) if len(text) > _REMEMBERED else _remembered_key(text)


def _repeat_key(text: str) -> int | None:
    folded = fold(text[:MAX_KEYED])
    if len(folded) < MIN_REPEAT:
        return None
    return _signed(xxhash.xxh3_64_intdigest(folded.encode()))


_remembered_key = remembered(_repeat_key, most=2048)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
