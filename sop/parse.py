"""A plan file as a plan, or every mistake in it at once."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.core.located import BrokenFile, Located, check_model, scan_yaml, with_empty_sections
from sop.checks import Cast, plan_problems
from sop.model import Latecomers, Plan, Seat, Step
from sop.pieces import Pieces

MAX_BYTES = 512 * 1024

P = TypeVar("P", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPlan:
    """A sound plan, with the text it was read from."""

    plan: Plan
    version: str  # changes whenever the text does
    source: str
    file: str


def parse_plan(source: str, *, file: str, cast: Cast | None = None) -> LoadedPlan:
    """Read a plan; raises BrokenFile with all mistakes by line.

    `cast` None: which accounts and colleagues exist is not known, and not checked.
    """
    located = with_empty_sections(Plan, scan_yaml(source, file=file, max_bytes=MAX_BYTES))
    plan, problems = check_model(Plan, located)
    problems += plan_problems(pieces_of(located), located, cast, source)
    if plan is None or problems:
        raise BrokenFile(problems)
    return LoadedPlan(plan=plan, version=version_of(source), source=source, file=file)


def version_of(source: str) -> str:
    """The version of a text: the same text, the same version."""
    return sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pieces_of(located: Located) -> Pieces:
    """Every seat and step that is sound by itself, so that their bonds can be checked too."""
    seats = located.data.get("seats")
    steps = located.data.get("steps")
    calendar = located.data.get("calendar")
    written = dict(enumerate(steps)) if isinstance(steps, list) else {}
    seats = seats if isinstance(seats, dict) else {}
    sound_seats = {name: _sound(Seat, seat) for name, seat in seats.items()}
    sound_steps = {number: _sound(Step, step) for number, step in written.items()}
    ids = [step.get("id") if isinstance(step, dict) else None for step in written.values()]
    return Pieces(
        seats={name: seat for name, seat in sound_seats.items() if seat is not None},
        seat_names=frozenset(sound_seats),
        steps={number: step for number, step in sound_steps.items() if step is not None},
        broken={
            number: step
            for number, step in written.items()
            if isinstance(step, dict) and sound_steps[number] is None
        },
        ids=tuple(name if isinstance(name, str) else None for name in ids),
        latecomers=_sound(Latecomers, located.data.get("latecomers")),
        calendar=calendar if isinstance(calendar, str) else "CN",
    )


def _sound(model: type[P], written: object) -> P | None:
    try:
        return model.model_validate(written)
    except ValidationError:
        return None
