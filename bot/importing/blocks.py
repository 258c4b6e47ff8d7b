"""Text exports: a header line with time and name, then the words, on as many lines as it takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.importing.source import Source
from bot.importing.values import Aside

_ENOUGH = 0.7  # of the headers follow an empty line: then all do


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who speaks, and when. `sender` "" is the platform itself."""

    at: datetime
    sender: str
    name: str = ""
    words: str = ""  # what already stands behind the header on its line


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line that is about the file, not talk: it ends the block before it."""

    room: str = ""  # what follows was said in this room


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A header with its words."""

    header: Header
    text: str
    line: int


Judge = Callable[[str], Header | Notice | Aside | None]


@dataclass(slots=True)
class _Open:
    header: Header
    line: int
    words: list[str] = field(default_factory=list)

    def block(self) -> Block:
        return Block(header=self.header, text="\n".join(self.words).strip("\n"), line=self.line)


def needs_gap(sample: str, judge: Judge) -> bool:
    """Whether this file has an empty line before each header: then others are just words."""
    gaps = headers = 0
    before = ""
    for line in sample.split("\n"):
        bare = line.rstrip("\r")
        if isinstance(judge(bare), Header):
            headers += 1
            gaps += not before.strip()
        before = bare
    return headers > 1 and gaps >= headers * _ENOUGH


def blocks(source: Source, judge: Judge, *, gap: bool) -> Iterator[Block | Notice | Aside]:
    """The file's blocks in order; lines before the first header are no talk."""
    current: _Open | None = None
    empty = True
    for number, line in source.lines():
        found = _found(line, judge)
        if gap and not empty and isinstance(found, Header):
            found = None  # somebody's words, which look like a header
        empty = not (line or "").strip()
        if found is None:
            if current is not None and line is not None:
                current.words.append(line)
            continue
        if current is not None:
            yield current.block()
            current = None
        if isinstance(found, Header):
            current = _Open(found, number, [found.words] if found.words else [])
        else:
            yield replace(found, line=number) if isinstance(found, Aside) else found
    if current is not None:
        yield current.block()


def _found(line: str | None, judge: Judge) -> Header | Notice | Aside | None:
    return Aside(line=0, kind="the line is too long") if line is None else judge(line)
