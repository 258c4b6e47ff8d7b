"""A step in one run, with what is laid out of it, and what came of a word on it."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.plan_changes import Override
from bot.core.plans import MAY_BE_SAID, Occurrence, Run, StepState
from sop.beats import Slot
from sop.model import ONCE, Plan, Step
from sop.plan import zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What came of a word on a step in one room."""

    run: Run
    step: str
    done: bool
    what: str  # what happens now, or why nothing changed
    due: datetime | None = None  # when the step comes now, where that is known
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The step in one run: when the plan has it, and what is laid out of it."""

    run: Run
    plan: Plan
    step: Step
    slots: tuple[Slot, ...]
    rows: tuple[Occurrence, ...]
    moves: tuple[Override, ...]

    @property
    def zone(self) -> str:
        """By which clocks the step is timed here."""
        return zone_of(self.plan, self.run)

    def word(self, what: str, *, done: bool = False, due: datetime | None = None) -> Word:
        """What is said of it."""
        return Word(run=self.run, step=self.step.id, done=done, what=what, due=due, zone=self.zone)

    @property
    def waiting(self) -> list[Occurrence]:
        """What is laid out of it and did not leave yet."""
        return [row for row in self.rows if row.state is StepState.PLANNED]

    @property
    def too_late(self) -> str:
        """Why nothing can be said about it any more; "" where something can."""
        once = isinstance(self.step.when, ONCE)
        mine = [row for row in self.rows if once or self.slots]
        if any(row.state in {StepState.QUEUED, StepState.DONE} for row in mine):
            return "said already, or on its way"
        held = next((row for row in mine if row.state in MAY_BE_SAID), None)
        return f"held: `groupkeeper sop say {held.id}` or `sop skip {held.id}`" if held else ""
