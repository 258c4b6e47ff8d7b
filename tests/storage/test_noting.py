"""What a transaction changed is told after its commit to whoever watches; else nothing is noted."""

from datetime import timedelta

import pytest

from bot.bulletin import Bulletin
from bot.core.effects import (
    AnswerQuestion,
    AssignTask,
    Intent,
    OpenQuestion,
    RaiseAlert,
    RecordLead,
    RecordVerdicts,
    Say,
    Severity,
)
from bot.core.ids import IdentityId, MessageId, RoomId, StaffName, StudentId
from bot.core.leads import LeadState
from bot.core.plans import NewRun
from bot.core.review import Decision, Word
from bot.core.sending import DeliverySettings
from bot.core.verdicts import LeadFound, SpamScore, Verdict
from storage.unit import Store
from tests.support.builders import NOON, message
from tests.web.conftest import House

HOUR = timedelta(hours=1)
ROOM = RoomId(1)


class Watching:
    """A store that somebody watches, and what they were told."""

    def __init__(self, database):
        self.bulletin = Bulletin()
        self.store = Store(database, House(), DeliverySettings, self.bulletin)
        self.told: list[tuple[str, int | None]] = []

    def watch(self):
        self.bulletin.read_by(lambda all_: self.told.extend((n.kind, n.id) for n in all_))

    async def apply(self, *effects):
        self.told.clear()
        async with self.store.write() as unit:
            await unit.apply(effects, now=NOON)

    async def do(self, change):
        self.told.clear()
        async with self.store.write() as unit:
            return await change(unit)

    @property
    def kinds(self):
        return sorted({kind for kind, _ in self.told})


@pytest.fixture
async def watching(database):
    found = Watching(database)
    async with found.store.write() as unit:
        await unit.save([message("加微领资料"), message("多少钱？")], now=NOON)
    found.watch()
    return found


def flagged(number=1):
    seen = Verdict(detector="links", score=0.9, reason="3 个链接")
    spam = SpamScore(score=0.9, flagged=True, verdicts=(seen,))
    return RecordVerdicts(message=MessageId(number), room=ROOM, student=StudentId(10001), spam=spam)


def lead(number=2):
    found = LeadFound(category="course", score=0.7, words=("多少钱",))
    return RecordLead(student=StudentId(10001), room=ROOM, message=MessageId(number), lead=found)


def alert():
    return RaiseAlert(
        kind="advert", severity=Severity.WARNING, reason="广告", advice="看", group="g", room=ROOM
    )


async def test_cases_and_their_messages_are_told_when_opened_decided_and_undone(watching):
    await watching.apply(flagged())
    assert watching.told == [("case", 1), ("message", 1)]

    word = Word(decision=Decision.ADVERT, author="wang", at=NOON)
    await watching.do(lambda unit: unit.records.decide_case(1, word))
    assert {("case", 1), ("message", 1)} <= set(watching.told)

    await watching.do(lambda unit: unit.records.undo_case(1, author="wang", note="", now=NOON))
    assert {("case", 1), ("message", 1)} <= set(watching.told)


async def test_leads_and_their_messages_are_told(watching):
    await watching.apply(lead())
    assert watching.told == [("lead", 1), ("message", 2)]

    await watching.do(
        lambda unit: unit.records.lead_state(1, LeadState.CLAIMED, author="wang", now=NOON)
    )
    assert watching.told == [("lead", 1), ("message", 2)]


async def test_alerts_are_told_when_raised_again_taken_on_and_resolved(watching):
    await watching.apply(alert())
    assert watching.told == [("alert", 1)]
    await watching.apply(alert())
    assert watching.told == [("alert", 1)]
    await watching.do(lambda unit: unit.alerts.acknowledge(1, author="wang", now=NOON))
    assert watching.told == [("alert", 1)]
    await watching.apply(alert())
    [(_, second)] = watching.told
    await watching.do(lambda unit: unit.alerts.resolve("g", author="wang", now=NOON))
    assert watching.told == [("alert", second)]
    await watching.do(lambda unit: unit.alerts.resolve_all("g", author="wang", now=NOON))
    assert watching.told == []


async def test_questions_are_told_with_their_messages(watching):
    opened = OpenQuestion(
        message=MessageId(2), room=ROOM, asker=IdentityId(1), asked=NOON, due=NOON + HOUR
    )
    await watching.apply(opened)
    assert ("question", 2) in watching.told

    await watching.apply(AnswerQuestion(question=MessageId(2), answer=MessageId(1), answered=NOON))
    assert watching.told == [("question", 2), ("message", 2)]


async def test_tasks_and_deliveries_are_told(watching):
    await watching.apply(AssignTask(key="k", staff=StaffName("li"), title="t", text="x", room=ROOM))
    assert watching.told == [("task", 1)]
    await watching.do(lambda unit: unit.tasks.done(1, "li", NOON))
    assert ("task", 1) in watching.told

    await watching.apply(Intent(deed=Say(room=ROOM, text="好"), key="k", reason="r"))
    assert watching.told == [("delivery", 1)]
    await watching.do(lambda unit: unit.outbox.cancel(1, "wang", NOON))
    assert watching.told == [("delivery", 1)]


async def test_runs_and_what_came_of_their_steps_are_told(watching):
    new = NewRun(plan="week", room=ROOM, starts_on=NOON.date(), zone="Asia/Shanghai")
    [run] = await watching.do(lambda unit: unit.runs.start([new], "wang", NOON))
    assert watching.told == [("plan", run)]
    await watching.do(lambda unit: unit.runs.pause([run], NOON))
    assert watching.told == [("plan", run)]


async def test_what_was_rolled_back_is_told_to_nobody(watching):
    async def fail(unit):
        await unit.apply([alert()], now=NOON)
        raise LookupError

    with pytest.raises(LookupError):
        await watching.do(fail)

    assert watching.told == []
    await watching.apply(lead())
    assert watching.kinds == ["lead", "message"]


async def test_with_nobody_watching_nothing_is_noted_and_nothing_breaks(database):
    alone = Watching(database)
    async with alone.store.write() as unit:
        await unit.save([message("加微")], now=NOON)
    await alone.apply(flagged(), alert(), lead(1))

    assert alone.told == []
