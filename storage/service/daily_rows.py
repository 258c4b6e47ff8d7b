"""The counts of a stretch of days: day by the wall clock, how many."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from bot.core.daily import DayMeasure, Stretch
from bot.core.leads import LeadState
from bot.core.review import CaseState
from storage.bulk import among
from storage.only import only
from storage.service.today_rows import COLLEAGUES, Rooms
from storage.tables.judging import case as suspicion
from storage.tables.judging import case_message, lead, question
from storage.tables.links import click, link
from storage.tables.people import identity, membership
from storage.tables.talk import message
from storage.types import micros

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // _MICROSECOND
_STANDS = (CaseState.OPEN.value, CaseState.CONFIRMED.value)
_PERSON = func.coalesce(identity.c.student_id, -identity.c.id)
_A_MEMBER = ~identity.c.own & ~among(identity.c.id, COLLEAGUES)
_LEADS = {
    DayMeasure.LEADS_OPEN: LeadState.OPEN,
    DayMeasure.LEADS_CLAIMED: LeadState.CLAIMED,
    DayMeasure.LEADS_WON: LeadState.WON,
    DayMeasure.LEADS_LOST: LeadState.LOST,
}
# A scalar is looked up by its key; joined, it made both databases read every identity a mention.
_QUOTES_US = (
    "(message.quoted_ref IS NOT NULL AND coalesce((SELECT q.own FROM message q "
    "WHERE q.channel = message.channel AND q.ref = message.quoted_ref), false))"
)
_MENTIONS_US = {
    dialect: (
        f"(message.mentions IS NOT NULL AND EXISTS (SELECT 1 FROM {named} WHERE (SELECT us.own "  # noqa: S608 (all parts stand here)
        "FROM identity us WHERE us.channel = message.channel AND us.ref = one.value)))"
    )
    for dialect, named in (
        ("sqlite", "json_each(message.mentions) one"),
        ("postgresql", "json_array_elements_text(message.mentions) one(value)"),
    )
}


def talk(days: Stretch, within: Rooms, dialect: str) -> CompoundSelect[Any]:
    """What was said, in one walk over the messages.

    Rows (0, day, messages, posts, speakers, responders) a day, and (1, messages, people,
    responders, 0, 0) for how many people wrote so much in all.
    """
    ours = literal_column(f"({_QUOTES_US} OR {_MENTIONS_US[dialect]})", Boolean)
    said = (
        select(
            _day(message.c.sent_at, days).label("day"),
            _PERSON.label("person"),
            message.c.own.label("own"),
            func.count().label("times"),
            func.max(case((message.c.own, 0), (ours, 1), else_=0)).label("responds"),
        )
        .select_from(message.join(identity, identity.c.id == message.c.identity_id))
        .where(
            _within(message.c.sent_at, days),
            message.c.room_id.is_not(None),
            message.c.recalled_at.is_(None),
            message.c.kind != "system",
            or_(message.c.own, _A_MEMBER),
            only(message.c.room_id, within),
        )
        .group_by("day", "person", message.c.own)
        .cte("said")
    )
    own, often = said.c.own, said.c.times
    by_day = select(
        literal(0, Integer),
        said.c.day,
        func.sum(case((own, 0), else_=often)),
        func.sum(case((own, often), else_=0)),
        func.sum(case((own, 0), else_=1)),
        func.sum(said.c.responds),
    ).group_by(said.c.day)
    people = (
        select(func.sum(often).label("times"), func.max(said.c.responds).label("responds"))
        .where(~own)
        .group_by(said.c.person)
        .subquery()
    )
    spread = select(
        literal(1, Integer),
        people.c.times,
        func.count(),
        func.sum(people.c.responds),
        literal(0, Integer),
        literal(0, Integer),
    ).group_by(people.c.times)
    return union_all(by_day, spread)


def counts(days: Stretch, within: Rooms) -> Mapping[DayMeasure, Select[Any]]:
    """Every other measure's statement: day, how many."""
    sits = membership.join(identity, identity.c.id == membership.c.identity_id)
    flagged = case_message.join(suspicion, suspicion.c.id == case_message.c.case_id).join(
        message, message.c.id == case_message.c.message_id
    )
    here = only(lead.c.room_id, within)
    there = _A_MEMBER & only(membership.c.room_id, within)
    advert = and_(
        case_message.c.flagged,
        suspicion.c.state.in_(_STANDS),
        message.c.room_id.is_not(None),
        only(message.c.room_id, within),
    )
    return {
        DayMeasure.JOINS: _daily(sits, membership.c.joined_at, there, days),
        DayMeasure.LEAVES: _daily(sits, membership.c.left_at, there, days),
        DayMeasure.ADVERTS: _daily(flagged, message.c.sent_at, advert, days),
        DayMeasure.CONFIRMED: _decided(CaseState.CONFIRMED, days, within),
        DayMeasure.DISMISSED: _decided(CaseState.DISMISSED, days, within),
        DayMeasure.CLICKS: _clicks(days, within),
    } | {
        measure: _daily(lead, lead.c.opened_at, here & (lead.c.state == state.value), days)
        for measure, state in _LEADS.items()
    }


