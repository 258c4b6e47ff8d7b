"""What is worth a line on the terminal, and where it comes from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class NotableKind(StrEnum):
    """What the bot did or noticed."""

    ID_GIVEN = "id_given"
    WELCOME = "welcome"
    ANSWER = "answer"  # "我的学号" was answered
    ADVERT = "advert"
    REMOVED = "removed"
    LEAD = "lead"
    UNANSWERED = "unanswered"
    ALERT = "alert"
    TAKEN = "taken"  # a colleague took an alert on
    STEP = "step"  # an SOP step was said
    TASK = "task"  # an SOP step was handed to a person
    HELD = "held"  # a post waits for a person's decision
    FAILED = "failed"
    ROOM = "room"  # a room was entered
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notable:
    """One thing that happened. Texts are as the database has them; `line` makes them fit."""

    at: datetime
    kind: NotableKind
    room: str = ""  # its name
    person: str = ""  # whom it is about, by name
    student: int | None = None
    text: str = ""  # what was said
    reason: str = ""  # why: the verdict's reason, the lead's words, the failure
    to: str = ""  # which colleague was told
    count: int = 1  # so many of the same kind at once
    others: bool = False  # of whom `person` is only the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much there is by now."""

    messages: int = 0
    people: int = 0
    rooms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new since a mark, oldest first, and the mark to ask with next time."""

    notables: tuple[Notable, ...] = ()
    tally: Tally = Tally()
    mark: str = ""


class NotableSource(Protocol):
    """Where the running service's doings are read from."""

    async def since(self, mark: str) -> News:
        """Everything after a mark; "" is the beginning. Bounded: the rest comes next time.

        Each notable comes once. Raises `StorageAway` when the database does not answer.
        """
        ...
