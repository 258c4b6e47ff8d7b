"""A desk on a real database, for tests of plans: rooms, a folder in memory, ticks, outcomes.

`await stage.tick()` does what the ticker does; `await stage.sent()` lets everything in the
outbox go out, as the performer would.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.core.alerting import Language
from bot.core.effects import AssignTask, Effect, Intent, RaiseAlert
from bot.core.ids import RoomId, RunId, StaffName
from bot.core.plans import NewRun, Occurrence
from bot.core.rooms import RoomRules
from bot.core.seen import Seen
from bot.core.staff import Staff, StaffDirectory
from bot.plans.desk import SopDesk
from bot.tasks.desk import TaskDesk
from sop.checks import Cast
from sop.content import Library
from sop.settings import SopSettings
from sop.shelf import FoundFile, PlanFile
from storage.campaigns.signups import SignUps
from storage.delivery.rows import enqueue
from storage.engine import Database
from storage.service.alerts import Alerts
from storage.service.secrets import Secrets
from storage.sop.absences import Absences
from storage.sop.calendar import StepFilter
from storage.sop.consents import Consents
from storage.sop.facts import Facts
from storage.sop.occasions import Occasions
from storage.sop.places import Places
from storage.sop.reactions import Reactions
from storage.sop.runs import Runs
from storage.sop.tasks import TaskFilter, Tasks
from storage.sop.watches import Watches
from storage.tables.delivery import outbox
from storage.tables.people import room
from storage.tables.service import alert

SHANGHAI = "Asia/Shanghai"
NOBODY = StaffDirectory()
MORNING = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # a Monday, 08:00 in Shanghai

_TODAY = MORNING.date()

PLAN = """
name: week
title: 第一周
seats:
  teacher: {role: leader, account: room}
  li: {person: li}
steps:
"""


def plan(*steps: str, name: str = "week") -> str:
    """A plan's text from its steps, each the inside of a {...} mapping."""
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    return PLAN.replace("name: week", f"name: {name}") + lines


class Folder:
    """A plan folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.media: set[str] = set()
        self._last: object = None

    def changed(self) -> tuple[PlanFile, ...] | None:
        """Every file, when one changed."""
        if self.files == self._last:
            return None
        self._last = dict(self.files)
        return tuple(PlanFile(file=name, source=text) for name, text in self.files.items())

    def find(self, file: str) -> FoundFile:
        """A file to be posted."""
        there = file in self.media
        return FoundFile(path=f"/plans/{file}") if there else FoundFile(mistake=f"no {file!r}")


class Work:
    """One transaction."""

    def __init__(self, connection, colleagues: StaffDirectory = NOBODY) -> None:
        self._connection = connection
        self.runs = Runs(connection)
        self.tasks = Tasks(connection)
        self.absences = Absences(connection)
        self.reactions = Reactions(connection, colleagues)
        self.watches = Watches(connection)
        self.occasions = Occasions(connection)
        self.consents = Consents(connection)
        self.facts = Facts(connection, colleagues)
        self.places = Places(connection)
        self.sign_ups = SignUps(connection)
        self.secrets = Secrets(connection)

    async def apply(self, effects: Sequence[Effect], now: datetime) -> None:
        """What `storage.unit.Unit.apply` does with the desk's effects."""
        for effect in effects:
            match effect:
                case RaiseAlert():
                    await Alerts(self._connection).raise_(effect, now)
                case AssignTask():
                    await self.tasks.assign(effect, now)
                case Intent():
                    await enqueue(self._connection, [effect], now)
                case _:
                    msg = f"the desk does not give {effect}"
                    raise AssertionError(msg)


