"""Short links of posts, and how often they were followed."""

from datetime import datetime

from bot.web.endpoint import AnyEndpoint, Call, Listed, Nothing, Number, Paged, get
from bot.web.views.base import View


class LinksAsked(Paged):
    """Which links."""

    room: Number | None = None
    occurrence: Number | None = None


class Link(View):
    """A short link. Hits of robots that are known as such are in `raw` only."""

    code: str
    url: str
    delivery: int
    occurrence: int | None
    room: int | None
    created: datetime
    raw: int
    hits: int
    visitors: int


async def _links(call: Call[Nothing, LinksAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.links.listed(asked, after=asked.after, limit=asked.limit)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/links",
        _links,
        gives=Listed[Link],
        summary="Short links of posts with their clicks, newest first",
        where=Nothing,
        asks=LinksAsked,
    ),
)
