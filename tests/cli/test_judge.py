import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import judge
from bot.cli.judge_texts import BadLine, Line, judge_texts, make_bench, read_lines
from bot.config import Settings

ADVERT = "刷单兼职，佣金日结，加薇 abc12345"
LONG = "周六上午十点在二号楼门口集合，一起去看社区的画展"

APP = typer.Typer()
APP.callback()(lambda: None)
judge.register(APP)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments, given=None):
    return CliRunner().invoke(APP, ["judge", *arguments], input=given)


def lines(*given) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in given)


def answers(stdout):
    return [json.loads(line) for line in stdout.splitlines()]


def test_each_line_gets_its_answer_in_the_agreed_form():
    Path("a.jsonl").write_text(
        lines({"id": "x", "text": ADVERT}, {"id": 2, "text": "请问怎么报名？", "label": "ham"}),
        encoding="utf-8",
    )

    result = run("a.jsonl", "--json")
    advert, lead = answers(result.stdout)

    assert result.exit_code == 0
    assert (advert["id"], advert["spam"]["flagged"], advert["leads"], advert["question"]) == (
        "x",
        True,
        [],
        False,
    )
    assert advert["spam"]["reasons"][0].startswith("出现兼职刷单词语")
    assert lead == {
        "id": 2,
        "spam": {"score": 0.0, "flagged": False, "reasons": []},
        "leads": [{"category": "signup", "score": 0.88, "words": ["怎么报名"]}],
        "question": True,
    }


def test_stdin_is_read_as_a_dash():
    result = run("-", "--json", given=lines({"id": 1, "text": "好的"}))

    assert [answer["id"] for answer in answers(result.stdout)] == [1]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"no json", "2: is not JSON"),
        (b'{"id": 1}', "2: text: Field required"),
        (b"[1]", "2: line: "),
        (b'{"id": 1, "text": "\xff"}', "2: is not UTF-8"),
        (b'{"id": null, "text": "a"}', "2: id.str: "),
        (b"[" * 100_000, "2: is nested too deeply"),
        (b'{"id": 1, "text": ["a"]}', "2: text: Input should be a valid string"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_judged(broken, said):
    good = lines({"id": 1, "text": "好的"}).encode()
    Path("a.jsonl").write_bytes(b"\xef\xbb\xbf" + good + broken + b"\n\n" + good)

    result = run("a.jsonl", "--json")

    assert result.exit_code == 1
    assert len(answers(result.stdout)) == 2
    assert f"a.jsonl:{said}" in result.stderr
    assert "1 lines could not be judged" in result.stderr


def test_a_file_that_is_not_there_is_a_usage_error():
    result = run("nowhere.jsonl")

    assert result.exit_code == 2
    assert "nowhere.jsonl: cannot be read: No such file" in result.stderr


def test_people_see_a_table_of_what_matters():
    Path("a.jsonl").write_text(
        lines(
            {"id": "spam-1", "text": ADVERT},
            {"id": "q-1", "text": "[怎么]买？"},
            {"id": "z-1", "text": "好"},
        ),
        encoding="utf-8",
    )

    result = run("a.jsonl")

    assert result.exit_code == 0
    assert "spam-1" in result.stdout
    assert "q-1" in result.stdout
    assert "z-1" not in result.stdout
    assert "3 judged, 1 flagged as adverts" in result.stdout


def test_the_config_given_is_the_one_judged_by():
    Path("mine.yaml").write_text("judging: {words: {add: {七天瘦十斤: 0.9}}}\n", encoding="utf-8")

    by_mine = run(
        "-", "--json", "--config", "mine.yaml", given=lines({"id": 1, "text": "七天瘦十斤"})
    )
    by_default = run("-", "--json", given=lines({"id": 1, "text": "七天瘦十斤"}))

    assert answers(by_mine.stdout)[0]["spam"]["flagged"]
    assert not answers(by_default.stdout)[0]["spam"]["flagged"]
    assert "no config.yaml here" in by_default.stderr


def judged(*given: Line):
    return [answer["spam"]["score"] for answer in judge_texts(given, make_bench(Settings()))]


def test_repeats_count_for_a_sender_that_is_named():
    said = [Line(id=n, text=LONG, sender="甲") for n in range(3)]

    assert [score > 0 for score in judged(*said)] == [False, False, True]


def test_repeats_count_over_batches_and_rooms():
    bench = make_bench(Settings())
    judge_texts([Line(id=1, text=LONG, sender="甲", room="一")], bench)

    (answer,) = judge_texts([Line(id=2, text=LONG, sender="甲", room="二")], bench)

    assert answer["spam"]["score"] > 0


def test_the_same_text_of_nobody_in_particular_is_no_repeat():
    assert judged(*(Line(id=n, text=LONG) for n in range(9))) == [0] * 9


def test_named_and_unnamed_lines_keep_their_order():
    given = [Line(id=1, text=ADVERT), Line(id=2, text="好", sender="甲"), Line(id=3, text=ADVERT)]

    assert [score > 0 for score in judged(*given)] == [True, False, True]


def test_a_text_that_no_database_takes_is_judged():
    read = list(
        read_lines([b'{"id": "\\ud800", "text": "\\u0000\\udfff' + b"a" * 1_000_000 + b'"}\n'])
    )
    assert isinstance(read[0], Line)

    (answer,) = judge_texts([read[0]], make_bench(Settings()))

    assert answer["id"] == "\ufffd"
    assert answer["spam"]["reasons"] == ["只判断了前 4000 个字，后面 996002 个字没有看"]


def test_line_numbers_count_blank_lines():
    (bad,) = read_lines([b"\n", b"  \n", b"x\n"])

    assert isinstance(bad, BadLine)
    assert bad.number == 3


def test_a_large_file_is_judged_with_a_progress_bar_on_stderr():
    text = "今天的作业是第三单元的听力，大家记得打卡" * 50
    Path("large.jsonl").write_text(
        lines(*({"id": n, "text": f"{n}{text}"} for n in range(800))), encoding="utf-8"
    )
    assert Path("large.jsonl").stat().st_size > 2_000_000

    result = run("large.jsonl", "--json")

    assert [answer["id"] for answer in answers(result.stdout)] == list(range(800))
