"""Keys of programs: made once, shown once, found by their hash."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.access import ApiToken
from bot.core.before_after import before_after
from bot.core.errors import GroupkeeperError
from bot.core.ids import TokenId
from bot.core.rights import Grant, written
from bot.core.staff import Role
from storage.access.grants import known_rooms, read_grants, role_of, write_grants
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit
from storage.tables.access import api_token


class NameTaken(GroupkeeperError):
    """Another token has this name; the audit could not tell them apart."""


def hash_of(key: str) -> str:
    """By which a key is found. Keys are long and random: a plain hash is enough."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


class Tokens:
    """The tokens of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(  # noqa: PLR0913 (one part a column)
        self,
        key: str,
        *,
        name: str,
        role: Role | None,
        grants: Sequence[Grant] = (),
        expires: datetime | None,
        author: str,
        now: datetime,
    ) -> ApiToken:
        """Keep a new token; raises NameTaken, NoSuchRoom. Audited."""
        await known_rooms(self._connection, grants)
        row = {
            "key_hash": hash_of(key),
            "name": name,
            "role": None if role is None else role.value,
            "grants": write_grants(grants),
            "author": author,
            "made_at": now,
            "expires_at": expires,
        }
        try:
            async with self._connection.begin_nested():
                done = await self._connection.execute(
                    api_token.insert().values(row).returning(api_token)
                )
                made = _token(done.one())
        except IntegrityError:
            msg = f"there is a token {name!r} already; revoke it, or choose another name"
            raise NameTaken(msg) from None
        after = {
            "name": name,
            "expires": None if expires is None else expires.isoformat(),
            **written(role, grants),
        }
        await Audit(self._connection).note(
            "token.make",
            f"token:{made.id}",
            author=author,
            now=now,
            details=before_after(None, after),
        )
        return made

    async def by_key(self, key: str, now: datetime) -> ApiToken | None:
        """The token whose key it is, while it holds."""
        rows = await self._connection.execute(
            select(api_token).where(
                api_token.c.key_hash == hash_of(key), api_token.c.revoked_at.is_(None)
            )
        )
        row = rows.one_or_none()
        if row is None or (row.expires_at is not None and row.expires_at <= now):
            return None
        return _token(row)

    async def touch(self, number: TokenId, now: datetime) -> None:
        """Note that it was used."""
        await self._connection.execute(
            update(api_token).where(api_token.c.id == number).values(used_at=now)
        )

    async def find(self, number: TokenId) -> ApiToken | None:
        """One token; None where there is none."""
        rows = await self._connection.execute(select(api_token).where(api_token.c.id == number))
        row = rows.one_or_none()
        return None if row is None else _token(row)

    async def listed(self, *, after: str | None = None, limit: int = 50) -> Page[ApiToken]:
        """Tokens, newest first, with those that hold no more."""
        limit = page_size(limit)
        statement = select(api_token).order_by(api_token.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(api_token.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _token, lambda row: (row.id,))

    async def revoke(self, number: TokenId, *, author: str, reason: str, now: datetime) -> bool:
        """Let it hold no more; False where it does not (any more). Audited."""
        done = await self._connection.execute(
            update(api_token)
            .where(api_token.c.id == number, api_token.c.revoked_at.is_(None))
            .values(revoked_at=now, revoked_by=author)
        )
        if done.rowcount == 0:
            return False
        await Audit(self._connection).note(
            "token.revoke",
            f"token:{number}",
            author=author,
            now=now,
            reason=reason,
            details=before_after({"revoked": False}, {"revoked": True}),
        )
        return True


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=TokenId(row.id),
        name=row.name,
        role=role_of(row),
        grants=read_grants(row.grants),
        author=row.author,
        made=row.made_at,
        expires=row.expires_at,
        used=row.used_at,
        revoked=row.revoked_at,
        revoked_by=row.revoked_by,
    )
