"""What is wrong with a request is told in the language that whoever asks reads."""

import ast
import json
import re
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import AwareDatetime, Field, ValidationError

from bot.core.located_chinese import chinese
from bot.web.endpoint import Asked
from bot.web.problems import misunderstood
from tests.web.api import TOKENS

HAN = re.compile("[\u4e00-\u9fff]")
_ZH = {"Authorization": f"Bearer {TOKENS['api']}", "Accept-Language": "zh-CN,zh;q=0.9"}


class Kind(StrEnum):
    ONE = "one"
    TWO = "two"


class Everything(Asked):
    """A field of every kind that requests have."""

    text: Annotated[str, Field(min_length=2, max_length=4, pattern="^[a-z]+$")] = "abc"
    number: Annotated[int, Field(ge=1, le=9)] = 1
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    yes: bool = True
    kind: Kind = Kind.ONE
    word: Literal["only"] = "only"
    day: date | None = None
    moment: datetime | None = None
    aware: AwareDatetime | None = None
    hour: time | None = None
    many: Annotated[tuple[int, ...], Field(min_length=2, max_length=3)] = (1, 2)
    named: dict[str, int] | None = None
    inner: Kind | None = None
    needed: int = 1


class Needs(Asked):
    needed: int


_VALUES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("text", ("x", "abcde", "AB", 7, None)),
    ("number", (0, 10, "x", 1.5, None, "9" * 5000)),
    ("share", (0, 1, "x", None)),
    ("yes", ("maybe", 7, None)),
    ("kind", ("three", 1)),
    ("word", ("other",)),
    ("day", ("tomorrow", "2026-02-30", "2026-01-01T10:00:00", [])),
    ("moment", ("tomorrow", "2026-02-30T10:00:00", [])),
    ("aware", ("2026-01-01T10:00:00", "soon")),
    ("hour", ("25:00", "noon", [])),
    ("many", ([1], [1, 2, 3, 4], 7, "x")),
    ("named", (7, [])),
    ("strange", (1,)),
)
_WRONG = [{name: wrong} for name, values in _VALUES for wrong in values]


@pytest.mark.parametrize("wrong", _WRONG, ids=str)
@pytest.mark.parametrize("from_json", [True, False], ids=["json", "query"])
def test_the_usual_words_of_pydantic_have_their_chinese(wrong, from_json):
    try:
        if from_json:
            Everything.model_validate_json(json.dumps(wrong))
        else:
            Everything.model_validate(wrong)
    except ValidationError as error:
        refusal = misunderstood("body", error, allowed=list(Everything.model_fields))
        for one in refusal.problem.mistakes:
            assert HAN.search(chinese(one.what)), one.what


def test_what_is_left_out_is_told():
    with pytest.raises(ValidationError) as told:
        Needs.model_validate({})
    [one] = misunderstood("body", told.value, allowed=["needed"]).problem.mistakes
    assert (one.where, chinese(one.what)) == ("body.needed", "必须填写")


async def test_the_whole_answer_is_in_one_language(client):
    asked = {"tag": "", "strange": 1}
    async with client.post("/api/v1/people/10001/tags/add", json=asked, headers=_ZH) as answer:
        body = await answer.json()

    assert answer.status == 400
    told = {one["where"]: one["what"] for one in body["mistakes"]}
    assert told == {
        "body.tag": "至少要有 1 个字符，现在是 0 个",
        "body.strange": "没有 strange 这一项，可用：tag",
    }
    assert body["detail"] == "；".join(f"{where}：{what}" for where, what in told.items())


async def test_who_may_not_and_what_cannot_connect_is_told(client):
    async with client.post("/api/v1/channels/nowhere/connect", json={}, headers=_ZH) as answer:
        assert (await answer.json())["detail"] == "没有正在使用的账号 'nowhere'"


def test_what_people_meet_in_the_routes_has_its_chinese():
    """What a handler refuses in fixed words; those in words of its own are in the tables, too."""
    english = []
    for path in sorted(Path("bot/web/routes").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="missing" | "refuse"), args=[said]):
                    told = _said(said)
                    if told and not HAN.search(chinese(told)):
                        english.append(f"{path.name}: {told}")
                case _:
                    continue
    assert english == []


def test_what_cannot_be_said_of_a_delivery_has_its_chinese():
    whole = ast.parse(Path("bot/performing/by_hand.py").read_text(encoding="utf-8"))
    told = [_said(node.value) for node in ast.walk(whole) if isinstance(node, ast.Assign)]
    refusals = [one for one in told if one.startswith("delivery ")]

    assert len(refusals) == 4
    for one in (*refusals, *(f"body.at: {one}" for one in refusals)):
        assert HAN.search(chinese(one)), one


def _said(node):
    match node:
        case ast.Constant(value=str(told)):
            return told
        case ast.JoinedStr(values=parts):
            return "".join(
                str(one.value)
                if isinstance(one, ast.Constant)
                else ("'x'" if getattr(one, "conversion", -1) == ord("r") else "7")
                for one in parts
            )
        case _:
            return ""
