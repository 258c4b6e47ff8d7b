"""Answers about the life of plans: what was missed, what a word did, what an edit changes."""

from datetime import date, datetime, time
from typing import Any

from pydantic import Field, model_validator

from bot.core.plan_changes import How
from bot.web.endpoint import Listed
from bot.web.views.base import View
from bot.web.views.work import Run


class MissedStep(View):
    """A step, or some beats of one, whose time passed while its run was paused."""

    run: int
    room: int
    room_name: str
    step: str
    fate: str = Field(description="lost, plan_b, asked or said_late")
    zone: str
    first: datetime
    last: datetime
    times: int
    why: str


class ResumedAll(Listed[Run]):
    """Runs that go on, and what their pause has cost."""

    missed: list[MissedStep]


class ResumedRun(Run):
    """A run that goes on, and what its pause has cost."""

    missed: list[MissedStep]


class WordOnStep(View):
    """What came of a word on a step in one room."""

    run: int
    room: int
    room_name: str
    step: str
    done: bool
    what: str = Field(description="what happens now, or why nothing changed")
    due: datetime | None

    @model_validator(mode="before")
    @classmethod
    def _of_run(cls, word: Any) -> Any:  # noqa: ANN401 (what the desk gives)
        run = getattr(word, "run", None)
        if run is None or isinstance(run, int):
            return word
        return {
            "run": run.id,
            "room": run.room,
            "room_name": run.room_name,
            "step": word.step,
            "done": word.done,
            "what": word.what,
            "due": word.due,
        }


class FieldChange(View):
    """One thing about a step that is different."""

    what: str
    before: str
    after: str


class StepChange(View):
    """A step of the plan that is added (+), changed (~) or removed (-)."""

    step: str
    sign: str
    fields: list[FieldChange]


class DatedChange(View):
    """A dated step in one room: +, ~, -, = (stays, it was said), ! (too late to be said)."""

    run: int
    room: int
    room_name: str
    step: str
    sign: str
    local_date: date
    local_time: time
    zone: str
    due: datetime
    was_due: datetime | None
    why: str


class Counts(View):
    """How many dated steps have each sign."""

    added: int
    changed: int
    removed: int
    stays: int
    late: int


class PlanDiff(View):
    """What a text of a plan would change."""

    plan: str
    before: str = Field(description="the version that counts; empty where none does")
    after: str
    applied: bool = False
    kept_as: str = Field(default="", description="the copy of what the plan's file said")
    steps: list[StepChange]
    dated: list[DatedChange]
    dated_left_out: int = Field(default=0, description="further ones, beyond the first 5000")
    counts: Counts
    rooms: int = Field(description="in which something is different")
    runs: int = Field(description="live ones that were looked at")


class PlanEdition(View):
    """One time that a text of a plan came into force."""

    id: int
    plan: str
    version: str
    how: How
    author: str
    reason: str
    at: datetime
    rooms: int
