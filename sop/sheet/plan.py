"""A plan from the tables of a spreadsheet, with everything that could not be read, by cell."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sop.sheet.casting import Casting, CastSeat
from sop.sheet.cells import MOST_ROWS, Sheet, Unread
from sop.sheet.headings import Column, Headings, column_of, find_headings
from sop.sheet.rows import (
    Cells,
    Reading,
    read_feedback,
    read_messages,
    read_seat,
    read_title,
    read_when,
    sheet_day,
    take_day,
)
from sop.sheet.times import time_in
from sop.sheet.writing import Written, write_plan

_MOST_MESSAGES = 20
_MOST_STEPS = 2000
_GIVEN_ID = re.compile(r"[A-Za-z][\w-]{0,50}\Z", re.ASCII)
_SAYING = (Column.CONTENT, Column.LINK, Column.MEDIA)
_NEEDED = "content, and a day or a time (内容, 日期, 时间)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A plan's text, and what of the table is not in it."""

    source: str  # "" where no row could be read
    steps: int
    unread: tuple[Unread, ...]


def make_plan(
    sheets: Sequence[Sheet], *, name: str, title: str, casting: Casting, today: date
) -> Made:
    """Read every sheet; rows become steps in their order."""
    steps: list[Written] = []
    seats: dict[str, CastSeat] = {}
    unread: list[Unread] = []
    for sheet in sheets:
        unread += _of_sheet(sheet)
        reading = Reading(
            casting=casting, today=today, day=sheet_day(sheet.name, today), seats=seats
        )
        steps += _read_sheet(sheet, reading)
        unread += reading.unread
    for step in steps[_MOST_STEPS:]:
        unread.append(Unread(where=str(step.keys["id"]), what=f"a plan has {_MOST_STEPS} steps"))
    steps = _with_ids(steps[:_MOST_STEPS])
    used = {str(part) for step in steps for part in _seats_of(step)}
    cast = {key: seat.written for key, seat in seats.items() if key in used}
    source = write_plan(name, title, cast, steps) if steps else ""
    return Made(source=source, steps=len(steps), unread=tuple(unread))


def _of_sheet(sheet: Sheet) -> Iterator[Unread]:
    if sheet.pictures:
        what = f"{sheet.pictures} pictures lie on the sheet; put them into the plan folder"
        yield Unread(where=sheet.name, what=what)
    if sheet.cut:
        yield Unread(where=sheet.name, what=f"only the first {MOST_ROWS} rows are read")


def _read_sheet(sheet: Sheet, reading: Reading) -> list[Written]:
    headings = find_headings(sheet)
    if headings is None:
        if any(sheet.cell(row, 1 + column).text for row, column in _places(sheet)):
            what = f"no row of headings was found; a table needs {_NEEDED}"
            reading.unread.append(Unread(where=f"{sheet.name}!A1", what=what))
        return []
    for cell in headings.unknown:
        reading.note(cell, f"the column {cell.shown} is not known, and left out")
    steps: list[Written] = []
    for row in range(headings.row + 1, len(sheet.rows) + 1):
        _read_row(_cells(sheet, headings, row), steps, reading)
    return steps


def _places(sheet: Sheet) -> list[tuple[int, int]]:
    return [
        (row, column) for row, cells in enumerate(sheet.rows, 1) for column in range(len(cells))
    ]


def _cells(sheet: Sheet, headings: Headings, row: int) -> Cells:
    return {column: sheet.cell(row, number) for column, number in headings.columns.items()}


def _read_row(cells: Cells, steps: list[Written], reading: Reading) -> None:
    written = [cell for column, cell in cells.items() if column is not Column.IGNORED and cell.text]
    if not written or _is_heading(cells):
        return
    if not any(column in cells and cells[column].text for column in _SAYING):
        if not take_day(cells, reading):
            what = "this row says nothing: no content, no link, no file; it is left out"
            reading.note(written[0], what)
        return
    if _goes_on(cells, reading.above):
        _go_on(cells, steps, reading)
        return
    before = len(reading.unread)
    reading.above = cells
    step = _read_step(cells, reading)
    reading.said = step is not None
    if step is not None:
        step.remarks = [str(one) for one in reading.unread[before:]]
        steps.append(step)


def _is_heading(cells: Cells) -> bool:
    """Long tables repeat their headings."""
    named = [column_of(cell.text) is column for column, cell in cells.items() if cell.text]
    return len(named) > 1 and all(named)


