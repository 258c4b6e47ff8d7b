"""A file to be read: its encoding found out, never loaded whole."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

MAX_LINE = 8 * 1024 * 1024  # characters; twice the longest text a message may have
SAMPLE = 128 * 1024  # characters that formats are recognised by
_CHUNK = 256 * 1024
_LOOK = 1024 * 1024  # bytes that decide on the encoding
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BROKEN = "\ufffd"


class Source:
    """One file, read as text. Bytes that fit no encoding become U+FFFD and are counted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.encoding = find_encoding(path)
        self.undecodable = 0  # characters U+FFFD met while reading
        self._raw: io.BufferedReader | None = None

    @property
    def position(self) -> int:
        """Bytes read so far, for a progress bar."""
        raw = self._raw
        return self.size if raw is None or raw.closed else raw.tell()

    def sample(self) -> str:
        """The beginning of the text."""
        with self._open() as text:
            return text.read(SAMPLE)

    def lines(self) -> Iterator[tuple[int, str | None]]:
        """Numbered lines without their ends; None for a line longer than `MAX_LINE`."""
        with self._open() as text:
            number = 0
            while line := text.readline(MAX_LINE):
                number += 1
                if len(line) == MAX_LINE and not line.endswith("\n"):
                    _skip_line(text)
                    yield number, None
                    continue
                if _BROKEN in line:
                    self.undecodable += line.count(_BROKEN)
                yield number, line.rstrip("\r\n")

    def chunks(self) -> Iterator[str]:
        """The text in pieces."""
        with self._open() as text:
            while chunk := text.read(_CHUNK):
                if _BROKEN in chunk:
                    self.undecodable += chunk.count(_BROKEN)
                yield chunk

    def _open(self) -> io.TextIOWrapper:
        self._raw = self.path.open("rb")
        return io.TextIOWrapper(self._raw, self.encoding, errors="replace", newline="\n")


def find_encoding(path: Path) -> str:
    """UTF-8, UTF-16, UTF-32 or GB18030: by the mark, by NUL bytes, by which errs less."""
    with path.open("rb") as raw:
        head = raw.read(_LOOK)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        if wide := _wide_without_mark(head):
            return wide
        # A long beginning in plain ASCII decides nothing: look at the first that is not.
        while head.isascii() and (further := raw.read(_LOOK)):
            head = further
    if head.isascii():
        return "utf-8"
    return "utf-8" if _errors(head, "utf-8") <= _errors(head, "gb18030") else "gb18030"


def _wide_without_mark(head: bytes) -> str:
    """Text of Latin letters and line ends in UTF-16 has NULs in every other place."""
    look = head[:2000]
    even, odd = look[0::2].count(0), look[1::2].count(0)
    few = len(look) // 20
    if odd > few and even * 10 < odd:
        return "utf-16-le"
    if even > few and odd * 10 < even:
        return "utf-16-be"
    return ""


def _errors(head: bytes, encoding: str) -> int:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(head).count(_BROKEN)  # a character cut at the end is no error


def _skip_line(text: io.TextIOWrapper) -> None:
    while (rest := text.readline(MAX_LINE)) and not rest.endswith("\n"):
        pass
