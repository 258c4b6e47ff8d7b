"""The people of a community: who they are, where they are since when, and what they say when."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
OPEN = START + timedelta(days=32)  # before it people talk, and nothing is measured
END = OPEN + timedelta(days=14)


@dataclass(slots=True, kw_only=True, eq=False)
class Account:
    """Somebody, with the rooms they are in; None: they were there before the bot."""

    number: int
    name: str
    joined: dict[int, datetime | None] = field(default_factory=dict)
    talkative: float = 1.0  # how much more than others they say
    helpful: float = 0.1  # of their messages that quote or mention somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a message really is."""

    advert: bool
    who: str  # how its author behaves: "regular", "joins and posts", ...
    kind: str = ""  # of the text in the corpus; "": everyday talk
    manner: str = ""
    group: int = 0  # messages that are one advert said in pieces have it in common; 0: none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One message."""

    at: datetime
    account: Account
    room: int
    text: str
    truth: Truth
    to: str = ""  # "quote": it answers the message before; "mention": it names its author


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrival:
    """Somebody came in."""

    at: datetime
    account: Account
    room: int
