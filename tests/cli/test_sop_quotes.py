"""`groupkeeper sop quote` and `unquote`: consent that its author gave to a colleague."""

import asyncio

import pytest

from bot.core.seen import SeenMessage
from storage.sop.consents import Consents
from storage.talk.archive import Archive
from tests.cli.test_sop import refused, sop
from tests.support.builders import NOON, message


@pytest.fixture
async def said(database, store_url, tmp_path, monkeypatch):
    """A member said something in a room; its number."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    async with database.write() as connection:
        (seen,) = await Archive(connection).save([message("讲得好")], received=NOON)
    assert isinstance(seen, SeenMessage)
    return seen.id


async def test_it_is_noted_and_taken_back(said, database):
    why = ("--reason", "电话里说的", "--author", "wang")
    states = []
    for what in ("quote", "unquote"):
        done = await asyncio.to_thread(sop, what, said, *why)
        assert (done.exit_code, done.stdout) == (0, "ok\n"), done.output
        async with database.read() as connection:
            found = await Consents(connection).of(said)
        assert found is not None
        states.append((found.quoted, found.given_by, found.withdrawn_by))

    assert states == [(True, "wang", None), (False, "wang", "wang")]
    assert "stands so already" in await refused("unquote", said, *why)


async def test_it_needs_a_reason_and_a_message_of_a_member(said):
    assert "say how they said so" in await refused("quote", said, "--reason", " ")
    assert "there is no message 99" in await refused("quote", 99, "--reason", "x")
