"""Posts in a row, each with its pause, its key and the rules of its step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.effects import Intent, OnLate, Say
from bot.core.ids import IdentityId
from bot.core.plans import Occurrence, Run
from sop.firing.attached import media_of
from sop.firing.pauses import pause_before
from sop.firing.scene import Scene
from sop.firing.seating import Speaker
from sop.model import Attachment, Plan, Step


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
class Line:
    """A message, ready to be said."""

    text: str
    attached: Attachment | None = None
    file: str = ""  # where the attached file of a piece of content lies
    pause: timedelta | None = None


def posts_of(cue: Cue, who: Speaker, lines: Sequence[Line], scene: Scene) -> list[Intent]:
    """The intents of a step that an account says, one a message."""
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


def _pause(cue: Cue, line: Line, number: int) -> timedelta:
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
