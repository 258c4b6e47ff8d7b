"""The files of the plan folder, sound or not: opened, and saved without losing anybody's work."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.core.before_after import before_after
from bot.core.located import BrokenFile, Problem, scan_yaml
from bot.core.plan_changes import Asked, Impossible, NoSuchThing
from bot.plan_life.checking import named_in
from bot.plan_life.editing import Editor
from bot.plan_life.ports import LifeWork
from bot.plan_life.texts import Texts
from bot.plans.folder import PlanFolder, files_below
from sop.model.names import NAME
from sop.parse import MAX_BYTES, LoadedPlan, version_of
from sop.shelf import PlanFile, Refused, Shelf, stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of the plan folder as it stands."""

    name: str  # by which it is opened: its plan's, else what the file is called
    file: str
    source: str
    version: str
    loaded: LoadedPlan | None  # None where the file has mistakes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of saving a text."""

    name: str
    version: str
    before: str  # the version that the file had; "" where there was none
    counts: bool  # whether the rooms go by it now
    rooms: int = 0  # in which something is different by it
    kept_as: str = ""  # the copy of what the file said


class PlanFiles:
    """Opens and saves. One saving at a time, so that nobody saves over what they have not seen."""

    def __init__(self, *, texts: Texts, editor: Editor) -> None:
        self._texts = texts
        self._editor = editor
        self._turn = asyncio.Lock()
        self._known = Shelf()  # so that a long plan is read once and not at every look

    @property
    def by_hand(self) -> bool:
        """Whether a saved file counts only when somebody applies it."""
        return self._texts.by_hand

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._texts.folder

    async def postable(self) -> tuple[str, ...]:
        """What lies below the folder for posting: `media/poster.png`."""
        return await asyncio.to_thread(files_below, self.folder)

    async def all(self) -> list[Written]:
        """Every file, by the name of its plan."""
        return await asyncio.to_thread(self._read)

    async def find(self, name: str) -> Written | None:
        """The file of one plan; None where there is none."""
        return next((one for one in await self.all() if one.name == name), None)

    async def loaded(self, name: str, source: str | None = None) -> LoadedPlan:
        """A text as a plan of that name, None: its file's. Raises BrokenFile with its mistakes."""
        there = await self.find(name)
        if source is None:
            if there is None:
                msg = f"there is no file of a plan {name!r}"
                raise NoSuchThing(msg)
            source = there.source
        file = there.file if there else str(self.folder / f"{name}.yaml")
        return await asyncio.to_thread(self._texts.check, name, source, file)

    async def save(
        self, work: LifeWork, name: str, source: str, asked: Asked, *, expected: str
    ) -> Saved:
        """Write a sound text into its file. Where saved files count at once, it counts.

        `expected`: the version of the file that was opened, "" for a new plan; where the file
        says something else by now nothing is done. Raises BrokenFile with every mistake.
        """
        async with self._turn:
            there = await self._as_expected(name, expected)
            file = there.file if there else str(self._texts.folder / f"{name}.yaml")
            if not self.by_hand:
                return await self._in_force(work, name, source, asked, file)
            loaded = self._texts.check(name, source, file)
            if there is None or there.version != loaded.version:
                await self._texts.write(loaded, file, asked.now, copy=False)
                details = before_after({"version": expected or None}, {"version": loaded.version})
                await work.audit.note(
                    "plan.save",
                    f"plan:{name}",
                    author=asked.author,
                    reason=asked.reason,
                    now=asked.now,
                    details=details,
                )
            kept = await work.runs.editions.of(name)
            counts = kept is not None and kept.version == loaded.version
            return Saved(name=name, version=loaded.version, before=expected, counts=counts)

    async def _in_force(
        self, work: LifeWork, name: str, source: str, asked: Asked, file: str
    ) -> Saved:
        edit = await self._editor.edit(work.runs, name, asked.now, source=source, file=file)
        before = edit.before
        done = await self._editor.put(work, edit, asked, given=True)
        copy = done.copy
        if edit.nothing:  # it counts already, but the file says something else
            copy = await self._texts.write(edit.after, file, asked.now)
        rooms = edit.diff.rooms
        version = edit.after.version
        return Saved(
            name=name, version=version, before=before, counts=True, rooms=rooms, kept_as=copy
        )

    async def _as_expected(self, name: str, expected: str) -> Written | None:
        there = await self.find(name)
        stands = there.version if there else ""
        if stands != expected:
            msg = (
                f"the file of {name} was changed in the meantime: it stands at version"
                f" {stands or 'none'}, not {expected or 'none'}; read it again before you save"
            )
            raise Impossible(msg)
        new = self._texts.folder / f"{name}.yaml"
        if there is None and await asyncio.to_thread(new.exists):
            msg = f"there is a file {new.name} already, and its plan has another name"
            raise Impossible(msg)
        return there

    def _read(self) -> list[Written]:
        files = PlanFolder(self._texts.folder).changed() or ()
        shelf = self._known = stock(self._known, files, self._texts.cast())
        refused = {one.file: one for one in shelf.refused}
        sound = {one.file: one for one in shelf.plans.values() if one.file not in refused}
        found = [_sound(sound[one.file], one) for one in files if one.file in sound]
        broken = [(one, refused[one.file]) for one in files if one.file in refused]
        found += _broken(broken, {one.name for one in found})
        return sorted(found, key=lambda one: one.name)


def _sound(loaded: LoadedPlan, file: PlanFile) -> Written:
    return Written(
        name=loaded.plan.name,
        file=file.file,
        source=file.source,
        version=loaded.version,
        loaded=loaded,
    )


def _broken(files: Sequence[tuple[PlanFile, Refused]], taken: Collection[str]) -> Iterator[Written]:
    """Files with mistakes, by the name that can be read in them as long as nobody has it."""
    names = set(taken)
    for file, refused in files:
        path = Path(file.file)
        names_of = (_legible(file), path.stem, path.name)
        name = next((one for one in names_of if one not in names), path.name)
        names.add(name)
        yield Written(
            name=name,
            file=file.file,
            source=file.source,
            version=version_of(file.source),
            loaded=None,
            problems=refused.error.problems,
        )


def _legible(file: PlanFile) -> str:
    """What the text calls its plan; the name of the file where that is no name of a plan."""
    with suppress(BrokenFile):
        name = named_in(scan_yaml(file.source, file=file.file, max_bytes=MAX_BYTES))
        if NAME.fullmatch(name):
            return name
    return Path(file.file).stem
