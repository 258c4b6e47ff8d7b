"""`groupkeeper person ...`: shown, given out, and erased only when the number is typed."""

import asyncio
import json
import zipfile

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.person import register
from bot.core.errors import GroupkeeperError
from tests.support.people import said, save


def _run(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["person", *map(str, arguments)])


@pytest.fixture
async def person(database, store_url, tmp_path, monkeypatch):
    """The command, over a database in which 10001 said something."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    await save(database, said("我想报名口语课，请联系我", who="tom", name="小汤"))
    return lambda *arguments: asyncio.to_thread(_run, *arguments)


async def test_a_person_is_shown_with_accounts_and_rooms(person):
    shown = (await person("show", 10001)).stdout
    listed = json.loads((await person("show", 10001, "--json")).stdout)

    assert "小汤" in shown
    assert "study 群" in shown
    assert (listed["name"], listed["messages"]) == ("小汤", 1)


async def test_the_export_is_a_file_for_its_owner_only(person, tmp_path):
    done = await person("export", 10001, "--out", tmp_path / "tom.zip", "--reason", "本人要求")

    assert done.exit_code == 0, done.output
    assert (tmp_path / "tom.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "tom.zip") as packed:
        data = json.loads(packed.read("data.json"))
    assert data["messages"][0]["text"] == "我想报名口语课，请联系我"


async def test_without_the_number_typed_an_erasure_only_shows_what_it_would_take(person):
    done = await person("erase", 10001)

    assert done.exit_code == 1
    assert "1 messages" in done.output
    assert "小汤" in (await person("show", 10001)).stdout


async def test_with_the_number_typed_and_a_reason_it_is_done_to_the_end(person):
    done = await person("erase", 10001, "--typed", 10001, "--reason", "本人要求")

    assert done.exit_code == 0, done.output
    assert "erased: 1 messages" in done.output
    assert "小汤" not in (await person("show", 10001)).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", 99999), "nobody has the student ID 99999"),
        (("export", 99999, "--out", "x.zip"), "nobody has the student ID 99999"),
        (("erase", 99999), "nobody has the student ID 99999"),
        (("erase", 10001, "--typed", 10002), "is not 10001"),
        (("erase", 10001, "--typed", 10001), "say why"),
    ],
)
async def test_what_cannot_be_is_told(person, arguments, told):
    done = await person(*arguments)

    assert isinstance(done.exception, GroupkeeperError)
    assert told in str(done.exception)
