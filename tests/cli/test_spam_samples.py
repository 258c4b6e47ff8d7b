"""`groupkeeper spam samples`: what an operator teaches, and takes back."""

import asyncio
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.spam import register
from bot.core.errors import ConfigError

GOOD = [
    {"text": "兼职日结，加微信详聊", "label": "spam", "kind": "part_time"},
    {"text": "明天几点上课？", "label": "ham"},
]


@pytest.fixture
def folder(store_url, tmp_path):
    config = f'storage: {{url: "{store_url}"}}\n'
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    write(tmp_path, "good.jsonl", *GOOD)
    return tmp_path


def write(folder, name, *lines):
    rows = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines]
    (folder / name).write_text("\n".join(rows), encoding="utf-8")
    return folder / name


def spam(folder, *arguments):
    app = typer.Typer()
    register(app)
    given = ["spam", *map(str, arguments), "--config", str(folder / "config.yaml")]
    return CliRunner().invoke(app, given)


async def did(folder, *arguments):
    """The command runs an event loop of its own, so it runs beside the test's."""
    result = await asyncio.to_thread(spam, folder, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


async def listed(folder, *arguments):
    lines = await did(folder, "samples", "list", "--json", *arguments)
    return [json.loads(line) for line in lines.splitlines()]


async def test_a_file_of_labelled_texts_is_imported_listed_and_exported(folder):
    told = await did(folder, "samples", "import", folder / "good.jsonl", "--author", "王")
    again = await did(folder, "samples", "import", folder / "good.jsonl")
    found = await listed(folder)
    await did(folder, "samples", "export", "--out", folder / "out.jsonl")

    assert "2 new samples, 0 known already" in told
    assert "0 new samples, 2 known already" in again
    assert [(one["label"], one["author"]) for one in found] == [("ham", "王"), ("spam", "王")]
    exported = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in exported] == [one["text"] for one in GOOD]


async def test_samples_are_revoked_by_number_or_all_of_one_author(folder):
    await did(folder, "samples", "import", folder / "good.jsonl", "--author", "王")
    first, second = await listed(folder)
    await did(folder, "samples", "revoke", second["id"])
    left = await listed(folder)
    told = await did(folder, "samples", "revoke", "--author", "王", "--because", "标错了")

    assert left == [first]
    assert "1 samples revoked" in told
    assert await listed(folder) == []
    assert len(await listed(folder, "--revoked")) == 2


async def test_a_table_is_shown_to_people(folder):
    await did(folder, "samples", "import", folder / "good.jsonl")

    shown = await did(folder, "samples", "list", "--label", "spam")

    assert "兼职日结" in shown
    assert "上课" not in shown


WRONG = {
    '{"text": "甲", "label": "junk"}': ':1: label is "junk"; only "spam" and "ham" are labels',
    '{"text": "甲", "label": 1}': ":1: label is 1; only",
    '{"text": "甲", "label": ["spam"]}': ':1: label is ["spam"]; only',
    '{"label": "spam"}': ":1: has no text",
    '{"text": "  ", "label": "spam"}': ":1: text is empty",
    '["甲", "spam"]': ":1: is no JSON object",
    "text,label": ":1: is not JSON",
    "[" * 100_000: ":1: is not JSON",
    '{"text": "' + "长" * 20_001 + '", "label": "ham"}': ":1: text has 20,001 characters",
}


@pytest.mark.parametrize(("line", "mistake"), WRONG.items(), ids=range(len(WRONG)))
def test_a_wrong_line_refuses_the_whole_file_and_says_where(tmp_path, line, mistake):
    from bot.labelled import read_labelled

    path = write(tmp_path, "wrong.jsonl", line, GOOD[0])

    with pytest.raises(ConfigError) as refused:
        read_labelled(path)

    assert f"wrong.jsonl{mistake}" in str(refused.value)


def test_all_wrong_lines_are_told_up_to_twenty(tmp_path):
    from bot.labelled import read_labelled

    path = write(tmp_path, "wrong.jsonl", GOOD[0], *(["nonsense"] * 30))

    with pytest.raises(ConfigError) as refused:
        read_labelled(path)

    lines = str(refused.value).splitlines()
    assert (len(lines), lines[-1]) == (21, "... and 10 more lines like these")
    assert ":2: is not JSON" in lines[0]


def test_files_that_hold_nothing_or_are_not_there_are_refused(tmp_path):
    from bot.labelled import read_labelled

    (tmp_path / "latin.jsonl").write_bytes('{"text": "café", "label": "ham"}'.encode("latin-1"))

    for name, mistake in (
        ("empty.jsonl", "holds no texts"),
        ("absent.jsonl", "cannot be read"),
        ("latin.jsonl", "is not UTF-8"),
    ):
        if name == "empty.jsonl":
            write(tmp_path, name, "", "")
        with pytest.raises(ConfigError, match=mistake):
            read_labelled(tmp_path / name)


async def test_what_is_not_there_cannot_be_revoked(folder):
    none = await asyncio.to_thread(spam, folder, "samples", "revoke", 7)
    both = await asyncio.to_thread(spam, folder, "samples", "revoke")

    assert "no sample 7" in str(none.exception)
    assert "say which samples" in str(both.exception)
