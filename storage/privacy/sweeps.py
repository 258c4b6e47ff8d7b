"""Texts that were written about people, table by table: what a sweep looks through, and how.

Structure says whose a message or a case is; these texts only mention people. Each is read in
parts, cleaned in memory, and written back where it changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table

from bot.core.effects import OnUnknown
from storage.privacy.words import ERASED, WITH_A_HOLE, Tie, Traces
from storage.tables.campaigns import campaign_notice, coupon
from storage.tables.conduct import listing, quiz, room_alarm
from storage.tables.delivery import echo, outbox
from storage.tables.judging import appeal, case, lead
from storage.tables.people import gap, merge
from storage.tables.profiles import person_note
from storage.tables.service import alert, audit
from storage.tables.sop import occurrence, task
from storage.tables.sop_life import run_override
from storage.tables.talk import event
from storage.tables.tasks import task_note
from storage.types import micros

TieOf = Callable[[Row[Any], Traces], Tie]
_WAITING = frozenset({"pending", "claimed", "held"})  # deliveries that nobody has yet
_ON_ITS_WAY = frozenset({"sending", "unknown"})  # the platform may have it


def _loose(_row: Row[Any], _traces: Traces) -> Tie:
    return Tie.LOOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One table: the columns that may speak of people, and how surely a row does."""

    table: Table
    at: Column[Any] | None  # when a row was written; None: nobody knows, so after everything
    texts: tuple[Column[Any], ...] = ()
    jsons: tuple[Column[Any], ...] = ()
    also: tuple[Column[Any], ...] = ()  # what `tie` reads
    wanted: ColumnElement[bool] | None = None  # which rows can hold anything at all
    tie: TieOf = field(default=_loose)
    # What else becomes of a row whose JSON changes; the column that may move on meanwhile.
    more: Callable[[Row[Any], Tie], Mapping[str, Any]] | None = None
    guard: Column[Any] | None = None
    gone: bool = False  # its JSON is nobody's to read again: it goes as a whole

    @property
    def columns(self) -> list[Column[Any]]:
        """All that is read of a row."""
        at = () if self.at is None else (self.at,)
        found = (self.table.c.id, *at, *self.texts, *self.jsons, *self.also)
        return list({column.name: column for column in found}.values())

    def changes(self, row: Row[Any], traces: Traces) -> dict[str, Any]:
        """The columns that read differently without the person; none: it does not name them."""
        tie = self.tie(row, traces)
        at = _LAST if self.at is None else micros(getattr(row, self.at.name))
        found: dict[str, Any] = {}
        for column in self.texts:
            before = getattr(row, column.name)
            if before:
                found[column.name] = traces.clean(before, tie, at)
        for column in self.jsons:
            before = getattr(row, column.name)
            if before is not None:
                found[column.name] = self._json(traces, before, tie, at)
        changed = {name: value for name, value in found.items() if value != getattr(row, name)}
        if self.more is not None and any(column.name in changed for column in self.jsons):
            changed |= self.more(row, tie)
        return changed

    def _json(self, traces: Traces, value: Any, tie: Tie, at: int) -> Any:  # noqa: ANN401 (a JSON value)
        if tie is Tie.WHOLE and self.gone:
            return None
        return traces.clean_json(value, tie, at)


_LAST = 1 << 62  # a moment after all others


def _audit_tie(row: Row[Any], traces: Traces) -> Tie:
    if row.action.startswith("person.era"):
        return Tie.LOOSE  # the line of the erasure itself
    return Tie.WHOLE if row.subject in traces.subjects else Tie.LOOSE


def delivery_tie(row: Any, traces: Traces) -> Tie:  # noqa: ANN401 (a row of the outbox)
    """How surely a delivery is about the person."""
    if row.identity_id in traces.identities and row.kind != "Say":
        return Tie.WHOLE  # a post in a room is for others, too
    key = str(row.dedup_key).split(":")
    if key[0] == "alert" and f"alert:{key[1]}" in traces.subjects:
        return Tie.WHOLE
    deed: Mapping[str, Any] = row.deed if isinstance(row.deed, dict) else {}
    called = deed.get("mentions") or ()
    return Tie.NAMED if any(one in traces.identities for one in called) else Tie.LOOSE


