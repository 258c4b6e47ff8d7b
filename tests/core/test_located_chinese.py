"""Mistakes told in Chinese: no sentence may be missing from the tables."""

import ast
import re
from pathlib import Path

import pytest

from bot.core import (
    chinese_plans,
    chinese_refusals,
    chinese_requests,
    chinese_sentences,
    located_words,
)
from bot.core.located import BrokenFile, Problem
from bot.core.located_chinese import chinese, say_in, tongue_of

HAN = re.compile("[\u4e00-\u9fff]")
# where mistakes in files that operators write are put into words
SAID_IN = (
    *sorted(Path("sop/model").glob("*.py")),
    *sorted(Path("sop").glob("checks*.py")),
    *(Path("sop", f"{name}.py") for name in ("cautions", "content", "content_parse", "shelf")),
    *(Path("sop", f"{name}.py") for name in ("recurring", "workdays")),
    *sorted(Path("bot/core").glob("located*.py")),
    *(Path("bot/core", f"{name}.py") for name in ("lengths", "wording_check", "wording_template")),
    *(Path("sop/campaigns", f"{name}.py") for name in ("model", "benefits", "pools", "checks")),
    *(Path("bot", f"{name}.py") for name in ("config", "environment", "web/settings")),
    *(Path("bot/core", f"{name}.py") for name in ("rooms", "conduct_rules")),
    Path("bot/plans/folder.py"),
    Path("bot/content/folder.py"),
)


def sentences(path):
    """What a module says: what it calls `msg`, `what` or `mistake`, yields, returns, raises."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id="msg" | "what" | "mistake")], value=said):
                yield from texts(said)
            case ast.Yield(value=ast.Tuple(elts=[*_, said])) | ast.Yield(value=said):
                yield from texts(said)
            case (
                ast.Return(value=said)
                | ast.keyword(arg="what" | "mistake" | "custom_error_message", value=said)
            ):
                yield from texts(said)
            case ast.Call(func=ast.Name(id="_lost"), args=[_, said]):
                yield from texts(said)
            case _:
                continue


def texts(node):
    """A literal with its holes filled by something that stands nowhere."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one)
            yield from texts(other)
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else _hole(p) for p in parts)
        case _:
            return


def _hole(part):
    named = ast.unparse(part.value)
    if named in {"near", "where", "listed"} or named.startswith("did_you_mean"):
        return ""  # an ending or a beginning of its own
    return "'¤'"


# endings, beginnings and names that never stand alone
NOT_ALONE = {
    "; did you mean \"'¤'\"?",
    "the file",
    "'¤' is not allowed; '¤'",
    "'¤' ('¤') is below '¤' ('¤')",
    "'¤'; the harder step needs as much or more",
    "no colleague '¤' under staff ()",
}


def is_sentence(text):
    if text in NOT_ALONE:
        return False
    words = re.sub("'¤'|`[^`]*`", "", text)
    return len(re.findall(r"\b[a-z]{2,}\b", words)) >= 2 and not HAN.search(text)


SAID = sorted(
    {(path.name, text) for path in SAID_IN for text in sentences(path) if is_sentence(text)}
)


def test_the_modules_say_what_is_looked_for():
    assert len(SAID) > 70
    assert {"seats.py", "checks_bonds.py", "located_yaml.py", "lengths.py"} <= {m for m, _ in SAID}


@pytest.mark.parametrize(("module", "text"), SAID)
def test_every_mistake_has_a_sentence_in_chinese(module, text):
    assert HAN.search(chinese(text)), f"{module}: {text}: bot/core/chinese_*.py lacks it"


@pytest.mark.parametrize(
    "phrase",
    sorted(
        {
            *located_words._SHOULD_BE.values(),
            *(words.format("¤") for _, words in located_words._LIMITS.values()),
            *located_words._FORMS.values(),
        }
    ),
)
def test_every_value_that_should_be_is_named_in_chinese(phrase):
    told = chinese(f"'at' should be {phrase}, not 'x'")

    assert told.startswith("'at' 应当是"), told
    assert HAN.search(told.removeprefix("'at' 应当是").removesuffix("，不是'x'")), told


@pytest.mark.parametrize("words", sorted(located_words._YAML.values()))
def test_every_mistake_in_yaml_has_a_sentence_in_chinese(words):
    assert HAN.search(chinese(words.format(opened=7)))


@pytest.mark.parametrize(
    ("english", "told"),
    [
        (
            "line 2 of the text: unknown fact 'rom'; did you mean \"room\"? (known: plan, room)",
            "文案第 2 行：没有 'rom' 这项内容（可用：plan, room），是不是想写“room”？",
        ),
        ("'say' should be a text, not a list", "'say' 应当是一段文字，不是列表"),
        ("'at' should be a wall time such as \"08:30\", not '25:00'",
         "'at' 应当是时刻，例如 \"08:30\"，不是'25:00'"),
        ("the condition cannot be answered: '>' not supported between instances of 'str' and 'int'",
         "条件算不出来：文字和数字不能用 '>' 比较"),
        ("something that nobody put into the tables", "something that nobody put into the tables"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_own_names(english, told):
    assert chinese(english) == told
    assert say_in("zh", english) == told
    assert say_in("en", english) == english


def test_a_broken_file_is_told_in_either_language():
    error = BrokenFile([Problem(file="p.yaml", line=3, column=5, what="nested too deeply")])

    assert error.told("zh") == "p.yaml:3:5: 套得太深"
    assert error.told("en") == str(error) == "p.yaml:3:5: nested too deeply"


def test_no_sentence_is_there_twice_and_every_hole_of_the_chinese_is_filled():
    tables = (chinese_sentences, chinese_plans, chinese_refusals, chinese_requests)
    pairs = [pair for one in tables for pair in one.SENTENCES]

    assert len({english for english, _ in pairs}) == len(pairs)
    for english, told in pairs:
        named = set(re.findall(r"\{(\w+)\}", english))
        assert set(re.findall(r"\{(\w+)\}", told)) <= named, english


@pytest.mark.parametrize(
    ("environment", "wanted", "tongue"),
    [
        ({}, "", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "", "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "", "en"),
        ({"LANG": "C", "LANGUAGE": "zh_CN:en"}, "", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ({"LC_ALL": "", "LANG": "zh_TW"}, "", "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_the_terminal(environment, wanted, tongue):
    assert tongue_of(environment, wanted) == tongue
