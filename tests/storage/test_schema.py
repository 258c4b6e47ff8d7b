"""The migrations: complete, repeatable, and careful with databases from the future."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.core.errors import DatabaseTooNew
from storage import migrations, schema
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.tables import metadata
from tests.support.first_migration import written

_HELP = "run `.venv/bin/python -m tests.support.first_migration`"


def _ours(_item, name, kind, _reflected, _compared):
    return not (kind == "table" and name.startswith("search_"))  # full text: not in the metadata


def _differences(connection):
    options = {"include_object": _ours, "compare_type": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


async def test_the_migrations_make_exactly_the_tables_that_the_code_uses(database):
    async with database.read() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == [], _HELP


def test_the_first_migration_is_in_step_with_the_tables():
    file = Path(migrations.__file__).parent / "versions" / "0001_tables.py"

    assert file.read_text(encoding="utf-8") == written(), _HELP


async def test_both_databases_get_their_full_text_tables(database):
    async with database.read() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())

    assert {"search_message", "search_name"} <= set(names)


async def test_upgrading_twice_changes_nothing(database):
    steps: list[schema.Progress] = []

    assert await schema.upgrade(database, steps.append) == schema.newest()

    assert steps == []
    await schema.check(database)


async def test_an_upgrade_tells_how_far_it_is(tmp_path):
    database = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{tmp_path}/new.db")))
    steps: list[schema.Progress] = []

    await schema.upgrade(database, steps.append)

    assert [step.done for step in steps] == list(range(1, steps[-1].total + 1))
    assert steps[-1].revision == schema.newest()
    await database.close()


async def test_an_empty_database_is_refused_with_the_command_that_helps(tmp_path):
    database = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{tmp_path}/new.db")))

    with pytest.raises(schema.DatabaseTooOld, match="groupkeeper db upgrade"):
        await schema.check(database)
    await database.close()


async def test_a_database_from_the_future_is_left_alone(database):
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseTooNew, match="newer groupkeeper"):
        await schema.check(database)
    with pytest.raises(DatabaseTooNew, match="9999"):
        await schema.upgrade(database)
    assert await schema.current(database) == "9999"
