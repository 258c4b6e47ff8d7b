"""One row of a table as a step: day, time, who, what; and what of it could not be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from bot.core.short_links import links_in
from sop.render import text_mistakes
from sop.sheet.casting import Casting, CastSeat, seat_of
from sop.sheet.cells import Cell, Unread
from sop.sheet.days import Day, day_in, read_day
from sop.sheet.expecting import read_expectation
from sop.sheet.headings import Column
from sop.sheet.times import read_time, time_in

Cells = Mapping[Column, Cell]

_MOST_TEXT = 20_000
_MOST_ALERT = 500
_MOST_TITLE = 100
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp)(?:\?\S*)?\Z", re.IGNORECASE)
_LINE = re.compile(
    r"(?:[(（](?P<delay>(?:\d+[dhms])+)\s*后[)）])?\s*(?:(?P<who>[^:：\s]{1,20})[:：])?\s*(?P<what>.+)",
    re.DOTALL,
)
_SAYS = frozenset({"发", "说", "话术", "文案", "内容", "发送"})
_TELLS = frozenset({"提醒", "通知", "告知", "alert"})


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is known while the rows of one sheet are read, and what could not be."""

    casting: Casting
    today: date
    day: Day | None = None  # of the row before: tables write a day once
    role: Cell | None = None
    said: bool = False  # whether the row before became a step
    above: Cells = field(default_factory=dict)  # the last row that was one of its own
    seats: dict[str, CastSeat] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def note(self, cell: Cell, what: str) -> None:
        """Something of a cell is not in the plan as it stands there."""
        self.unread.append(Unread(where=cell.address, what=what))


def read_when(cells: Cells, reading: Reading) -> dict[str, object] | None:
    """`when` of the row; None, with a note, where it has no day or no time."""
    day_cell, time_cell = cells.get(Column.DAY), cells.get(Column.TIME)
    day, rest = _day(day_cell, reading)
    at = None if time_cell is None else read_time(time_cell)
    if at is None and time_cell is not None and time_cell.text:
        both = read_day(time_cell, reading.today)
        if both is not None and time_in(both.rest) is not None:
            day, at = both, time_in(both.rest)
            reading.day = both
        else:
            reading.note(time_cell, f"{time_cell.shown} is no time; write 20:00 or 晚上8点")
            return None
    at = at or rest
    if day is None or at is None:
        _tell_missing(cells, reading, day)
        return None
    return {**dict(day.when), "at": f"{at:%H:%M}"}


def _day(cell: Cell | None, reading: Reading) -> tuple[Day | None, time | None]:
    """The row's day, else that of the row above; and the time behind it."""
    if cell is None or not cell.text:
        return reading.day, None
    found = read_day(cell, reading.today)
    if found is None:
        if time_in(cell.plain) is not None:
            return reading.day, time_in(cell.plain)
        reading.day = None
        return None, None
    reading.day = found
    at = time_in(found.rest)
    if found.rest and at is None:
        reading.note(cell, f"“{found.rest}” behind the day is left out")
    return found, at


def take_day(cells: Cells, reading: Reading) -> bool:
    """Whether the row says nothing but a day, which holds for the rows below: D2 破冰日."""
    told = {column for column, cell in cells.items() if cell.text} - {Column.IGNORED, Column.ID}
    cell = cells.get(Column.DAY)
    if cell is None or not told <= {Column.DAY, Column.TITLE} or Column.DAY not in told:
        return False
    found = read_day(cell, reading.today)
    reading.day = found or reading.day
    return found is not None


def _tell_missing(cells: Cells, reading: Reading, day: Day | None) -> None:
    day_cell = cells.get(Column.DAY)
    if day is None and day_cell is not None and day_cell.text:
        reading.note(day_cell, f"{day_cell.shown} is no day; write D1, 第1天, 3月5日, T-3 or 周一")
        return
    where = cells.get(Column.TIME) or cells.get(Column.CONTENT) or next(iter(cells.values()))
    missing = "day" if day is None else "time"
    reading.note(where, f"this row has no {missing}; it is left out")


def sheet_day(name: str, today: date) -> Day | None:
    """The day that a sheet is called after: D1, 第一天."""
    found = day_in(name.casefold().strip(), today)
    return found if found is not None and not found.rest and not name.strip().isdigit() else None


def read_seat(cells: Cells, reading: Reading) -> CastSeat | None:
    """Who says it: the row's role, else that of the row above; None, noted, for a posing bot."""
    cell = cells.get(Column.ROLE)
    if cell is not None and cell.text:
        reading.role = cell
    named = reading.role or Cell(sheet="", row=0, column=0)
    seat = seat_of(named, reading.casting)
    if seat.posing:
        what = (
            f"“{seat.called}” is a customer's role, which no bot plays; say who of the staff"
            f" plays it: --person {seat.called}=NAME"
        )
        reading.note(cell or named, what)
        return None
    reading.seats.setdefault(seat.key, seat)
    return seat


