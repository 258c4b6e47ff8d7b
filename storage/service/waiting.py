"""What waits for people: the most pressing of each kind, and how many there are of it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AlertId, RoomId
from bot.core.needs import Need, NeedAlert, NeedKind
from storage.service import waiting_rows as rows
from storage.service.alert_reading import alerts_by

_ONE_LINE = 200  # characters that are shown of what was said


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFilter:
    """Whose list it is: by name, and the rooms that they may see; None: all."""

    me: str
    now: datetime
    rooms: Collection[RoomId] | None = None
    most: int = 100  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFound:
    """What waits, and how many of each kind there are in all."""

    needs: tuple[Need, ...]
    counts: Mapping[NeedKind, int]


_Ask = Callable[[WaitingFilter], Select[Any]]
_KINDS: Mapping[NeedKind, _Ask] = {
    NeedKind.CASE: rows.cases,
    NeedKind.APPEAL: rows.appeals,
    NeedKind.QUESTION: rows.questions,
    NeedKind.DELIVERY: rows.deliveries,
    NeedKind.TASK: rows.tasks,
    NeedKind.CONTENT: rows.content,
    NeedKind.LEAD: rows.leads,
    NeedKind.GATEWAY: rows.accounts,
}


class Waiting:
    """Looks in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def needs(self, wanted: WaitingFilter) -> WaitingFound:
        """The most pressing of each kind; two queries a kind, however much there is."""
        found: list[Need] = []
        counts: dict[NeedKind, int] = {}
        for kind, ask in _KINDS.items():
            statement = ask(wanted)
            listed = (await self._connection.execute(statement.limit(wanted.most))).all()
            found += [_need(kind, row) for row in listed]
            more = len(listed) == wanted.most
            counts[kind] = await self._count(statement) if more else len(listed)
        alerts = await self._alerts(wanted)
        counts[NeedKind.ALERT] = await self._count(rows.alerts(wanted))
        return WaitingFound(needs=(*found, *alerts), counts=counts)

    async def _count(self, statement: Select[Any]) -> int:
        inner = statement.order_by(None).subquery()
        return int(await self._connection.scalar(select(func.count()).select_from(inner)) or 0)

    async def _alerts(self, wanted: WaitingFilter) -> list[Need]:
        listed = (await self._connection.execute(rows.alerts(wanted).limit(wanted.most))).all()
        groups = {row.id: row.group for row in listed}
        alerts = await alerts_by(self._connection, [AlertId(number) for number in groups])
        return [
            Need(
                kind=NeedKind.ALERT,
                id=str(one.id),
                since=one.raised_at,
                about=one.kind,
                words=_line("" if one.message is None else one.message.text),
                reason=one.reason,
                room=None if one.room is None else one.room.id,
                room_name="" if one.room is None else one.room.name or one.room.ref,
                student=None if one.person is None else one.person.student,
                name="" if one.person is None else one.person.name,
                message=None if one.message is None else one.message.id,
                group=groups[one.id],
                alert=NeedAlert(
                    id=one.id, severity=one.severity, told=one.told, next_at=one.next_at
                ),
            )
            for one in alerts
        ]


def _need(kind: NeedKind, row: Row[Any]) -> Need:
    values = row._asdict()
    words = _line(values.pop("words") or "")
    given = {key: value for key, value in values.items() if value is not None}
    given["id"] = str(given["id"])
    return Need(kind=kind, words=words, **given)


def _line(text: str) -> str:
    """The beginning, as one line."""
    line = " ".join(text[: 4 * _ONE_LINE].split())
    return line if len(line) <= _ONE_LINE else f"{line[: _ONE_LINE - 1]}…"