@dataclass
class Stage:
    """The desk, its database, and what time it is."""

    database: Database
    now: datetime = MORNING
    settings: SopSettings = field(default_factory=SopSettings)
    folder: Folder = field(default_factory=Folder)
    rules: RoomRules = field(default_factory=RoomRules)
    library: Library = field(default_factory=Library)
    colleagues: StaffDirectory = field(default_factory=StaffDirectory)
    cast: Cast = field(
        default_factory=lambda: Cast(accounts=frozenset({"sim"}), staff=frozenset({"li"}))
    )

    def __post_init__(self) -> None:
        self.new_desk()
        self.tasks = TaskDesk(
            settings=lambda: self.settings,
            staff=lambda: [Staff(name=StaffName(name)) for name in sorted(self.cast.staff)],
            rules_for=lambda *_room: self.rules,
            language=lambda: Language.ZH,
        )

    def new_desk(self) -> None:
        """As after a restart of the process."""
        self.desk = SopDesk(
            settings=lambda: self.settings,
            folder=self.folder,
            cast=lambda: self.cast,
            zone_for=lambda _room: SHANGHAI,
            rules_for=lambda *_room: self.rules,
            staff=lambda: self.colleagues,
            library=lambda: self.library,
        )
        self.folder._last = None

    async def rooms(self, count: int = 1) -> list[RoomId]:
        """Rooms that the bot sits in."""
        async with self.database.write() as connection:
            rows = [
                {"channel": "sim", "ref": f"r{n}", "name": f"群{n}", "created_at": self.now}
                for n in range(1, count + 1)
            ]
            await connection.execute(insert(room), rows)
            numbers = (await connection.scalars(select(room.c.id).order_by(room.c.id))).all()
            return [RoomId(number) for number in numbers]

    async def start(self, *, on: date = _TODAY, name: str = "week") -> list[RunId]:
        """Begin a plan in every room."""
        async with self.database.write() as connection:
            runs = Runs(connection)
            new = [
                NewRun(plan=name, room=r.id, starts_on=on, zone=SHANGHAI)
                for r in await runs.rooms()
            ]
            return list(await runs.start(new, "tester", self.now))

    async def tick(self, **later: float) -> list[Effect]:
        """Let time pass, then tick; what was to be done."""
        self.now += timedelta(**later)
        async with self.database.write() as connection:
            work = Work(connection, self.colleagues)
            effects = await self.desk.tick(work, self.now)
            await work.apply(effects, self.now)
        self.desk.confirm()
        async with self.database.write() as connection:
            work = Work(connection, self.colleagues)
            told = await self.tasks.tick(work, self.now)
            await work.apply(told, self.now)
        return [*effects, *told]

    async def heard(self, *seen: Seen, effects: Sequence[Effect] = ()) -> None:
        """What the pipeline tells the desk."""
        async with self.database.write() as connection:
            work = Work(connection, self.colleagues)
            told = await self.desk.heard(work, seen, effects, self.now)
            await work.apply(told, self.now)

    async def outcome(
        self, state: str, why: str | None = None, *, only: str = "", room: int | None = None
    ) -> None:
        """What waits in the outbox meets this outcome; `only` keys that end so, only a room."""
        which = outbox.c.state.in_(["pending", "unknown", "held"]) & outbox.c.dedup_key.endswith(
            only
        )
        if room is not None:
            which &= outbox.c.room_id == room
        async with self.database.write() as connection:
            await connection.execute(
                update(outbox).where(which).values(state=state, settled_at=self.now, outcome=why)
            )

    async def split(self) -> None:
        """The performer makes two posts of each that waits, as of a text that is too long."""
        async with self.database.write() as connection:
            for row in (await connection.execute(select(outbox))).all():
                part = {**row._mapping, "dedup_key": f"{row.dedup_key}#2"}
                del part["id"]
                await connection.execute(insert(outbox).values(part))

    async def task_done(self, staff: str) -> bool:
        """A colleague says that the first open task is done."""
        async with self.database.write() as connection:
            tasks = Tasks(connection)
            mine = await tasks.listed(TaskFilter(staff=StaffName(staff), state="open"))
            return await tasks.done(mine.items[0].id, staff, self.now)

    async def deeds(self) -> list[dict[str, Any]]:
        """What went to the outbox, in order."""
        async with self.database.read() as connection:
            return list(await connection.scalars(select(outbox.c.deed).order_by(outbox.c.id)))

    async def said(self) -> list[str]:
        """The texts that went to the outbox, in order."""
        return [deed["text"] for deed in await self.deeds()]

    async def alerts(self) -> list[str]:
        """Why people were alerted, in order."""
        async with self.database.read() as connection:
            return list(await connection.scalars(select(alert.c.reason).order_by(alert.c.id)))

    async def steps(self, **wanted) -> list[Occurrence]:
        """The calendar."""
        async with self.database.read() as connection:
            page = await Runs(connection).calendar.listed(StepFilter(**wanted), limit=500)
            return list(page.items)

    async def states(self, step: str) -> list[str]:
        """How the occurrences of a step stand, by time."""
        return [found.state.value for found in await self.steps(step=step)]

    async def with_runs(self, what, *given):
        """Call a method of the store in a transaction: `with_runs("pause", numbers)`."""
        async with self.database.write() as connection:
            found: Any = Runs(connection)
            for part in what.split("."):
                found = getattr(found, part)
            return await found(*given)
