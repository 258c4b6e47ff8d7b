"""The audit line of a change that is asked for over the API."""

from collections.abc import Mapping
from typing import Any

from bot.web.admission import THINGS
from bot.web.endpoint import AnyCall, AnyEndpoint

# What a line is about, where it is not one of THINGS; the same words as on the command line.
_KINDS: Mapping[str, str] = {
    "absences": "staff",
    "calendar": "feed",
    "campaigns": "campaign",
    "plans": "plan",
}
_Seen = Mapping[str, Any] | None


def subject_of(endpoint: AnyEndpoint, call: AnyCall) -> str:
    """What a change is about: `case:7`, `staff:wang`, `campaign:open-day`, `feed:person:wang`."""
    kind = THINGS.get(endpoint.tag) or _KINDS.get(endpoint.tag, endpoint.tag)
    named = call.where.model_dump() or _said(call)
    return ":".join([kind, *(str(one) for one in named.values())])


def _said(call: AnyCall) -> dict[str, object]:
    """What the body names, where the path names nothing."""
    names = ("staff", "person", "room")
    said = {name: getattr(call.body, name, None) for name in names}
    found = {name: value for name, value in said.items() if value is not None}
    if "staff" in found or not found:
        return found
    (kind, value), *_ = found.items()
    return {"kind": kind, "value": value}


async def stands(endpoint: AnyEndpoint, call: AnyCall) -> _Seen:
    """How the thing stands that is about to change; None where nothing is kept of it."""
    if not endpoint.audit:
        return None
    found: _Seen = await call.unit.audit.state(subject_of(endpoint, call))
    return found


async def note(endpoint: AnyEndpoint, call: AnyCall, before: _Seen) -> None:
    """Write the line, in the transaction that makes the change."""
    if not endpoint.audit:
        return
    details = call.body.model_dump(mode="json", exclude_none=True)
    reason = str(details.pop("reason", ""))
    await call.unit.audit.note(
        endpoint.audit,
        subject_of(endpoint, call),
        author=call.author,
        now=call.now,
        reason=reason,
        details=details or None,
        before=before,
    )
