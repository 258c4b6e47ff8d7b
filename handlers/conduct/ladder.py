"""The ladder 处置阶梯: from what is known of a message and its author to one step.

The steps are tried from the hardest to the mildest; the first that is called for is taken.
Removal wants evidence enough in the message itself, or points that come from several
independent sure cases, or a person's word. Suspicions alone never add up to a removal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.conduct import Listing, Mark, Ruling, Step
from bot.core.conduct_rules import LadderRules, Night
from bot.core.points import last_warning, points_at, sure_cases
from handlers.conduct.words import Tell, moment, points_text, tell
from handlers.wording import Wording, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One flagged message, and all that the ladder looks at."""

    score: float
    sure: bool  # by itself evidence enough for a removal
    marks: Sequence[Mark] = ()  # of its author, the one for this message included
    excuse: str = ""  # why its author is left alone, to read aloud; "": they are not
    denied: Listing | None = None
    carries: bool = False  # a link, a contact, a card, a QR code
    probation: bool = False
    quiet_until: datetime | None = None  # when the quiet hours end; None: it is not quiet
    recalls: bool = False  # the platform lets us take back what others said
    zone: str = "Asia/Shanghai"


def next_step(matter: Matter, rules: LadderRules, now: datetime, wording: Wording) -> Ruling:
    """The step that a flagged message leads to; always the same for the same facts."""
    if matter.excuse:
        return Ruling(step=Step.NOTE, reason=matter.excuse, then=tell(wording, Tell.THEN_NOTE))
    rung = _Rung(matter, rules, now, wording)
    for look in _RUNGS:
        ruling = look(rung)
        if ruling is not None:
            return ruling
    return rung.note()


@dataclass(frozen=True, slots=True)
class _Rung:
    """One look at the ladder."""

    matter: Matter
    rules: LadderRules
    now: datetime
    wording: Wording

    @property
    def points(self) -> float:
        return points_at(self.matter.marks, self.now, self.rules.half_life)

    # ---- the steps, hardest first -------------------------------------------------------------

    def deny(self) -> Ruling | None:
        limit = self.rules.deny_points
        if self.matter.denied is not None or not self._proven(limit):
            return None
        return self._ruled(Step.DENY, self._by_points(Tell.DENY_POINTS, limit))

    def remove(self) -> Ruling | None:
        matter, rules = self.matter, self.rules
        if matter.denied is not None:
            return self._ruled(Step.REMOVE, denied_text(matter.denied, matter.zone, self.wording))
        if matter.sure:
            return self._ruled(Step.REMOVE, self._say(Tell.SURE, score=score_text(matter.score)))
        if self._proven(rules.remove_points):
            reason = self._by_points(Tell.REMOVE_POINTS, rules.remove_points)
            return self._ruled(Step.REMOVE, reason)
        return None

    def hold(self) -> Ruling | None:
        matter, rules = self.matter, self.rules
        if matter.score >= rules.hold_at:
            reason = self._by_score(Tell.HOLD_SCORE, rules.hold_at)
        elif self.points >= rules.hold_points:
            reason = self._by_points(Tell.HOLD_POINTS, rules.hold_points)
        elif matter.probation and matter.carries:
            reason = self._say(Tell.HOLD_PROBATION)
        elif matter.score < rules.warn_at:
            return None
        elif self._warned_lately():
            reason = self._say(Tell.WARNED_BEFORE, hours=self._hours())
        elif matter.quiet_until is not None and rules.warn and rules.night is Night.SILENT:
            reason = self._say(Tell.HOLD_NIGHT)
        else:
            return None
        return self._ruled(Step.HOLD, reason)

    def warn(self) -> Ruling | None:
        if not self.rules.warn or self.matter.score < self.rules.warn_at:
            return None
        return self._ruled(Step.WARN, self._by_score(Tell.WARN_SCORE, self.rules.warn_at))

    def note(self) -> Ruling:
        return self._ruled(Step.NOTE, self._by_score(Tell.UNSURE, self.rules.warn_at))

    # ---- what decides -------------------------------------------------------------------------

    def _proven(self, limit: float) -> bool:
        """Points enough, of which enough come from sure cases."""
        proven = sure_cases(self.matter.marks) >= self.rules.sure_cases
        return proven and self.points >= limit

    def _warned_lately(self) -> bool:
        warned = last_warning(self.matter.marks)
        return warned is not None and self.now - warned < self.rules.warn_again_after

    # ---- in words -----------------------------------------------------------------------------

    def _ruled(self, step: Step, reason: str) -> Ruling:
        due = self._due(step)
        return Ruling(step=step, reason=reason, then=self._then(step, due), due=due)

    def _due(self, step: Step) -> datetime | None:
        match step:
            case Step.WARN:
                return self.matter.quiet_until
            case Step.REMOVE if self.matter.denied is None and self.rules.remove_after:
                return self.now + self.rules.remove_after
            case _:
                return None

    def _then(self, step: Step, due: datetime | None) -> str:
        at = "" if due is None else moment(due, self.matter.zone)
        until = moment(self.now + self.rules.deny_for, self.matter.zone)
        plain, later = _THEN[step]
        sentence = plain if due is None else later
        if step is Step.HOLD and not self.matter.recalls:
            sentence = Tell.THEN_HOLD_ONLY
        return self._say(sentence, at=at, until=until, hours=self._hours())

    def _by_score(self, sentence: Tell, limit: float) -> str:
        return self._say(sentence, score=score_text(self.matter.score), limit=f"{limit:.2f}")

    def _by_points(self, sentence: Tell, limit: float) -> str:
        return self._say(
            sentence,
            points=points_text(self.points),
            limit=f"{limit:g}",
            cases=sure_cases(self.matter.marks),
        )

    def _hours(self) -> str:
        return f"{self.rules.warn_again_after.total_seconds() / 3600:g}"

    def _say(self, sentence: Tell, **facts: object) -> str:
        return tell(self.wording, sentence, **facts)


_RUNGS: tuple[Callable[[_Rung], Ruling | None], ...] = (
    _Rung.deny,
    _Rung.remove,
    _Rung.hold,
    _Rung.warn,
)
_THEN = {
    Step.NOTE: (Tell.THEN_NOTE, Tell.THEN_NOTE),
    Step.WARN: (Tell.THEN_WARN, Tell.THEN_WARN_LATER),
    Step.HOLD: (Tell.THEN_HOLD, Tell.THEN_HOLD),
    Step.REMOVE: (Tell.THEN_REMOVE, Tell.THEN_REMOVE_LATER),
    Step.DENY: (Tell.THEN_DENY, Tell.THEN_DENY),
}


def denied_text(listing: Listing, zone: str, wording: Wording) -> str:
    """Why somebody is not let in, with who says so and until when."""
    until = "∞" if listing.until is None else moment(listing.until, zone)
    return tell(wording, Tell.DENIED, author=listing.author, reason=listing.reason, until=until)
