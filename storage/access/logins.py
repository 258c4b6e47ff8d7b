"""People who sign in, and what their sign-in is held against."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.access import Login, LoginSecrets
from bot.core.before_after import before_after
from bot.core.errors import GroupkeeperError
from bot.core.ids import GROUPKEEPER, LoginId
from bot.core.rights import Grant, written
from bot.core.staff import Role
from storage.access.grants import known_rooms, read_grants, role_of, write_grants
from storage.access.tokens import NameTaken
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit, Details
from storage.tables.access import login, login_link

_OURS = frozenset({GROUPKEEPER, "api"})  # authors in the audit who are no people


class LastAdmin(GroupkeeperError):
    """Without this person nobody could let anybody in any more."""


class Logins:
    """The logins of one transaction. Every change is audited; no secret ever is."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        name: str,
        role: Role | None,
        *,
        grants: Sequence[Grant] = (),
        author: str,
        now: datetime,
    ) -> Login:
        """A person who may sign in once they chose a password; raises NameTaken, NoSuchRoom."""
        if name in _OURS:
            msg = f"{name!r} is what the audit calls the service itself; choose another name"
            raise NameTaken(msg)
        await known_rooms(self._connection, grants)
        values = {"name": name, "author": author, "made_at": now, **_may(role, grants)}
        try:
            async with self._connection.begin_nested():
                done = await self._connection.execute(
                    login.insert().values(values).returning(login)
                )
                made = to_login(done.one())
        except IntegrityError:
            msg = f"{name!r} has a login already"
            raise NameTaken(msg) from None
        after = {"name": name, **written(role, grants)}
        await self._note("login.make", made.id, author, now, before_after(None, after))
        return made

    async def kept(self) -> bool:
        """Whether there is an admin who may sign in, or has a link to begin."""
        return bool(await self._connection.scalar(_KEEPERS))

    async def named(self, name: str) -> Login | None:
        """The login of this name; None where nobody has it."""
        rows = await self._connection.execute(select(login).where(login.c.name == name))
        row = rows.one_or_none()
        return None if row is None else to_login(row)

    async def find(self, number: LoginId) -> Login | None:
        """One login; None where there is none."""
        row = await self._row(number)
        return None if row is None else to_login(row)

    async def secrets(self, name: str) -> LoginSecrets | None:
        """What a sign-in under this name is held against; None where nobody has it."""
        rows = await self._connection.execute(select(login).where(login.c.name == name))
        row = rows.one_or_none()
        return None if row is None else _secrets(row)

    async def secrets_of(self, number: LoginId) -> LoginSecrets | None:
        """The same, of a login that is known."""
        row = await self._row(number)
        return None if row is None else _secrets(row)

    async def listed(self, *, after: str | None = None, limit: int = 50) -> Page[Login]:
        """Everybody who has a login, newest first."""
        limit = page_size(limit)
        statement = select(login).order_by(login.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(login.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, to_login, lambda row: (row.id,))

    async def set_role(
        self,
        number: LoginId,
        role: Role | None,
        grants: Sequence[Grant] = (),
        *,
        author: str,
        now: datetime,
    ) -> None:
        """Let somebody do this and nothing else; raises LastAdmin, NoSuchRoom. Audited."""
        before = await self.find(number)
        if before is None or (before.role, before.grants) == (role, tuple(grants)):
            return
        await known_rooms(self._connection, grants)
        await self._change(number, **_may(role, grants))
        if before.role is Role.ADMIN:
            await self._someone_keeps()
        change = before_after(written(before.role, before.grants), written(role, grants))
        await self._note("login.role", number, author, now, change)

    async def set_disabled(
        self, number: LoginId, *, off: bool, author: str, now: datetime, reason: str = ""
    ) -> None:
        """Let somebody in no more, or again; raises LastAdmin."""
        before = await self.find(number)
        if before is None or (before.disabled is not None) == off:
            return
        await self._change(number, disabled_at=now if off else None)
        if off and before.role is Role.ADMIN:
            await self._someone_keeps()
        what = "login.disable" if off else "login.enable"
        change = before_after({"disabled": not off}, {"disabled": off})
        await self._note(what, number, author, now, change, reason=reason)

    async def note_link(self, number: LoginId, *, author: str, now: datetime) -> None:
        """Note in the audit that a new link was made."""
        await self._note("login.link", number, author, now, before_after(None, {"link": "made"}))

    async def set_password(
        self, number: LoginId, hashed: str, *, author: str, now: datetime
    ) -> None:
        """Keep a new password's hash; links that were made to set one hold no more."""
        secrets = await self.secrets_of(number)
        had = secrets is not None and secrets.password is not None
        await self._change(number, password=hashed, welcomed_at=now)
        unused = (login_link.c.login_id == number, login_link.c.used_at.is_(None))
        await self._connection.execute(delete(login_link).where(*unused))
        change = before_after({"password": "set" if had else None}, {"password": "new"})
        await self._note("login.password", number, author, now, change)

    async def set_codes(
        self,
        number: LoginId,
        secret: str | None,
        spares: Collection[str],
        *,
        author: str,
        now: datetime,
    ) -> None:
        """Ask for codes of a phone from now on, or with None no more."""
        before = await self.find(number)
        await self._change(number, code_secret=secret, code_step=0, spares=sorted(spares))
        change = before_after(
            {"coded": before is not None and before.coded}, {"coded": secret is not None}
        )
        await self._note("login.codes", number, author, now, change)

    async def use_code(self, number: LoginId, step: int) -> bool:
        """A code counts once: False where it, or a later one, was used before."""
        done = await self._connection.execute(
            update(login)
            .where(login.c.id == number, login.c.code_step < step)
            .values(code_step=step)
        )
        return done.rowcount == 1

    async def use_spare(self, number: LoginId, hashed: str) -> bool:
        """A spare code counts once; called in a write transaction, one after the other."""
        found = await self.secrets_of(number)
        if found is None or hashed not in found.spares:
            return False
        await self._change(number, spares=sorted(found.spares - {hashed}))
        return True

    async def _row(self, number: LoginId) -> Row[Any] | None:
        rows = await self._connection.execute(
            select(login).where(login.c.id == number).with_for_update()
        )
        return rows.one_or_none()

    async def _change(self, number: LoginId, **values: object) -> None:
        await self._connection.execute(update(login).where(login.c.id == number).values(values))

    async def _someone_keeps(self) -> None:
        if not await self.kept():
            msg = "this is the last admin; make another one first"
            raise LastAdmin(msg)

    async def _note(
        self,
        what: str,
        number: LoginId,
        author: str,
        now: datetime,
        details: Details | None = None,
        reason: str = "",
    ) -> None:
        await Audit(self._connection).note(
            what, f"login:{number}", author=author, now=now, reason=reason, details=details
        )


_KEEPERS = select(func.count()).where(
    login.c.role == Role.ADMIN.value, login.c.disabled_at.is_(None)
)


def _may(role: Role | None, grants: Sequence[Grant]) -> dict[str, Any]:
    return {"role": None if role is None else role.value, "grants": write_grants(grants)}


def to_login(row: Row[Any]) -> Login:
    """A login."""
    return Login(
        id=LoginId(row.id),
        name=row.name,
        role=role_of(row),
        grants=read_grants(row.grants),
        author=row.author,
        made=row.made_at,
        disabled=row.disabled_at,
        welcomed=row.welcomed_at,
        coded=row.code_secret is not None,
    )


def _secrets(row: Row[Any]) -> LoginSecrets:
    return LoginSecrets(
        login=to_login(row),
        password=row.password,
        code_secret=row.code_secret,
        spares=frozenset(row.spares or ()),
    )
