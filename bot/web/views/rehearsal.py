"""Answers about rehearsals, with the very names that `groupkeeper rehearse --json` has."""

from datetime import date, datetime

from pydantic import Field

from bot.web.views.base import View


class RehearsalRoom(View):
    """The room in which was rehearsed."""

    name: str
    members: int
    known: bool = Field(description="false: it is made up")


class Rates(View):
    """How lively the room is."""

    messages_a_day: float = Field(description="of one member")
    answering: float = Field(description="share of the members who answer a post within two hours")
    joining_a_day: float
    days: int = Field(description="of the archive that this rests on; 0: assumed")


class Finding(View):
    """Something that one wants to know before the plan runs."""

    kind: str
    weight: str = Field(description="error, warning or note")
    text: str
    step: str
    at: datetime | None


class RehearsalLine(View):
    """One line of the transcript."""

    at: datetime
    kind: str = Field(description="plan, person, member, joined or account")
    who: str
    text: str
    step: str
    plan: str
    occurrence: int | None
    media: str


class RehearsedStep(View):
    """A dated step, and what became of it."""

    occurrence: int
    plan: str
    step: str
    title: str
    seat: str
    person: str = Field(description="who has the task; empty: an account says it")
    due: datetime
    state: str
    outcome: str
    at: datetime | None
    said: int = Field(description="characters")
    parts: int
    before: int = Field(description="messages of members in the ten minutes before it")
    answers: int
    speakers: int
    verdict: str = Field(description="met, missed or waiting; empty: nothing is expected")
    why: str


class RehearsedTask(View):
    """A task that somebody had."""

    staff: str
    title: str
    given: datetime
    due: datetime | None
    state: str
    done: datetime | None


class RehearsedPast(View):
    """Which talk of the room stood in for its members."""

    days_back: int
    covered: float = Field(description="the share of the time for which the room was heard")


class Rehearsal(View):
    """A plan played through on a virtual clock."""

    ok: bool = Field(description="nothing would fail")
    plan: str
    version: str
    room: RehearsalRoom
    rates: Rates
    starts_on: date
    event_at: datetime | None
    against: str
    seed: int
    findings: list[Finding]
    since: datetime
    until: datetime
    zone: str
    lines: list[RehearsalLine]
    steps: list[RehearsedStep]
    beside: list[RehearsedStep] = Field(description="of other plans that run in the room")
    work: list[RehearsedTask]
    alerts: list[str]
    past: RehearsedPast | None = None
