"""Keys of programs in the store, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.ids import TokenId
from bot.core.staff import Role
from storage.access.tokens import NameTaken, Tokens
from storage.tables.access import api_token
from tests.support.builders import NOON


async def _add(database, key="key-one", name="robot", **more):
    given = {"role": Role.VIEWER, "expires": None, "author": "api", "now": NOON} | more
    async with database.write() as connection:
        return await Tokens(connection).add(key, name=name, **given)


async def _by_key(database, key, now=NOON):
    async with database.read() as connection:
        return await Tokens(connection).by_key(key, now)


async def test_a_token_is_found_by_its_key_only(database):
    made = await _add(database)

    assert await _by_key(database, "key-one") == made
    assert await _by_key(database, "key-two") is None
    assert await _by_key(database, "") is None
    assert await _by_key(database, "\udcff' OR 1=1 --") is None


async def test_a_token_ends_at_its_hour(database):
    await _add(database, expires=NOON + timedelta(days=1))

    assert await _by_key(database, "key-one", NOON + timedelta(hours=23)) is not None
    assert await _by_key(database, "key-one", NOON + timedelta(days=1)) is None


async def test_of_two_that_make_a_token_of_one_name_one_is_refused(database):
    found = await asyncio.gather(
        *(_add(database, key=f"key-{n}") for n in range(4)), return_exceptions=True
    )

    refused = [one for one in found if isinstance(one, NameTaken)]
    assert len(refused) == 3
    assert "choose another name" in str(refused[0])
    async with database.read() as connection:
        assert len((await connection.execute(select(api_token))).all()) == 1


async def test_a_refused_name_leaves_the_transaction_fit_to_go_on(database):
    await _add(database)
    async with database.write() as connection:
        tokens = Tokens(connection)
        with pytest.raises(NameTaken):
            await tokens.add("k", name="robot", role=Role.ADMIN, expires=None, author="x", now=NOON)
        assert await tokens.revoke(TokenId(1), author="x", reason="", now=NOON)
    assert await _by_key(database, "key-one") is None


async def test_revoking_twice_is_said(database):
    made = await _add(database)
    async with database.write() as connection:
        tokens = Tokens(connection)
        assert await tokens.revoke(made.id, author="x", reason="lost", now=NOON)
        assert not await tokens.revoke(made.id, author="x", reason="lost", now=NOON)
        assert not await tokens.revoke(TokenId(99), author="x", reason="", now=NOON)
