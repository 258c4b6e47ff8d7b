"""What is said: texts, conditions, whom they name, and reactions that nobody could count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.ids import FIRST_STUDENT_ID
from bot.core.located import Located, Problem
from bot.core.located_yaml import Path
from sop.facts import FOR_LATECOMERS, ONLY_ON
from sop.model import LATECOMERS, Step
from sop.pieces import Pieces, Placed, texts_of
from sop.render import condition_mistakes, facts_named, facts_of_condition, text_mistakes

_IN_LINE = re.compile(r"line (\d{1,6}) of the text: ")
# the word of the text that a mistake is about
_MEANT = re.compile(r"(?:unknown \w+ |has no |^(?:in the condition: )?)'([\w.]{1,80})'")
_LAST_STUDENT_ID = 99999


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file as it is written, to point into the middle of its texts."""

    located: Located
    lines: tuple[str, ...]

    def problem(self, path: Path, what: str) -> Problem:
        """A mistake in the text at `path`, at the word that is meant where it can be found."""
        told = self.located.problem(path, what)
        inside = _IN_LINE.match(what)
        if told.line > len(self.lines):
            return told
        line, begin, what = told.line, told.column, told.what
        if inside and self.lines[line - 1][begin - 1 :].startswith("|"):
            line = min(line + int(inside[1]), len(self.lines))
            begin = 1 + len(self.lines[line - 1]) - len(self.lines[line - 1].lstrip())
            what = what[inside.end() :]
        column = _column(self.lines[line - 1], begin, what)
        return Problem(file=told.file, line=line, column=column, what=what)


def _column(line: str, begin: int, what: str) -> int:
    """Where in the line the word stands that is meant; `begin` where it cannot be found."""
    meant = _MEANT.findall(what)
    if not meant:
        return begin
    found = re.compile(rf"(?<!\w){re.escape(meant[-1])}(?!\w)").search(line, begin - 1)
    return begin if found is None else found.start() + 1


def text_problems(pieces: Pieces, read: Source) -> Iterator[Problem]:
    """Every mistake in what the steps say, and in when they say it."""
    for placed in pieces.placed:
        yield from _texts(placed, pieces, read)
        if len(placed.path) == 2:  # noqa: PLR2004 (a step of its own: only it has all the rest)
            yield from _condition(placed, pieces, read)
            yield from _mentioned(placed, pieces, read.located)
            yield from _uncountable(placed, read.located)
        if not isinstance(placed.step.say, str) and placed.step.say[0].pause is not None:
            path = (*placed.path, "say", 0, "pause")
            what = "nothing is said before the first message; its `pause` belongs to the second"
            yield read.located.problem(path, what)


def _texts(placed: Placed, pieces: Pieces, read: Source) -> Iterator[Problem]:
    for path, text in texts_of(placed):
        mistakes = text_mistakes(text)
        for what in (*mistakes, *_misplaced(facts_named(text), placed.step, pieces)):
            yield read.problem(path, what)


def _condition(placed: Placed, pieces: Pieces, read: Source) -> Iterator[Problem]:
    asked = placed.step.only_if
    path = (*placed.path, "only_if")
    if not asked.strip():
        return
    mistakes = condition_mistakes(asked)
    named = facts_of_condition(asked)
    for what in (*mistakes, *_misplaced(named, placed.step, pieces)):
        yield read.problem(path, what)
    if not mistakes and not named:
        what = "this condition compares no fact, so it is always the same; name one, such as day"
        yield read.problem(path, what)


def _misplaced(named: set[str], step: Step, pieces: Pieces) -> Iterator[str]:
    happening = pieces.happening_of(step)
    for name in sorted(named & set(ONLY_ON)):
        if happening not in ONLY_ON[name]:
            events = " or ".join(sorted(h.value for h in ONLY_ON[name]))
            yield f"{name!r} is known only in steps on an event ({events}), or after such a step"
    for name in sorted(named & FOR_LATECOMERS):
        if step.id != LATECOMERS:
            yield f"{name!r} is known only in what latecomers are told (`latecomers:` of the plan)"


def _mentioned(placed: Placed, pieces: Pieces, located: Located) -> Iterator[Problem]:
    step = placed.step
    for place, number in enumerate(step.mention):
        if not FIRST_STUDENT_ID <= number <= _LAST_STUDENT_ID:
            what = f"{number} is no student ID; they have five digits, such as {FIRST_STUDENT_ID}"
            yield located.problem((*placed.path, "mention", place), what)
    if step.mention_members and pieces.happening_of(step) is None:
        what = "`mention_members` names those whom an event is about, and this step is on none"
        yield located.problem((*placed.path, "mention_members"), what)


def _uncountable(placed: Placed, located: Located) -> Iterator[Problem]:
    """Reactions that can never be seen."""
    step, expect = placed.step, placed.step.expect
    if expect is None:
        return
    if step.alert.strip():
        what = "an alert is told to the staff; nobody in the room can answer it, so expect nothing"
        yield located.problem((*placed.path, "expect"), what)
    if expect.clicks is not None and not step.count_clicks:
        what = "clicks are counted only with `count_clicks: true` beside `expect`"
        yield located.problem((*placed.path, "expect", "clicks"), what)
