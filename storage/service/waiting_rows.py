"""One statement for each kind of thing that waits, the most pressing first."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, func, literal, or_, select

from bot.core.alerting import AlertState, weight
from bot.core.content import task_key
from bot.core.effects import Severity
from bot.core.events import AccountState
from bot.core.outbound import DeliveryState
from bot.core.review import AppealState, CaseState
from bot.core.tasks import TaskState
from storage.judging.doubled import doubled
from storage.only import only
from storage.tables import judging, sop
from storage.tables.delivery import account_lock, outbox
from storage.tables.people import account, identity, person, room
from storage.tables.service import alert
from storage.tables.talk import message

_AN_OPEN_LEAD = ("open", "claimed")
_NO_NAME = literal("")


class Wanted(Protocol):
    """Whose list it is (`storage.service.waiting.WaitingFilter`)."""

    @property
    def me(self) -> str:
        """Their name."""
        ...

    @property
    def now(self) -> Any:  # noqa: ANN401 (a datetime, as SQLAlchemy compares it)
        """The moment at which they look."""
        ...

    @property
    def rooms(self) -> Any:  # noqa: ANN401 (room ids, or None)
        """What they may see; None: everything."""
        ...


def alerts(wanted: Wanted) -> Select[Any]:
    """Open alerts, the heaviest and then the oldest first; tasks have lines of their own."""
    heavy = case(*((alert.c.severity == s.value, literal(weight(s))) for s in Severity), else_=0)
    return (
        select(alert.c.id, alert.c.group_key.label("group"))
        .where(alert.c.state == AlertState.OPEN.value, alert.c.kind != "task")
        .where(only(alert.c.room_id, wanted.rooms))
        .order_by(heavy.desc(), alert.c.raised_at, alert.c.id)
    )


def cases(wanted: Wanted) -> Select[Any]:
    """Cases that nobody decided."""
    table, part, said = judging.case, judging.case_message, message.alias("said")
    here = (
        exists()
        .where(part.c.case_id == table.c.id, said.c.id == part.c.message_id)
        .where(only(said.c.room_id, wanted.rooms))
    )
    found = _listed(
        table.c.id,
        since=table.c.opened_at,
        about=table.c.kind,
        words=message.c.text,
        reason=table.c.reason,
        message=table.c.message_id,
        group=_named(table.c.kind + literal(":"), table.c.id, table.c.message_id),
    ).select_from(
        table.join(message, message.c.id == table.c.message_id)
        .outerjoin(room, room.c.id == table.c.room_id)
        .outerjoin(person, person.c.student_id == table.c.student_id)
    )
    found = found.where(table.c.state == CaseState.OPEN.value)
    found = found if wanted.rooms is None else found.where(here)
    return found.order_by(table.c.opened_at, table.c.id)


def _named(
    prefix: ColumnElement[str], number: ColumnElement[int], said: ColumnElement[int]
) -> ColumnElement[str]:
    """What alerts about a case are counted under: a report by its number, others by message."""
    by_case = prefix + cast(number, String)
    return case((judging.case.c.kind == "report", by_case), else_=prefix + cast(said, String))


def appeals(wanted: Wanted) -> Select[Any]:
    """Appeals without an answer."""
    table = judging.appeal
    found = _listed(
        table.c.id,
        since=table.c.at,
        about=cast(table.c.case_id, String),
        words=message.c.text,
        message=judging.case.c.message_id,
        group=literal("appeal:") + cast(table.c.id, String),
    ).select_from(
        table.join(message, message.c.id == table.c.message_id)
        .join(judging.case, judging.case.c.id == table.c.case_id)
        .outerjoin(room, room.c.id == judging.case.c.room_id)
        .outerjoin(person, person.c.student_id == table.c.student_id)
    )
    return found.where(
        table.c.state == AppealState.OPEN.value, only(judging.case.c.room_id, wanted.rooms)
    ).order_by(table.c.at, table.c.id)


def questions(wanted: Wanted) -> Select[Any]:
    """Questions that nobody answered, the longest overdue first."""
    table = judging.question
    found = _listed(
        table.c.message_id,
        since=table.c.asked_at,
        words=message.c.text,
        message=table.c.message_id,
        due=table.c.due_at,
        group=literal("question:")
        + cast(table.c.room_id, String)
        + literal(":")
        + cast(table.c.asker_id, String),
    ).select_from(
        table.join(message, message.c.id == table.c.message_id)
        .join(room, room.c.id == table.c.room_id)
        .join(identity, identity.c.id == table.c.asker_id)
        .outerjoin(person, person.c.student_id == identity.c.student_id)
    )
    return found.where(
        table.c.answered_at.is_(None),
        table.c.closed_at.is_(None),
        only(table.c.room_id, wanted.rooms),
    ).order_by(table.c.due_at, table.c.message_id)


def deliveries(wanted: Wanted) -> Select[Any]:
    """What a person decides on, and what nobody knows of."""
    waits = (DeliveryState.HELD.value, DeliveryState.UNKNOWN.value)
    place = func.coalesce(literal("room:") + cast(outbox.c.room_id, String), outbox.c.sender)
    found = _listed(
        outbox.c.id,
        since=func.coalesce(outbox.c.sending_at, outbox.c.due_at),
        about=outbox.c.state,
        words=func.coalesce(outbox.c.deed["text"].as_string(), outbox.c.kind),
        reason=func.coalesce(outbox.c.outcome, outbox.c.reason),
        due=outbox.c.due_at,
        group=literal("delivery:held:") + place,
    ).select_from(
        outbox.outerjoin(room, room.c.id == outbox.c.room_id)
        .outerjoin(identity, identity.c.id == outbox.c.identity_id)
        .outerjoin(person, person.c.student_id == identity.c.student_id)
    )
    return found.where(outbox.c.state.in_(waits), only(outbox.c.room_id, wanted.rooms)).order_by(
        case((outbox.c.state == DeliveryState.HELD.value, 0), else_=1), outbox.c.id
    )


def tasks(wanted: Wanted) -> Select[Any]:
    """Mine, and those of others that are late or that nobody did."""
    return _tasks(wanted).where(~_FOR_CONTENT)


def content(wanted: Wanted) -> Select[Any]:
    """The same of pieces of the content library that are not ready."""
    return _tasks(wanted).where(_FOR_CONTENT)


_FOR_CONTENT = sop.task.c.dedup_key.startswith(task_key("", "").removesuffix(":"))


def _tasks(wanted: Wanted) -> Select[Any]:
    table = sop.task
    mine, held = table.c.staff == wanted.me, table.c.state == TaskState.HELD.value
    others = (held | (table.c.due_at <= wanted.now)) & only(table.c.room_id, wanted.rooms)
    return (
        select(
            table.c.id,
            table.c.given_at.label("since"),
            table.c.state.label("about"),
            table.c.title.label("words"),
            func.coalesce(table.c.outcome, _NO_NAME).label("reason"),
            table.c.due_at.label("due"),
            table.c.staff.label("owner"),
            room.c.id.label("room"),
            func.coalesce(room.c.name, _NO_NAME).label("room_name"),
            (literal("task:") + cast(table.c.id, String)).label("group"),
        )
        .select_from(table.outerjoin(room, room.c.id == table.c.room_id))
        .where(table.c.state.in_((TaskState.OPEN.value, TaskState.HELD.value)), or_(mine, others))
        .order_by(case((mine, 0), else_=1), table.c.due_at, table.c.id)
    )


def leads(wanted: Wanted) -> Select[Any]:
    """Leads that nobody claimed, the strongest first."""
    table = judging.lead
    who = func.coalesce(person.c.merged_into, person.c.student_id)
    newest = (
        select(judging.lead_evidence.c.message_id)
        .where(judging.lead_evidence.c.lead_id == table.c.id)
        .order_by(judging.lead_evidence.c.at.desc(), judging.lead_evidence.c.message_id.desc())
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    found = _listed(
        table.c.id,
        since=table.c.opened_at,
        about=table.c.category,
        words=message.c.text,
        message=message.c.id,
        group=literal("lead:") + cast(table.c.student_id, String) + literal(":") + table.c.category,
    ).select_from(
        table.join(person, person.c.student_id == table.c.student_id)
        .outerjoin(room, room.c.id == table.c.room_id)
        .outerjoin(message, message.c.id == newest)
    )
    return found.where(
        table.c.state == "open", only(table.c.room_id, wanted.rooms), ~doubled(who, _AN_OPEN_LEAD)
    ).order_by(table.c.score.desc(), table.c.id)


def accounts(wanted: Wanted) -> Select[Any]:
    """Accounts that hear nothing, and those that pause because somebody else speaks with them."""
    away = account.c.state != AccountState.LOGGED_IN.value
    paused = account_lock.c.paused_until > wanted.now
    found = select(
        account.c.channel.label("id"),
        account.c.changed_at.label("since"),
        case((away, account.c.state), else_=literal("paused")).label("about"),
        account.c.channel.label("words"),
        case((away, account.c.reason), else_=account_lock.c.pause_reason).label("reason"),
        (literal("gateway:") + account.c.channel).label("group"),
    ).select_from(account.outerjoin(account_lock, account_lock.c.sender == account.c.channel))
    here = exists().where(room.c.channel == account.c.channel, only(room.c.id, wanted.rooms))
    found = found if wanted.rooms is None else found.where(here)
    return found.where(or_(away, paused)).order_by(account.c.changed_at, account.c.channel)


def _listed(number: ColumnElement[Any], **columns: ColumnElement[Any]) -> Select[Any]:
    """A thing with its room and person; the other columns under their names in `Need`."""
    return select(
        number.label("id"),
        room.c.id.label("room"),
        func.coalesce(room.c.name, _NO_NAME).label("room_name"),
        person.c.student_id.label("student"),
        func.coalesce(person.c.name, _NO_NAME).label("name"),
        *(column.label(name) for name, column in columns.items()),
    )