def read_messages(cells: Cells, title: str, reading: Reading) -> list[dict[str, object]]:
    """What is said, as messages in a row; empty where the row says nothing that can be said."""
    text = read_text(cells.get(Column.CONTENT), reading)
    hanging = [
        one
        for one in (_card(cells.get(Column.LINK), text, title, reading), _media(cells, reading))
        if one is not None
    ]
    first: dict[str, object] = {"text": text} if text else {}
    if hanging:
        first["media"] = hanging[0]
    more: list[dict[str, object]] = [{"media": one} for one in hanging[1:]]
    return [first, *more] if first else []


def read_text(cell: Cell | None, reading: Reading) -> str:
    """A text to be said; braces that are no wording of ours are kept as they are written."""
    if cell is None or not cell.text:
        return ""
    text = _said_as_written(cell.text)
    if len(text) > _MOST_TEXT or text_mistakes(text):
        reading.note(cell, f"{cell.shown} cannot be said: {_why(text)}; it is left out")
        return ""
    return text


def _said_as_written(text: str) -> str:
    """The text; braces that are no wording of ours are kept as they are."""
    if not text_mistakes(text):
        return text
    return re.sub(r"\{[{%#]", lambda found: '{{ "' + found[0] + '" }}', text)


def _why(text: str) -> str:
    if len(text) > _MOST_TEXT:
        return f"it has {len(text)} characters, a post at most {_MOST_TEXT}"
    return text_mistakes(text)[0]


def _card(cell: Cell | None, text: str, title: str, reading: Reading) -> dict[str, object] | None:
    """The link as a card; one that stands in the text already needs none."""
    if cell is None or not cell.text:
        return None
    links = links_in(cell.text) or links_in(cell.link)
    if not links:
        reading.note(cell, f"{cell.shown} is no link; write https://...")
        return None
    if len(links) > 1:
        reading.note(cell, f"only the first of {len(links)} links is taken: a card has one")
    if links[0] in text:
        return None
    return {"link": links[0], **({"title": title} if title else {})}


def _media(cells: Cells, reading: Reading) -> dict[str, object] | None:
    cell = cells.get(Column.MEDIA)
    if cell is None or not cell.text:
        return None
    if not _WEB.match(cell.text):
        what = (
            f"{cell.shown} is no web address; put the file into the plan folder and name it there"
        )
        reading.note(cell, f"{what}: media: {{image: media/...}}")
        return None
    return {"image" if _PICTURE.search(cell.text) else "file": cell.text}


def read_feedback(cells: Cells, reading: Reading) -> dict[str, object]:
    """`expect` and `otherwise` of the row, as far as they can be read."""
    cell = cells.get(Column.EXPECT)
    expect = None if cell is None or not cell.text else read_expectation(cell.text)
    if cell is not None and cell.text and expect is None:
        what = f"{cell.shown} is no number to be counted; write 10人回复, 30%互动, 2小时内5人打卡"
        reading.note(cell, what)
    found: dict[str, object] = {} if expect is None else {"expect": expect}
    fallback = cells.get(Column.FALLBACK)
    if fallback is None or not fallback.text:
        return found
    if expect is None:
        what = f"{fallback.shown} waits for an expected reaction, and this row has none; left out"
        reading.note(fallback, what)
        return found
    follows = [
        one for line in fallback.text.split("\n") if (one := _follow(line, fallback, reading))
    ]
    return found | ({"otherwise": follows[:20]} if follows else {})


def _follow(line: str, cell: Cell, reading: Reading) -> dict[str, object] | None:
    """角色：text is said, 发：text too; anything else is an instruction, and told to the staff."""
    found = _LINE.match(line.strip())
    if found is None:
        return None
    delay: dict[str, object] = {"delay": found["delay"]} if found["delay"] else {}
    who, what = found["who"] or "", found["what"].strip()
    if who in _SAYS and not text_mistakes(what):
        return {"say": what, **delay}
    if who and _is_role(who, cell, reading) and not text_mistakes(what):
        seat = seat_of(_named(cell, who), reading.casting)
        if not seat.posing:
            reading.seats.setdefault(seat.key, seat)
            return {"seat": seat.key, "say": what, **delay}
    told = what if who in _TELLS else line.strip()
    alert = _said_as_written(told)
    if len(alert) > _MOST_ALERT:
        reading.note(cell, f"{cell.shown} is longer than an alert ({_MOST_ALERT}); left out")
        return None
    return {"alert": alert, **delay}


def _is_role(who: str, cell: Cell, reading: Reading) -> bool:
    seat = seat_of(_named(cell, who), reading.casting)
    return seat.key in reading.seats or seat.role.value != "own" or seat.person is not None


def _named(cell: Cell, who: str) -> Cell:
    return Cell(sheet=cell.sheet, row=cell.row, column=cell.column, value=who)


def read_title(cells: Cells) -> str:
    """What people call the step."""
    cell = cells.get(Column.TITLE)
    return "" if cell is None else " ".join(cell.text.split())[:_MOST_TITLE]
