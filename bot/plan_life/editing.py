"""Editing plans at work: what would change, making it count, and going back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.before_after import before_after
from bot.core.plan_changes import Asked, How, Impossible, NoSuchThing, Where
from bot.core.plans import PlanVersion
from bot.plan_life.places import RulesFor, runs_meant
from bot.plan_life.ports import LifeRuns, LifeWork
from bot.plan_life.texts import Texts
from sop.diff import At, changes
from sop.differences import Diff
from sop.model import ONCE, Plan
from sop.parse import LoadedPlan

_REMEMBERED = timedelta(days=3)  # of rhythms, so far back is looked for what was said
_EVERYWHERE = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A text of a plan that may come to count, held against the one that does."""

    diff: Diff
    before: str  # the version that counts; "" where none does
    after: LoadedPlan
    how: How
    known_as: str = ""  # the file by which the plan is known

    @property
    def nothing(self) -> bool:
        """Whether the very same text counts already."""
        return self.before == self.after.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of putting a text in force."""

    edit: Edit
    copy: str = ""  # where the file's old text is kept, if the file was written


@dataclass(frozen=True, kw_only=True)
class Editor:
    """Shows edits and makes them count."""

    texts: Texts
    rules_for: RulesFor
    grace: Callable[[], timedelta]

    async def edit(
        self,
        runs: LifeRuns,
        name: str,
        now: datetime,
        *,
        source: str | None = None,
        file: str = "",
        where: Where = _EVERYWHERE,
    ) -> Edit:
        """A new text, or the one in the plan's file, against what counts.

        Raises BrokenFile with every mistake of the text.
        """
        if source is None:
            after = self.texts.in_folder(await self.texts.written(), name)
        else:
            after = self.texts.check(name, source, file or f"{name}.yaml")
        return await self._against(runs, after, now, How.APPLIED, where)

    async def back(self, runs: LifeRuns, name: str, version: str, now: datetime) -> Edit:
        """An earlier text against what counts; "": the one that counted before."""
        kept = await self._kept(runs, name, version)
        after = self.texts.check(name, kept.source, kept.path)
        return await self._against(runs, after, now, How.ROLLED_BACK, _EVERYWHERE)

    async def version(self, runs: LifeRuns, name: str, version: str) -> PlanVersion:
        """One text that was in force, by the beginning of its version; "": what counts."""
        if not version:
            kept = await runs.editions.of(name)
            if kept is None:
                raise NoSuchThing(_never(name))
            return kept
        return await self._kept(runs, name, version)

    async def put(
        self, work: LifeWork, edit: Edit, asked: Asked, *, given: bool, expected: str | None = None
    ) -> Done:
        """Make an edit count from now on.

        `given`: the text is not what the plan's file says. `expected`: the version against
        which it was shown; where another counts by now nothing is done.
        """
        if expected is not None and expected != edit.before:
            msg = (
                f"{edit.after.plan.name} was changed in the meantime: version"
                f" {edit.before or 'none'} counts, not {expected or 'none'}; look at the diff again"
            )
            raise Impossible(msg)
        if edit.nothing:
            return Done(edit=edit)
        await work.runs.editions.put(_version(edit, asked), edit.how)
        counts = {sign.name.lower(): number for sign, number in edit.diff.counts.items()}
        versions = before_after({"version": edit.before or None}, {"version": edit.after.version})
        await work.audit.note(
            "plan.rollback" if edit.how is How.ROLLED_BACK else "plan.apply",
            f"plan:{edit.after.plan.name}",
            author=asked.author,
            reason=asked.reason,
            now=asked.now,
            details={**versions, "rooms": edit.diff.rooms, **counts},
        )
        # Saved files count at once: the file has to say it too, or it would be taken back.
        if not given or self.texts.by_hand:
            return Done(edit=edit)
        return Done(edit=edit, copy=await self.texts.write(edit.after, edit.known_as, asked.now))

    async def _kept(self, runs: LifeRuns, name: str, version: str) -> PlanVersion:
        if not version:
            before = await runs.editions.before(name)
            if before is None:
                msg = f"no other text of {name!r} was ever in force; see `groupkeeper sop history`"
                raise NoSuchThing(msg)
            return before
        found = await runs.editions.called(name, version)
        if len(found) == 1:
            return found[0]
        if not found:
            if await runs.editions.of(name) is None:
                raise NoSuchThing(_never(name))
            msg = f"{name!r} has no version {version!r}; `groupkeeper sop history {name}` has them"
            raise NoSuchThing(msg)
        several = ", ".join(one.version for one in found[:5])
        msg = f"version {version!r} is not clear: {several}; write more of it"
        raise Impossible(msg)

    async def _against(
        self, runs: LifeRuns, after: LoadedPlan, now: datetime, how: How, where: Where
    ) -> Edit:
        name = after.plan.name
        kept = await runs.editions.of(name)
        old = None if kept is None else self.texts.read(kept).plan
        diff = await self._diff(runs, old, after.plan, now, where)
        return Edit(
            diff=diff,
            before="" if kept is None else kept.version,
            after=after,
            how=how,
            known_as="" if kept is None else kept.path,
        )

    async def _diff(
        self, runs: LifeRuns, old: Plan | None, new: Plan, now: datetime, where: Where
    ) -> Diff:
        live = await runs_meant(runs, new.name, where, self.rules_for)
        numbers = [run.id for run in live]
        existing = await runs.steps.laid_out(
            numbers, dated=_dated(old or new, new), since=now - _REMEMBERED
        )
        overrides = await runs.overrides.of(numbers)
        return changes(old, new, live, existing, At(now=now, grace=self.grace()), overrides)


def _dated(*plans: Plan) -> Sequence[str]:
    steps = (step for plan in plans for step in plan.all_steps)
    return sorted({step.id for step in steps if isinstance(step.when, ONCE)})


def _version(edit: Edit, asked: Asked) -> PlanVersion:
    return PlanVersion(
        name=edit.after.plan.name,
        version=edit.after.version,
        path=edit.known_as or edit.after.file,
        source=edit.after.source,
        loaded_at=asked.now,
        author=asked.author,
        reason=asked.reason,
    )


def _never(name: str) -> str:
    return f"no text of a plan {name!r} was ever in force; `groupkeeper sop list` shows what runs"
