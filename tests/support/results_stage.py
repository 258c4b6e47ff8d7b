"""What came of plans, asked of the desk; rooms in which members answer."""

from datetime import timedelta

from sqlalchemy import update

from bot.core.ids import EventRef
from bot.core.results import ResultFilter
from bot.core.staff import StaffDirectory
from bot.plans.results import ResultsDesk
from storage.sop.reactions import Reactions
from storage.sop.results import Results
from storage.sop.runs import Runs
from storage.tables.delivery import outbox
from storage.talk.archive import Archive
from tests.support.builders import listed, message
from tests.support.sop_stage import MORNING


class Unit:
    """One transaction, as the results desk needs it."""

    def __init__(self, connection) -> None:
        self.runs = Runs(connection)
        self.reactions = Reactions(connection, StaffDirectory())
        self.results = Results(connection, StaffDirectory())


async def of(stage, what, *given, **other):
    """Ask the results desk."""
    async with stage.database.read() as connection:
        return await getattr(ResultsDesk(), what)(Unit(connection), *given, **other)


async def steps(stage, **wanted):
    return list((await of(stage, "steps", ResultFilter(plan="week", **wanted), stage.now)).items)


async def people(stage, *rooms, members=4):
    """Members m1, m2, ... and the bot in the rooms r1, r2, ..."""
    names = [f"m{n}" for n in range(1, members + 1)]
    events = [
        listed(
            f"群{n}", *names, room=f"r{n}", at=MORNING - timedelta(hours=1), ref=EventRef(f"l{n}")
        )
        for n in rooms
    ]
    async with stage.database.write() as connection:
        await Archive(connection).save(events, received=stage.now)


async def says(stage, room, sender, text="准备好了", minutes=0.0, **other):
    """A member says something, so many minutes after eight."""
    one = message(
        text,
        sender=sender,
        room=f"r{room}",
        room_name=f"群{room}",
        at=MORNING + timedelta(minutes=minutes),
        **other,
    )
    async with stage.database.write() as connection:
        await Archive(connection).save([one], received=stage.now)


async def sent(stage, prefix="p"):
    """Everything in the outbox goes out now, and the platform names it."""
    await stage.outcome("sent")
    async with stage.database.write() as connection:
        await connection.execute(
            update(outbox)
            .where(outbox.c.sent_ref.is_(None))
            .values(sent_ref=prefix + outbox.c.dedup_key)
        )
    await stage.tick()
