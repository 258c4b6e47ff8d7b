"""The texts of a plan: what its file says, what counts, and putting one in force."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.located import BrokenFile
from bot.core.located_words import did_you_mean
from bot.core.plan_changes import Impossible, NoSuchThing
from bot.core.plans import PlanVersion
from bot.plan_life.ports import LifeEditions
from bot.plans.folder import PlanFolder
from bot.whole_file import write_whole
from sop.checks import Cast
from sop.parse import LoadedPlan, parse_plan
from sop.settings import SopSettings
from sop.shelf import Shelf, stock


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The plan folder, and the texts that the database keeps."""

    folder: Path
    settings: Callable[[], SopSettings]
    cast: Callable[[], Cast | None]

    @property
    def by_hand(self) -> bool:
        """Whether a saved file counts only when somebody applies it."""
        return self.settings().apply == "by_hand"

    async def written(self) -> Shelf:
        """The plans as their files say."""
        files = await asyncio.to_thread(PlanFolder(self.folder).changed)
        return stock(Shelf(), files or (), self.cast())

    async def in_force(self, editions: LifeEditions, name: str) -> LoadedPlan | None:
        """What counts for the rooms; None where no text of the plan ever was in force."""
        kept = await editions.of(name)
        return None if kept is None else self.read(kept)

    async def counting(self, editions: LifeEditions, name: str) -> LoadedPlan:
        """What a run that begins now goes by; raises where there is no sound plan of that name."""
        shelf = await self.written()
        if self.by_hand or name not in shelf.plans:
            kept = await self.in_force(editions, name)
            if kept is not None:
                return kept
        return self.in_folder(shelf, name)

    def in_folder(self, shelf: Shelf, name: str) -> LoadedPlan:
        """A plan as its file says; raises with its mistakes where it is broken."""
        loaded = shelf.plans.get(name)
        if loaded is not None:
            return loaded
        for one in shelf.refused:
            if Path(one.file).stem == name:
                raise one.error
        known = ", ".join(sorted(shelf.plans)) or "none"
        hint = did_you_mean(name, shelf.plans)
        msg = f"no plan {name!r} in the plan folder{hint}; it has: {known}"
        raise NoSuchThing(msg)

    def read(self, kept: PlanVersion) -> LoadedPlan:
        """A kept text as a plan; raises where this release does not take it any more."""
        try:
            return parse_plan(kept.source, file=kept.path)
        except BrokenFile as error:
            msg = f"version {kept.version} of {kept.name} is not sound any more:\n{error}"
            raise Impossible(msg) from error

    def check(self, name: str, source: str, file: str) -> LoadedPlan:
        """A text that is to count; raises with all its mistakes, or where it is another plan."""
        loaded = parse_plan(source, file=file, cast=self.cast())
        if loaded.plan.name != name:
            msg = f"{file} is the plan {loaded.plan.name!r}, not {name!r}; `name:` says which"
            raise Impossible(msg)
        return loaded

    async def write(
        self, loaded: LoadedPlan, known_as: str, now: datetime, *, copy: bool = True
    ) -> str:
        """Make the plan's file say this text; the copy of what it said, "" where it is new.

        `known_as`: where the plan was, should its file not be sound now. Raises Impossible
        where the folder cannot be written.
        """
        shelf = await self.written()
        there = shelf.plans.get(loaded.plan.name)
        before = Path(there.file if there else known_as)
        stamp = f"{now:%Y%m%dT%H%M%SZ}" if copy else ""
        try:
            return await asyncio.to_thread(self._replace, before, loaded, stamp)
        except OSError as error:
            msg = f"the plan folder cannot be written: {error.strerror}"
            raise Impossible(msg) from error

    def _replace(self, before: Path, loaded: LoadedPlan, stamp: str) -> str:
        ours = bool(before.name) and before.resolve().parent == self.folder.resolve()
        path = before if ours else self.folder / f"{loaded.plan.name}.yaml"
        return _replace(path, loaded.source, stamp)


def _replace(path: Path, text: str, stamp: str) -> str:
    """Write a file as a whole, or not at all; what it was is kept beside it, with a stamp."""
    kept = ""
    path.parent.mkdir(parents=True, exist_ok=True)
    if stamp and path.exists():
        copy = path.with_name(f"{path.name}.{stamp}.old")
        copy.write_bytes(path.read_bytes())
        kept = str(copy)
    write_whole(path, text)
    return kept
