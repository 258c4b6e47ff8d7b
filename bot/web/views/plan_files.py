"""Answers about the files of plans: how they stand, their texts, what is wrong with them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import Field

from bot.core.located import Problem
from bot.core.located_chinese import Tongue, say_in
from bot.web.views.base import View


class PlanMistake(View):
    """One mistake, or one thing worth a second look, in the text of a plan."""

    line: int = Field(description="from 1")
    column: int = Field(description="from 1, in characters (not UTF-16 units)")
    what: str


class PlanChecked(View):
    """What `groupkeeper check` says of a text."""

    ok: bool = Field(description="whether it could come to count")
    name: str = Field(description="as the text calls its plan; empty where that cannot be read")
    version: str
    problems: tuple[PlanMistake, ...]
    warnings: tuple[PlanMistake, ...] = Field(description="sound, and yet worth a second look")


class PlanStanding(View):
    """A plan: what its file says, what counts, and where it runs."""

    name: str
    title: str = Field(description="empty where no sound text of it is known")
    about: str
    steps: int
    needs_event: bool = Field(description="it leads up to an event, which a start has to name")
    file: str = Field(description="the name of its file; empty where there is none")
    written: str = Field(description="the version that its file has; empty where there is none")
    counts: str = Field(description="the version that counts; empty where none ever did")
    waits: bool = Field(description="its file is sound and says something else than what counts")
    mistakes: int = Field(description="in its file, which does not count as long as it has any")
    active: int = Field(description="rooms in which it runs")
    paused: int
    since: datetime | None = Field(description="from when what counts does")
    author: str


class PlanFile(View):
    """A plan with the text of its file, or with what counts where there is no file."""

    stands: PlanStanding
    apply: str = Field(description="on_save: a saved file counts at once; by_hand: when applied")
    source: str
    checked: PlanChecked


class PlanSaved(View):
    """What came of saving a text."""

    name: str
    version: str
    before: str = Field(description="the version that was there; empty: none")
    counts: bool = Field(description="whether the rooms go by it now")
    rooms: int = Field(description="in which something is different by it")
    kept_as: str = Field(description="the copy of what the file said; empty where none was needed")


class PlanSchema(View):
    """What an editor of plans offers: the schema, who can hold seats, what can be posted."""

    json_schema: dict[str, Any]
    accounts: tuple[str, ...] = Field(description="bot accounts: the channels of config.yaml")
    staff: tuple[str, ...] = Field(description="colleagues")
    files: tuple[str, ...] = Field(
        default=(), description="files below the plan folder, at most 500, for `image`, `file` …"
    )
    pieces: tuple[str, ...] = Field(
        default=(), description="ids of the content library, for `content`"
    )


class PlanTemplate(View):
    """A plan that comes with groupkeeper."""

    name: str
    title: str
    about: str
    steps: int
    needs_event: bool


class PlanTemplateText(PlanTemplate):
    """A plan that comes with groupkeeper, with its text."""

    source: str


class PreviewRoom(View):
    """A room in which a plan would begin."""

    id: int
    name: str


class WouldSay(View):
    """A step that would be said."""

    step: str
    title: str
    seat: str
    person: str = Field(description="who would get it as a task; empty: a bot account says it")
    text: str = Field(
        description="as it is written, shortened; facts are filled in when it is said"
    )
    alert: bool = Field(description="told to the staff, not said in the room")
    due: datetime | None = Field(description="null: it follows a step or an event")
    past: bool = Field(description="too late by now: it would not be said")
    after: str = Field(description="the step that it follows")
    event: str = Field(description="what it answers to")


class PlanPreview(View):
    """What a plan would say when, were it started so."""

    plan: str
    rooms: tuple[PreviewRoom, ...] = Field(description="in which it would begin")
    running: tuple[PreviewRoom, ...] = Field(
        description="in which it runs already: nothing changes there"
    )
    zone: str = Field(description="of the room whose times are shown")
    zones: int = Field(description="different clocks among the rooms")
    dated: tuple[WouldSay, ...]
    left_out: int = Field(description="further dated ones")
    until: datetime = Field(description="up to here they were looked for")
    following: tuple[WouldSay, ...]


def told(checked: Any, tongue: Tongue, folder: str) -> dict[str, Any]:  # noqa: ANN401 (bot.plan_life.checking.Checked)
    """What was found, in a language, without the folders of this machine."""

    def lines(found: Iterable[Problem]) -> list[dict[str, Any]]:
        return [
            {
                "line": one.line,
                "column": one.column,
                "what": say_in(tongue, one.what).replace(folder, ""),
            }
            for one in found
        ]

    return {
        "ok": not checked.problems,
        "name": checked.name,
        "version": checked.version,
        "problems": lines(checked.problems),
        "warnings": lines(checked.warnings),
    }
