"""What is said: by an account, by a colleague who gets the text as a task, or to the staff."""

from collections.abc import Sequence

from bot.core.effects import (
    AssignTask,
    Effect,
    RaiseAlert,
    Severity,
)
from bot.core.ids import StaffName
from bot.core.plans import Move, Run, StepState
from sop import wording
from sop.content import Unready
from sop.firing.attached import in_words, missing_file
from sop.firing.posting import Cue, Line, posts_of
from sop.firing.scene import Scene, Turn, skip
from sop.firing.seating import Speaker, speaker
from sop.model import Message, Plan, Step
from sop.render import render
from sop.variants import experiment_of, pick


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
    lines: list[Line] = []
    for message in messages:
        line = _line(cue, message, scene)
        if isinstance(line, Unready):
            return _unready(cue, line)
        if line.text or line.attached is not None:
            lines.append(line)  # a text may come to nothing, as of questions when nobody asked
    return _by(who, cue, lines, scene, variant)


def _by(who: Speaker, cue: Cue, lines: Sequence[Line], scene: Scene, variant: str) -> Turn:
    """Have these lines said by that account or person."""
    if not lines:
        return skip(cue.occurrence.id, wording.NOTHING)
    effects: Sequence[Effect]
    if who.person is not None:
        effects = [_task(cue, who.person, who.stand_ins, lines)]
    elif missing := next(filter(None, (_missing(line, scene) for line in lines)), ""):
        return unsayable(cue, wording.unattached(missing))
    else:
        effects = posts_of(cue, who, lines, scene)
    said = "\n".join(line.text or in_words(line.attached) for line in lines)
    move = Move(id=cue.occurrence.id, state=StepState.QUEUED, variant=variant, said=said)
    return Turn(move=move, effects=tuple(effects))


def _line(cue: Cue, message: Message, scene: Scene) -> Line | Unready:
    text = render(message.text, cue.facts)
    if message.content is None:
        return Line(text=text, attached=message.media, pause=message.pause)
    seat, on = cue.plan.seats[cue.step.seat], cue.occurrence.local_date
    found = scene.library.resolve(message.content, on, seat=cue.step.seat, role=seat.role)
    if isinstance(found, Unready):
        return found
    own = render(found.message.text, cue.facts)
    return Line(
        text="\n".join(part for part in (text, own) if part),
        attached=found.message.media or message.media,
        file=found.path,
        pause=message.pause,
    )


def _missing(line: Line, scene: Scene) -> str:
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
    if not text:
        return skip(cue.occurrence.id, wording.NOTHING)
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


def _task(
    cue: Cue, person: StaffName, stand_ins: tuple[StaffName, ...], lines: Sequence[Line]
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