def not_said_so(row: Any, tie: Tie) -> Mapping[str, Any]:  # noqa: ANN401 (a row of the outbox)
    """What becomes of a delivery whose text was cleaned, where it is still to be said.

    About the person: not at all. With others: staff decide whether it is said with a hole in it.
    What may be on the platform already is not said a second time.
    """
    if row.state in _ON_ITS_WAY:
        return {"on_unknown": OnUnknown.HOLD.value}
    if row.state not in _WAITING:
        return {}
    free = {"owner": None, "lease_until": None}
    if tie is Tie.WHOLE:
        return free | {"state": "cancelled", "settled_at": row.created_at, "outcome": ERASED}
    return free | {"state": "held", "outcome": WITH_A_HOLE}


def _person_in_facts(row: Row[Any], traces: Traces) -> Tie:
    members: Sequence[Any] = (row.facts or {}).get("members") or ()
    students = {one.get("student_id") for one in members if isinstance(one, dict)}
    return Tie.NAMED if students & traces.students else Tie.LOOSE


def _quizzed(row: Row[Any], traces: Traces) -> Tie:
    return Tie.WHOLE if row.identity_id in traces.identities else Tie.LOOSE


SWEEPS: tuple[Sweep, ...] = (
    Sweep(
        table=outbox,
        at=outbox.c.created_at,
        texts=(outbox.c.reason, outbox.c.outcome),
        jsons=(outbox.c.deed,),
        also=(outbox.c.identity_id, outbox.c.dedup_key, outbox.c.kind, outbox.c.state),
        tie=delivery_tie,
        more=not_said_so,
        guard=outbox.c.state,
    ),
    Sweep(table=echo, at=echo.c.seen_at, texts=(echo.c.to_ref,), wanted=echo.c.to_ref.is_not(None)),
    Sweep(
        table=occurrence,
        at=occurrence.c.due_at,
        texts=(occurrence.c.outcome, occurrence.c.said),
        jsons=(occurrence.c.facts,),
        tie=_person_in_facts,
    ),
    Sweep(
        table=task,
        at=task.c.created_at,
        texts=(task.c.title, task.c.text, task.c.outcome),
    ),
    Sweep(table=task_note, at=task_note.c.at, texts=(task_note.c.note,)),
    Sweep(
        table=alert,
        at=alert.c.repeated_at,
        texts=(alert.c.reason, alert.c.advice, alert.c.to_copy),
    ),
    Sweep(table=event, at=event.c.at, jsons=(event.c.payload,)),
    Sweep(
        table=audit,
        at=audit.c.at,
        texts=(audit.c.reason,),
        jsons=(audit.c.details,),
        also=(audit.c.subject, audit.c.action),
        tie=_audit_tie,
        gone=True,
    ),
    Sweep(table=campaign_notice, at=campaign_notice.c.at, texts=(campaign_notice.c.text,)),
    Sweep(
        table=quiz,
        at=quiz.c.asked_at,
        texts=(quiz.c.ask,),
        also=(quiz.c.identity_id,),
        tie=_quizzed,
    ),
    # What colleagues wrote about others, and of rooms.
    Sweep(table=person_note, at=person_note.c.at, texts=(person_note.c.text,)),
    Sweep(table=case, at=case.c.opened_at, texts=(case.c.reason, case.c.note)),
    Sweep(table=appeal, at=appeal.c.at, texts=(appeal.c.answer,)),
    Sweep(table=lead, at=lead.c.updated_at, texts=(lead.c.note,)),
    Sweep(table=listing, at=listing.c.since, texts=(listing.c.reason,)),
    Sweep(table=coupon, at=None, texts=(coupon.c.note,), wanted=coupon.c.note.is_not(None)),
    Sweep(table=merge, at=merge.c.at, texts=(merge.c.reason,)),
    Sweep(table=room_alarm, at=room_alarm.c.since, texts=(room_alarm.c.why,)),
    Sweep(table=run_override, at=run_override.c.at, texts=(run_override.c.reason,)),
    Sweep(table=gap, at=gap.c.since, texts=(gap.c.reason,)),
)
