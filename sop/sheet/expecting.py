"""Expected reactions as people write them: 10人回复, 30% 互动, 2小时内5人打卡; and back."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from pydantic import ValidationError

from bot.core.feedback import Reacting
from bot.core.lengths import read_length, write_length
from sop.model.expect import Expectation
from sop.sheet.numbers import NUMBER, number

# What the table calls each count; written by the export and read by the import.
LABELS = {
    Reacting.REPLIES: "回复条数",
    Reacting.SPEAKERS: "发言人数",
    Reacting.MATCHES: "命中人数",
    Reacting.CLICKS: "点击人数",
    Reacting.SIGN_UPS: "报名人数",
}
_LEVEL = r"(?P<level>\d+(?:\.\d+)?\s*%|(?:\d+(?:\.\d+)?\s*x\s+)?usual|\d+)"
_LABELLED = re.compile(
    rf"(?P<label>{'|'.join(LABELS.values())})\s*{_LEVEL}(?:\s*\((?P<words>[^)]*)\))?"
)
_WITHIN = re.compile(
    rf"(?P<amount>{NUMBER}|半)\s*个?(?P<unit>分钟|分|小时|天|min(?:ute)?s?|hours?|h|m|days?|d)\s*(?:之?内|以内)?"
)
_UNITS = {"分": "minutes", "m": "minutes", "小": "hours", "h": "hours", "天": "days", "d": "days"}
_LEAST = r"(?:至少|不少于|超过|达到|大于|>=|≥|>|约)?\s*"
_COUNT = rf"{_LEAST}(?P<count>{NUMBER})\s*(?P<share>%)?\s*(?P<unit>人次|人|位|名|条|次|个|people)?"
_ACTED = (
    r"(?P<act>点击|打卡|接龙|签到|报名活动|报名|回复|回应|互动|参与|发言|留言|回答|响应|评论"
    r"|clicks?|sign-?ups?|repl(?:y|ies)|speakers?|answers?|扣\s*\d|\+1)"
)
_FREE = (
    re.compile(rf"{_COUNT}\s*(?:以上|左右|\+)?\s*(?:的?成员|学员|用户)?\s*{_ACTED}"),
    re.compile(rf"{_ACTED}\s*(?:人数|数|率|量)?\s*[:=]?\s*{_COUNT}"),
)
_SAID = ("打卡", "接龙", "签到", "报名")
_PUNCTUATION = re.compile(
    r"[\s,.;:!、,。;:!/|以上左右约内+]+|and|within|in|并且?|且|都|有|at least|的"
)


def read_expectation(text: str) -> dict[str, object] | None:
    """`expect` of a step from the words of a table; None where they cannot all be read."""
    rest = unicodedata.normalize("NFKC", text).casefold().strip()
    found: dict[str, object] = {}
    for read in (_labelled, _within, _free):
        rest = read(rest, found)
    if _PUNCTUATION.sub("", rest):
        return None
    try:
        Expectation.model_validate(found)
    except ValidationError:
        return None  # 200%, nothing counted, a time without an end
    return found


def write_expectation(expect: Expectation) -> str:
    """An expectation as the table has it; `read_expectation` reads it back."""
    parts = [f"{LABELS[kind]} {level}" for kind, level in expect.levels.items()]
    if expect.words:
        matches = f"{LABELS[Reacting.MATCHES]} {expect.matches}"
        told = f"{matches}（{'、'.join(expect.words)}）"
        parts = [told if part == matches else part for part in parts]
    return "；".join([*parts, f"{write_length(expect.within)} 内"])


def _labelled(rest: str, found: dict[str, object]) -> str:
    kinds = {label: kind for kind, label in LABELS.items()}
    for one in _LABELLED.finditer(rest):
        kind = kinds[one["label"]]
        level = " ".join(one["level"].split())
        found[kind.value] = int(level) if level.isdigit() else level
        if kind is Reacting.MATCHES:
            found["words"] = _words((one["words"] or "").split("、"))
    return _LABELLED.sub(" ", rest)


def _within(rest: str, found: dict[str, object]) -> str:
    short = re.search(r"(?<![\w%])((?:\d+[dhms])+)\s*内", rest)
    if short:
        found["within"] = write_length(read_length(short[1]))
        return rest.replace(short[0], " ")
    one = _WITHIN.search(rest)
    if one is None:
        return rest
    unit = next(name for begin, name in _UNITS.items() if one["unit"].startswith(begin))
    amount = 0.5 if one["amount"] == "半" else number(one["amount"])
    if amount:
        found["within"] = write_length(timedelta(**{unit: amount}))
    return rest.replace(one[0], " ")


def _free(rest: str, found: dict[str, object]) -> str:
    for pattern in _FREE:
        for one in pattern.finditer(rest):
            count = number(one["count"])
            if count:
                level = f"{count}%" if one["share"] else count
                counted = _counted(one["act"], one["unit"] or "", level)
                if counted.keys() & found.keys():
                    continue  # 5人打卡，3人接龙: a step counts one kind once
                found |= counted
                rest = rest.replace(one[0], " ", 1)
    return rest


def _counted(act: str, unit: str, level: object) -> dict[str, object]:
    if act.startswith(("点击", "click")):
        return {Reacting.CLICKS.value: level}
    if act == "报名活动" or act.startswith("sign"):
        return {Reacting.SIGN_UPS.value: level}
    if act in _SAID or act.startswith(("扣", "+")):
        return {Reacting.MATCHES.value: level, "words": [act.removeprefix("扣").strip()]}
    kind = Reacting.REPLIES if _by_messages(act, unit, level) else Reacting.SPEAKERS
    return {kind.value: level}


def _by_messages(act: str, unit: str, level: object) -> bool:
    """Whether messages are counted, not people: 20条, 回复 20, but not 20人 and 20%."""
    if unit in {"人", "位", "名", "people"} or isinstance(level, str):
        return False
    return unit in {"条", "次", "人次", "个"} or act.startswith(
        ("回复", "留言", "评论", "repl", "answer")
    )


def _words(words: Iterable[str]) -> list[str]:
    return [word.strip() for word in words if word.strip()]
