"""Finding one person's names and words in texts that were written about them: pure.

Our own posts, alerts and tasks quote people. What is surely about the person is emptied whole
(`WHOLE`), or loses every name of theirs (`NAMED`); of all other texts (`LOOSE`) only what cannot
be anybody else's is taken out: ids of the platform, names that nobody else bears, and lines that
quote a message of theirs.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import chain
from typing import Any

ERASED = "[erased]"  # stands where something was; consoles show it in their language
WITH_A_HOLE = "其中提到一位已删除数据的人，已换成 [erased]；可以照这样放行，也可以取消"  # when held
OPENING = 12  # characters of a message by which a quotation of it is known
SHORTEST = 8  # a message as short as "谢谢老师" is said by everybody
_SHORTEST_NAME = 2
_SHORTEST_REF = 5  # ids that are shorter are found only where they stand alone
# Fields of JSON that hold words; the others hold kinds, keys and states, which are read again.
_WORDS = frozenset({"text", "name", "url", "description"})
_STUDENT = ("student_id", "student")


class Tie(IntEnum):
    """How surely a text is about the person."""

    LOOSE = 0
    NAMED = 1
    WHOLE = 2


@dataclass(slots=True, kw_only=True)
class Openings:
    """The first characters of a person's messages, and when they were said first."""

    said: dict[str, int] = field(default_factory=dict)  # microseconds since 1970

    def add(self, text: str, at: int) -> None:
        """A message, or a line of one."""
        for line in text.splitlines():
            start = line.strip()[:OPENING]
            if len(start) >= SHORTEST:
                self.said[start] = min(at, self.said.get(start, at))

    def in_line(self, line: str, at: int) -> bool:
        """Whether a line that was written then quotes one of them."""
        return any(self.said[start] <= at for start in self._within(line))

    def ours(self, text: str, at: int) -> None:
        """We said that: whoever said it later repeated us, and it is not their words."""
        for start in list(self._within(text)):
            if self.said[start] > at:
                del self.said[start]

    def _within(self, text: str) -> Collection[str]:
        found = set()
        for length in range(SHORTEST, OPENING + 1):
            for place in range(len(text) - length + 1):
                part = text[place : place + length]
                if part in self.said:
                    found.add(part)
        return found


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What a person is known by: names, accounts, numbers, and what they said."""

    students: frozenset[int]
    identities: frozenset[int]
    names: tuple[str, ...]
    refs: Mapping[str, Collection[str]]  # by channel
    shared: frozenset[str] = frozenset()  # names that others bear as well
    subjects: frozenset[str] = frozenset()  # of the audit: "person:10001", "case:7", "alert:3"
    openings: Openings = field(default_factory=Openings)

    @cached_property
    def all_refs(self) -> frozenset[str]:
        """The ids of all accounts, whatever their channel."""
        return frozenset(chain.from_iterable(self.refs.values()))

    @cached_property
    def _lone(self) -> re.Pattern[str] | None:
        names = [n for n in self.names if len(n) >= _SHORTEST_NAME and n not in self.shared]
        return _any_of([*names, *(ref for ref in self.all_refs if len(ref) >= _SHORTEST_REF)])

    @cached_property
    def _every(self) -> re.Pattern[str] | None:
        # A name of one letter stands in every word: in texts it counts only where it is called.
        short = [f"@{name}" for name in self.names if len(name) < _SHORTEST_NAME]
        return _any_of(
            [*short, *(n for n in self.names if len(n) >= _SHORTEST_NAME), *self.all_refs]
        )

    def clean(self, text: str, tie: Tie, at: int) -> str:
        """A text that was written at a time (microseconds), without the person in it."""
        if tie is Tie.WHOLE:
            return ERASED if text else text
        pattern = self._every if tie is Tie.NAMED else self._lone
        if not self.openings.said:
            return _without(pattern, text)
        return "".join(
            _marked(line) if self.openings.in_line(line, at) else _without(pattern, line)
            for line in text.splitlines(keepends=True)
        )

    def nameless(self, text: str, tie: Tie) -> str:
        """What somebody else said, without the person's names; their own words are theirs."""
        return _without(self._every if tie is Tie.NAMED else self._lone, text)

    def clean_json(self, value: Any, tie: Tie, at: int) -> Any:  # noqa: ANN401 (a JSON value)
        """The same of everything in a JSON value; what is about the person is seen by its ids."""
        if isinstance(value, str):
            alone = value in self.all_refs or (tie is Tie.NAMED and value in self.names)
            return ERASED if alone else self.clean(value, tie, at)
        if isinstance(value, list):
            return [self.clean_json(inner, tie, at) for inner in value]
        if isinstance(value, dict):
            about = max(tie, Tie.NAMED) if self._about(value) else tie
            return {key: self._field(key, inner, about, at) for key, inner in value.items()}
        return value

    def _field(self, key: str, value: Any, tie: Tie, at: int) -> Any:  # noqa: ANN401 (a JSON value)
        """Of a value that is about the person, the fields that hold words are emptied."""
        if tie is not Tie.WHOLE or isinstance(value, dict):
            return self.clean_json(value, tie, at)
        if isinstance(value, str) and key in _WORDS:
            return self.clean(value, tie, at)
        return self.clean_json(value, Tie.NAMED, at)

    def _about(self, value: Mapping[str, Any]) -> bool:
        if any(isinstance(one, str) and one in self.all_refs for one in value.values()):
            return True
        return any(value.get(key) in self.students for key in _STUDENT if _number(value.get(key)))


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """The longest first, so that no part of a name is left."""
    found = sorted({word for word in words if word}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found))) if found else None


def _without(pattern: re.Pattern[str] | None, text: str) -> str:
    return text if pattern is None else pattern.sub(ERASED, text)


def _marked(line: str) -> str:
    return ERASED + line[len(line.rstrip("\r\n")) :]
