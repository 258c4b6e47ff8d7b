"""`groupkeeper db`, as an operator types it."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import db
from bot.core.errors import ConfigError, DatabaseTooNew, GroupkeeperError
from storage.service.backup import WouldOverwrite


@pytest.fixture
def groupkeeper(tmp_path, monkeypatch):
    """Runs a command in a folder with a config.yaml; gives its exit code and output."""
    (tmp_path / "config.yaml").write_text('storage: {url: "sqlite+aiosqlite:///gk.db"}\n')
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    db.register(app)
    app.command()(lambda: None)  # with one command typer would drop its name

    def run(*words):
        done = CliRunner().invoke(app, ["db", *words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout

    return run


def test_upgrade_makes_the_database_and_status_says_so(groupkeeper):
    code, said = groupkeeper("upgrade")
    assert (code, "is at revision 0002" in said) == (0, True)

    code, said = groupkeeper("status", "--json")
    status = json.loads(said)
    assert (code, status["up_to_date"], status["not_indexed"]) == (0, True, 0)


def test_a_backup_is_restored_only_by_force_and_the_old_one_is_kept(groupkeeper, tmp_path):
    groupkeeper("upgrade")
    assert groupkeeper("backup", "copy.db")[0] == 0

    with pytest.raises(WouldOverwrite, match="--force"):
        groupkeeper("restore", "copy.db")
    code, said = groupkeeper("restore", "copy.db", "--force")

    assert (code, "kept as" in said, "are held" in said) == (0, True, True)
    assert len(list(tmp_path.glob("gk.db.before-restore-*"))) == 1
    assert json.loads(groupkeeper("status", "--json")[1])["restored_at"]


def test_a_backup_without_a_name_gets_one_with_its_time(groupkeeper, tmp_path):
    groupkeeper("upgrade")
    groupkeeper("backup")

    assert len(list(tmp_path.glob("groupkeeper-2*.db"))) == 1


def test_status_makes_no_database(groupkeeper, tmp_path):
    with pytest.raises(GroupkeeperError, match="db upgrade"):
        groupkeeper("status")
    assert not (tmp_path / "gk.db").exists()


def test_a_database_from_the_future_is_not_touched(groupkeeper, tmp_path):
    import sqlite3

    groupkeeper("upgrade")
    with sqlite3.connect(tmp_path / "gk.db") as base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
    base.close()

    with pytest.raises(DatabaseTooNew, match="newer groupkeeper"):
        groupkeeper("upgrade")
    code, said = groupkeeper("status")
    assert (code, "9999" in said) == (1, True)


def test_a_broken_config_is_refused(groupkeeper, tmp_path):
    (tmp_path / "config.yaml").write_text("storage: {url: 5, nonsense: 1}\n")

    with pytest.raises(ConfigError, match=r"config\.yaml"):
        groupkeeper("upgrade")
