"""A JSON file of any size, read value by value.

Only the objects and arrays named in `descend` are entered; whatever else stands in them is
decoded whole by the standard library's C decoder. That is as fast as a streaming library,
needs none, keeps lone surrogates apart from errors, and finds its way on behind a broken
message, which streaming libraries give up on.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str, ...]

MAX_VALUE = 64 * 1024 * 1024  # characters of one value; a longer one is taken for broken

_SPACE = re.compile(r"[ \t\r\n]*")
_CUT = 16  # an error so close to the end of what was read may be only a cut
_KEPT = 4096  # what a search for the next message remembers of what it passed
# Where the next message, or the next room's first, begins. Attachments, authors and emoji have
# ids as well, but no type right after it.
_NEXT = re.compile(
    r',\s*(?=\{\s*"id"\s*:\s*"?-?\d{1,40}"?\s*,\s*"type"\s*:)|(?P<other>"messages"\s*:\s*\[)'
)
_CLOSED = re.compile(r"\]\s*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An object or array named in `descend` begins."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value, decoded. Elements of an array have "*" for a key."""

    path: Path
    value: object
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Here the file is no JSON. `final`: nothing after it could be read."""

    line: int
    detail: str
    final: bool = False


Piece = Entered | Found | Broken


class _LostError(Exception):
    """No way on."""


class JsonStream:
    """Walks through the text once."""

    def __init__(self, chunks: Iterator[str], descend: frozenset[Path]) -> None:
        self._chunks = chunks
        self._descend = descend
        self._decoder = json.JSONDecoder(strict=False)
        self._buffer = ""
        self._at = 0
        self._counted = 0  # up to this place of the buffer line ends were counted
        self._line = 1

    def __iter__(self) -> Iterator[Piece]:
        try:
            yield from self._value(())
        except _LostError as error:
            yield Broken(line=self._here(), detail=str(error), final=True)
            return
        except (ValueError, RecursionError) as error:
            yield Broken(line=self._here(), detail=_why(error), final=True)
            return
        if self._peek():
            yield Broken(line=self._here(), detail="something follows the end", final=True)

    def _value(self, path: Path) -> Iterator[Piece]:
        first = self._peek()
        if not first:
            msg = "the file ends in the middle"
            raise _LostError(msg)
        if path in self._descend and first in "{[":
            yield Entered(path=path)
            self._at += 1
            yield from self._object(path) if first == "{" else self._array(path)
            return
        line = self._here()
        yield Found(path=path, value=self._decode(), line=line)

    def _object(self, path: Path) -> Iterator[Piece]:
        while (sign := self._peek()) != "}":
            if sign == ",":
                self._at += 1
                continue
            if sign != '"':
                raise _LostError("the file ends in the middle" if not sign else "expected a name")
            key = str(self._decode())
            if self._peek() != ":":
                msg = "expected a colon"
                raise _LostError(msg)
            self._at += 1
            yield from self._value((*path, key))
        self._at += 1

    def _array(self, path: Path) -> Iterator[Piece]:
        element = (*path, "*")
        while (sign := self._peek()) != "]":
            if sign == ",":
                self._at += 1
            elif not sign or element in self._descend:
                yield from self._value(element)
            else:
                yield from self._element(element)
        self._at += 1

    def _element(self, path: Path) -> Iterator[Piece]:
        line = self._here()
        try:
            value = self._decode()
        except (ValueError, RecursionError) as error:
            yield Broken(line=line, detail=_why(error))
            self._find_next()
            return
        yield Found(path=path, value=value, line=line)

    def _decode(self) -> object:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._may_be_cut(error) and self._more():
                    continue
                raise
            # A number may go on behind the cut: "1" of "1.5", "1" of "1e" and then "5".
            bare = not isinstance(value, (str, dict, list))
            if bare and end > len(self._buffer) - _CUT and self._more():
                continue
            self._at = end
            return value

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        if len(self._buffer) - self._at > MAX_VALUE:
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - _CUT

    def _peek(self) -> str:
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on: at least as much again as is held, so that long values cost no square."""
        held = self._buffer[self._at :]
        pieces = [held]
        size = 0
        while size <= len(held) and (chunk := next(self._chunks, "")):
            pieces.append(chunk)
            size += len(chunk)
        if not size:
            return False
        self._here()
        self._counted = 0
        self._at = 0
        self._buffer = "".join(pieces)
        return True

    def _here(self) -> int:
        """The line of the place reached."""
        self._line += self._buffer.count("\n", self._counted, self._at)
        self._counted = max(self._counted, self._at)
        return self._line

    def _find_next(self) -> None:
        """Behind a broken message: go to the next one, or to the end of its array."""
        self._at += 1
        while True:
            found = _NEXT.search(self._buffer, self._at)
            if found is not None and found["other"] is None:
                self._at = found.end()
                return
            if found is not None:
                self._go_to_close(found.start())
                return
            self._at = max(self._at, len(self._buffer) - _KEPT)
            if not self._more():
                self._go_to_close(len(self._buffer))
                return

    def _go_to_close(self, end: int) -> None:
        """The last `]` before the next room (or the file's end) closes our array."""
        closes = [found.start() for found in _CLOSED.finditer(self._buffer, self._at, end)]
        if not closes:
            msg = "no message was found behind the broken one"
            raise _LostError(msg)
        self._at = closes[-1]


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else "a number too long"
