"""Mistakes in files and what the API refuses, told in Chinese: one place for all of them.

Whoever finds a mistake says it in English. Here the sentence is known again by its fixed parts
and said in Chinese; one that is not in the tables stays as it is.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from bot.core import chinese_plans, chinese_refusals, chinese_requests, chinese_sentences
from bot.core.chinese_sentences import AROUND, WORDED

Tongue = Literal["zh", "en"]

_NEAR = re.compile(r'; did you mean "([^"]*)"\?')
_HOLE = re.compile(r"\{(\w+)\}")
_LONGEST = 4000  # characters of a sentence that is looked for


def say_in(tongue: Tongue, what: str) -> str:
    """What is wrong, in that language."""
    return chinese(what) if tongue == "zh" else what


def tongue_of(environment: Mapping[str, str], wanted: str = "") -> Tongue:
    """The language that was asked for, else the one of the terminal (LANGUAGE, LC_ALL, LANG)."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    told = wanted or next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if told.lower().startswith("zh") else "en"


def chinese(what: str) -> str:
    """What is wrong, in Chinese."""
    near = _NEAR.search(what[:_LONGEST])
    plain = what if near is None else what.replace(near[0], "", 1)
    told = _told(plain) if len(plain) <= _LONGEST else None
    if told is None:
        return what
    return told if near is None else f"{told}，是不是想写“{near[1]}”？"


def _told(what: str) -> str | None:
    for pattern, sentence in _sentences():
        if found := pattern.fullmatch(what):
            return _HOLE.sub(lambda hole: _filled(hole[1], found[hole[1]]), sentence)
    return None


def _filled(name: str, value: str) -> str:
    return (_told(value) or value) if name in WORDED else value


@lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every sentence as a pattern: what stands around others first, then what says the most."""
    tables = (chinese_plans, chinese_sentences, chinese_refusals, chinese_requests)
    pairs = [pair for table in tables for pair in table.SENTENCES]
    pairs.sort(key=lambda pair: (pair not in AROUND, -len(_HOLE.sub("", pair[0]))))
    return tuple((_pattern(english), sentence) for english, sentence in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    parts: list[str] = []
    end = 0
    for hole in _HOLE.finditer(english):
        parts += [re.escape(english[end : hole.start()]), f"(?P<{hole[1]}>.+?)"]
        end = hole.end()
    return re.compile("".join([*parts, re.escape(english[end:])]), re.DOTALL)
