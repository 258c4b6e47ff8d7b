"""Fixtures for every test: a migrated, empty database on both backends."""

import os
import shutil
from pathlib import Path

import pytest
import structlog

from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from tests.support.database import (
    PostgresServer,
    new_server_folder,
    sqlite_template,
    stop_server,
)

_FOLDER = pytest.StashKey[Path]()
_RUNNING = [Path(__file__).parent / part for part in ("scenarios", "gateway")]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell xdist's workers where the run's PostgreSQL lives."""
    node.workerinput["postgres_folder"] = str(node.config.stash[_FOLDER])


def pytest_configure(config):
    os.environ["LANGUAGE"] = "en"  # of mistakes in files, whatever the terminal of who tests
    # Rich tracebacks with every local variable cost seconds each.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.stash[_FOLDER] = Path(given["postgres_folder"])
        return
    config.stash[_FOLDER] = new_server_folder()


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput") and _FOLDER in config.stash:
        stop_server(config.stash[_FOLDER])


def pytest_collection_modifyitems(items):
    """What came too late for a test of the running service is waited for once more.

    The summary tells it; any other fault fails at once.
    """
    for item in items:
        if any(part in item.path.parents for part in _RUNNING):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["^TooLate"]))
            item.add_marker(pytest.mark.timeout(180))  # unless the test names its own


@pytest.fixture(scope="session")
def postgres_server(request):
    """The run's PostgreSQL; started by whoever needs it first."""
    return PostgresServer(request.config.stash[_FOLDER])


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory):
    """A migrated, empty SQLite file; tests copy it."""
    return sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(params=["sqlite", "postgres"])
def backend(request):
    """What new databases are copied from: a SQLite file, or the PostgreSQL server."""
    # Not async: the session's fixtures run event loops of their own.
    name = "sqlite_file" if request.param == "sqlite" else "postgres_server"
    return request.getfixturevalue(name)


@pytest.fixture
async def store_url(backend, tmp_path):
    """The address of a migrated, empty database: for tests with processes of their own."""
    if isinstance(backend, Path):
        path = tmp_path / "groupkeeper.db"
        shutil.copyfile(backend, path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    name = await backend.create()
    yield backend.url(name)
    await backend.drop(name)


@pytest.fixture
async def database(store_url):
    """A migrated, empty database, closed after the test."""
    opened = Database(make_engine(StorageSettings(url=store_url)))
    yield opened
    await opened.close()
