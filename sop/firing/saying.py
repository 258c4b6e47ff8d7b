"""What is said: posts in a row, a task with the text for a colleague, or an alert."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.effects import (
    AssignTask,
    Effect,
    Intent,
    OnLate,
    RaiseAlert,
    Say,
    Severity,
)
from bot.core.ids import IdentityId, StaffName
from bot.core.plans import Move, Occurrence, Run, StepState
from sop import wording
from sop.content import Unready
from sop.firing.attached import in_words, media_of, missing_file
from sop.firing.pauses import pause_before
from sop.firing.scene import Scene, Turn, skip
from sop.firing.seating import Speaker, speaker
from sop.model import Attachment, Message, Plan, Step
from sop.render import render
from sop.variants import experiment_of, pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A step that may be said now."""

    occurrence: Occurrence
    step: Step
    plan: Plan
    run: Run
    facts: Mapping[str, Any]
    due: datetime
    allowed: timedelta  # how much later than `due` it may go out

    @property
    def name(self) -> str:
        """How people call the step."""
        return f"{self.plan.title} · {self.step.title or self.step.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A message, ready to be said."""

    text: str
    attached: Attachment | None = None
    file: str = ""  # where the attached file of a piece of content lies
    pause: timedelta | None = None


def wording_of(step: Step, plan: Plan, run: Run) -> tuple[str, tuple[Message, ...]]:
    """Which variant a room hears ("": the step's own words), and its messages."""
    if not step.variants:
        return "", step.messages
    experiment = experiment_of(plan.name, step.id)
    name = pick(
        step.variants,
        experiment=experiment,
        room=run.room,
        ref=run.room_ref,
        name=run.room_name,
    )
    return (name, step.variants[name].messages) if name else ("", step.messages)


def say(cue: Cue, scene: Scene) -> Turn:
    """Have it said; raises TextRefused where a text cannot be filled in."""
    if cue.step.alert.strip():
        return _alerted(cue)
    who = speaker(cue.plan.seats[cue.step.seat], cue.run, scene)
    if who is None:
        return skip(cue.occurrence.id, wording.elsewhere(_accounts(cue)))
    variant, messages = wording_of(cue.step, cue.plan, cue.run)
    lines: list[_Line] = []
    for message in messages:
        line = _line(cue, message, scene)
        if isinstance(line, Unready):
            return _unready(cue, line)
        lines.append(line)
    effects: Sequence[Effect]
    if who.person is not None:
        effects = [_task(cue, who.person, who.stand_ins, lines)]
    elif missing := next(filter(None, (_missing(line, scene) for line in lines)), ""):
        return unsayable(cue, wording.unattached(missing))
    else:
        effects = _posts(cue, who, lines, scene)
    said = "\n".join(line.text or in_words(line.attached) for line in lines)
    move = Move(id=cue.occurrence.id, state=StepState.QUEUED, variant=variant, said=said)
    return Turn(move=move, effects=tuple(effects))


def _line(cue: Cue, message: Message, scene: Scene) -> _Line | Unready:
    text = render(message.text, cue.facts)
    if message.content is None:
        return _Line(text=text, attached=message.media, pause=message.pause)
    seat, on = cue.plan.seats[cue.step.seat], cue.occurrence.local_date
    found = scene.library.resolve(message.content, on, seat=cue.step.seat, role=seat.role)
    if isinstance(found, Unready):
        return found
    own = render(found.message.text, cue.facts)
    return _Line(
        text="\n".join(part for part in (text, own) if part),
        attached=found.message.media or message.media,
        file=found.path,
        pause=message.pause,
    )


def _missing(line: _Line, scene: Scene) -> str:
    return "" if line.file else missing_file(line.attached, scene.files)


def _unready(cue: Cue, lack: Unready) -> Turn:
    """Content that is not ready is never said: a person sees to it, and has it said then."""
    which = cue.occurrence.id
    alert = RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=f"《{cue.plan.title}》的步骤 {cue.step.id} 没有发：{lack.why}",
        advice=f"备好后 groupkeeper sop say {which} 补发，或 groupkeeper sop skip {which} 跳过。",
        group=f"sop:content:{which}",
        room=cue.run.room,
        to=StaffName(lack.author) if lack.author else None,
    )
    return Turn(move=Move(id=which, state=StepState.HELD, outcome=lack.why), effects=(alert,))


