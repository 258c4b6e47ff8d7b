"""`groupkeeper token ...`: a key is shown once, and can be taken back."""

import asyncio
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.token import register
from bot.core.errors import GroupkeeperError
from storage.access.tokens import Tokens
from tests.support.builders import NOON


def _run(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["token", *map(str, arguments)])


@pytest.fixture
def token(database, store_url, tmp_path, monkeypatch):
    """The command, in a place with a config.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    return lambda *arguments: asyncio.to_thread(_run, *arguments)


async def test_a_key_is_printed_alone_and_lets_in(token, database):
    done = await token("make", "报表机器人", "--role", "manager", "--days", 0)

    assert done.exit_code == 0
    key = done.stdout.strip()
    assert "\n" not in key
    assert "not shown again" in done.stderr
    async with database.read() as connection:
        found = await Tokens(connection).by_key(key, NOON)
    assert found is not None
    assert found.role is not None
    assert (found.name, found.role.value, found.expires) == ("报表机器人", "manager", None)


async def test_the_list_shows_what_holds_and_never_a_key(token):
    key = (await token("make", "robot")).stdout.strip()
    await token("revoke", 1, "--author", "li")

    shown = await token("list")
    listed = json.loads((await token("list", "--json")).stdout)["items"]

    assert "revoked by li" in " ".join(shown.stdout.split())
    assert key not in shown.stdout
    assert [(one["name"], one["role"], one["revoked_by"]) for one in listed] == [
        ("robot", "viewer", "li")
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("revoke", 7), "no token 7"), (("make", "  "), "has a name"), (("make", "x" * 61), "60")],
)
async def test_what_cannot_be_says_why(token, arguments, told):
    done = await token(*arguments)

    assert done.exit_code == 1
    assert isinstance(done.exception, GroupkeeperError)
    assert told in str(done.exception)


async def test_an_unknown_role_names_the_roles(token):
    done = await token("make", "robot", "--role", "king")

    assert done.exit_code == 2
    assert "viewer" in done.stderr
