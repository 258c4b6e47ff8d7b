"""What came of plans as tables; each figure is defined in docs/results.md."""

from collections.abc import Sequence
from dataclasses import fields

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet
from bot.core.feedback import Reacting, Verdict
from bot.plans.results import RoomResult
from sop.results.experiment import Difference, Experiment
from sop.results.promptness import Promptness
from sop.results.values import Ladder, StepResult

DEFINITIONS = "docs/results.md"
_KINDS = {
    Reacting.REPLIES: "replies",
    Reacting.SPEAKERS: "speakers",
    Reacting.MATCHES: "matches",
    Reacting.CLICKS: "clicks",
    Reacting.SIGN_UPS: "sign-ups",
}
_SAID = 24  # characters


def show_rooms(rooms: Sequence[RoomResult]) -> None:
    """The table over rooms."""
    if not rooms:
        return
    names = ("room", "said", "late", "skipped", "failed", "met", "missed", "plan B")
    table = _table(*names, "response", "excess", "median min", "in 5/30/120 min")
    for one in rooms:
        figures = one.figures
        counts = (figures.said, figures.late, figures.skipped, figures.failed)
        ends = (figures.met, figures.missed, figures.plan_b)
        table.add_row(
            escape(one.room_name or str(one.room)),
            *map(str, (*counts, *ends)),
            _share(figures.response_ratio),
            _share(figures.excess),
            *_soon(figures.promptness),
        )
    Console().print(table)


def show_ladder(rooms: Sequence[RoomResult]) -> None:
    """How far the posts came, over all rooms."""
    if not rooms:
        return
    rungs = [field.name for field in fields(Ladder)]
    sums = {name: sum(getattr(one.figures.ladder, name) for one in rooms) for name in rungs}
    told = " → ".join(f"{name.replace('_', ' ')} {count}" for name, count in sums.items())
    Console().print(f"posts: {told}")


def show_steps(steps: Sequence[StepResult]) -> None:
    """Step by step."""
    if not steps:
        return
    names = ("step", "room", "said at (UTC)", "by", "variant", "state", "reaction")
    table = _table(*names, "expected", "plan B", "response", "excess", "first min")
    for one in steps:
        said = f"{one.said_at:%m-%d %H:%M}" if one.said_at else ""
        table.add_row(
            *map(escape, (one.step, one.room_name, said + (" late" if one.late else ""), one.by)),
            *map(escape, (one.variant, _state(one), _reaction(one), _expected(one))),
            {True: "came", False: "not needed", None: ""}[one.plan_b],
            _share(one.response_ratio),
            _share(one.excess),
            "" if one.first_minutes is None else f"{one.first_minutes:.0f}",
        )
    Console().print(table)


def show_experiments(experiments: Sequence[Experiment]) -> None:
    """How wordings compare."""
    for one in experiments:
        table = _table("variant", "rooms", f"{one.metric.value} a member", "against control")
        differences = {difference.variant: difference for difference in one.differences}
        for arm in one.arms:
            found = differences.get(arm.variant)
            told = "control" if found is None else _told(found, one)
            table.add_row(escape(arm.variant), str(arm.rooms), _share(arm.mean), told)
        Console().print(f"step {escape(one.step)}, rooms drawn by lot:")
        Console().print(table)
        if one.split_broken:
            alarm = f"the split is broken (p = {one.split_p:.2g} < 0.001): compare nothing"
            Console().print(f"[bold red]{alarm}[/]")
        if one.named_rooms or one.switched_rooms:
            Console().print(
                f"left out: {one.named_rooms} rooms whose wording was chosen,"
                f" {one.switched_rooms} that heard several"
            )


def tell_definitions() -> None:
    """Where each figure is defined."""
    Console().print(f"what each figure means: {DEFINITIONS}", style="dim")


def _told(found: Difference, one: Experiment) -> str:
    parts = [str(found.finding)]
    if found.always is not None:
        parts.append(f"95 %, at any look: {found.always.low:+.1%} to {found.always.high:+.1%}")
    elif not one.split_broken:
        parts.append(f"{sum(arm.rooms for arm in one.arms)} of {one.rooms_needed} rooms")
    if found.look is not None:
        p = f"p = {found.look.p:.3f} ({found.look.method}, one look)"
        parts.append(f"{found.look.delta:+.1%}, {p}")
    return "; ".join(parts)


def _state(one: StepResult) -> str:
    if one.said_at is None:
        return f"{one.state.value}: {one.outcome[:_SAID]}" if one.outcome else one.state.value
    return one.state.value if one.final else "counting"


def _reaction(one: StepResult) -> str:
    if one.said_at is None:
        return ""
    parts = []
    for kind, count in one.counts.items():
        usual = one.usual.get(kind)
        if count or kind in one.expected:
            beside = f" (usually {usual.median:g}, {usual.weeks} weeks)" if usual else ""
            parts.append(f"{_KINDS[kind]} {count}{beside}")
    return ", ".join(parts) or "none"


def _expected(one: StepResult) -> str:
    levels = ", ".join(f"{_KINDS[kind]} {level}" for kind, level in one.expected.items())
    ends = {Verdict.MET: "met", Verdict.MISSED: "missed", Verdict.WAITING: "waiting", None: ""}
    return f"{levels} {ends[one.verdict]}".strip()


def _soon(found: Promptness) -> tuple[str, str]:
    median = "" if found.median is None else f"{found.median:.0f}"
    shares = "/".join("?" if share is None else f"{share:.0%}" for share in found.within)
    return median, shares if found.posts else ""


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _table(*names: str) -> Sheet:
    table = Sheet()
    for name in names:
        table.add_column(name)
    return table
