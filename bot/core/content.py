"""Approvals of the content library: values between the library and the store."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody's word on a version of a piece: it may be said, or no more."""

    content: str
    version: str
    by: str
    at: datetime
    reason: str = ""
    given: bool = True  # False: withdrawn


def task_key(content: str, mark: str = "") -> str:
    """The key of the tasks that a piece gives rise to; `mark` tells them apart."""
    return f"content:{content}:{mark}"
