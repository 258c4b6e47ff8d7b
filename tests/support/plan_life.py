"""A desk with a real plan folder, and everything that people can ask of its plans."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.config import parse_settings
from bot.core.plan_changes import Asked, Begin, OnStep, Where
from bot.core.rooms import RoomRules
from bot.core.sending import DeliverySettings
from bot.plan_life.desk import PlanLife
from bot.plans.folder import read_plan_file
from bot.rulebook import Rulebook
from sop.shelf import FoundFile
from storage.service.audit import Audit
from storage.unit import Store
from tests.support.sop_stage import Folder, Stage

RULEBOOK = Rulebook(parse_settings("web: {}", file="config.yaml", environment={}))


class FilesFolder(Folder):
    """A folder whose files are looked at whole, however fast they change."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def changed(self):
        """Every file, when one changed."""
        files = tuple(read_plan_file(path) for path in sorted(self._path.glob("*.yaml")))
        if files == self._last:
            return None
        self._last = files
        return files

    def find(self, file: str) -> FoundFile:
        """No plan here posts files."""
        return FoundFile(mistake=f"no {file!r}")


@dataclass
class LifeStage(Stage):
    """A stage on which plans live: `path` is their folder."""

    path: Path = Path()
    series: dict[str, str] = field(default_factory=dict)  # by the names of rooms

    def __post_init__(self) -> None:
        self.folder = FilesFolder(self.path)
        super().__post_init__()
        self.store = Store(self.database, RULEBOOK, DeliverySettings)
        self.life = PlanLife(
            folder=self.path,
            settings=lambda: self.settings,
            cast=lambda: self.cast,
            rules_for=lambda _channel, _ref, name: RoomRules(series=self.series.get(name, "")),
        )

    def by_hand(self) -> None:
        """A saved file counts only when it is applied."""
        self.settings = self.settings.model_copy(update={"apply": "by_hand"})

    def save(self, text: str, name: str = "week") -> None:
        """Write a plan's file."""
        (self.path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def asked(self, author: str = "wang", reason: str = "") -> Asked:
        """Who asks, now."""
        return Asked(author=author, reason=reason, now=self.now)

    async def begin(self, text: str, rooms: int = 1, **begin):
        """A plan at work in new rooms."""
        self.save(text)
        await self.rooms(rooms)
        await self.tick()
        async with self.store.write() as unit:
            started = await self.life.runner.start(
                unit, "week", Where(), Begin(**{"on": self.now.date(), **begin}), self.asked()
            )
        await self.tick()
        return started

    async def run(self, verb: str, **where):
        """`pause`, `resume`, `stop`: in rooms, over a series."""
        async with self.store.write() as unit:
            do = getattr(self.life.runner, verb)
            return await do(unit, "week", Where(**where), self.asked())

    async def skip(self, step: str, *, day=None, undo=False, reason="", **where):
        """Leave a step out."""
        which = OnStep(plan="week", step=step, where=Where(**where), day=day, undo=undo)
        async with self.store.write() as unit:
            return await self.life.speaker.skip(unit, which, self.asked(reason=reason))

    async def move(self, step: str, to=None, *, day=None, **where):
        """Say a step at another time; None: when the plan says."""
        which = OnStep(plan="week", step=step, where=Where(**where), day=day, undo=to is None)
        async with self.store.write() as unit:
            if to is None:
                return await self.life.speaker.unmove(unit, which, self.asked())
            return await self.life.speaker.move(unit, which, to, self.asked())

    async def diff(self, text: str | None = None):
        """What a text, or the file, would change."""
        async with self.store.read() as unit:
            return await self.life.editor.edit(unit.runs, "week", self.now, source=text)

    async def apply(self, text: str | None = None, **other):
        """Make a text, or the file, count."""
        async with self.store.write() as unit:
            edit = await self.life.editor.edit(unit.runs, "week", self.now, source=text)
            asked = self.asked(reason="geht")
            return await self.life.editor.put(unit, edit, asked, given=text is not None, **other)

    async def roll_back(self, version: str = ""):
        """Make an earlier text count."""
        async with self.store.write() as unit:
            edit = await self.life.editor.back(unit.runs, "week", version, self.now)
            return await self.life.editor.put(unit, edit, self.asked(), given=True)

    async def history(self):
        """Every time that a text came into force, newest first."""
        async with self.store.read() as unit:
            return (await unit.runs.editions.history("week")).items

    async def noted(self):
        """What the audit holds, oldest first: what was done to what."""
        async with self.database.read() as connection:
            entries = (await Audit(connection).entries()).items
            return [(one.action, one.subject) for one in reversed(entries)]