def _goes_on(cells: Cells, above: Cells) -> bool:
    """Neither day, time nor role of its own: one more message of the row above.

    A day that is merged over several rows stands in each of them.
    """
    told = (Column.TIME, Column.ROLE, Column.TITLE, Column.EXPECT, Column.FALLBACK)
    if any(column in cells and cells[column].text for column in told):
        return False
    day, was = cells.get(Column.DAY), above.get(Column.DAY)
    if day is None or not day.text:
        return True
    return was is not None and day.text == was.text and time_in(day.plain) is None


def _go_on(cells: Cells, steps: list[Written], reading: Reading) -> None:
    first = next(cells[column] for column in _SAYING if column in cells and cells[column].text)
    if not reading.said:
        reading.note(first, "this row goes on from one that is left out; it is left out too")
        return
    keys = steps[-1].keys
    messages = [*_messages_of(keys), *read_messages(cells, "", reading)]
    if len(messages) > _MOST_MESSAGES:
        reading.note(first, f"a step has at most {_MOST_MESSAGES} messages; this one is left out")
        return
    keys.pop("media", None)
    keys["say"] = messages


def _messages_of(keys: dict[str, object]) -> list[dict[str, object]]:
    said = keys.get("say", "")
    if isinstance(said, list):
        return said
    text: dict[str, object] = {"text": said} if said else {}
    return [text | ({"media": keys["media"]} if "media" in keys else {})]


def _read_step(cells: Cells, reading: Reading) -> Written | None:
    when = read_when(cells, reading)
    seat = read_seat(cells, reading)
    if when is None or seat is None:
        return None
    title = read_title(cells)
    messages = read_messages(cells, title, reading)
    if not messages:
        return None
    keys: dict[str, object] = {"id": _given_id(cells)}
    keys |= {"title": title} if title else {}
    keys |= {"seat": seat.key, "when": when}
    if len(messages) > 1:
        keys["say"] = messages
    else:
        keys |= {"say": messages[0]["text"]} if "text" in messages[0] else {}
        keys |= {"media": messages[0]["media"]} if "media" in messages[0] else {}
    feedback = read_feedback(cells, reading)
    return Written(keys=keys | feedback | _counting(feedback))


def _counting(feedback: dict[str, object]) -> dict[str, object]:
    """Clicks are counted where they are expected."""
    expect = feedback.get("expect")
    return {"count_clicks": True} if isinstance(expect, dict) and "clicks" in expect else {}


def _given_id(cells: Cells) -> str:
    cell = cells.get(Column.ID)
    return cell.text if cell is not None and _GIVEN_ID.match(cell.text) else ""


def _with_ids(steps: Sequence[Written]) -> list[Written]:
    """Every step with an id of its own: the table's, else of its day and time."""
    taken = {str(step.keys["id"]) for step in steps}  # by the table, or by a step before
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    for step in steps:
        name = str(step.keys["id"])
        if not name or name in seen:
            name = _free(name or _id_of(step.keys["when"]), taken, numbers)
            taken.add(name)
        seen.add(name)
        step.keys["id"] = name
    return list(steps)


def _free(base: str, taken: Collection[str], numbers: dict[str, int]) -> str:
    """The id with the next number that nobody has; `numbers` remembers how far it came."""
    name = base
    while name in taken:
        numbers[base] = numbers.get(base, 1) + 1
        name = f"{base}-{numbers[base]}"
    return name


def _id_of(when: object) -> str:
    parts = dict(when) if isinstance(when, dict) else {}
    at = str(parts.get("at", "")).replace(":", "")
    if "day" in parts:
        return f"d{parts['day']}-{at}"
    if "event_day" in parts:
        days = int(str(parts["event_day"]))
        return f"{'before' if days < 0 else 'after'}{abs(days)}-{at}" if days else f"event-{at}"
    if "date" in parts:
        return f"on{str(parts['date']).replace('-', '')}-{at}"
    every = parts.get("every", "")
    return f"{'-'.join(every) if isinstance(every, list) else str(every).replace('_', '-')}-{at}"


def _seats_of(step: Written) -> list[object]:
    follows = step.keys.get("otherwise", [])
    others = [one["seat"] for one in follows if "seat" in one] if isinstance(follows, list) else []
    return [step.keys["seat"], *others]
