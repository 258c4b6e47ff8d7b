"""Writes storage/migrations/versions/0001_tables.py anew from storage/tables.

Before the first release there is one first migration. After a change of a table run
`.venv/bin/python -m tests.support.first_migration`; tests/storage/test_schema.py tells who forgets.
"""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from storage import migrations
from storage.tables import metadata
from storage.types import UtcDateTime

_HEAD = '''"""Make the tables, as storage/tables describes them."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 (one statement a table)
    '''


def _render(kind, item, _context):
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


def written() -> str:
    """The migration's source, formatted."""
    options = {
        "render_item": _render,
        "render_as_batch": True,
        "target_metadata": metadata,
        "user_module_prefix": None,
    }
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        script = produce_migrations(context, metadata)
        assert script.upgrade_ops is not None
        body = render_python_code(
            script.upgrade_ops, render_as_batch=True, render_item=_render, migration_context=context
        )
    return _formatted(_HEAD + body + "\n")


def _formatted(source: str) -> str:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, "format", "--stdin-filename", "0001_tables.py", "-"],
        input=source.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


if __name__ == "__main__":
    folder = Path(migrations.__file__).parent / "versions"
    (folder / "0001_tables.py").write_text(written(), encoding="utf-8")
