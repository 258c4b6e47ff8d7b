"""What is asked of plans in rooms, and what is answered where it cannot be done."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from bot.core.ids import RoomId
from bot.core.located import BrokenFile
from bot.core.plan_changes import Asked as WhoAsks
from bot.core.plan_changes import NoSuchThing, Where
from bot.web.endpoint import AnyCall, Asked, Because, Call, Name, Number, Words
from bot.web.problems import Mistake, Refusal, missing

# As long as `groupkeeper check` takes it; unlike other words it is taken as it stands.
Source = Annotated[str, Field(max_length=512 * 1024)]


class ByName(Asked):
    """A path that names one thing."""

    name: Name


class InRooms(Because):
    """In which rooms; of several conditions all hold. None: wherever the plan runs."""

    rooms: Annotated[tuple[Number, ...], Field(max_length=1000)] = ()
    names: Annotated[tuple[Name, ...], Field(max_length=100)] = Field(
        default=(), description="names or platform ids, with * and ?"
    )
    series: Annotated[Words, Field(max_length=200)] = ""

    @property
    def where(self) -> Where:
        """The rooms that are meant."""
        ids = frozenset(RoomId(number) for number in self.rooms)
        return Where(names=self.names, ids=ids, series=self.series)


def meant(call: AnyCall) -> Where:
    """The rooms that are meant, as far as whoever asks may do it there.

    Refuses a room that they may not see as one that is not there.
    """
    where: Where = call.body.where
    if call.rooms is None:
        return where
    if outside := where.ids - call.rooms:
        raise nowhere(outside)
    return replace(where, ids=where.ids or call.rooms)


def nowhere(rooms: Collection[int]) -> Refusal:
    """What is said of rooms that are not there."""
    some = ", ".join(str(number) for number in sorted(rooms)[:20])
    return Refusal(HTTPStatus.NOT_FOUND, f"we sit in no room {some}")


def who_asks(call: Call[Any, Any, Any]) -> WhoAsks:
    """Who asks for it, why, and when."""
    reason = getattr(call.body, "reason", "")
    return WhoAsks(author=call.author, reason=reason, now=call.now)


@contextmanager
def answering() -> Iterator[None]:
    """Say what is not there, or what is wrong with a text, in the words of the API."""
    try:
        yield
    except NoSuchThing as error:
        missing(str(error))
    except BrokenFile as error:
        mistakes = [
            Mistake(where=f"body.text:{one.line}:{one.column}", what=one.what)
            for one in error.problems[:50]
        ]
        raise Refusal(HTTPStatus.BAD_REQUEST, str(error)[:4000], mistakes) from None
