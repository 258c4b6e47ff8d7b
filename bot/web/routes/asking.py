"""What is asked of plans in rooms, and what is answered where it cannot be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from bot.core.ids import RoomId
from bot.core.located import BrokenFile
from bot.core.plan_changes import Asked as WhoAsks
from bot.core.plan_changes import NoSuchThing, Where
from bot.web.endpoint import Asked, Because, Call, Name, Number, Words
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
