"""Steps that answer to events: somebody joined, a lead was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.effects import Effect, RecordLead
from bot.core.events import MembersJoined
from bot.core.ids import MessageId, RoomId
from bot.core.plans import PlannedOccurrence, Run, RunState
from bot.core.seen import Seen, SeenEvent, SeenMember, SeenMessage
from sop.model import Happening, OnEvent, Plan
from sop.plan import zone_of
from sop.walltime import TZ_VERSION

_LIVE = frozenset({RunState.ACTIVE, RunState.PAUSED})
MOST_NAMED = 50  # newcomers of one event that a text can name


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRun:
    """A run with the plan it follows."""

    run: Run
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something in a room that steps may answer to."""

    what: Happening
    room: RoomId
    at: datetime
    occasion: str  # the same happening, the same occasion
    facts: Mapping[str, Any]


def happenings(seen: Sequence[Seen], effects: Sequence[Effect]) -> list[Happened]:
    """What happened in a batch; `effects` are the decisions on it."""
    return [*_joins(seen), *_leads(seen, effects)]


def on_events(
    happened: Sequence[Happened], live: Mapping[RoomId, Sequence[LiveRun]]
) -> list[PlannedOccurrence]:
    """The steps that follow from what happened, for the live runs of the rooms.

    Those of a paused run wait: when it goes on, their `on_late` decides, and nothing is lost
    that nobody hears of.
    """
    return [
        _occurrence(fact, at_work, step.id, step.when)
        for fact in happened
        for at_work in live.get(fact.room, ())
        if at_work.run.state in _LIVE
        for step in at_work.plan.steps
        if isinstance(step.when, OnEvent) and step.when.event is fact.what
    ]


def _joins(seen: Sequence[Seen]) -> Iterator[Happened]:
    for one in seen:
        if not isinstance(one, SeenEvent) or not isinstance(one.event, MembersJoined):
            continue
        people = [m for m in one.members if m.newcomer and m.student is not None]
        if one.room is None or not people:
            continue
        yield Happened(
            what=Happening.MEMBER_JOINED,
            room=one.room,
            at=one.event.at,
            occasion=f"join:{one.event.ref}",
            facts={"members": [_person(member) for member in people[:MOST_NAMED]]},
        )


def _leads(seen: Sequence[Seen], effects: Sequence[Effect]) -> Iterator[Happened]:
    said: dict[MessageId, SeenMessage] = {m.id: m for m in seen if isinstance(m, SeenMessage)}
    for effect in effects:
        if not isinstance(effect, RecordLead) or effect.room is None:
            continue
        message = said.get(effect.message)
        if message is None:
            continue
        yield Happened(
            what=Happening.LEAD_FOUND,
            room=effect.room,
            at=message.event.at,
            occasion=f"lead:{effect.message}:{effect.lead.category}",
            facts={
                "members": [_person(message.sender)],
                "lead": {
                    "category": effect.lead.category,
                    "words": "、".join(effect.lead.words),
                },
            },
        )


def _person(member: SeenMember) -> dict[str, Any]:
    return {"name": member.nickname or member.name, "student_id": member.student}


def _occurrence(fact: Happened, at_work: LiveRun, step: str, when: OnEvent) -> PlannedOccurrence:
    zone = zone_of(at_work.plan, at_work.run)
    due = (fact.at + when.delay).astimezone(UTC)
    local = due.astimezone(ZoneInfo(zone))
    return PlannedOccurrence(
        run=at_work.run.id,
        plan=at_work.plan.name,
        step=step,
        room=fact.room,
        local_date=local.date(),
        local_time=local.time(),
        zone=zone,
        due=due,
        tz_version=TZ_VERSION,
        occasion=fact.occasion,
        facts=fact.facts,
    )
