"""Draws that anybody can check: commit to a seed, then reveal it. Pure.

Before anybody can enter, the SHA-256 of a seed is published; the seed cannot be chosen
afterwards, for no other has that hash. When entries are closed, the hash of their list is fixed.
Each entry's lot is HMAC-SHA256 with the seed as key and the student ID as message; the smallest
lots win. docs/campaigns.md tells how to check it by hand.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence

from bot.core.ids import StudentId

SEED_BYTES = 32
_SEED = re.compile(r"[0-9a-f]{64}")


def commitment(seed: str) -> str:
    """The SHA-256 of a seed's bytes; raises ValueError where it is no seed."""
    return hashlib.sha256(_bytes(seed)).hexdigest()


def listed_entries(entries: Iterable[StudentId]) -> str:
    """The list as it is hashed: the student IDs ascending, each with a line feed behind it."""
    return "".join(f"{student}\n" for student in sorted(set(entries)))


def entries_hash(entries: Iterable[StudentId]) -> str:
    """The SHA-256 of the list of entries."""
    return hashlib.sha256(listed_entries(entries).encode("ascii")).hexdigest()


def lot(seed: str, student: StudentId) -> str:
    """Somebody's lot; the smaller, the better."""
    return hmac.new(_bytes(seed), str(student).encode("ascii"), hashlib.sha256).hexdigest()


def draw(seed: str, entries: Iterable[StudentId], winners: int) -> tuple[StudentId, ...]:
    """Who wins, the best lot first: a function of the seed and the entries, and of nothing else."""
    ranked = sorted(set(entries), key=lambda student: (lot(seed, student), student))
    return tuple(ranked[:winners])


def mistakes(
    seed: str,
    entries: Sequence[StudentId],
    *,
    committed: str | None = None,
    hashed: str | None = None,
    winners: Sequence[StudentId] | None = None,
) -> list[str]:
    """What of a published draw does not agree; empty where all that was given does."""
    try:
        found = commitment(seed)
    except ValueError as error:
        return [str(error)]
    wrong: list[str] = []
    if committed is not None and committed.strip().lower() != found:
        wrong.append(f"the seed's SHA-256 is {found}, but {committed} was published before")
    if len(set(entries)) != len(entries):
        wrong.append("a student ID is on the list twice")
    if hashed is not None and hashed.strip().lower() != entries_hash(entries):
        wrong.append(f"the list's SHA-256 is {entries_hash(entries)}, but {hashed} was published")
    if winners is not None:
        drawn = draw(seed, entries, len(winners))
        if tuple(winners) != drawn:
            names = ", ".join(map(str, drawn))
            wrong.append(f"the winners are {names}, but {', '.join(map(str, winners))} were named")
    return wrong


def _bytes(seed: str) -> bytes:
    given = seed.strip().lower()
    if not _SEED.fullmatch(given):
        msg = "a seed is 64 hexadecimal digits (32 bytes)"
        raise ValueError(msg)
    return bytes.fromhex(given)
