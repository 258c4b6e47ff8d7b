"""Alerts: raised once, counted when repeated, told in rounds, acknowledged by one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerting import Acknowledged, Alert, AlertSettings, AlertState, Raised, weight
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import AlertId, ChannelName, MessageId, RoomId, StaffName, UserRef
from storage.bulk import Query, among, insert_rows, listed
from storage.noting import is_noted, note_rows
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.bearers import BEARER
from storage.service.alert_filter import AlertFilter, conditions
from storage.service.alert_reading import alerts_by
from storage.tables.service import alert, alert_notice
from storage.types import UtcDateTime, micros

_OPEN = alert.c.state == AlertState.OPEN.value


class Alerts:
    """The alerts of one transaction."""

    def __init__(self, connection: AsyncConnection, settings: AlertSettings | None = None) -> None:
        self._connection = connection
        self._settings = settings or AlertSettings()

    async def raise_(self, effect: RaiseAlert, now: datetime) -> Raised:
        """Open an alert; an open one of the same group is counted instead, in one statement.

        A repeat begins a new round of telling when the group window is over, or when it weighs
        more than what people were told.
        """
        raised = self._raising.returning(
            alert.c.id, alert.c.count.label("times"), alert.c.round_at, alert.c.next_at
        )
        row = (await self._connection.execute(raised, self._raised(effect, now))).one()
        await note_rows(self._connection, "alert", alert, [row.id])
        fresh = row.next_at is not None and row.round_at == now
        return Raised(id=AlertId(row.id), count=row.times, told=fresh)

    async def raise_all(self, effects: Sequence[RaiseAlert], now: datetime) -> None:
        """Raise alerts in their order, as `raise_` does one; a flood brings hundreds a second."""
        if effects:
            rows = [self._raised(effect, now) for effect in effects]
            await self._connection.execute(self._raising, rows)
            await self._note_open([effect.group for effect in effects])

    async def _note_open(self, groups: Collection[str]) -> None:
        if is_noted(self._connection):
            found = select(alert.c.id).where(among(alert.c.group_key, "groups"), _OPEN)
            ids = await self._connection.scalars(found, {"groups": listed(groups)})
            await note_rows(self._connection, "alert", alert, ids.all())

    @property
    def _raising(self) -> sqlite.Insert | postgresql.Insert:
        return _RAISING[self._connection.dialect.name]

    def _raised(self, effect: RaiseAlert, now: datetime) -> dict[str, Any]:
        return {
            "kind": effect.kind,
            "severity": effect.severity.value,
            "room_id": effect.room,
            "student_id": effect.student,
            "message_id": effect.message,
            "to_staff": effect.to,
            "spare_staff": effect.spare,
            "reason": effect.reason,
            "advice": effect.advice,
            "to_copy": effect.to_copy,
            "group_key": effect.group,
            "state": AlertState.OPEN.value,
            "raised_at": now,
            "repeated_at": now,
            "round_at": now,
            "next_at": now if self._settings.is_told(effect.severity) else None,
            "window_began": now - self._settings.group_window,
        }

    async def due(self, now: datetime, limit: int = 100) -> tuple[Alert, ...]:
        """Open alerts of which somebody is to be told now, longest waiting first."""
        statement = (
            select(alert.c.id)
            .where(_OPEN, alert.c.next_at <= now)
            .order_by(alert.c.next_at, alert.c.id)
            .limit(limit)
        )
        ids = (await self._connection.scalars(statement)).all()
        return await alerts_by(self._connection, [AlertId(i) for i in ids])

    async def told(
        self, seen: Alert, staff: Sequence[StaffName], *, next_at: datetime | None, now: datetime
    ) -> bool:
        """Note who is told now and when to go on; False when the alert has moved on meanwhile."""
        moved = await _MOVE_ON.rows(
            self._connection,
            key=seen.id,
            seen_round=seen.round,
            seen_level=seen.level,
            new_level=seen.level + len(staff),
            new_next=None if next_at is None else micros(next_at),
        )
        if not moved:
            return False
        rows = [(seen.id, seen.round, name, micros(now)) for name in staff]
        await insert_rows(self._connection, alert_notice, _NOTICE, rows)
        return True

    async def acknowledge(
        self, alert_id: AlertId, *, author: str, now: datetime
    ) -> Acknowledged | None:
        """Take an alert on; whoever comes second learns who was first. None: no such alert."""
        mine = update(alert).where(alert.c.id == alert_id, _OPEN).values(_closed(author, now))
        if (await self._connection.execute(mine)).rowcount == 1:
            await note_rows(self._connection, "alert", alert, [alert_id])
            return Acknowledged(id=alert_id, by=author, at=now, first=True)
        statement = select(alert.c.acknowledged_by, alert.c.acknowledged_at).where(
            alert.c.id == alert_id
        )
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return None
        return Acknowledged(
            id=alert_id, by=row.acknowledged_by, at=row.acknowledged_at, first=False
        )

    async def snooze(self, alert_id: AlertId, until: datetime, by: StaffName | None) -> bool:
        """Tell nobody before then; then begin anew, with whom it concerns, else with `by`.

        What weighs more than what people were told is told all the same. False: nothing to be
        told of any more.
        """
        later = {
            "round": alert.c.round + 1,
            "round_at": until,
            "level": 0,
            "next_at": until,
            "to_staff": func.coalesce(alert.c.to_staff, by),
        }
        mine = update(alert).where(alert.c.id == alert_id, _OPEN).values(later)
        if (await self._connection.execute(mine)).rowcount == 0:
            return False
        await note_rows(self._connection, "alert", alert, [alert_id])
        return True

    async def raised_since(self, group: str, since: datetime) -> bool:
        """Whether an alert of this group was raised, or raised again, since then."""
        found = exists().where(alert.c.group_key == group, alert.c.repeated_at >= since)
        return bool(await self._connection.scalar(select(found)))

    async def resolve(self, group: str, *, author: str, now: datetime) -> None:
        """Close the open alert of a group: its reason is gone."""
        await self._close(alert.c.group_key == group, author, now)

    async def resolve_all(self, groups: str, *, author: str, now: datetime) -> None:
        """Close the open alerts of every group that begins so."""
        await self._close(alert.c.group_key.startswith(groups, autoescape=True), author, now)

    async def resolve_about(
        self, messages: Collection[MessageId], kinds: Collection[str], *, author: str, now: datetime
    ) -> None:
        """Close the open alerts of these kinds about these messages: somebody decided."""
        about = among(alert.c.message_id, "ids") & alert.c.kind.in_(kinds)
        await self._close(about, author, now, ids=listed(messages))

    async def _close(
        self, which: ColumnElement[bool], author: str, now: datetime, **given: str
    ) -> None:
        closed = update(alert).where(which, _OPEN).values(_closed(author, now))
        ids = await self._connection.scalars(closed.returning(alert.c.id), given)
        await note_rows(self._connection, "alert", alert, ids.all())

    async def newest_told(self, staff: StaffName) -> AlertId | None:
        """The open alert that a colleague was told of last."""
        statement = (
            select(alert.c.id)
            .join(alert_notice, alert_notice.c.alert_id == alert.c.id)
            .where(_OPEN, alert_notice.c.staff == staff)
            .order_by(alert_notice.c.at.desc(), alert.c.id.desc())
            .limit(1)
        )
        found = await self._connection.scalar(statement)
        return None if found is None else AlertId(found)

    async def get(self, alert_id: AlertId) -> Alert | None:
        """One alert."""
        found = await alerts_by(self._connection, [alert_id])
        return found[0] if found else None

    async def page(
        self,
        which: AlertFilter,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Alert]:
        """Alerts, newest first; `after` is the cursor of the page before."""
        size = page_size(limit)
        here = only(alert.c.room_id, within)
        statement = select(alert.c.id).where(here).order_by(alert.c.id.desc()).limit(size + 1)
        if (key := read_cursor(after, int)) is not None:
            statement = statement.where(alert.c.id < key[0])
        for condition in conditions(which):
            statement = statement.where(condition)
        ids = [AlertId(i) for i in await self._connection.scalars(statement)]
        whole = await alerts_by(self._connection, ids)
        return page_of(whole, size, lambda one: one, lambda one: (one.id,))

    async def accounts_named(self, channel: ChannelName, name: str) -> tuple[UserRef, ...]:
        """The account whose name it is, as judging sees it; empty: nobody's."""
        rows = await BEARER.rows(self._connection, channel=channel, name=name)
        return tuple(UserRef(ref) for _, ref in rows)

    async def counts(self) -> dict[tuple[AlertState, Severity], int]:
        """How many alerts there are by state and severity."""
        statement = select(alert.c.state, alert.c.severity, func.count()).group_by(
            alert.c.state, alert.c.severity
        )
        rows = (await self._connection.execute(statement)).all()
        return {(AlertState(row[0]), Severity(row[1])): row[2] for row in rows}


