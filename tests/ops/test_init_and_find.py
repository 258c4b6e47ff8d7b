"""`groupkeeper init` writes a start and overwrites nothing; `groupkeeper find` finds people."""

import asyncio
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import check, find, init
from bot.config import load_settings
from sop.parse import parse_plan
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.talk.archive import Archive
from tests.support.builders import NOON, listed, member


def run(command, *words):
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    return CliRunner().invoke(app, list(words))


def test_init_writes_a_config_and_a_plan_that_are_sound(tmp_path):
    config = tmp_path / "new" / "config.yaml"

    result = run(init, "init", "--config", str(config))

    assert result.exit_code == 0, result.output
    folder = config.parent / load_settings(config, environment={}).sop.folder
    plans = list(folder.glob("*.yaml"))
    assert plans
    for path in plans:
        parse_plan(path.read_text(encoding="utf-8"), file=str(path))


def test_what_init_writes_passes_the_check(tmp_path):
    config = str(tmp_path / "config.yaml")
    run(init, "init", "--config", config)

    result = run(check, "check", "--config", config)

    assert result.exit_code == 0, result.output


def test_init_overwrites_nothing(tmp_path):
    config = tmp_path / "config.yaml"
    config.write_text("web: {port: 1}\n", encoding="utf-8")

    result = run(init, "init", "--config", str(config))

    assert result.exit_code == 0
    assert "kept" in result.output
    assert config.read_text(encoding="utf-8") == "web: {port: 1}\n"


@pytest.fixture
def config(tmp_path, sqlite_file):
    url = f"sqlite+aiosqlite:///{tmp_path}/gk.db"

    async def fill():
        (tmp_path / "gk.db").write_bytes(sqlite_file.read_bytes())
        database = Database(make_engine(StorageSettings(url=url)))
        async with database.write() as connection:
            people = listed("打卡群", members=(member("u1", "李雷"), member("u2", "韩梅梅")))
            await Archive(connection).save([people], received=NOON)
        await database.close()

    asyncio.run(fill())
    path = tmp_path / "config.yaml"
    path.write_text(f'storage: {{url: "{url}"}}\n', encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("query", "student"), [("10002", 10002), ("韩梅", 10002), ("李雷", 10001)])
def test_people_are_found_by_id_and_by_part_of_a_name(config, query, student):
    result = run(find, "find", query, "--config", config, "--json")

    assert result.exit_code == 0, result.output
    assert [one["student_id"] for one in json.loads(result.output)] == [student]


def test_for_people_there_is_a_table(config):
    result = run(find, "find", "韩梅", "--config", config)

    assert "10002" in result.output
    assert "韩梅梅" in result.output


def test_nobody_found_is_said_and_is_a_failure_for_scripts(config):
    result = run(find, "find", "诸葛亮", "--config", config)

    assert result.exit_code == 1
    assert "nobody fits" in result.output
