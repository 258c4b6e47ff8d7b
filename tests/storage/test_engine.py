"""Trouble with the database, told apart: busy, away, or our own mistake."""

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from bot.core.errors import StorageAway, StorageBusy
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from tests.support.people import said, save


@pytest.fixture(autouse=True)
async def workers_end():
    """A connection that could not be opened leaves a thread that still has to tell this loop."""
    yield
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 5)


@pytest.fixture
def sqlite_settings(sqlite_file, tmp_path):
    file = tmp_path / "gk.db"
    file.write_bytes(sqlite_file.read_bytes())
    return StorageSettings(url=f"sqlite+aiosqlite:///{file}", busy_timeout_seconds=0.1)


async def test_a_full_disk_loses_nothing_and_is_away(sqlite_settings):
    database = Database(make_engine(sqlite_settings))

    @event.listens_for(database.engine.sync_engine, "connect")
    def _small_disk(dbapi, _record):
        dbapi.execute("PRAGMA max_page_count=200").close()

    await save(database, said("还放得下"))
    with pytest.raises(StorageAway, match="full"):
        await save(database, *(said("字" * 10_000) for _ in range(100)))
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM message")) == 1
    await save(database, said("还能说"))
    await database.close()


async def test_a_locked_file_is_busy(sqlite_settings, tmp_path):
    database = Database(make_engine(sqlite_settings))
    other = sqlite3.connect(tmp_path / "gk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageBusy, match="locked"):
        await save(database, said("等一等"))
    other.execute("ROLLBACK")
    other.close()
    assert len(await save(database, said("好了"))) == 1
    await database.close()


async def test_a_missing_folder_is_away(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/nowhere/gk.db"
    database = Database(make_engine(StorageSettings(url=url)))

    with pytest.raises(StorageAway, match="unable to open"):
        await save(database, said("喂"))
    await database.close()


async def test_a_file_of_something_else_is_away(tmp_path):
    (tmp_path / "gk.db").write_bytes(b"ruined" * 1000)
    url = f"sqlite+aiosqlite:///{tmp_path}/gk.db"
    database = Database(make_engine(StorageSettings(url=url)))

    with pytest.raises(StorageAway, match="not a database"):
        await save(database, said("喂"))
    await database.close()


async def test_a_postgresql_that_is_not_there_is_away(tmp_path):
    url = f"postgresql+asyncpg://postgres@/gk?host={tmp_path}"
    database = Database(make_engine(StorageSettings(url=url)))

    with pytest.raises(StorageAway):
        await save(database, said("喂"))
    await database.close()


async def test_a_connection_that_the_server_ends_is_away_and_the_next_works(postgres_server):
    name = await postgres_server.create()
    database = Database(make_engine(StorageSettings(url=postgres_server.url(name))))

    async def cut_off():
        async with database.write() as connection:
            await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageAway):
        await cut_off()
    assert len(await save(database, said("好了"))) == 1
    await database.close()
    await postgres_server.drop(name)


async def test_a_text_that_was_not_made_storable_is_our_mistake_and_no_outage(database):
    with pytest.raises((DBAPIError, UnicodeError)):
        await save(database, said("坏\ud800"))
    assert len(await save(database, said("好"))) == 1


async def test_errors_carry_no_texts(database):
    async def fail():
        async with database.write() as connection:
            await connection.execute(
                text("INSERT INTO nowhere (x) VALUES (:x)"), {"x": "一句私密的话"}
            )

    with pytest.raises(Exception, match="nowhere") as caught:
        await fail()
    assert "私密" not in str(caught.value)


async def test_a_look_shows_one_moment_whatever_is_committed_meanwhile(database):
    count = text("SELECT count(*) FROM meta WHERE key LIKE 'look%'")
    add = text("INSERT INTO meta (key, value) VALUES ('look', 'x')")
    async with database.read() as connection:
        before = await connection.scalar(count)
        async with database.write() as writing:
            await writing.execute(add)
        during = await connection.scalar(count)
    async with database.read() as connection:
        after = await connection.scalar(count)

    assert (before, during, after) == (0, 0, 1)
