"""Signing in: who knows the password, and shows the phone's code, gets a session."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.access.codes import address, new_secret, new_spares, spare_hash, step_of
from bot.access.passwords import Passwords, password_mistake
from bot.core.access import Guest, Login, LoginSecrets, login_name, new_key
from bot.core.errors import GroupkeeperError
from bot.core.ports import Clock
from bot.core.staff import Role

LINK_HOLDS = timedelta(hours=48)
_WRONG = "name or password is wrong"  # which of them is not told

Access = Any  # storage.access.access.Access, on the unit that is open
OpenUnit = Callable[[], AbstractAsyncContextManager[Any]]


class NotSignedIn(GroupkeeperError):
    """A sign-in that failed; the text says what would be right."""


class CodeNeeded(NotSignedIn):
    """The password is right; a code of the phone is needed too."""


class TooOften(NotSignedIn):
    """Too many failures; `wait` says for how long nothing is tried."""

    def __init__(self, wait: timedelta) -> None:
        seconds = int(wait.total_seconds()) + 1
        super().__init__(f"too many failures; try again in {seconds} s")
        self.seconds = seconds


class LinkSpent(NotSignedIn):
    """A link that was used, or is too old."""


class NameNeeded(GroupkeeperError):
    """A first admin without a name."""


class PasswordRefused(GroupkeeperError):
    """A password that cannot be taken; the text says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A try to sign in."""

    name: str
    password: str
    code: str = ""  # of the phone, or a spare one
    address: str = ""  # where it comes from
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody who comes by a link."""

    key: str
    name: str = ""  # that the first admin chooses
    password: str = ""  # not asked for where the link is bare
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who signed in, and the key for the cookie."""

    login: Login
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What a phone is shown; it counts once a code of it was given back."""

    secret: str
    address: str


