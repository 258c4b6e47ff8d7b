"""Passwords as Argon2 hashes. Slow on purpose, so it happens in threads, two at a time."""

import asyncio
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200  # characters
_TOGETHER = 2  # each takes 64 MiB


class Passwords:
    """Makes and checks hashes."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()  # the library's parameters: RFC 9106, 64 MiB
        self._turns = asyncio.Semaphore(_TOGETHER)

    @cached_property
    def _nobody(self) -> str:
        """What an unknown name is held against: it must take as long as a known one."""
        return self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the password; without a hash it takes as long, and is not."""
        async with self._turns:
            right = await asyncio.to_thread(self._verified, password, kept)
        return right and kept is not None

    def _verified(self, password: str, kept: str | None) -> bool:
        try:
            return self._hasher.verify(kept or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False


def password_mistake(password: str, name: str) -> str | None:
    """Why a password cannot be taken; None where it can."""
    if not SHORTEST <= len(password) <= LONGEST:
        return (
            f"a password has {SHORTEST} to {LONGEST} characters; a short sentence is easy to keep"
        )
    if len(set(password)) < SHORTEST // 2 or name.casefold() in password.casefold():
        return "this password is easy to guess; take a short sentence without your name"
    return None
