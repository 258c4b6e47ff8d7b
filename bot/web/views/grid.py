"""Answers about a plan's steps by its rooms."""

from datetime import datetime

from pydantic import Field

from bot.core.agenda import Standing
from bot.web.views.base import View
from bot.web.views.work import Run


class GridRow(View):
    """A step of the plan on one of its days."""

    step: str
    title: str
    seat: str
    person: str | None = Field(description="null: a bot account speaks")
    day: int | None = Field(
        description="of the run, from 1; null: it follows an event or another step"
    )
    time: str = Field(description="by the plan, on the clocks of the rooms")


class GridCell(View):
    """How a step stands in one room."""

    row: int = Field(description="its place among `rows` of the same answer, from 0")
    id: int | None = Field(description="of the dated step; null: not laid out yet")
    task: int | None
    standing: Standing
    due: datetime
    at: datetime | None = Field(description="when it was settled")
    who: str = Field(description="did it, is to do it, or decided about it")
    outcome: str
    count: int = Field(description="how often it came; the others are older")


class GridColumn(View):
    """A room in which the plan runs, or ran."""

    run: Run
    cells: list[GridCell]


class Grid(View):
    """A part of the grid: some columns, and the rows that occur in them."""

    rows: list[GridRow]
    items: list[GridColumn]
    next: str | None


class GridCounts(View):
    """How the steps of a plan stand; each counts once in every room in which it comes."""

    standings: dict[Standing, int]
    laid_out: int = Field(description="of them; the others follow from the plan and may change")
    total: int