def _accounts(cue: Cue) -> str:
    holders = cue.plan.seats[cue.step.seat].holders
    return "、".join(str(one.account) for one in holders if one.account is not None)


def _alerted(cue: Cue) -> Turn:
    text = render(cue.step.alert, cue.facts)
    alert = RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=f"《{cue.plan.title}》：{text}",
        advice="这是计划里写好的提醒，请看一下群里的情况。",
        group=f"sop:alert:{cue.occurrence.id}",
        room=cue.run.room,
    )
    move = Move(id=cue.occurrence.id, state=StepState.DONE, outcome=wording.ALERTED)
    return Turn(move=move, effects=(alert,))


def unsayable(cue: Cue, why: str) -> Turn:
    """It cannot be said as it is written; staff are told."""
    alert = RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=f"《{cue.plan.title}》的步骤 {cue.step.id} {why}",
        advice="修改计划；这一次不会自动补发。groupkeeper check 会指出错在哪里。",
        group=f"sop:text:{cue.plan.name}:{cue.step.id}",
        room=cue.run.room,
    )
    move = Move(id=cue.occurrence.id, state=StepState.FAILED, outcome=why)
    return Turn(move=move, effects=(alert,))


def _posts(cue: Cue, who: Speaker, lines: Sequence[_Line], scene: Scene) -> list[Intent]:
    posts: list[Intent] = []
    due = cue.due
    for number, line in enumerate(lines, start=1):
        pause = _pause(cue, line, number)
        due += pause
        deed = Say(
            room=who.room,
            text=line.text,
            media=media_of(line.attached, scene.files, line.file),
            mentions=_mentions(cue, who, scene) if number == 1 else (),
            mention_all=cue.step.mention_all and number == 1,
            count_clicks=cue.step.count_clicks,
        )
        posts.append(_intent(cue, deed, number, due, pause))
    return posts


def _pause(cue: Cue, line: _Line, number: int) -> timedelta:
    if number == 1:
        return timedelta()
    if line.pause is not None:
        return line.pause
    return pause_before(line.text, cue.occurrence.id, number)


def _key(cue: Cue, number: int) -> str:
    return f"occ:{cue.occurrence.id}" if number == 1 else f"occ:{cue.occurrence.id}:{number}"


def _intent(cue: Cue, deed: Say, number: int, due: datetime, pause: timedelta) -> Intent:
    # The outbox knows one grace for all posts; a step's own grace is told by when it expires.
    # What follows a post may be late as that was, and once more: the row goes on while it can.
    follows = number > 1
    skips = cue.step.delivery_late is OnLate.SKIP
    expires = due + (cue.allowed * 2 if follows else cue.allowed)
    return Intent(
        deed=deed,
        key=_key(cue, number),
        reason=f"{cue.plan.title} · {cue.step.id}",
        author=f"sop:{cue.plan.name}",
        due=due,
        expires=expires if skips else None,
        on_unknown=cue.step.unknown_policy,
        on_late=OnLate.SEND if skips or follows else cue.step.delivery_late,
        occurrence=cue.occurrence.id,
        after=_key(cue, number - 1) if follows else "",
        pause=pause,
    )


def _mentions(cue: Cue, who: Speaker, scene: Scene) -> tuple[IdentityId, ...]:
    """The accounts to @, as far as they sit in the room."""
    about = cue.occurrence.facts or {}
    found = (scene.people.get((who.room, one)) for one in mentioned(cue.step, about))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def mentioned(step: Step, facts: Mapping[str, Any]) -> tuple[int, ...]:
    """The student IDs whom a step mentions, on an event those whom it is about included."""
    about = facts.get("members", ()) if step.mention_members else ()
    return (*step.mention, *(one["student_id"] for one in about))


def _task(
    cue: Cue, person: StaffName, stand_ins: tuple[StaffName, ...], lines: Sequence[_Line]
) -> AssignTask:
    parts = [part for line in lines for part in (line.text, in_words(line.attached)) if part]
    together = "\n" if len(lines) == 1 else "\n\n"
    return AssignTask(
        key=f"occ:{cue.occurrence.id}",
        staff=person,
        title=cue.name,
        text=together.join(parts),
        due=cue.occurrence.due + cue.step.deadline,
        room=cue.run.room,
        occurrence=cue.occurrence.id,
        stand_ins=stand_ins,
    )
