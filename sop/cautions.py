"""What is sound in a plan and yet hardly as it was meant: told by `check`, refused by nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean
from bot.core.located_yaml import Path
from sop.cautions_cards import Lacking, lacking_cards
from sop.content import Library, LoadedContent
from sop.facts import SAMPLE
from sop.model import Every, OnDate, Seat, Step
from sop.parse import pieces_of
from sop.pieces import Part, Pieces, parts_of, texts_of
from sop.render import MAX_OUTPUT, TextRefused, facts_named, render
from sop.workdays import is_known

_AHEAD = timedelta(days=60)  # a rhythm without an end is looked at for so long
_LIMITLESS: Mapping[str, Any] = {
    **SAMPLE,
    "sign_ups": {**SAMPLE["sign_ups"], "limit": None, "left": None},
}
_CALENDAR_WORDS = frozenset({"working_day", "holiday"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """On which day and against what a plan is looked at."""

    today: date
    library: Library | None = None  # None: not known, not checked
    longest: int = MAX_OUTPUT  # characters that the shortest-spoken channel takes in one post
    lacking: Lacking = field(default_factory=dict)  # the cards that accounts cannot post


def cautions(located: Located, checking: Checking) -> list[Problem]:
    """Everything worth a second look, by line; the plan may have mistakes elsewhere."""
    pieces = pieces_of(located)
    found = [
        *_past(pieces, located, checking.today),
        *_unannounced(pieces, located, checking.today),
        *_long(pieces, located, checking.longest),
        *_limitless(pieces, located),
        *lacking_cards(pieces, located, checking.lacking, checking.library),
    ]
    if checking.library is not None:
        found += _content(pieces, located, checking.library)
    return sorted(set(found))


def _past(pieces: Pieces, located: Located, today: date) -> Iterator[Problem]:
    for number, step in pieces.steps.items():
        path: Path = ("steps", number, "when")
        match step.when:
            case OnDate(date=day) if day < today:
                what = (
                    f"{day} has passed (today is {today}); a run that begins now does not say this"
                )
                yield located.problem((*path, "date"), what)
            case Every(until=date() as last) if last < today:
                what = f"this ended on {last} (today is {today}); nothing more comes of it"
                yield located.problem((*path, "until"), what)


def _unannounced(pieces: Pieces, located: Located, today: date) -> Iterator[Problem]:
    """Rhythms of working days in years whose made-up days nobody has published yet."""
    for number, step in pieces.steps.items():
        when = step.when
        if not isinstance(when, Every) or not ({when.every, *when.not_on} & _CALENDAR_WORDS):
            continue
        last = when.until if isinstance(when.until, date) else today + _AHEAD
        years = range(today.year, min(last.year, today.year + 2) + 1)
        unknown = next((year for year in years if not is_known(pieces.calendar, year)), None)
        if unknown is not None:
            what = (
                f"the made-up days of {unknown} in calendar {pieces.calendar} are not known yet:"
                " Monday to Friday counts as working days there"
            )
            key = "every" if when.every in _CALENDAR_WORDS else "not_on"
            yield located.problem(("steps", number, "when", key), what)


def _long(pieces: Pieces, located: Located, longest: int) -> Iterator[Problem]:
    for placed in pieces.placed:
        for part in parts_of(placed):
            try:
                size = len(render(part.message.text, SAMPLE))
            except TextRefused:
                continue  # a mistake, and told as one
            if size > longest:
                posts = -(-size // longest)
                what = (
                    f"this text has {size} characters and goes out as {posts} posts; the channel"
                    f" takes {longest} in one"
                )
                yield located.problem(part.text, what)


def _limitless(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """Texts that speak of a limit as if every sign-up had one."""
    for placed in pieces.placed:
        for path, text in texts_of(placed):
            if "sign_ups" in facts_named(text) and not _stands(text, _LIMITLESS):
                what = (
                    "`sign_ups.limit` and `sign_ups.left` are not known where sign-up has no limit;"
                    " write {% if sign_ups.limit %} around them"
                )
                yield located.problem(path, what)


def _stands(text: str, facts: Mapping[str, Any]) -> bool:
    """Whether a text can be filled in, and does not say None."""
    try:
        return "None" not in render(text, facts)
    except TextRefused:
        return False


def _content(pieces: Pieces, located: Located, library: Library) -> Iterator[Problem]:
    for placed in pieces.placed:
        for part in parts_of(placed):
            name = part.message.content
            if name is None:
                continue
            piece = library.pieces.get(name)
            what = (
                f"no content {name!r} in the library{did_you_mean(name, library.pieces)}; write it"
                " before it is due"
                if piece is None
                else _objection(piece, placed.step, pieces.seats.get(placed.step.seat))
            )
            if what:
                yield located.problem(_place_of(part, located), what)


def _place_of(part: Part, located: Located) -> Path:
    path = (*part.path, "content")
    return path if path in located.values else part.path


def _objection(piece: LoadedContent, step: Step, seat: Seat | None) -> str:
    """Why a step can hardly say a piece that is there; "" where it can."""
    content = piece.content
    if piece.mistake:
        return f"the file of content {content.id!r} cannot be posted: {piece.mistake}"
    if isinstance(step.when, OnDate) and content.expires and step.when.date > content.expires:
        return f"content {content.id!r} is not said after {content.expires}, and this is later"
    if seat is not None and not content.may_be_said_by(step.seat, seat.role):
        return (
            f"seat {step.seat!r} may not say content {content.id!r}: its `seats` and `roles` say"
            " who may"
        )
    if seat is not None and seat.may is not None and content.kind not in seat.may:
        may = ", ".join(sorted(one.value for one in seat.may)) or "nothing"
        return (
            f"seat {step.seat!r} may not say {content.kind.value}, which content {content.id!r} is"
            f" (it may: {may})"
        )
    return ""
