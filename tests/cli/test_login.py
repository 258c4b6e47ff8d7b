"""`groupkeeper login ...`: people are let in by a link, and out again."""

import asyncio
import json
import re

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.login import register
from bot.core.errors import GroupkeeperError
from bot.core.staff import Role
from storage.access.access import Access
from tests.support.builders import NOON


def _run(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["login", *map(str, arguments)])


@pytest.fixture
def login(database, store_url, tmp_path, monkeypatch):
    """The command, in a place with a config.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(
        f'storage: {{url: "{store_url}"}}\nweb: {{public_url: https://keeper.example.com/}}\n',
        encoding="utf-8",
    )
    return lambda *arguments: asyncio.to_thread(_run, *arguments)


def _key(done):
    assert done.exit_code == 0, done.output
    found = re.fullmatch(r"https://keeper\.example\.com/welcome#(\S+)\n", done.stdout)
    assert found
    return found[1]


async def _guest(database, key):
    """Whom a link welcomes; None: nobody."""
    async with database.read() as connection:
        found = await Access(connection).links.guest(key, NOON)
    return found and found.login


async def test_a_link_is_printed_alone_and_welcomes_its_person(login, database):
    key = _key(await login("make", " Wang ", "--role", "manager"))

    guest = await _guest(database, key)
    assert (guest.name, guest.role) == ("wang", Role.MANAGER)


async def test_a_lost_password_is_mended_by_a_new_link_that_ends_the_old_one(login, database):
    old = _key(await login("make", "wang"))
    new = _key(await login("link", "wang", "--author", "boss"))

    assert await _guest(database, old) is None
    assert (await _guest(database, new)).name == "wang"


async def test_with_a_series_or_room_the_role_counts_there_alone(login):
    await login("make", "wang", "--role", "manager", "--series", "X2", "--series", "X3")

    (one,) = json.loads((await login("list", "--json")).stdout)["items"]

    assert one["role"] is None
    assert [(g["role"], g["series"]) for g in one["grants"]] == [
        ("manager", "X2"),
        ("manager", "X3"),
    ]
    assert "manager in series" in (await login("list")).stdout


async def test_a_room_that_there_is_not_is_refused(login):
    done = await login("make", "wang", "--room", 77)
    assert isinstance(done.exception, GroupkeeperError)
    assert "there is no room 77" in str(done.exception)


async def test_another_role_takes_the_place_of_all_before(login):
    await login("make", "wang", "--role", "manager", "--series", "X2")

    assert (await login("role", "wang", "agent")).exit_code == 0

    (one,) = json.loads((await login("list", "--json")).stdout)["items"]
    assert (one["role"], one["grants"]) == ("agent", [])


async def test_who_is_disabled_has_no_session_and_no_link_that_holds(login, database):
    key = _key(await login("make", "wang"))
    async with database.write() as connection:
        access = Access(connection)
        found = await access.logins.named("wang")
        assert found
        await access.sessions.open("a-key", found.id, "", NOON)

    assert (await login("disable", "wang", "--reason", "left")).exit_code == 0

    assert await _guest(database, key) is None
    async with database.read() as connection:
        access = Access(connection)
        assert await access.sessions.by_key("a-key", NOON) is None
    assert (await login("enable", "wang")).exit_code == 0
    assert (await _guest(database, key)).name == "wang"


@pytest.mark.parametrize("name", ["groupkeeper", "api"])
async def test_nobody_is_called_as_the_audit_calls_the_service(login, name):
    done = await login("make", name)
    assert isinstance(done.exception, GroupkeeperError)


async def test_a_name_that_nobody_has_is_told(login):
    for arguments in (("link", "li"), ("role", "li", "agent"), ("disable", "li")):
        done = await login(*arguments)
        assert "'li' has no login" in str(done.exception)