def questions(days: Stretch, within: Rooms) -> Select[Any]:
    """Each question that was asked: its day, when, and what ended the waiting."""
    return select(
        _day(question.c.asked_at, days).label("day"),
        question.c.asked_at,
        question.c.answered_at,
        question.c.closed_at,
    ).where(_within(question.c.asked_at, days), only(question.c.room_id, within))


def members(days: Stretch, within: Rooms) -> Select[Any]:
    """How many people sat in the rooms at the end."""
    return (
        select(func.count(_PERSON.distinct()))
        .select_from(membership.join(identity, identity.c.id == membership.c.identity_id))
        .where(
            _A_MEMBER,
            only(membership.c.room_id, within),
            membership.c.joined_at.is_(None) | (membership.c.joined_at < days.until),
            membership.c.left_at.is_(None) | (membership.c.left_at >= days.until),
        )
    )


def _decided(state: CaseState, days: Stretch, within: Rooms) -> Select[Any]:
    which = (suspicion.c.state == state.value) & only(suspicion.c.room_id, within)
    return _daily(suspicion, suspicion.c.decided_at, which, days)


def _clicks(days: Stretch, within: Rooms) -> Select[Any]:
    """Visitors by the first link of a post that they followed."""
    first = (
        select(func.min(click.c.at).label("at"))
        .select_from(click.join(link, link.c.code == click.c.code))
        .where(~click.c.robot, link.c.room_id.is_not(None), only(link.c.room_id, within))
        .group_by(link.c.outbox_id, click.c.visitor)
        .subquery()
    )
    return _daily(first, first.c.at, literal_column("1 = 1", Boolean), days)


def _daily(
    things: FromClause, at: ColumnElement[Any], which: ColumnElement[bool], days: Stretch
) -> Select[Any]:
    day: ColumnElement[Any] = _day(at, days).label("day")
    counted = select(day, func.count()).select_from(things)
    return counted.where(_within(at, days), which).group_by(day)


def _within(at: ColumnElement[Any], days: Stretch) -> ColumnElement[bool]:
    return and_(at >= days.since, at < days.until)


def _day(at: ColumnElement[Any], days: Stretch) -> ColumnElement[int]:
    """The day's number on the wall: `bot.core.daily.number`."""
    moment = type_coerce(at, BigInteger)
    first, *later = [
        (micros(one.at), literal(one.ahead // _MICROSECOND, BigInteger)) for one in days.shifts
    ]
    ahead: ColumnElement[int] = first[1]
    if later:
        ahead = case(
            *((moment >= literal(since, BigInteger), by) for since, by in reversed(later)),
            else_=first[1],
        )
    return (moment + ahead) // literal(_DAY, BigInteger)
