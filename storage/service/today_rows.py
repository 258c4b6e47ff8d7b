"""The counts of one day: room, hour since the day began, how many."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    and_,
    func,
    literal,
    select,
    type_coerce,
)

from bot.core.ids import RoomId
from bot.core.review import CaseState
from bot.core.today import Day, Measure
from storage.bulk import among
from storage.only import only
from storage.tables.judging import case, case_message, lead
from storage.tables.people import identity, membership
from storage.tables.talk import message
from storage.types import micros

COLLEAGUES = "colleagues"  # the parameter: their accounts, as `storage.bulk.listed` writes them
_HOUR = 3_600_000_000  # microseconds
_STANDS = (CaseState.OPEN.value, CaseState.CONFIRMED.value)
_PERSON = func.coalesce(identity.c.student_id, -identity.c.id)
_A_MEMBER = ~identity.c.own & ~among(identity.c.id, COLLEAGUES)
_COUNTS = message.c.recalled_at.is_(None) & (message.c.kind != "system")

Rooms = Collection[RoomId] | None  # None: all


def counts(day: Day, within: Rooms) -> dict[Measure, Select[Any]]:
    """Each measure's statement but that of people who spoke."""
    said = message.join(identity, identity.c.id == message.c.identity_id)
    sits = membership.join(identity, identity.c.id == membership.c.identity_id)
    flagged = case_message.join(case, case.c.id == case_message.c.case_id).join(
        message, message.c.id == case_message.c.message_id
    )
    here = only(message.c.room_id, within)
    member_said = and_(~message.c.own, _COUNTS, _A_MEMBER, here)
    there = _A_MEMBER & only(membership.c.room_id, within)
    advert = and_(case_message.c.flagged, case.c.state.in_(_STANDS), here)
    of_case, of_lead = message.c.room_id, lead.c.room_id
    return {
        Measure.MESSAGES: _hourly(said, message.c.room_id, message.c.sent_at, member_said, day),
        Measure.POSTS: _hourly(
            message, message.c.room_id, message.c.sent_at, and_(message.c.own, _COUNTS, here), day
        ),
        Measure.JOINS: _hourly(sits, membership.c.room_id, membership.c.joined_at, there, day),
        Measure.LEAVES: _hourly(sits, membership.c.room_id, membership.c.left_at, there, day),
        Measure.ADVERTS: _hourly(flagged, of_case, message.c.sent_at, advert, day),
        Measure.LEADS: _hourly(lead, of_lead, lead.c.opened_at, only(of_lead, within), day),
    }


def speakers(day: Day, within: Rooms) -> Select[Any]:
    """People by the hour of their first message of the day, room by room."""
    first = _first_words(day, within, message.c.room_id)
    hour = _hour(first.c.at, day)
    return select(first.c.room_id, hour, func.count()).group_by(first.c.room_id, hour)


def speakers_of_house(day: Day, within: Rooms) -> Select[Any]:
    """The same over all the rooms, each person once."""
    first = _first_words(day, within)
    hour: ColumnElement[Any] = _hour(first.c.at, day)
    return select(hour, func.count()).group_by(hour)


def _first_words(day: Day, within: Rooms, *by: ColumnElement[Any]) -> Any:  # noqa: ANN401 (a subquery)
    person = _PERSON.label("person")
    return (
        select(*by, person, func.min(message.c.sent_at).label("at"))
        .select_from(message.join(identity, identity.c.id == message.c.identity_id))
        .where(
            _of_day(message.c.sent_at, day),
            message.c.room_id.is_not(None),
            and_(~message.c.own, _COUNTS, _A_MEMBER, only(message.c.room_id, within)),
        )
        .group_by(*by, person)
        .subquery()
    )


def _hourly(
    things: FromClause,
    place: ColumnElement[Any],
    at: ColumnElement[Any],
    which: ColumnElement[bool],
    day: Day,
) -> Select[Any]:
    hour = _hour(at, day)
    return (
        select(place, hour, func.count())
        .select_from(things)
        .where(_of_day(at, day), place.is_not(None), which)
        .group_by(place, hour)
    )


def _of_day(at: ColumnElement[Any], day: Day) -> ColumnElement[bool]:
    return and_(at >= day.since, at < day.until)


def _hour(at: ColumnElement[Any], day: Day) -> ColumnElement[int]:
    """The hour since the day began, in whole numbers on both databases."""
    since = literal(micros(day.since), BigInteger)
    return (type_coerce(at, BigInteger) - since) // literal(_HOUR, BigInteger)
