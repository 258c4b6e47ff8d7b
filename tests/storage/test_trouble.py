"""Whose fault an error is: the database's (wait and try again) or ours (set the event aside)."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.core.errors import StorageAway, StorageBusy
from storage.engine import Database, make_engine, translated
from storage.settings import StorageSettings


@pytest.mark.parametrize(
    "statement", ["SELECT no_such_column FROM meta", "SELEKT 1", "SELECT 1 FROM no_such_table"]
)
async def test_a_wrong_statement_is_our_mistake_and_not_an_absent_database(database, statement):
    with pytest.raises((SQLAlchemyError, sqlite3.Error)):
        async with database.write() as connection:
            await connection.execute(text(statement))


async def test_a_file_that_a_caller_misses_is_not_the_database(database):
    with pytest.raises(FileNotFoundError):
        async with database.write():
            raise FileNotFoundError("plan.yaml")  # noqa: EM101 (as a bug would raise it)


async def test_a_server_that_refuses_connections_is_away():
    nobody = Database(make_engine(StorageSettings(url="postgresql+asyncpg://x@127.0.0.1:1/x")))
    with pytest.raises(StorageAway):
        async with nobody.write():
            pass


async def test_a_folder_that_is_not_there_is_away(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/nowhere/gk.db"
    nobody = Database(make_engine(StorageSettings(url=url)))
    with pytest.raises(StorageAway):
        async with nobody.write():
            pass


async def test_a_standby_that_takes_no_writes_is_away(postgres_server):
    name = await postgres_server.create()
    standby = Database(make_engine(StorageSettings(url=postgres_server.url(name))))

    async def write():
        async with standby.write() as connection:
            await connection.execute(text("SET TRANSACTION READ ONLY"))
            await connection.execute(text("DELETE FROM meta"))

    with pytest.raises(StorageAway, match="read-only"):
        await write()
    await standby.close()
    await postgres_server.drop(name)


async def test_a_database_or_role_that_the_server_does_not_know_is_away(postgres_server):
    url = postgres_server.url("nowhere")
    for wrong in (url, url.replace("postgres@", "nobody@")):
        nobody = Database(make_engine(StorageSettings(url=wrong)))
        with pytest.raises(StorageAway, match="does not exist"):
            async with nobody.write():
                pass
        await nobody.close()


def test_a_pool_without_a_free_connection_is_busy_and_sets_nothing_aside():
    with pytest.raises(StorageBusy), translated():
        raise NoConnectionFree
