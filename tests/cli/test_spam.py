"""`groupkeeper spam check`, `train` and `eval`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import build
from handlers.learned.store import from_bytes, to_bytes
from tests.support.learned_talk import model, samples

ADVERT = "代开发票加微信领取，名额有限速来 v8888"
KEYS = {
    *("f1", "false_alarms", "recall_at_1pct", "recall_at_0_1pct"),
    *("per_second_single", "per_second_batch", "load_ms", "bytes"),
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, in a folder with a file of texts and one of a small model."""
    monkeypatch.chdir(tmp_path)
    Path("small.gkm").write_bytes(to_bytes(model()))
    lines = [
        json.dumps({"id": n, "text": s.text, "label": "spam" if s.advert else "ham", "kind": "x"})
        for n, s in enumerate(samples())
    ]
    Path("talk.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return lambda *given: CliRunner().invoke(build(), ["spam", *given])


def test_a_text_is_explained_detector_by_detector(run):
    found = run("check", ADVERT, "--model", "small.gkm")

    assert found.exit_code == 0
    assert "learned" in found.stdout
    assert "in a room that observes" in found.stdout


def test_an_explanation_comes_as_json_too(run):
    found = json.loads(run("check", ADVERT, "--model", "small.gkm", "--json").stdout)

    assert found["flagged"] is True
    assert found["chance"] > found["threshold"]
    assert found["steps"]["observe"] != ""
    assert {"detector", "score", "reason", "evidence"} == set(found["verdicts"][0])


def test_innocent_talk_leads_to_nothing(run):
    found = json.loads(run("check", "孩子放学了谁去接", "--model", "small.gkm", "--json").stdout)

    assert found["flagged"] is False
    assert set(found["steps"].values()) == {""}


def test_the_shipped_model_knows_an_advert(run):
    found = json.loads(
        run("check", "无抵押贷款秒批秒下，黑户可做，加薇：dai_8866", "--json").stdout
    )

    assert found["chance"] > found["threshold"]


def test_a_model_is_trained_and_says_how_good_it_is(run):
    done = run("train", "talk.jsonl", "--out", "new.gkm", "--from", "small.gkm")

    assert done.exit_code == 0, done.stderr
    assert "on texts held back: F1" in done.stdout
    assert "was not asked" in done.stdout  # small.gkm was trained on these very texts
    assert from_bytes(Path("new.gkm").read_bytes()).judge([ADVERT])[0] > 0.5


def test_eval_gives_every_figure_by_its_name(run):
    done = run("eval", "talk.jsonl", "--model", "small.gkm", "--json")

    found = json.loads(done.stdout)
    assert set(found) == KEYS
    assert found["f1"] > 0.9
    assert found["bytes"] == Path("small.gkm").stat().st_size
    assert found["load_ms"] > 0


def test_eval_of_innocent_texts_tells_false_alarms_only(run):
    Path("ham.jsonl").write_text('{"text": "今天下雨", "label": "ham"}', encoding="utf-8")

    found = json.loads(run("eval", "ham.jsonl", "--model", "small.gkm", "--json").stdout)

    assert found["f1"] is None
    assert found["recall_at_1pct"] is None
    assert found["false_alarms"] == 0


@pytest.mark.parametrize("command", ["train", "eval"])
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"text": "好", "label": "advert"}', 'label is "advert"'),
        ('{"text": "好"}', "label"),
        ('{"label": "ham"}', "has no text"),
        ("{nonsense", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("", "holds no texts"),
    ],
)
def test_bad_lines_are_refused_with_file_and_line(run, command, line, told):
    Path("bad.jsonl").write_text(line, encoding="utf-8")

    more = ["--out", "new.gkm"] if command == "train" else []
    refused = run(command, "bad.jsonl", *more)

    assert told in str(refused.exception)
    assert "bad.jsonl" in str(refused.exception)


@pytest.mark.parametrize("label", ["spam", "ham"])
def test_one_label_alone_is_refused(run, label):
    lines = [json.dumps({"text": f"第{n}条", "label": label}) for n in range(5)]
    Path("one.jsonl").write_text("\n".join(lines), encoding="utf-8")

    refused = run("train", "one.jsonl", "--out", "new.gkm", "--from", "none")

    assert refused.exit_code == 2
    assert "one.jsonl: cannot learn from it" in refused.stderr
    assert not Path("new.gkm").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [(b"no model", "is no model"), (b"GKM1" + bytes(64), "is damaged"), (None, "cannot be read")],
)
def test_a_file_that_is_no_model_is_refused(run, given, told):
    if given is not None:
        Path("foreign.gkm").write_bytes(given)

    refused = run("check", "好", "--model", "foreign.gkm")

    assert refused.exit_code == 2
    assert "foreign.gkm: " in refused.stderr
    assert told in refused.stderr


def test_a_model_that_cannot_be_written_is_said(run):
    refused = run("train", "talk.jsonl", "--out", "nowhere/new.gkm", "--from", "small.gkm")

    assert refused.exit_code == 2
    assert "nowhere/new.gkm: cannot be written" in refused.stderr
