from typing import Any

import pytest

from bot.core.events import Media, MessageKind
from tests.support.judging import score, verdict


def file(name: str) -> dict[str, Any]:
    return {"given": "", "kind": MessageKind.FILE, "media": Media(name=name)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("抢红包神器.apk", 0.6),
        ("抢红包神器.apk.1", 0.6),
        ("抢红包神器.apk.1.1", 0.6),
        ("工具.EXE", 0.6),
        ("描述.mobileconfig", 0.6),
        ("报名表.pdf.exe", 0.85),
        ("合影.jpg .scr", 0.85),
        ("讲义.docx.apk.1", 0.85),
        ("报名表\u202etxt.exe", 0.85),
        ("游戏外挂合集.zip", 0.45),
        ("福 利.rar", 0.45),
        ("内部资料.7z.1", 0.45),
    ],
)
def test_a_doubtful_file_is_a_sign(name, expected):
    assert score("files", **file(name)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "讲义.pdf",
        "第3.2节 练习.docx",
        "作业.zip",
        "www.example.com.zip",
        "成绩单(1).xlsx",
        "v1.2.3",
        ".",
        "没有后缀",
        "名字很长" * 500 + ".pdf",
        "讲义" + ".1" * 200_000 + "x",
        "讲义" + "(1)" * 200_000 + "x",
    ],
)
def test_a_document_is_none(name):
    assert verdict("files", **file(name)) is None


def test_the_name_of_a_file_is_judged_as_words():
    assert score("words", **file("兼职刷单日结教程.pdf")) > 0


def test_only_files_are_looked_at():
    assert verdict("files", "", kind=MessageKind.IMAGE, media=Media(name="a.apk")) is None
    assert verdict("files", "a.apk") is None


def test_the_reason_says_what_it_is():
    found = verdict("files", **file("报名表\u202etxt.exe"))
    assert found is not None

    assert found.reason == "文件名里藏有反转符号，真实后缀是 .exe"
