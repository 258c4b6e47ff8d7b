"""Events that were set aside may hold what a person said, in any shape."""

import json
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.privacy.words import ERASED, Tie, Traces
from storage.tables.talk import poison

_SENDER = "sender"
_WRITE = (
    update(poison)
    .where(poison.c.id == bindparam("key"))
    .values(payload=bindparam("new_payload"), error=bindparam("new_error"))
)
_SETTLE = (
    update(poison)
    .where(poison.c.id == bindparam("key"), poison.c.settled_at.is_(None))
    .values(settled_at=poison.c.at, retry_at=None)
)


async def clean_poison(connection: AsyncConnection, traces: Traces) -> None:
    """What the person said is emptied and settled; of what others said they are taken out."""
    rows = (await connection.execute(select(poison.c.id, poison.c.payload, poison.c.error))).all()
    changed: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    for row in rows:
        said, payload = _cleaned(row.payload, traces)
        error = ERASED if said else traces.clean(row.error, Tie.LOOSE, 1 << 62)
        if (payload, error) != (row.payload, row.error):
            changed.append({"key": row.id, "new_payload": payload, "new_error": error})
        if said:
            theirs.append({"key": row.id})
    if changed:
        await connection.execute(_WRITE, changed)
    if theirs:
        await connection.execute(_SETTLE, theirs)


def clean_line(line: str, traces: Traces) -> str:
    """The same of a line of the file that is kept beside the database."""
    try:
        kept = json.loads(line)
    except ValueError:  # cut short
        kept = None
    if not isinstance(kept, dict):
        return "{}" if _cleaned(line, traces)[0] else line
    said, payload = _cleaned(json.dumps(kept.get("payload")), traces)
    error = ERASED if said else traces.clean(str(kept.get("error", "")), Tie.LOOSE, 1 << 62)
    cleaned = {**kept, "error": error, "payload": json.loads(payload)}
    return line if cleaned == kept else json.dumps(cleaned)


def _cleaned(payload: str, traces: Traces) -> tuple[bool, str]:
    """Whether the person said it, and what is kept of it."""
    try:
        event = json.loads(payload)
    except ValueError:  # cut short
        event = payload
    if not isinstance(event, dict):
        named = any(word in payload for word in (*traces.all_refs, *traces.names))
        return named, "{}" if named else payload
    if event.get(_SENDER) in traces.all_refs:
        return True, "{}"
    cleaned = traces.clean_json(event, Tie.LOOSE, 1 << 62)
    return False, payload if cleaned == event else json.dumps(cleaned)
