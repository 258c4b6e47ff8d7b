"""How right the detectors were, by what colleagues decided: per week, and since a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import MessageId
from storage.bulk import among, listed
from storage.tables.judging import case, case_message, verdict
from storage.tables.talk import message

_CONFIRMED, _DISMISSED = "confirmed", "dismissed"
_EVEN = 0.5  # a sender's behaviour below it spoke for the sender
# What speaks for a member was not wrong where staff found nothing. A second opinion's verdict
# tells only why the score moved, up or down.
_ACCUSES = not_(
    or_(
        verdict.c.detector == "opinion",
        and_(verdict.c.detector == "behaviour", verdict.c.score < _EVEN),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What colleagues decided of cases in which a detector spoke against the message."""

    detector: str
    week: datetime  # its Monday, UTC; of when the case was opened
    confirmed: int
    dismissed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfTalk:
    """How much was said in a week, and how much of it was flagged."""

    week: datetime
    messages: int
    flagged: int


class Reviews:
    """Figures of the detectors on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by_week(self, since: datetime) -> list[Reviewed]:
        """Decided cases by detector and week, oldest first."""
        rows = await self._connection.execute(
            select(verdict.c.detector, case.c.opened_at, case.c.state)
            .join(verdict, verdict.c.message_id == case.c.message_id)
            .where(
                case.c.opened_at >= since,
                case.c.state.in_((_CONFIRMED, _DISMISSED)),
                _ACCUSES,
            )
        )
        counted: dict[tuple[str, datetime], list[int]] = {}
        for detector, opened, state in rows:
            place = counted.setdefault((detector, monday(opened)), [0, 0])
            place[state == _DISMISSED] += 1
        return [
            Reviewed(detector=detector, week=week, confirmed=right, dismissed=wrong)
            for (detector, week), (right, wrong) in sorted(
                counted.items(), key=lambda one: (one[0][1], one[0][0])
            )
        ]

    async def talk(self, since: datetime, until: datetime) -> list[WeekOfTalk]:
        """What was said in rooms each week, and how much of it was flagged."""
        found = []
        start = monday(since)
        while start < until:
            end = start + timedelta(days=7)
            said = select(func.count()).where(
                message.c.sent_at >= start, message.c.sent_at < end, message.c.room_id.is_not(None)
            )
            flagged = (
                select(func.count())
                .select_from(case_message)
                .join(message, message.c.id == case_message.c.message_id)
                .where(case_message.c.flagged, message.c.sent_at >= start, message.c.sent_at < end)
            )
            found.append(
                WeekOfTalk(
                    week=start,
                    messages=int(await self._connection.scalar(said) or 0),
                    flagged=int(await self._connection.scalar(flagged) or 0),
                )
            )
            start = end
        return found

    async def decided(
        self, detector: str, *, since: datetime | None, until: datetime | None, limit: int
    ) -> Sequence[bool]:
        """Whether each case that a detector had a part in was an advert, in order of opening.

        With `since` the first ones from there on, else the last ones before `until`.
        """
        query = (
            select(case.c.state)
            .join(verdict, verdict.c.message_id == case.c.message_id)
            .where(verdict.c.detector == detector, case.c.state.in_((_CONFIRMED, _DISMISSED)))
            .limit(limit)
        )
        if until is not None:
            query = query.where(case.c.opened_at < until)
        if since is not None:
            query = query.where(case.c.opened_at >= since).order_by(case.c.id)
        else:
            query = query.order_by(case.c.id.desc())
        states = (await self._connection.execute(query)).scalars()
        return [state == _CONFIRMED for state in states]

    async def decisions(self, messages: Sequence[MessageId]) -> Mapping[MessageId, str]:
        """How colleagues decided the cases that these messages belong to."""
        rows = await self._connection.execute(
            select(case_message.c.message_id, case.c.state)
            .join(case, case.c.id == case_message.c.case_id)
            .where(
                among(case_message.c.message_id, "ids"),
                case.c.state.in_((_CONFIRMED, _DISMISSED)),
            ),
            {"ids": listed(messages)},
        )
        return {MessageId(number): state for number, state in rows}

    async def ordinary(self, since: datetime, until: datetime, limit: int) -> list[str]:
        """Texts of talk that no case was made of: evenly chosen, so that all days are in."""
        picked = (
            select(message.c.text)
            .outerjoin(case_message, case_message.c.message_id == message.c.id)
            .where(
                message.c.sent_at >= since,
                message.c.sent_at < until,
                message.c.room_id.is_not(None),
                message.c.text != "",
                case_message.c.message_id.is_(None),
            )
        )
        count = int(
            await self._connection.scalar(select(func.count()).select_from(picked.subquery())) or 0
        )
        step = max(1, count // max(limit, 1))
        rows = await self._connection.execute(
            picked.where(message.c.id % step == 0).order_by(message.c.id).limit(limit)
        )
        return list(rows.scalars())


def monday(moment: datetime) -> datetime:
    """The beginning of the week (UTC) that a moment is in."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
