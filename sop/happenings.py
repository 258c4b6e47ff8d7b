"""Steps that answer to events: somebody joined, asked, signed up, said a word; a lead was found."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.effects import Effect, RecordLead, RecordVerdicts
from bot.core.events import MembersJoined
from bot.core.ids import MessageId, RoomId
from bot.core.plans import PlannedOccurrence, Run, RunState
from bot.core.said_words import says_one_of
from bot.core.seen import Seen, SeenEvent, SeenMember, SeenMessage
from bot.core.signups import RecordSignUp, SignUpState
from bot.core.staff import StaffDirectory
from sop.model import LATECOMERS, Happening, OnEvent, Plan, Step
from sop.plan import zone_of
from sop.walltime import TZ_VERSION

_LIVE = frozenset({RunState.ACTIVE, RunState.PAUSED})
MOST_NAMED = 50  # newcomers of one event that a text can name
_NOBODY = StaffDirectory()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRun:
    """A run with the plan it follows."""

    run: Run
    plan: Plan
    campaign: str = ""  # that it leads up to; "": none, or nobody asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something in a room that steps may answer to."""

    what: Happening
    room: RoomId
    at: datetime
    occasion: str  # the same happening, the same occasion
    facts: Mapping[str, Any]
    text: str = ""  # of a message in which words are looked for
    campaign: str = ""  # to which somebody signed up


def happenings(
    seen: Sequence[Seen],
    effects: Sequence[Effect],
    staff: StaffDirectory = _NOBODY,
    kinds: Collection[Happening] = frozenset(Happening),
) -> list[Happened]:
    """What happened in a batch, of the kinds that are asked for.

    `effects` are the decisions on the batch.
    """
    said = {one.id: one for one in seen if isinstance(one, SeenMessage)}
    found: Mapping[Happening, Callable[[], Iterator[Happened]]] = {
        Happening.MEMBER_JOINED: lambda: _joins(seen),
        Happening.LEAD_FOUND: lambda: _leads(said, effects),
        Happening.SIGN_UP: lambda: _sign_ups(said, effects),
        Happening.KEYWORD: lambda: _messages(said.values(), effects, staff),
    }
    return [one for kind, find in found.items() if kind in kinds for one in find()]


def on_events(
    happened: Sequence[Happened], live: Mapping[RoomId, Sequence[LiveRun]]
) -> list[PlannedOccurrence]:
    """The steps that follow from what happened, for the live runs of the rooms.

    Those of a paused run wait: when it goes on, their `on_late` decides, and nothing is lost
    that nobody hears of.
    """
    return [
        _occurrence(_as_asked(fact, step), at_work, step.id, step.when)
        for fact in happened
        for at_work in live.get(fact.room, ())
        if at_work.run.state in _LIVE
        for step in at_work.plan.all_steps
        if isinstance(step.when, OnEvent) and _answers(step.when, fact, at_work)
    ]


def _answers(when: OnEvent, fact: Happened, at_work: LiveRun) -> bool:
    if when.event is not fact.what:
        return False
    match when.event:
        case Happening.KEYWORD:
            return says_one_of(fact.text, when.words)
        case Happening.LEAD_FOUND:
            return when.category in {None, fact.facts["lead"]["category"]}
        case Happening.SIGN_UP:
            return at_work.campaign in {"", fact.campaign}
        case _:
            return True


def _as_asked(fact: Happened, step: Step) -> Happened:
    """Latecomers are told once each: their occasion is who they are."""
    if step.id != LATECOMERS:
        return fact
    students = ",".join(str(one["student_id"]) for one in fact.facts["members"])
    return replace(fact, occasion=f"late:{students}")


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


def _leads(said: Mapping[MessageId, SeenMessage], effects: Sequence[Effect]) -> Iterator[Happened]:
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


def _sign_ups(
    said: Mapping[MessageId, SeenMessage], effects: Sequence[Effect]
) -> Iterator[Happened]:
    for effect in effects:
        if not isinstance(effect, RecordSignUp) or effect.state is SignUpState.CANCELLED:
            continue
        message = None if effect.message is None else said.get(effect.message)
        if effect.room is None or message is None:
            continue  # nobody said it in a room: there is no room in which to answer
        yield Happened(
            what=Happening.SIGN_UP,
            room=effect.room,
            at=effect.at,
            occasion=f"signup:{effect.campaign}:{effect.student}",
            facts={"members": [_person(message.sender)]},
            campaign=effect.campaign,
        )


def _messages(
    said: Iterable[SeenMessage], effects: Sequence[Effect], staff: StaffDirectory
) -> Iterator[Happened]:
    """What members said; nobody is answered for an advert, nor colleagues, nor ourselves."""
    adverts = {e.message for e in effects if isinstance(e, RecordVerdicts) and e.spam.flagged}
    for one in said:
        event = one.event
        ours = event.own or one.sender.student is None
        colleague = staff.by_user(event.channel, event.sender) or staff.by_name(
            event.channel, event.sender_name
        )
        if one.room is None or ours or colleague or one.id in adverts:
            continue
        yield Happened(
            what=Happening.KEYWORD,
            room=one.room,
            at=event.at,
            occasion=f"keyword:{one.id}",
            facts={"members": [_person(one.sender)]},
            text=event.text,
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
