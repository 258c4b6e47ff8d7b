"""What the ticker looks after, each in a transaction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.campaigns.desk import CampaignDesk
from bot.content.desk import ContentDesk
from bot.core.effects import Effect
from bot.core.seen import WaitingQuestion
from bot.drift import DriftWatch
from bot.hearing import Hearing
from bot.live_alerts import LiveAlerts
from bot.plans.desk import SopDesk
from bot.rulebook import Rulebook
from bot.tasks.work_list import WorkLists
from bot.ticker import Duty
from handlers.conduct.quiz_end import as_known, look_after
from handlers.questions import overdue
from storage.judging.questions import QuestionFound
from storage.unit import Unit

_PRINTS = 500  # of old campaigns, forgotten at one tick
_BEAT = timedelta(seconds=10)  # how often the service writes down that it lives


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Those who look after something at every tick."""

    content: ContentDesk
    sop: SopDesk
    campaigns: CampaignDesk
    lists: WorkLists
    alerts: LiveAlerts


def duties(rulebook: Rulebook, desks: Desks, hearing: Hearing) -> tuple[Duty[Unit], ...]:
    """Every duty, in the order of a tick: what raises alerts comes before telling them."""
    sop, lists, campaigns = desks.sop, desks.lists, desks.campaigns
    drift = DriftWatch(language=lambda: rulebook.settings.judging.language)

    async def reload(_unit: Unit, _now: datetime) -> Sequence[Effect]:
        return rulebook.reload()

    async def questions(unit: Unit, now: datetime) -> Sequence[Effect]:
        late = await unit.records.unanswered(now)
        await unit.records.mark_alerted([question.message for question in late], now=now)
        waiting = [_waiting(question) for question in late]
        return overdue(waiting, now, rulebook.rules.wording)

    async def deliveries(unit: Unit, now: datetime) -> Sequence[Effect]:
        return await unit.outbox.reconcile(now)

    async def plans(unit: Unit, now: datetime) -> Sequence[Effect]:
        return await sop.tick(unit, now)

    async def tell(unit: Unit, now: datetime) -> Sequence[Effect]:
        return await desks.alerts.tick(unit, now)

    async def alive(unit: Unit, now: datetime) -> Sequence[Effect]:
        # Asked of the database, not remembered: a beat that a full disk refused is tried again.
        last = await unit.heartbeat.last()
        if last is None or not timedelta() <= now - last < _BEAT:
            await unit.heartbeat.beat(now, hearing.until(now))
        return ()

    return (
        Duty(name="alive", look=alive),
        Duty(name="config", look=reload, done=rulebook.confirm),
        Duty(name="deliveries", look=deliveries),
        Duty(name="questions", look=questions),
        Duty(name="quizzes", look=partial(_quizzes, rulebook)),
        Duty(name="prints", look=partial(_forget_prints, rulebook)),
        Duty(name="content", look=desks.content.tick, done=desks.content.confirm),
        Duty(name="plans", look=plans, done=sop.confirm),
        Duty(name="campaigns", look=campaigns.tick, done=campaigns.confirm),
        Duty(name="tasks", look=lists.tasks.tick),
        Duty(name="work lists", look=lists.tick, done=lists.confirm),
        Duty(name="drift", look=drift.look),
        Duty(name="alerts", look=tell),
    )


async def _quizzes(rulebook: Rulebook, unit: Unit, now: datetime) -> Sequence[Effect]:
    effects: list[Effect] = []
    for due in await unit.conduct.due_quizzes(now):
        rules = rulebook.rules_for(due.channel, due.ref, due.room_name)
        effects += look_after(as_known(due, rulebook.staff), rules, now, rulebook.rules.wording)
    return effects


async def _forget_prints(rulebook: Rulebook, unit: Unit, now: datetime) -> Sequence[Effect]:
    window = rulebook.settings.judging.near.window
    await unit.records.forget_prints(before=now - window, limit=_PRINTS)
    return ()


def _waiting(found: QuestionFound) -> WaitingQuestion:
    return WaitingQuestion(
        message=found.message,
        ref="",  # the alert is about us, not about the platform
        room=found.room,
        asker=found.asker,
        asker_ref="",
        asked=found.asked,
        due=found.due,
        student=found.student,
        text=found.text,
    )
