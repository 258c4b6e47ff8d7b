"""Effects sorted by the repository that writes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from bot.core.conduct_effects import AlarmRoom, Enlist, GiveMark, OpenQuiz, SettleQuiz
from bot.core.effects import (
    AnswerQuestion,
    AssignTask,
    Effect,
    Intent,
    OpenQuestion,
    RaiseAlert,
    RecordLead,
    RecordVerdicts,
)
from bot.core.errands import KeepPicture, SendErrand
from bot.core.learning import KeepSample
from bot.core.signups import Attended, RecordClaim, RecordSignUp


@dataclass(slots=True)
class Sorted:
    """What each repository has to write, in the order in which it was decided."""

    intents: list[Intent] = field(default_factory=list)
    alerts: list[RaiseAlert] = field(default_factory=list)
    tasks: list[AssignTask] = field(default_factory=list)
    records: list[RecordVerdicts | RecordLead | OpenQuestion | AnswerQuestion] = field(
        default_factory=list
    )
    errands: list[SendErrand | KeepPicture] = field(default_factory=list)
    conduct: list[GiveMark | Enlist | AlarmRoom | OpenQuiz | SettleQuiz] = field(
        default_factory=list
    )
    samples: list[KeepSample] = field(default_factory=list)
    campaigns: list[RecordSignUp | RecordClaim | Attended] = field(default_factory=list)


def sort_out(effects: Iterable[Effect]) -> Sorted:
    """A new kind of effect does not compile until it has its place here."""
    out = Sorted()
    for effect in effects:
        match effect:
            case Intent():
                out.intents.append(effect)
            case RaiseAlert():
                out.alerts.append(effect)
            case AssignTask():
                out.tasks.append(effect)
            case RecordVerdicts() | RecordLead() | OpenQuestion() | AnswerQuestion():
                out.records.append(effect)
            case GiveMark() | Enlist() | AlarmRoom() | OpenQuiz() | SettleQuiz():
                out.conduct.append(effect)
            case _:
                _sort_further(effect, out)
    return out


def _sort_further(
    effect: KeepSample | SendErrand | KeepPicture | RecordSignUp | RecordClaim | Attended,
    out: Sorted,
) -> None:
    match effect:
        case RecordSignUp() | RecordClaim() | Attended():
            out.campaigns.append(effect)
        case KeepSample():
            out.samples.append(effect)
        case SendErrand() | KeepPicture():
            out.errands.append(effect)
        case _:
            assert_never(effect)
