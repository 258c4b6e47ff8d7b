"""What a colleague says to the bot about work: 完成 12, 做不了 12, 今日任务, 请假到3月10日."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.days import LAST_DAY
from bot.core.ids import TaskId


class Asked(StrEnum):
    """What is meant."""

    DONE = "done"
    CANNOT = "cannot"
    TODAY = "today"
    AWAY = "away"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWord:
    """A word to the bot. `task` None: the only one they have.

    `until` None where they are away until a day that we could not read: `unclear`, if any.
    """

    asked: Asked
    task: TaskId | None = None
    note: str = ""
    until: date | None = None
    unclear: str = ""


_LONGEST = 600  # characters
# Possessive: blanks in a row are read once, however the rest fails.
_NUMBER = (
    r"[\s#:：,，]*+(?:任务|task)?[\s#:：]*+(?P<number>\d{1,18})?(?![\d:：点]|\s*[月日号天周%])"
)
_NOTE = r"(?:[\s,，。.:：;；!！]*+(?P<note>.{0,500}?))?\s*"
_DONE = re.compile(
    r"\s*(?:任务)?(?:我?已?经?(?:完成|发好|发出去?|做完|搞定)了?|done)"
    + _NUMBER
    + r"[\s。.!！~～了]*",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\s*(?:任务)?(?:我?(?:做不了|发不了|没法做|完成不了|来不及)了?|cannot|can't|can not)"
    + _NUMBER
    + _NOTE,
    re.IGNORECASE | re.DOTALL,
)
_TODAY = re.compile(
    r"\s*(?:我的?)?(?:今[日天]的?)?(?:任务|工作|待办)(?:清单|列表)?[?？。!！\s]*"
    r"|\s*(?:my )?(?:tasks|today)[?.!\s]*",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\s*我?(?:要|想)?(?:请假|休假|出差)(?P<to>到|至)?(?P<until>[^,，。;；\n]{0,20})"
    + _NOTE
    + r"|\s*away(?: until)?(?P<until_en>[^,;\n]{0,20})(?:[,;]\s*(?P<note_en>.{0,500}?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_BACK = re.compile(
    r"\s*我?(?:已经?)?(?:回来|销假|到岗)(?:上班)?了?[。.!！~\s]*|\s*(?:i(?:'m| am) )?back[.!\s]*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?:任务|[Tt]ask) (\d{1,18})\b")


def task_word(text: str, quoted: str, today: date) -> TaskWord | None:
    """The word in a direct message, and what it quotes; None where it is none of these."""
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.split())
    for form, asked in ((_DONE, Asked.DONE), (_CANNOT, Asked.CANNOT)):
        if match := form.fullmatch(text):
            named = match["number"] or (m[1] if (m := _QUOTED.search(quoted)) else None)
            note = (match.groupdict().get("note") or "").strip()
            return TaskWord(asked=asked, task=TaskId(int(named)) if named else None, note=note)
    if _TODAY.fullmatch(text):
        return TaskWord(asked=Asked.TODAY)
    if _BACK.fullmatch(text):
        return TaskWord(asked=Asked.BACK)
    match = _AWAY.fullmatch(text)
    return None if match is None else _away(match, today)


def _away(match: re.Match[str], today: date) -> TaskWord | None:
    said = (match["until"] or match["until_en"] or "").strip(" 。.!！~到至")
    note = (match["note"] or match["note_en"] or "").strip()
    if not said:
        return TaskWord(asked=Asked.AWAY, note=note)
    until = read_day(said, today)
    if until is not None:
        return TaskWord(asked=Asked.AWAY, until=until, note=note)
    # "请假条怎么写" is no leave; "请假到胡说" is one that we did not understand.
    meant = match["to"] or match["until_en"]
    return TaskWord(asked=Asked.AWAY, note=note, unclear=said) if meant else None


_FULL = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?")
_MONTH = re.compile(r"(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?")
_OF_MONTH = re.compile(r"(?P<day>\d{1,2})[日号]")
_LENGTH = re.compile(r"(?P<days>[1-9]\d{0,2}|[一两二三四五六七八九十])天")
_WEEKDAY = re.compile(r"(?P<next>下)?(?:这)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])")
_SOON = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_NUMERALS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}
_WEEKDAYS = "一二三四五六日"
_MONTHS = 12


def read_day(said: str, today: date) -> date | None:
    """The last day of an absence, as people say it; None where it is no day we know.

    A day without its year is the next one there is; "三天" are three days from today on.
    """
    said = said.strip().removesuffix("为止").removesuffix("结束").strip()
    if said.lower() in _SOON:
        return today + timedelta(days=_SOON[said.lower()])
    if match := _LENGTH.fullmatch(said):
        days = match["days"]
        count = int(days) if days.isdigit() else _NUMERALS[days]
        return today + timedelta(days=count - 1)
    if match := _WEEKDAY.fullmatch(said):
        return _weekday(match, today)
    if match := _FULL.fullmatch(said):
        return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    return _next_such(said, today)


def _next_such(said: str, today: date) -> date | None:
    if match := _MONTH.fullmatch(said):
        month, day = int(match["month"]), int(match["day"])
        years = range(today.year, today.year + 9)  # 29 February comes once in eight years at least
        days = (_day(year, month, day) for year in years)
    elif match := _OF_MONTH.fullmatch(said):
        first = today.year * _MONTHS + today.month - 1
        months = (divmod(first + ahead, _MONTHS) for ahead in range(3))
        days = (_day(year, month + 1, int(match["day"])) for year, month in months)
    else:
        return None
    return next((one for one in days if one is not None and one >= today), None)


def _weekday(match: re.Match[str], today: date) -> date:
    wanted = _WEEKDAYS.index(match["weekday"].replace("天", "日"))
    ahead = wanted - today.weekday()
    if match["next"]:
        return today + timedelta(days=ahead + 7)
    return today + timedelta(days=ahead if ahead >= 0 else ahead + 7)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= LAST_DAY else None
