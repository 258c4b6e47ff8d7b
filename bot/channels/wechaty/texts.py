"""WeChat's forms of text: recalls, mentions, times."""

import re
from datetime import UTC, datetime, timedelta

_RECALLED = re.compile(r"<newmsgid>\s*(\d+)\s*</newmsgid>|<msgid>\s*(\d+)\s*</msgid>")
_OWN_MENTIONS = re.compile("\\A(?:@[^\u2005\n]{0,100}\u2005)+")
_MILLISECONDS = 100_000_000_000  # seconds would lie in the year 5138
_EARLIEST = datetime(2001, 1, 1, tzinfo=UTC)
MENTION_END = "\u2005"  # WeChat's own mark for the end of a name
EVERYBODY = "所有人"


def recalled_ref(text: str) -> str:
    """Which message a recall takes back; "" where it does not say."""
    if text.lstrip().startswith("<"):
        found = _RECALLED.search(text)
        return (found[1] or found[2]) if found else ""
    ref = text.strip()
    return ref if ref and not re.search(r"\s", ref) and ref.isascii() else ""


def with_mentions(text: str, names: tuple[str, ...]) -> str:
    """The text with @name before it, as WeChat shows a mention."""
    return "".join(f"@{name}{MENTION_END}" for name in names) + text


def without_mentions(text: str) -> str:
    """Our own post as it was asked for, without the mentions put before it."""
    return _OWN_MENTIONS.sub("", text)


def moment(timestamp: float, heard: datetime) -> datetime:
    """A time in seconds or milliseconds; `heard` where it is missing or cannot be."""
    try:
        seconds = timestamp / 1000 if timestamp >= _MILLISECONDS else timestamp
        told = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return heard
    return told if _EARLIEST <= told <= heard + timedelta(days=1) else heard