def _closed(author: str, now: datetime) -> dict[str, Any]:
    """What it is to have taken an alert on."""
    return {
        "state": AlertState.ACKNOWLEDGED.value,
        "acknowledged_by": author,
        "acknowledged_at": now,
        "next_at": None,
    }


def _weight_of(column: ColumnElement[str]) -> ColumnElement[int]:
    return case(*((column == s.value, literal(weight(s))) for s in Severity), else_=literal(0))


def _raise_statement(new: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """One statement for every alert, so that it is compiled once."""
    given = new.excluded
    heavier = _weight_of(alert.c.severity) < _weight_of(given.severity)
    over = alert.c.round_at <= bindparam("window_began", type_=UtcDateTime())
    again = given.next_at.is_not(None) & or_(heavier, over)
    # People are told of the newest occurrence; while a round runs, its facts stand still, so
    # that everybody who is told reads the same.
    said = ("reason", "advice", "to_copy")
    about = (*said, "to_staff", "spare_staff", "room_id", "student_id", "message_id")
    newest = ("round_at", "next_at", *about)
    values: dict[str, Any] = {
        "count": alert.c.count + 1,
        "repeated_at": given.repeated_at,
        "severity": case((heavier, given.severity), else_=alert.c.severity),
        "round": case((again, alert.c.round + 1), else_=alert.c.round),
        "level": case((again, 0), else_=alert.c.level),
    } | {key: case((again, given[key]), else_=alert.c[key]) for key in newest}
    return new.on_conflict_do_update(
        index_elements=[alert.c.group_key],
        index_where=text("state = 'open'"),  # in the words of the index: no parameter may be there
        set_=values,
    )


_RAISING = {
    "sqlite": _raise_statement(sqlite.insert(alert)),
    "postgresql": _raise_statement(postgresql.insert(alert)),
}
_MOVE_ON = Query(
    update(alert)
    .where(
        alert.c.id == bindparam("key"),
        alert.c.round == bindparam("seen_round"),
        alert.c.level == bindparam("seen_level"),
        text("state = 'open'"),
    )
    .values(level=bindparam("new_level"), next_at=bindparam("new_next"))
    .returning(alert.c.id)
)
_NOTICE = ("alert_id", "round", "staff", "at")
