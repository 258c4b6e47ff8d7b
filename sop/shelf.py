"""The plans in force: every sound file, and the last sound version of every broken one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.located import BrokenFile, Problem
from sop.checks import Cast
from sop.parse import LoadedPlan, parse_plan, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A file of the plan folder as it stands; `mistake`: why it cannot be read as a text."""

    file: str
    source: str
    mistake: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file that a plan names, as it was found; `mistake`: why it cannot be posted."""

    path: str = ""  # where it really is
    mistake: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A version of a file that is not in force, and all that is wrong with it."""

    file: str
    version: str
    error: BrokenFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All plans by name; which files were refused; whose file is gone."""

    plans: Mapping[str, LoadedPlan] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    gone: frozenset[str] = frozenset()
    cast: Cast | None = None

    def with_applied(self, applied: Mapping[str, LoadedPlan | None]) -> "Shelf":
        """The same with the texts that were applied by hand; None: of these none can be read."""
        plans = {**self.plans, **applied}
        sound = {name: plan for name, plan in plans.items() if plan is not None}
        return Shelf(plans=sound, refused=self.refused, gone=self.gone, cast=self.cast)

    def with_kept(self, kept: LoadedPlan) -> "Shelf":
        """The same with a version from the database, for a run whose file is not sound."""
        return Shelf(
            plans={**self.plans, kept.plan.name: kept},
            refused=self.refused,
            gone=self.gone | {kept.plan.name},
            cast=self.cast,
        )


def stock(shelf: Shelf, files: Sequence[PlanFile], cast: Cast | None) -> Shelf:
    """The shelf after the folder was read again. A broken file changes nothing in force."""
    known = {(p.file, p.version): p for p in shelf.plans.values()} if cast == shelf.cast else {}
    fresh: dict[str, LoadedPlan] = {}
    refused: list[Refused] = []
    for one in files:
        version = version_of(one.source)
        try:
            plan = known.get((one.file, version)) or _read(one, cast)
            _alone(plan, fresh)
        except BrokenFile as error:
            refused.append(Refused(file=one.file, version=version, error=error))
        else:
            fresh[plan.plan.name] = plan
    kept = {name: plan for name, plan in shelf.plans.items() if name not in fresh}
    written = {one.file for one in files}
    gone = frozenset(name for name, plan in kept.items() if plan.file not in written)
    return Shelf(plans={**kept, **fresh}, refused=tuple(refused), gone=gone, cast=cast)


def _read(one: PlanFile, cast: Cast | None) -> LoadedPlan:
    if one.mistake:
        raise BrokenFile([Problem(file=one.file, line=1, column=1, what=one.mistake)])
    return parse_plan(one.source, file=one.file, cast=cast)


def _alone(plan: LoadedPlan, others: Mapping[str, LoadedPlan]) -> None:
    """Two files must not both be the plan of one name."""
    other = others.get(plan.plan.name)
    if other is not None:
        what = f"the name {plan.plan.name!r} is taken by {other.file}; give each plan its own"
        raise BrokenFile([Problem(file=plan.file, line=1, column=1, what=what)])
