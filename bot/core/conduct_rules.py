"""How a room deals with adverts and newcomers: settings of a room, each over its defaults."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from bot.core.lengths import Length

Share = Annotated[float, Field(gt=0, le=1)]
Points = Annotated[float, Field(gt=0, le=1000)]
_MINUTE = timedelta(minutes=1)


class WarnBy(StrEnum):
    """Where a member is warned."""

    ROOM = "room"  # in the room, mentioning them
    DIRECT = "direct"  # to them alone


class Night(StrEnum):
    """What becomes of a warning in the quiet hours of a room."""

    WAIT = "wait"  # it is said in the morning
    SILENT = "silent"  # the message is held instead, without a word


class LadderRules(BaseModel, frozen=True, extra="forbid"):
    """The ladder 处置阶梯 of a room with `mode: enforce`: note, warn, hold, remove, deny."""

    warn: bool = True
    warn_at: Share = 0.8
    warn_by: WarnBy = WarnBy.ROOM
    warn_again_after: Length = Field(default=timedelta(hours=24), ge=_MINUTE)
    warning: str = Field(default="", max_length=500)
    hold_at: Share = 0.9
    hold_points: Points = 3.0
    remove_points: Points = 6.0
    deny_points: Points = 9.0
    sure_cases: int = Field(default=2, ge=2, le=100)
    half_life: Length = Field(default=timedelta(days=30), ge=timedelta(hours=1))
    remove_after: Length = Field(default=timedelta(), le=timedelta(days=1))
    deny_for: Length = Field(default=timedelta(days=180), ge=timedelta(hours=1))
    night: Night = Night.WAIT


# Of each two settings, the first is the milder step: it must not come later than the second.
_RISING = (
    ("warn_at", "hold_at"),
    ("hold_points", "remove_points"),
    ("remove_points", "deny_points"),
)


def out_of_order(ladder: LadderRules) -> list[tuple[str, str]]:
    """Pairs of settings of which the harder step would come before the milder one."""
    return [
        (milder, harder)
        for milder, harder in _RISING
        if getattr(ladder, milder) > getattr(ladder, harder)
    ]


class ProbationRules(BaseModel, frozen=True, extra="forbid"):
    """Probation 观察期: newcomers who send links, codes, cards or contacts are watched closely."""

    lasts: Length = timedelta(hours=24)
    messages: int = Field(default=3, ge=0, le=50)
    # The score counts already that somebody is new (`judging.behaviour`); this is on top of it.
    lower_by: float = Field(default=0.0, ge=0, le=0.5)


class RaidRules(BaseModel, frozen=True, extra="forbid"):
    """Raids 冲群: many newcomers at once, or a burst of messages by them."""

    joins: int = Field(default=10, ge=3, le=1000)
    messages: int = Field(default=20, ge=3, le=1000)
    within: Length = Field(
        default=timedelta(minutes=10), ge=timedelta(minutes=1), le=timedelta(hours=1)
    )
    usual: float = Field(default=5.0, ge=1, le=100)
    young: Length = Field(default=timedelta(days=1), le=timedelta(days=30))
    lasts: Length = Field(
        default=timedelta(minutes=30), ge=timedelta(minutes=1), le=timedelta(days=1)
    )
    lower_by: float = Field(default=0.1, ge=0, le=0.5)


class TrustRules(BaseModel, frozen=True, extra="forbid"):
    """Standing 信誉 by conduct: nobody is touched by a rule for their words alone who has it."""

    after: Length = Field(default=timedelta(days=30), ge=timedelta(days=1))
    messages: int = Field(default=20, ge=1, le=50)
    answered: int = Field(default=1, ge=0, le=50)


# What would take for ever on the wrong text: a repeated group, a reference back.
_SLOW = re.compile(r"\)[*+?{]|\(\?")
_REFERS_BACK = re.compile(r"\\[1-9]")
# Places where a match may go on in several ways; the time is their product.
_CHOICES = re.compile(r"[*+?]|\{\d*,\d*\}|\(")
_MOST_CHOICES = 3
_MEANS_ITSELF = re.compile(r"\\.")
_ONE_OF = re.compile(r"\[\^?\]?[^\]]*\]")


def _answer(given: str) -> str:
    """An accepted answer: words, or between slashes a pattern that is quickly tried."""
    if not is_pattern(given):
        return given
    pattern = given[1:-1]
    signs = _ONE_OF.sub("x", _MEANS_ITSELF.sub("x", pattern))
    slow = _SLOW.search(signs) or _REFERS_BACK.search(pattern)
    if slow or len(_CHOICES.findall(signs)) > _MOST_CHOICES:
        msg = (
            f"{given!r}: a pattern may have * + ? or a (group) in three places at most,"
            " and no group may be repeated"
        )
        raise ValueError(msg)
    try:
        re.compile(pattern)
    except re.error as error:
        msg = f"{given!r} is no pattern: {error}"
        raise ValueError(msg) from None
    return given


def is_pattern(accepted: str) -> bool:
    """Whether an accepted answer is a pattern, which stands between slashes."""
    return len(accepted) > 2 and accepted.startswith("/") and accepted.endswith("/")  # noqa: PLR2004 (two slashes)


class AskIn(StrEnum):
    """Where newcomers are asked; they may answer in either place."""

    ROOM = "room"
    DIRECT = "direct"


class OnFailure(StrEnum):
    """What becomes of somebody who did not pass."""

    ALERT = "alert"  # a person decides
    REMOVE = "remove"  # in a room with `mode: enforce`


class QuizQuestion(BaseModel, frozen=True, extra="forbid"):
    """A question, and the answers that pass."""

    ask: str = Field(min_length=1, max_length=300)
    accept: tuple[
        Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_answer)], ...
    ] = Field(min_length=1, max_length=20)


class QuizRules(BaseModel, frozen=True, extra="forbid"):
    """The entry quiz 入群问答 of a room; without questions nobody is asked."""

    questions: tuple[QuizQuestion, ...] = Field(default=(), max_length=20)
    ask_in: AskIn = AskIn.ROOM
    attempts: int = Field(default=3, ge=1, le=20)
    within: Length = Field(default=timedelta(hours=1), ge=_MINUTE, le=timedelta(days=7))
    remind_after: Length = Field(default=timedelta(minutes=20), le=timedelta(days=7))
    on_failure: OnFailure = OnFailure.ALERT
    excused_for: Length = timedelta(days=30)
