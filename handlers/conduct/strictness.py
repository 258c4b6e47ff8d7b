"""Strictness: a room that is raided, and newcomers with links, are looked at more closely."""

from dataclasses import dataclass, replace

from bot.core.conduct import RoomAlarm
from bot.core.rooms import RoomRules
from bot.core.verdicts import SpamScore, Verdict
from handlers.conduct.words import Tell, moment, tell
from handlers.wording import Wording

_LEAST = 0.2  # nothing is flagged below it, however strict a room is


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """Why a message is flagged sooner than others."""

    alarm: RoomAlarm | None  # of its room
    carries: bool  # its author is on probation and it carries a link, code, card or contact
    rules: RoomRules


def stricter(
    spam: SpamScore, flag_at: float, strictness: Strictness, wording: Wording
) -> SpamScore:
    """The same score, flagged where it reaches the lower line; then the line is said with it."""
    if spam.flagged:
        return spam
    why = _why(strictness, wording)
    line = max(_LEAST, flag_at - sum(lower for lower, _ in why))
    if not why or spam.score < line:
        return spam
    named = tuple(
        Verdict(
            detector=name,
            score=lower,
            reason=tell(wording, Tell.LOWER, why=text, line=f"{line:.2f}"),
        )
        for (lower, text), name in zip(why, ("strict", "stricter"), strict=False)
    )
    return replace(spam, flagged=True, verdicts=(*spam.verdicts, *named))


def _why(strictness: Strictness, wording: Wording) -> list[tuple[float, str]]:
    rules, found = strictness.rules, []
    if strictness.carries and rules.probation.lower_by:
        found.append((rules.probation.lower_by, tell(wording, Tell.LOWER_PROBATION)))
    alarm = strictness.alarm
    if alarm is not None and rules.raid.lower_by:
        until = moment(alarm.until, rules.zone)
        found.append((rules.raid.lower_by, tell(wording, Tell.LOWER_ALARM, until=until)))
    return found
