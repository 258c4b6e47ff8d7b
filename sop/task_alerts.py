"""The alerts that go with a task: given, reminded, lost, held. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.alerting import Language
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import StaffName
from bot.core.tasks import OpenTask, Task
from sop.task_wording import WORDINGS, TaskWording, length_in, names_in
from sop.tasks import Act, Hold, PassOn, Remind, Tell, Why

KIND = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How colleagues are told: language, their zones, and the link by which they confirm."""

    language: Language = Language.ZH
    zones: Mapping[StaffName, str] = field(default_factory=dict)
    link: str = ""  # "": none

    @property
    def words(self) -> TaskWording:
        """The sentences."""
        return WORDINGS[self.language]

    def wall(self, at: datetime, staff: StaffName) -> str:
        """A time as the colleague's clock shows it."""
        return f"{at.astimezone(ZoneInfo(self.zones.get(staff, 'UTC'))):%m-%d %H:%M}"


def groups_of(task: Task) -> str:
    """What the groups of all alerts about a task begin with."""
    return f"task:{task.id}:"


def alerts_for(act: Act, one: OpenTask, telling: Telling, now: datetime) -> list[RaiseAlert]:
    """What people are told of it."""
    match act:
        case Tell(due=due):
            return [_given(one, due, telling)]
        case Remind():
            return [_reminder(one.task, telling, now)]
        case PassOn(handed=handed, why=reason):
            return [_lost(one.task, handed.to, reason, telling)]
        case Hold(why=reason):
            return [_held(one, reason, telling)]


def no_more(one: Task, by: str, telling: Telling) -> RaiseAlert:
    """Its person need not do it any more: somebody else did."""
    said = telling.words.not_needed.format(id=one.id, title=one.title, by=by)
    return RaiseAlert(
        kind=KIND,
        severity=Severity.INFO,
        reason=said,
        advice="",
        group=f"{groups_of(one)}{one.turn}:not-needed",
        room=one.room,
        to=one.staff,
    )


def taken_back(one: Task, telling: Telling) -> RaiseAlert:
    """The post that was the receipt is gone: its person knows, and those on duty."""
    words = telling.words
    return RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=words.taken_back.format(id=one.id, title=one.title, by=one.done_by),
        advice=words.taken_back_advice,
        group=f"{groups_of(one)}taken-back",
        room=one.room,
        to=one.staff,
    )


# Work weighs as much as trouble: `alerts.min_severity: warning` must not hide it from its person.
def _given(one: OpenTask, due: datetime | None, telling: Telling) -> RaiseAlert:
    task, words = one.task, telling.words
    by = words.by.format(at=telling.wall(due, task.staff)) if due else words.whenever
    said = {"id": task.id, "title": task.title, "by": by, "before": _before(one, words)}
    advice, to_copy = words.advice_work, ""
    if one.room is not None:
        there = words.there.format(room=one.room.name or one.room.ref)
        reason = words.post.format(**said, there=there)
        advice, to_copy = words.advice, task.text
        if to_copy:
            reason += f"\n{words.next_message}"
    else:
        reason = "\n".join(part for part in (words.work.format(**said), task.text) if part)
    advice = advice.format(id=task.id)
    if telling.link:
        advice += "\n" + words.advice_click.format(link=telling.link)
    return RaiseAlert(
        kind=KIND,
        severity=Severity.WARNING,
        reason=reason,
        advice=advice,
        group=f"{groups_of(task)}{task.turn}",
        room=task.room,
        to=task.staff,
        to_copy=to_copy,
    )


def _before(one: OpenTask, words: TaskWording) -> str:
    """Who had it before and why they lost it; "" for the first, or where a person gave it."""
    if len(one.holders) < 2 or one.why not in set(Why):  # noqa: PLR2004 (the one before)
        return ""
    return words.taken_over.format(before=one.holders[-2], why=words.why[Why(one.why)])


def _reminder(task: Task, telling: Telling, now: datetime) -> RaiseAlert:
    words, due = telling.words, task.due or now
    form, advice = words.remind, words.advice
    if task.room is None:
        form, advice = words.remind_work, words.advice_work
    said = form.format(
        id=task.id,
        title=task.title,
        left=length_in(telling.language, max(due - now, timedelta())),
        at=telling.wall(due, task.staff),
    )
    return RaiseAlert(
        kind=KIND,
        severity=Severity.WARNING,
        reason=said,
        advice=advice.format(id=task.id),
        group=f"{groups_of(task)}{task.turn}:remind",
        room=task.room,
        to=task.staff,
    )


def _lost(task: Task, to: StaffName, why: Why, telling: Telling) -> RaiseAlert:
    words = telling.words
    return RaiseAlert(
        kind=KIND,
        severity=Severity.INFO,
        reason=words.lost.format(id=task.id, title=task.title, to=to, why=words.why[why]),
        advice=words.lost_advice.format(id=task.id, to=to),
        group=f"{groups_of(task)}{task.turn}:lost",
        room=task.room,
        to=task.staff,
    )


def _held(one: OpenTask, why: Why, telling: Telling) -> RaiseAlert:
    task, words = one.task, telling.words
    holders = names_in(telling.language, one.holders or (task.staff,))
    return RaiseAlert(
        kind=KIND,
        severity=Severity.WARNING,
        reason=words.held.format(id=task.id, title=task.title, holders=holders, why=words.why[why]),
        advice=words.held_advice.format(id=task.id),
        group=f"{groups_of(task)}held",
        room=task.room,
    )