class SignIn:
    """The door. Passwords are checked outside of transactions: that takes a tenth of a second."""

    def __init__(
        self, *, read: OpenUnit, write: OpenUnit, clock: Clock, passwords: Passwords
    ) -> None:
        self._read = read
        self._write = write
        self._clock = clock
        self._passwords = passwords
        # One try after the other: of many sent at once, each must see the failures before it.
        self._turn = asyncio.Lock()

    async def enter(self, attempt: Attempt) -> SignedIn:
        """Open a session; raises NotSignedIn and its kinds."""
        async with self._turn:
            return await self._enter(attempt)

    async def _enter(self, attempt: Attempt) -> SignedIn:
        name = login_name(attempt.name)
        async with self._read() as unit:
            subjects = await unit.access.attempts.counted(name, attempt.address)
            wait = await unit.access.attempts.waiting(subjects, self._clock.now())
            kept = await unit.access.logins.secrets(name)
        if wait:
            raise TooOften(wait)
        right = await self._passwords.fits(attempt.password, kept.password if kept else None)
        now = self._clock.now()
        async with self._write() as unit:
            refused = await self._refusal(unit.access, kept if right else None, attempt.code, now)
            if isinstance(refused, CodeNeeded):
                raise refused
            if refused is not None:
                await unit.access.attempts.failed(subjects, now)
            elif kept is not None:
                key = await self._open(unit.access, kept.login, attempt.agent, now)
                await unit.access.attempts.entered(name, attempt.address, now)
                return SignedIn(login=kept.login, key=key)
        raise refused or NotSignedIn(_WRONG)

    async def guest(self, key: str) -> Guest:
        """Whom a link welcomes; raises LinkSpent."""
        async with self._read() as unit:
            found: Guest | None = await unit.access.links.guest(key, self._clock.now())
            late = found is not None and found.login is None and await unit.access.logins.kept()
        if found is None or late:
            msg = "this link was used, or is too old; ask an admin for a new one"
            raise LinkSpent(msg)
        return found

    async def welcome(self, arrival: Arrival) -> SignedIn:
        """Be signed in by a link; raises LinkSpent, NameNeeded and PasswordRefused."""
        guest = await self.guest(arrival.key)
        name = login_name(arrival.name) if guest.login is None else guest.login.name
        if not name:
            msg = "choose the name under which you sign in"
            raise NameNeeded(msg)
        hashed = None if guest.bare else await self._hashed(arrival.password, name)
        now = self._clock.now()
        async with self._write() as unit:
            access = unit.access
            if not await access.links.use(arrival.key, now):
                msg = "this link was used just now"
                raise LinkSpent(msg)
            who = guest.login or await self._first(access, name, now)
            if hashed is not None:
                await access.logins.set_password(who.id, hashed, author=name, now=now)
                await access.sessions.close_all(who.id)
                await access.attempts.entered(name, arrival.address, now)
            return SignedIn(login=who, key=await self._open(access, who, arrival.agent, now))

    async def _first(self, access: Access, name: str, now: datetime) -> Login:
        """The first admin; whoever comes second finds that there is one."""
        if await access.logins.kept():
            msg = "there is an admin already; ask them for a link of your own"
            raise LinkSpent(msg)
        made: Login = await access.logins.add(name, Role.ADMIN, author=name, now=now)
        return made

    async def change_password(self, login: Login, session: str, old: str, new: str) -> None:
        """Another password; every other session ends. Raises NotSignedIn, PasswordRefused."""
        await self._prove(login, old)
        hashed = await self._hashed(new, login.name)
        now = self._clock.now()
        async with self._write() as unit:
            await unit.access.logins.set_password(login.id, hashed, author=login.name, now=now)
            await unit.access.sessions.close_all(login.id, but=session)

    def begin_codes(self, login: Login) -> Enrolment:
        """A new secret for a phone; nothing is asked for until `confirm_codes`."""
        secret = new_secret()
        return Enrolment(secret=secret, address=address(secret, login.name))

    async def confirm_codes(self, login: Login, secret: str, code: str, password: str) -> list[str]:
        """Ask for codes from now on; gives the spare ones. Raises NotSignedIn."""
        await self._prove(login, password)
        now = self._clock.now()
        step = step_of(secret, code, now)
        if step is None:
            msg = "this is not the code that the phone shows now"
            raise NotSignedIn(msg)
        spares = new_spares()
        async with self._write() as unit:
            await unit.access.logins.set_codes(
                login.id, secret, [spare_hash(one) for one in spares], author=login.name, now=now
            )
            await unit.access.logins.use_code(login.id, step)
        return spares

    async def drop_codes(self, login: Login, password: str) -> None:
        """Ask for codes no more. Raises NotSignedIn."""
        await self._prove(login, password)
        async with self._write() as unit:
            await unit.access.logins.set_codes(
                login.id, None, (), author=login.name, now=self._clock.now()
            )

    async def _prove(self, login: Login, password: str) -> None:
        """Whoever sits at an open browser must know the password for what is theirs."""
        async with self._turn:
            await self._proven(login, password)

    async def _proven(self, login: Login, password: str) -> None:
        # Apart from signing in: who guesses at the door must not keep those inside from it.
        subjects = (f"inside:{login.name}",)
        async with self._read() as unit:
            wait = await unit.access.attempts.waiting(subjects, self._clock.now())
            kept = await unit.access.logins.secrets_of(login.id)
        if wait:
            raise TooOften(wait)
        if not await self._passwords.fits(password, kept.password if kept else None):
            async with self._write() as unit:
                await unit.access.attempts.failed(subjects, self._clock.now())
            msg = "the password is wrong"
            raise NotSignedIn(msg)
        async with self._write() as unit:
            await unit.access.attempts.cleared(*subjects)

    async def _refusal(
        self, access: Access, kept: LoginSecrets | None, code: str, now: datetime
    ) -> NotSignedIn | None:
        if kept is None or kept.login.disabled is not None:
            return NotSignedIn(_WRONG)
        if kept.code_secret is None:
            return None
        if not code.strip():
            return CodeNeeded("a code of your phone is needed, or a spare one")
        step = step_of(kept.code_secret, code, now)
        if step is None:
            spare = await access.logins.use_spare(kept.login.id, spare_hash(code))
            return None if spare else NotSignedIn("the code is wrong")
        fresh = await access.logins.use_code(kept.login.id, step)
        return None if fresh else NotSignedIn("this code was used; wait for the next one")

    async def _open(self, access: Access, login: Login, agent: str, now: datetime) -> str:
        key = new_key()
        await access.sessions.open(key, login.id, agent, now)
        return key

    async def _hashed(self, password: str, name: str) -> str:
        if mistake := password_mistake(password, name):
            raise PasswordRefused(mistake)
        return await self._passwords.hash(password)
