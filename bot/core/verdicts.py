"""Verdicts 判定: what a detector saw in a message, with a reason a teacher understands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One detector's finding about one message. `score` is in (0, 1]."""

    detector: str
    score: float
    reason: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFound:
    """Words that sound like wanting something: one category, one message. `score` is in (0, 1]."""

    category: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpamScore:
    """All verdicts of one message as one number."""

    score: float
    flagged: bool
    verdicts: tuple[Verdict, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What to read aloud, strongest first."""
        return tuple(v.reason for v in sorted(self.verdicts, key=lambda v: -v.score))
