"""Files of labelled texts: JSON lines of {"text", "label"}, read whole or refused whole."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.errors import ConfigError
from bot.core.learning import Label
from bot.core.text import storable

MAX_TEXT = 20_000  # characters; what is longer was never a chat message
_MAX_LINE = 1_000_000  # bytes
_SHOWN = 20  # mistakes
_LABELS = tuple(label.value for label in Label)
_WANTED = 'expected {"text": "...", "label": "spam" or "ham"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its label, and where it stood."""

    text: str
    label: Label
    line: int


def read_labelled(path: Path) -> list[Labelled]:
    """Every line of a file; raises ConfigError with each mistake as `file:line: what`."""
    try:
        with path.open("rb") as lines:
            return _read(str(path), lines)
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise ConfigError(msg) from None


def _read(name: str, lines: Iterable[bytes]) -> list[Labelled]:
    good: list[Labelled] = []
    wrong: list[str] = []
    for number, raw in _written(lines):
        found = _parsed(raw, number)
        if isinstance(found, Labelled):
            good.append(found)
        else:
            wrong.append(f"{name}:{number}: {found}")
    if wrong:
        more = len(wrong) - _SHOWN
        tail = [f"... and {more:,} more lines like these"] if more > 0 else []
        raise ConfigError("\n".join([*wrong[:_SHOWN], *tail]))
    if not good:
        msg = f"{name}: holds no texts; {_WANTED} on each line"
        raise ConfigError(msg)
    return good


def _written(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if line:
            yield number, line


def _parsed(raw: bytes, number: int) -> Labelled | str:
    if len(raw) > _MAX_LINE:
        return f"is {len(raw):,} bytes long; a line may have {_MAX_LINE:,}"
    try:
        given = json.loads(raw)
    except UnicodeDecodeError:
        return "is not UTF-8; save the file as UTF-8"
    except (ValueError, RecursionError):
        return f"is not JSON; {_WANTED}"
    if not isinstance(given, dict):
        return f"is no JSON object; {_WANTED}"
    return _checked(given, number)


def _checked(given: dict[str, Any], number: int) -> Labelled | str:
    text, label = given.get("text"), given.get("label")
    if not isinstance(text, str):
        return f"has no text; {_WANTED}"
    if not text.strip():
        return "text is empty"
    if len(text) > MAX_TEXT:
        return f"text has {len(text):,} characters; a message may have {MAX_TEXT:,}"
    if label not in _LABELS:
        shown = json.dumps(label, ensure_ascii=False)[:60]
        return f'label is {shown}; only "spam" and "ham" are labels'
    return Labelled(text=storable(text), label=Label(label), line=number)
