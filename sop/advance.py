"""A step's time has come: it is said, skipped, held, or waits; and what follows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.effects import (
    AssignTask,
    Effect,
    Intent,
    OnLate,
    RaiseAlert,
    Say,
    Severity,
)
from bot.core.events import Media
from bot.core.ids import StaffName
from bot.core.plans import (
    APPROVED_BY,
    MAY_BE_SAID,
    SKIPPED_BY,
    Move,
    Occurrence,
    PlannedOccurrence,
    Run,
    StepState,
)
from sop import wording
from sop.facts import facts_for
from sop.model import ROOM_ACCOUNT, AfterStep, Attachment, Every, Plan, Step
from sop.plan import grace_of, said_already, zone_of
from sop.render import TextRefused, render
from sop.shelf import FoundFile
from sop.walltime import TZ_VERSION

_PENDING = frozenset({StepState.PLANNED, StepState.QUEUED, StepState.HELD})

# the states of a run's steps, each with its local date, as far as their time has come
Standing = Mapping[str, frozenset[tuple[StepState, date]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """From when and until when a post may go out."""

    due: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What becomes of a due step. No `move`: it waits for a step that it requires."""

    move: Move | None = None
    effects: tuple[Effect, ...] = ()


def take_turn(  # noqa: PLR0913 (a turn hangs on all of these, each is given by its name)
    due: Occurrence,
    *,
    plan: Plan,
    run: Run,
    standing: Standing,
    now: datetime,
    grace: timedelta,
    file: FoundFile | None = None,
) -> Turn:
    """Decide on one step whose time has come; `file`: what it posts from the plan folder."""
    step = plan.step(due.step)
    if step is None:
        return _skip(due, wording.GONE)
    allowed = grace_of(step, grace)
    ahead = (
        _by_time(due, step, plan, run, now, allowed)
        or _by_past(due, step, standing)
        or _by_requires(due, step, plan, standing)
    )
    if ahead is not None:
        return ahead
    asked_for = now if APPROVED_BY in (due.facts or {}) else due.due
    window = _Window(due=asked_for, until=asked_for + allowed)
    return _speak(due, step, plan, run, window, file)


def _by_time(
    due: Occurrence, step: Step, plan: Plan, run: Run, now: datetime, allowed: timedelta
) -> Turn | None:
    """What a person's word or the time that has passed makes of a step; None: it may go on."""
    facts = due.facts or {}
    if SKIPPED_BY in facts:
        return _skip(due, wording.skipped_by(str(facts[SKIPPED_BY])))
    if APPROVED_BY in facts:
        return None
    if not due.occasion and due.due + allowed < run.started_at:
        return _skip(due, wording.BEFORE_START)
    by = now - due.due
    late = by > allowed and step.delivery_late is not OnLate.SEND
    return _too_late(due, step, plan, by, allowed) if late else None


def _by_past(due: Occurrence, step: Step, standing: Standing) -> Turn | None:
    """The last guard against saying a step again that an edit has moved."""
    if due.occasion or APPROVED_BY in (due.facts or {}):
        return None
    said = [day for state, day in standing.get(step.id, frozenset()) if state in MAY_BE_SAID]
    again = said_already(step, due.local_date, due.zone, said)
    return _skip(due, wording.ALREADY_SAID) if again else None


def _by_requires(due: Occurrence, step: Step, plan: Plan, standing: Standing) -> Turn | None:
    missing = (_missing(name, due, plan, standing) for name in step.requires)
    return next((turn for turn in missing if turn is not None), None)


def _skip(due: Occurrence, why: str) -> Turn:
    return Turn(move=Move(id=due.id, state=StepState.SKIPPED, outcome=why))


def _too_late(due: Occurrence, step: Step, plan: Plan, by: timedelta, allowed: timedelta) -> Turn:
    if step.delivery_late is OnLate.SKIP:
        return _skip(due, wording.late(by, allowed))
    alert = RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=f"《{plan.title}》的步骤 {step.id} {wording.asked(by)}。",
        advice=f"groupkeeper sop say {due.id} 补发，或 groupkeeper sop skip {due.id} 跳过。",
        group=f"sop:late:{due.id}",
        room=due.room,
    )
    move = Move(id=due.id, state=StepState.HELD, outcome=wording.asked(by))
    return Turn(move=move, effects=(alert,))


def _missing(name: str, due: Occurrence, plan: Plan, standing: Standing) -> Turn | None:
    """What a required step makes of this one; None where it was done."""
    required = plan.step(name)
    same_day = required is not None and isinstance(required.when, Every)
    states = {
        state
        for state, day in standing.get(name, frozenset())
        if not same_day or day == due.local_date
    }
    if StepState.DONE in states:
        return None
    if states & _PENDING:
        return Turn()
    return _skip(due, wording.lacks(name))


