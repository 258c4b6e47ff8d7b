"""What a colleague has to do today: the tasks at hand, and the steps that will become tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.agenda import AgendaEntry, Standing
from bot.core.alerting import Language
from bot.core.tasks import OpenTask
from sop.task_wording import length_in

_SHOWN = 20  # lines that are told; a day has rarely so many
_TO_COME = frozenset({Standing.PLANNED})
_OVER = frozenset({Standing.DONE, Standing.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """The work of one colleague on one day."""

    day: date
    open: tuple[OpenTask, ...]  # at hand, the most urgent first
    to_come: tuple[AgendaEntry, ...]  # the colleague gets them later today
    done: tuple[AgendaEntry, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not self.open and not self.to_come


def work_list(
    steps: Sequence[AgendaEntry], tasks: Sequence[OpenTask], *, day: date, until: datetime
) -> WorkList:
    """The list, from the colleague's steps of the day and their open tasks of any day."""
    return WorkList(
        day=day,
        open=tuple(tasks),
        to_come=tuple(
            one
            for one in steps
            if one.standing in _TO_COME and one.task is None and one.due < until
        ),
        done=tuple(one for one in steps if one.standing in _OVER),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    head: str
    task: str
    by: str
    late: str
    step: str
    done: str
    nothing: str
    more: str


_WORDS: Mapping[Language, _Words] = {
    Language.ZH: _Words(
        head="{day} 的工作：{count} 项",
        task="任务 {id} · {title}{room}{by}",
        by="，{at} 之前（还剩 {left}）",
        late="，已过期 {left}",
        step="{at} · {title} · {plan}{room}（到时发给您文案）",
        done="已完成 {count} 项。",
        nothing="{day} 没有等您做的任务。",
        more="……另有 {count} 项，见 groupkeeper sop today",
    ),
    Language.EN: _Words(
        head="Work on {day}: {count}",
        task="Task {id} · {title}{room}{by}",
        by=", by {at} ({left} left)",
        late=", overdue by {left}",
        step="{at} · {title} · {plan}{room} (you get the text then)",
        done="{count} done.",
        nothing="Nothing waits for you on {day}.",
        more="... and {count} more, see groupkeeper sop today",
    ),
}


def write_list(mine: WorkList, language: Language, *, zone: str, now: datetime) -> str:
    """The list in words, with times as the colleague's clock shows them."""
    words = _WORDS[language]
    lines = [_task(one, language, zone, now) for one in mine.open]
    lines += [_step(one, language, zone) for one in mine.to_come]
    if not lines:
        head = words.nothing.format(day=mine.day)
    else:
        head = words.head.format(day=mine.day, count=len(lines))
    shown = [f"{number}. {line}" for number, line in enumerate(lines[:_SHOWN], 1)]
    if len(lines) > _SHOWN:
        shown.append(words.more.format(count=len(lines) - _SHOWN))
    if mine.done:
        shown.append(words.done.format(count=len(mine.done)))
    return "\n".join([head, *shown])


def _task(one: OpenTask, language: Language, zone: str, now: datetime) -> str:
    words, task = _WORDS[language], one.task
    room = f" · {one.room.name or one.room.ref}" if one.room else ""
    by = ""
    if task.due is not None:
        left = task.due - now
        form = words.by if left > timedelta() else words.late
        by = form.format(at=_wall(task.due, zone, now), left=length_in(language, abs(left)))
    return words.task.format(id=task.id, title=task.title, room=room, by=by)


def _step(one: AgendaEntry, language: Language, zone: str) -> str:
    room = f" · {one.room_name}" if one.room_name else ""
    at = f"{one.due.astimezone(ZoneInfo(zone)):%H:%M}"
    return _WORDS[language].step.format(at=at, title=one.title, plan=one.plan_title, room=room)


def _wall(at: datetime, zone: str, now: datetime) -> str:
    place = ZoneInfo(zone)
    local = at.astimezone(place)
    same_day = local.date() == now.astimezone(place).date()
    return f"{local:%H:%M}" if same_day else f"{local:%m-%d %H:%M}"
