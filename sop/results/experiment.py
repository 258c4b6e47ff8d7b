"""Which wording did better: one value a room, drawn rooms only (docs/results.md, AB)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, stdev

from bot.core.feedback import Reacting
from bot.core.results import Metric
from sop.model import Step
from sop.results.compare import (
    ALPHA,
    ENOUGH_ROOMS,
    EXPECTED_ROOMS,
    UNBALANCED,
    Interval,
    SingleLook,
    confidence_sequence,
    holm,
    single_look,
    split_p,
)
from sop.results.values import StepResult
from sop.variants import named_for


class Finding(StrEnum):
    """What may be said of a difference while everybody can look at it any day."""

    BETTER = "better"
    WORSE = "worse"
    OPEN = "no difference shown so far"
    TOO_FEW = "not decidable yet"
    BROKEN = "the split is broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """The rooms that heard one wording."""

    variant: str
    rooms: int
    mean: float | None
    spread: float | None  # standard deviation over rooms


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One wording against the control."""

    variant: str
    finding: Finding
    look: SingleLook | None  # valid at one look, at the planned end
    p_corrected: float | None  # Holm, over the wordings of this step
    always: Interval | None  # valid whenever it is looked at, for all wordings together


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """The wordings of a step, held against each other."""

    step: str
    metric: Metric
    control: str
    arms: tuple[Arm, ...]
    differences: tuple[Difference, ...]
    split_p: float
    split_broken: bool  # SRM: below 0.001
    named_rooms: int  # heard a wording that was chosen for them: they say nothing here
    switched_rooms: int  # heard more than one wording
    rooms_needed: int = ENOUGH_ROOMS


def experiment(
    step: Step,
    results: Sequence[StepResult],
    *,
    metric: Metric = Metric.RESPONSE,
    expected_rooms: int = EXPECTED_ROOMS,
) -> Experiment | None:
    """Compare a step's wordings; None where it has fewer than two that are drawn."""
    weights = {name: float(one.weight) for name, one in step.variants.items() if one.weight}
    if len(weights) < 2:  # noqa: PLR2004 (one is no experiment)
        return None
    said = [one for one in results if one.said_at is not None and one.final]
    drawn = [one for one in said if not _named(step, one)]
    rooms, switched = _by_room(drawn)
    values = {
        name: [
            value
            for variant, value in (_value(room, metric) for room in rooms.values())
            if variant == name and value is not None
        ]
        for name in weights
    }
    control, *others = weights
    p = split_p({name: len(found) for name, found in values.items()}, weights)
    return Experiment(
        step=step.id,
        metric=metric,
        control=control,
        arms=tuple(_arm(name, found) for name, found in values.items()),
        differences=_differences(values, control, others, expected_rooms, broken=p < UNBALANCED),
        split_p=p,
        split_broken=p < UNBALANCED,
        named_rooms=len({one.room for one in said if _named(step, one)}),
        switched_rooms=switched,
    )


def _named(step: Step, one: StepResult) -> bool:
    """Whether the wording was chosen for this room; rooms may have been renamed since."""
    heard = step.variants.get(one.variant)
    never_drawn = heard is not None and not heard.weight
    return never_drawn or named_for(step.variants, ref=one.room_ref, name=one.room_name) != ""


def _by_room(results: Sequence[StepResult]) -> tuple[dict[int, list[StepResult]], int]:
    """The posts of each room that heard one wording only; and how many heard several."""
    rooms: dict[int, list[StepResult]] = {}
    for one in results:
        rooms.setdefault(one.room, []).append(one)
    single = {room: posts for room, posts in rooms.items() if len({p.variant for p in posts}) == 1}
    return single, len(rooms) - len(single)


def _value(posts: Sequence[StepResult], metric: Metric) -> tuple[str, float | None]:
    """A room's wording, and its ratio over all its posts."""
    members = sum(one.members or 0 for one in posts)
    done = sum(_count(one, metric) for one in posts)
    return posts[0].variant, done / members if members else None


def _count(one: StepResult, metric: Metric) -> int:
    if metric is Metric.RESPONSE:
        return one.responders or 0
    return one.counts.get(Reacting(metric.value), 0)


def _arm(name: str, values: Sequence[float]) -> Arm:
    return Arm(
        variant=name,
        rooms=len(values),
        mean=fmean(values) if values else None,
        spread=stdev(values) if len(values) > 1 else None,
    )


def _differences(
    values: Mapping[str, Sequence[float]],
    control: str,
    others: Sequence[str],
    expected_rooms: int,
    *,
    broken: bool,
) -> tuple[Difference, ...]:
    looks = [single_look(values[control], values[name]) for name in others]
    known = [look.p for look in looks if look is not None]
    corrected = iter(holm(known))
    made: list[Difference] = []
    for name, look in zip(others, looks, strict=True):
        always = confidence_sequence(
            values[control], values[name], expected=expected_rooms, alpha=ALPHA / len(others)
        )
        made.append(
            Difference(
                variant=name,
                finding=Finding.BROKEN if broken else _finding(always),
                look=look,
                p_corrected=None if look is None else next(corrected),
                always=always,
            )
        )
    return tuple(made)


def _finding(always: Interval | None) -> Finding:
    if always is None:
        return Finding.TOO_FEW
    if always.low > 0:
        return Finding.BETTER
    return Finding.WORSE if always.high < 0 else Finding.OPEN