def _speak(
    due: Occurrence, step: Step, plan: Plan, run: Run, window: _Window, file: FoundFile | None
) -> Turn:
    seat = plan.seats[step.seat]
    if seat.account not in {None, ROOM_ACCOUNT, run.channel}:
        return _skip(due, wording.elsewhere(str(seat.account)))
    said = step.messages[0]
    try:
        text = render(said.text, facts_for(plan, run, due.local_date, due.facts))
    except TextRefused as error:
        return _unsayable(due, step, plan, wording.refused(str(error)))
    effect: Effect
    if seat.person is None:
        if missing := _missing_file(said.media, file):
            return _unsayable(due, step, plan, wording.unattached(missing))
        media = media_of(said.media, file)
        effect = _post(due, step, plan, Say(room=due.room, text=text, media=media), window)
    else:
        effect = _task(due, step, plan, seat.person, text)
    return Turn(move=Move(id=due.id, state=StepState.QUEUED), effects=(effect,))


def _unsayable(due: Occurrence, step: Step, plan: Plan, why: str) -> Turn:
    alert = RaiseAlert(
        kind="sop",
        severity=Severity.WARNING,
        reason=f"《{plan.title}》的步骤 {step.id} {why}",
        advice="修改计划；这一次不会自动补发。groupkeeper check 会指出错在哪里。",
        group=f"sop:text:{plan.name}:{step.id}",
        room=due.room,
    )
    move = Move(id=due.id, state=StepState.FAILED, outcome=why)
    return Turn(move=move, effects=(alert,))


def _post(due: Occurrence, step: Step, plan: Plan, post: Say, window: _Window) -> Intent:
    # The outbox knows one grace for all posts; a step's own grace is told by when it expires.
    skips = step.delivery_late is OnLate.SKIP
    return Intent(
        deed=replace(post, mention_all=step.mention_all),
        key=f"occ:{due.id}",
        reason=f"{plan.title} · {step.id}",
        author=f"sop:{plan.name}",
        due=window.due,
        expires=window.until if skips else None,
        on_unknown=step.unknown_policy,
        on_late=OnLate.SEND if skips else step.delivery_late,
        occurrence=due.id,
    )


def _task(due: Occurrence, step: Step, plan: Plan, person: str, text: str) -> AssignTask:
    attached = step.media and (step.media.link or step.media.source)
    return AssignTask(
        key=f"occ:{due.id}",
        staff=StaffName(person),
        title=f"{plan.title} · {step.id}",
        text="\n".join(part for part in (text, attached) if part),
        due=due.due + step.deadline,
        room=due.room,
        occurrence=due.id,
    )


def _missing_file(attachment: Attachment | None, file: FoundFile | None) -> str:
    """Why the file of a post cannot be posted; "" when it can, or when there is none."""
    if attachment is None or attachment.in_folder is None:
        return ""
    return "there is no plan folder" if file is None else file.mistake


def media_of(attachment: Attachment | None, file: FoundFile | None = None) -> Media | None:
    """What hangs on a post, as channels understand it; `file`: what was found for its file."""
    if attachment is None:
        return None
    return Media(
        name=attachment.title,
        url=attachment.link or (file.path if file else attachment.source) or "",
        mime="text/html" if attachment.link else "",
        description=attachment.description,
    )


def follow_ups(
    plan: Plan, run: Run, settled: Occurrence, state: StepState, at: datetime
) -> list[PlannedOccurrence]:
    """The steps after one that was just settled; after one not said, they are skipped too."""
    return list(_following(plan, run, settled, settled.step, state, at))


def _following(
    plan: Plan, run: Run, root: Occurrence, name: str, state: StepState, at: datetime
) -> Iterator[PlannedOccurrence]:
    zone = zone_of(plan, run)
    for step in plan.steps:
        if not isinstance(step.when, AfterStep) or step.when.after != name:
            continue
        due = (at + step.when.delay).astimezone(UTC)
        local = due.astimezone(ZoneInfo(zone))
        done = state is StepState.DONE
        facts = {k: v for k, v in (root.facts or {}).items() if k != APPROVED_BY}
        yield PlannedOccurrence(
            run=run.id,
            plan=plan.name,
            step=step.id,
            room=run.room,
            local_date=local.date(),
            local_time=local.time(),
            zone=zone,
            due=due,
            tz_version=TZ_VERSION,
            occasion=f"after:{root.id}",
            state=StepState.PLANNED if done else StepState.SKIPPED,
            outcome="" if done else wording.follows(name),
            facts=facts or None,
        )
        if not done:
            yield from _following(plan, run, root, step.id, StepState.SKIPPED, at)
