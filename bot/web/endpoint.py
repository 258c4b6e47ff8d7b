"""One declaration per endpoint: what serves the request also makes the OpenAPI text."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bot.core.access import Actor
from bot.core.ids import RoomId
from bot.core.text import storable
from bot.web.house_ports import House
from bot.web.ports import ApiUnit
from bot.web.problems import Refusal

MAX_ID = 2**63 - 1
JSON = "application/json"

# What people type: without surrounding blanks, and fit to be stored.
Words = Annotated[str, AfterValidator(storable), StringConstraints(strip_whitespace=True)]
Name = Annotated[Words, Field(min_length=1, max_length=200)]
Note = Annotated[Words, Field(max_length=2000)]
Number = Annotated[int, Field(ge=1, le=MAX_ID)]


class Asked(BaseModel, frozen=True, extra="forbid"):
    """What a request says: its path, query or body. Unknown names are mistakes."""

    most_bytes: ClassVar[int] = 64 * 1024  # of a body


class Nothing(Asked):
    """A request that says nothing there."""


class ById(Asked):
    """A path that names one thing by its number."""

    id: Number


class Paged(Asked):
    """A query for a part of a list."""

    after: str | None = Field(
        default=None,
        max_length=500,
        description="`next` of the page before, also as `cursor`; none: the beginning",
    )
    limit: int = Field(default=50, ge=1, le=500, description="at most so many items")


class Because(Asked):
    """Why it is done."""

    reason: Note = ""


T = TypeVar("T")


def part_of(items: Sequence[object], asked: Paged) -> object:
    """A part of a list that is short enough to be read whole."""
    try:
        start = int(asked.after or 0)
    except ValueError:
        start = -1
    if not 0 <= start <= len(items):
        detail = "query.after: is no `next` of this list; leave it out to begin anew"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail)
    end = start + asked.limit
    return {"items": list(items[start:end]), "next": str(end) if end < len(items) else None}


class Listed(BaseModel, Generic[T]):
    """A part of a list; `next` leads on, null where the list ends."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_serialization_defaults_required=True
    )

    items: list[T]
    next: str | None = None


W = TypeVar("W", bound=Asked)
Q = TypeVar("Q", bound=Asked)
B = TypeVar("B", bound=Asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[W, Q, B]):
    """One request, understood: where (path), asked (query), body; who sent it, and when."""

    unit: ApiUnit
    house: House
    where: W
    asked: Q
    body: B
    author: str
    now: datetime
    actor: Actor
    rooms: frozenset[RoomId] | None = None  # where the right that is needed holds; None: everywhere


class Scope(StrEnum):
    """For whom an endpoint is whose role counts in some rooms only."""

    HOUSE = "house"  # not for them: the right is needed everywhere
    ROOMS = "rooms"  # for them, too: it lists and names nothing outside of `call.rooms`


class Method(StrEnum):
    """Reading, or changing."""

    GET = "GET"
    POST = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Generic[W, Q, B]):
    """What one method of one path takes and gives.

    A GET reads on a connection of its own; a POST runs in one write transaction, which also
    keeps the audit line: `audit` is its action; "" where the store writes that line itself.
    With `looks` a POST only reads: its question is too long for a query.
    With Scope.ROOMS it serves people who may do it in some rooms only: see bot/web/admission.py.
    """

    name: str  # operationId
    method: Method
    path: str  # below /api/v1, with {names} of `where`
    summary: str
    tag: str
    handle: Callable[[Call[W, Q, B]], Awaitable[object]]
    gives: Any  # the type of the answer
    where: type[W]
    asks: type[Q]
    takes: type[B]
    audit: str = ""
    looks: bool = False
    scope: Scope = Scope.HOUSE
    mime: str = JSON

    @property
    def changes(self) -> bool:
        """Whether something may be different afterwards."""
        return self.method is Method.POST and not self.looks


def get(  # noqa: PLR0913 (a declaration: every part has a name)
    path: str,
    handle: Callable[[Call[W, Q, Nothing]], Awaitable[object]],
    *,
    gives: Any,  # noqa: ANN401 (any type that pydantic knows)
    summary: str,
    where: type[W],
    asks: type[Q],
    scope: Scope = Scope.HOUSE,
) -> Endpoint[W, Q, Nothing]:
    """An endpoint that reads."""
    return Endpoint(
        name=_operation(path),
        method=Method.GET,
        path=path,
        summary=summary,
        tag=_tag(path),
        handle=handle,
        gives=gives,
        where=where,
        asks=asks,
        takes=Nothing,
        scope=scope,
    )


def post(  # noqa: PLR0913 (a declaration: every part has a name)
    path: str,
    handle: Callable[[Call[W, Nothing, B]], Awaitable[object]],
    *,
    gives: Any,  # noqa: ANN401 (any type that pydantic knows)
    summary: str,
    where: type[W],
    takes: type[B],
    audit: str = "",
    scope: Scope = Scope.HOUSE,
) -> Endpoint[W, Nothing, B]:
    """An endpoint that changes something."""
    return Endpoint(
        name=_operation(path),
        method=Method.POST,
        path=path,
        summary=summary,
        tag=_tag(path),
        handle=handle,
        gives=gives,
        where=where,
        asks=Nothing,
        takes=takes,
        audit=audit,
        scope=scope,
    )


def ask(
    path: str,
    handle: Callable[[Call[Nothing, Nothing, B]], Awaitable[object]],
    *,
    gives: Any,  # noqa: ANN401 (any type that pydantic knows)
    summary: str,
    takes: type[B],
) -> Endpoint[Nothing, Nothing, B]:
    """An endpoint that reads, and is asked in a body."""
    return replace(
        post(path, handle, gives=gives, summary=summary, where=Nothing, takes=takes), looks=True
    )


AnyEndpoint = Endpoint[Any, Any, Any]
AnyCall = Call[Any, Any, Any]


class Described(Protocol):
    """What the OpenAPI text is made of."""

    @property
    def name(self) -> str:
        """The operationId."""
        ...

    @property
    def method(self) -> Method:
        """Reading, or changing."""
        ...

    @property
    def path(self) -> str:
        """Below /api/v1."""
        ...

    @property
    def summary(self) -> str:
        """What it is for."""
        ...

    @property
    def tag(self) -> str:
        """The group it belongs to."""
        ...

    @property
    def gives(self) -> Any:  # noqa: ANN401 (any type that pydantic knows)
        """The type of the answer."""
        ...

    @property
    def mime(self) -> str:
        """Of the answer: JSON, or a file's."""
        ...

    @property
    def where(self) -> type[Asked]:
        """The names in the path."""
        ...

    @property
    def asks(self) -> type[Asked]:
        """The query."""
        ...

    @property
    def takes(self) -> type[Asked]:
        """The body."""
        ...


def _tag(path: str) -> str:
    return path.strip("/").split("/", 1)[0]


def _operation(path: str) -> str:
    return "_".join(part.strip("{}") for part in path.strip("/").split("/"))
