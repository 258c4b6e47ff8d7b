"""What no single step shows: seats that are missing, steps that wait for themselves, texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean
from sop.checks_bonds import bond_problems
from sop.checks_says import Source, text_problems
from sop.checks_seats import holder_problems, may_problems
from sop.checks_times import time_problems
from sop.pieces import Pieces
from sop.render import condition_mistakes, text_mistakes
from sop.workdays import calendar_mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who there is to hold seats."""

    accounts: frozenset[str]
    staff: frozenset[str]


def plan_problems(
    pieces: Pieces, located: Located, cast: Cast | None, source: str = ""
) -> list[Problem]:
    """Every mistake in the bonds between the parts of a plan, and in its texts."""
    read = Source(located=located, lines=tuple(source.split("\n")))
    found = list(bond_problems(pieces, located))
    if cast is not None:
        found += holder_problems(pieces, located, cast.accounts, cast.staff)
    if what := calendar_mistake(pieces.calendar):
        found.append(located.problem(("calendar",), what))
    else:
        found += time_problems(pieces, located)
    found += may_problems(pieces, located)
    found += _seats_named(pieces, located)
    found += text_problems(pieces, read)
    for number, written in pieces.broken.items():
        found += _broken_step_problems(("steps", number), written, read)
    return found


def _seats_named(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """Seats that steps name and that nobody defined, in broken steps too."""
    named = [((*one.path, "seat"), one.step.seat) for one in pieces.placed]
    for number, written in pieces.broken.items():
        at = ("steps", number)
        follows = [
            ((*at, branch, place), follow)
            for branch in ("otherwise", "then")
            for place, follow in enumerate(_listed(written.get(branch)))
        ]
        for path, one in ((at, written), *follows):
            seat = one.get("seat") if isinstance(one, Mapping) else None
            named += [((*path, "seat"), seat)] if isinstance(seat, str) else []
    for path, seat in named:
        # a follow that names no seat has that of its step, where it is told already
        if seat not in pieces.seat_names and path in located.values:
            near = did_you_mean(seat, pieces.seat_names)
            known = ", ".join(sorted(pieces.seat_names)) or "none is defined"
            yield located.problem(path, f"no seat {seat!r}{near}; use one of: {known}")


def _broken_step_problems(
    at: tuple[str | int, ...], written: Mapping[str, object], read: Source
) -> Iterator[Problem]:
    """The texts and the condition of a step that is wrong elsewhere."""
    said, condition = written.get("say"), written.get("only_if")
    texts = [((*at, "say"), said)]
    texts += [
        ((*at, "say", place, "text"), one.get("text"))
        for place, one in enumerate(_listed(said))
        if isinstance(one, Mapping)
    ]
    for path, text in texts:
        if isinstance(text, str):
            for what in text_mistakes(text):
                yield read.problem(path, what)
    if isinstance(condition, str) and condition.strip():
        for what in condition_mistakes(condition):
            yield read.problem((*at, "only_if"), what)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
