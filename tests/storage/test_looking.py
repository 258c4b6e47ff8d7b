"""A database that is only looked at: it can be read, and nothing can be written."""

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from bot.core.errors import StorageAway
from storage.looking import looked_at
from storage.settings import StorageSettings
from storage.tables.people import room
from tests.support.builders import NOON

ROOM = {"channel": "sim", "ref": "r1", "name": "群1", "created_at": NOON}


async def test_it_is_read_and_a_write_is_refused(store_url, database):
    async with database.write() as connection:
        await connection.execute(insert(room), [ROOM])

    async with looked_at(StorageSettings(url=store_url)) as looked:
        assert looked is not None
        async with looked.read() as connection:
            assert await connection.scalar(select(func.count()).select_from(room)) == 1
        with pytest.raises((StorageAway, DBAPIError)):
            async with looked.write() as connection:
                await connection.execute(insert(room), [{**ROOM, "ref": "r2"}])

    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(room)) == 1


async def test_where_there_is_no_database_none_is_made(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/no.db"
    async with looked_at(StorageSettings(url=url)) as looked:
        assert looked is None
    assert list(tmp_path.iterdir()) == []


async def test_a_file_with_strange_signs_in_its_name_is_found(sqlite_file, tmp_path):
    (tmp_path / "我的 群#1.db").write_bytes(sqlite_file.read_bytes())
    url = f"sqlite+aiosqlite:///{tmp_path}/我的 群%231.db"
    async with looked_at(StorageSettings(url=url)) as looked:
        assert looked is not None
