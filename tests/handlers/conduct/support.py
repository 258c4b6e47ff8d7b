"""Shorthands for conduct: people with a past, and what follows from what they say."""

from datetime import datetime
from typing import Any

from bot.core.conduct import Listing, ListName, Mark, MarkKind, Standing
from bot.core.ids import IdentityId, ListingId, MarkId, RoomId, StudentId
from bot.core.seen import Closer, Context, History, Room
from handlers.decide import Rules, decide
from tests.support.builders import NOON, after, context, sender
from tests.support.judging import RULES


def student(number: int) -> StudentId:
    """Person number 1 is student 10001."""
    return StudentId(10000 + number)


def listing(on: ListName, number: int = 7, **other: Any) -> Listing:
    """An entry on a list, by a colleague, without end."""
    given: dict[str, Any] = {
        "id": ListingId(5),
        "student": student(number),
        "list": on,
        "since": after(days=-3),
        "until": None,
        "reason": "刷单广告",
        "author": "王老师",
    }
    return Listing(**given | other)


def marks(*points: float, number: int = 7, kind: str = MarkKind.ADVERT) -> tuple[Mark, ...]:
    """Things held against somebody since an hour ago, each for something else."""
    return tuple(
        Mark(
            id=MarkId(place),
            student=student(number),
            points=each,
            kind=kind,
            key=f"{kind}:{place}",
            at=after(hours=-1),
        )
        for place, each in enumerate(points)
    )


def closer(
    number: int = 7, standing: Standing | None = None, history: History | None = None, **other: Any
) -> Closer:
    """What is known of one person in room 1."""
    return Closer(
        standings={} if standing is None else {student(number): standing},
        histories={} if history is None else {(RoomId(1), IdentityId(number)): history},
        **other,
    )


def around(
    where: Room, number: int = 7, *, joined: datetime | None = None, **other: Any
) -> Context:
    """A room with one known person in it."""
    return context(where, senders=[(1, sender(number, joined=joined))], **other)


def effects_of(
    *batch: Any,
    about: Context,
    known: Closer | None = None,
    rules: Rules = RULES,
    now: datetime = NOON,
) -> list[Any]:
    """Everything that follows from a batch."""
    return decide(batch, about, rules, now, known or Closer())
