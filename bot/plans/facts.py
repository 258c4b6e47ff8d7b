"""The facts that due steps name: looked up with one query a kind, for all rooms of a tick."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.core.ids import OccurrenceId
from bot.core.plans import CountsAsked
from bot.plans.due import MEMBERS, Around, Due
from bot.plans.ports import SopWork
from sop.event_facts import event_facts, sign_up_facts
from sop.model import Plan
from sop.plan import zone_of

_DAY = timedelta(days=1)
_ASKED_SINCE = timedelta(days=7)  # so far back questions are looked for

Facts = list[dict[str, Any]]  # of each of the steps, in their order
_Kind = Callable[[SopWork, Sequence[Due], datetime], Awaitable[Facts]]


async def facts_of(
    work: SopWork, around: Around, due: Sequence[Due], now: datetime
) -> Mapping[OccurrenceId, Mapping[str, Any]]:
    """What has to be looked up for each step; nothing that it does not name."""
    found: dict[OccurrenceId, dict[str, Any]] = {one.occurrence.id: {} for one in due}
    for one in due:
        if "room" in one.asks:
            found[one.occurrence.id]["tags"] = list(around.rules_of(one.run).tags)
    for names, look_up in _KINDS:
        some = [one for one in due if not one.asks.isdisjoint(names)]
        facts = await look_up(work, some, now) if some else []
        for one, more in zip(some, facts, strict=True):
            found[one.occurrence.id] |= more
    return found


async def _members(work: SopWork, some: Sequence[Due], now: datetime) -> Facts:
    members = await work.facts.members({one.run.room: one.run.channel for one in some}, now)
    return [{"room_members": members.get(one.run.room, 0)} for one in some]


async def _counts(work: SopWork, some: Sequence[Due], now: datetime) -> Facts:
    asked = {one.run.id: _days(one, now) for one in some}
    counts = await work.facts.counts(list(asked.values()), now)
    return [{"counts": counts[one.run.id]} for one in some]


async def _questions(work: SopWork, some: Sequence[Due], now: datetime) -> Facts:
    asked = await work.facts.questions({one.run.room for one in some}, now - _ASKED_SINCE)
    return [{"questions": asked.get(one.run.room, [])} for one in some]


async def _praise(work: SopWork, some: Sequence[Due], _now: datetime) -> Facts:
    said = await work.facts.praise({one.run.room for one in some})
    return [{"praise": said.get(one.run.room, [])} for one in some]


async def _missed(work: SopWork, some: Sequence[Due], _now: datetime) -> Facts:
    said = await work.facts.said({one.run.id for one in some})
    return [{"missed": _titles(one.plan, said.get(one.run.id, []))} for one in some]


async def _event(work: SopWork, some: Sequence[Due], now: datetime) -> Facts:
    figures = await work.sign_ups.figures({one.run.id for one in some})
    campaigns = [figures.get(one.run.id) for one in some]
    return [
        event_facts(one.plan, one.run, campaign, now) | sign_up_facts(campaign)
        for one, campaign in zip(some, campaigns, strict=True)
    ]


_KINDS: Final[tuple[tuple[frozenset[str], _Kind], ...]] = (
    (frozenset({MEMBERS}), _members),
    (frozenset({"counts"}), _counts),
    (frozenset({"questions"}), _questions),
    (frozenset({"praise"}), _praise),
    (frozenset({"missed"}), _missed),
    (frozenset({"sign_ups", "coupons", "event"}), _event),
)


def _days(one: Due, now: datetime) -> CountsAsked:
    zone = ZoneInfo(zone_of(one.plan, one.run))
    today = now.astimezone(zone).date()
    return CountsAsked(
        run=one.run.id,
        room=one.run.room,
        channel=one.run.channel,
        today=datetime.combine(today, time.min, zone),
        yesterday=datetime.combine(today - _DAY, time.min, zone),
    )


def _titles(plan: Plan, said: Sequence[str]) -> list[str]:
    steps = (plan.step(name) for name in said)
    return [step.title for step in steps if step is not None and step.title]
