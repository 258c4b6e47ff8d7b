"""A plan on the virtual clock in one call: `result = await rehearsed(plan(...), members=20)`."""

from datetime import date, datetime
from pathlib import Path

from bot.config import Settings, parse_settings
from bot.core.ids import ChannelName, RoomRef
from bot.core.rehearsing import Against
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.values import Asked, AtWork, Folders, Kind, Rates, Rehearsed, Room, Spoke
from sop.parse import parse_plan

NOWHERE = Folders(plans=Path("nowhere"))
MONDAY = date(2026, 3, 2)
HEAD = """
name: week
title: 第一周
seats:
  teacher: {role: leader, account: room}
  fan: {role: fan, person: lin, stand_ins: [{person: wang}]}
steps:
"""
STAFF = """
channels: [{name: sim, kind: simulator}]
staff:
  - {name: lin, title: 林老师, accounts: [{channel: sim, name: 林老师}]}
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
"""
CALL = (
    'id: call, seat: teacher, when: {day: 1, at: "09:00"}, say: 完成的同学发打卡,'
    " expect: {matches: 3, words: [打卡], within: 2h},"
    " otherwise: [{seat: fan, say: 我先来打个卡}], then: [{say: 太棒了, delay: 1m}]"
)


def plan(*steps: str, more: str = "", name: str = "week") -> str:
    """A plan's text from its steps, each the inside of a {...} mapping."""
    head = HEAD.replace("name: week", f"name: {name}")
    return head + "".join(f"  - {{{step}}}\n" for step in steps) + more


def settings(more: str = "", kind: str = "simulator") -> Settings:
    """Two colleagues on one simulator."""
    text = STAFF.replace("kind: simulator", f"kind: {kind}")
    return parse_settings(text + more, file="config.yaml", environment={})


def asked(text: str, **given) -> Asked:
    """What is rehearsed, with a room of 30 on the simulator unless something else is given."""
    rules = settings(given.pop("config", ""), given.pop("kind", "simulator"))
    room = Room(
        channel=ChannelName("sim"),
        ref=RoomRef("r1"),
        name="英语1班",
        members=given.pop("members", 30),
        rates=given.pop("rates", Rates()),
    )
    event_at: datetime | None = given.pop("event_at", None)
    run = AtWork(
        loaded=parse_plan(text, file="week.yaml"),
        starts_on=given.pop("starts_on", MONDAY),
        event_at=event_at,
    )
    return Asked(settings=rules, room=room, run=run, **given)


async def rehearsed(text: str, *, folders: Folders = NOWHERE, **given) -> Rehearsed:
    """A rehearsal from beginning to end."""
    given.setdefault("against", Against.SILENT)
    return await rehearse(asked(text, **given), folders)


def said(result: Rehearsed) -> list[str]:
    """What was said for the plan, in order."""
    return [line.text for line in result.played.lines if line.kind in {Spoke.PLAN, Spoke.PERSON}]


def kinds(result: Rehearsed) -> set[Kind]:
    """What kinds of findings there are."""
    return {one.kind for one in result.findings}


def states(result: Rehearsed, step: str) -> list[str]:
    """How the occurrences of a step ended."""
    return [come.state.value for come in result.played.steps if come.step == step]
