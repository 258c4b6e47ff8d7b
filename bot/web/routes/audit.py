"""The audit: who changed what, when and why."""

from pydantic import AwareDatetime, Field

from bot.web.endpoint import AnyEndpoint, Call, Listed, Name, Nothing, Paged, get
from bot.web.views.talk import Audit


class AuditAsked(Paged):
    """Which lines."""

    subject: Name | None = Field(default=None, description="case: every case; case:7: one")
    author: Name | None = None
    action: Name | None = Field(default=None, description="case: whatever was done; case.undone")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


async def _audit(call: Call[Nothing, AuditAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.audit.entries(asked, after=asked.after, limit=asked.limit)


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
