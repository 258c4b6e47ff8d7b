"""The audit: who changed what, when and why."""

from bot.web.endpoint import AnyEndpoint, Call, Listed, Name, Nothing, Paged, get
from bot.web.views.talk import Audit


class AuditAsked(Paged):
    """Which lines."""

    subject: Name | None = None
    author: Name | None = None


async def _audit(call: Call[Nothing, AuditAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.audit.entries(
        subject=asked.subject, author=asked.author, after=asked.after, limit=asked.limit
    )


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/audit",
        _audit,
        gives=Listed[Audit],
        summary="What was changed, newest first",
        where=Nothing,
        asks=AuditAsked,
    ),
)
