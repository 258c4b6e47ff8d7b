"""Campaigns on a real database: members speak, time passes, what goes out is read.

stage = Stage(database, CAMPAIGN)
await stage.tick()
await stage.say("报名", who="lin")
await stage.tick(seconds=1)
assert await stage.posts() == ["..."]
"""

import itertools
import random
from datetime import timedelta

from sqlalchemy import select, update

from bot.campaigns.desk import CampaignDesk
from bot.campaigns.house import CampaignHouse
from bot.config import parse_settings
from bot.core.events import MemberSeen, MembersJoined, MembersLeft, MessageReceived
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.sending import DeliverySettings
from bot.core.signups import SignUpState
from bot.rulebook import Rulebook
from sop.settings import SopSettings
from sop.shelf import PlanFile
from storage.tables.delivery import outbox
from storage.tables.people import identity
from storage.tables.service import alert
from storage.tables.sop import task
from storage.unit import Store
from tests.support.campaigning import BEFORE, CAMPAIGN

SIM = ChannelName("sim")
CONFIG = """
channels: [{name: sim, kind: simulator}]
staff: [{name: wang, title: 王老师}]
"""


class Folder:
    """A folder of campaigns in memory."""

    def __init__(self, files):
        self.files = dict(files)
        self._last = None

    def changed(self):
        if self.files == self._last:
            return None
        self._last = dict(self.files)
        return tuple(PlanFile(file=name, source=text) for name, text in self.files.items())

    def forget(self):
        self._last = None


class Stage:
    """A desk, its store, and what time it is there."""

    def __init__(self, database, *files, more="", plans=(), now=BEFORE):
        settings = parse_settings(CONFIG + more, file="config.yaml", environment={})
        self.rulebook = Rulebook(settings)
        self.store = Store(database, self.rulebook, DeliverySettings)
        self.folder = Folder({f"c{n}.yaml": text for n, text in enumerate(files or (CAMPAIGN,))})
        self.plans = plans
        self.now = now
        self.dice = random.Random(7)  # noqa: S311 (tests want the same codes every time)
        self._numbers = itertools.count(1)
        self.restart()

    def restart(self):
        """As after a restart of the process."""
        self.folder.forget()
        self.desk = CampaignDesk(
            settings=SopSettings,
            folder=self.folder,
            house=CampaignHouse(self.rulebook),
            plans=lambda: self.plans,
            entropy=self.dice.randbytes,
        )

    def edit(self, text, file="c0.yaml"):
        """Save a file anew."""
        self.folder.files[file] = text

    async def tick(self, **later):
        """Let time pass, then tick; what was to be done."""
        self.now += timedelta(**later)
        async with self.store.write() as unit:
            effects = await self.desk.tick(unit, self.now)
            await unit.apply(effects, now=self.now)
        self.desk.confirm()
        return effects

    # ---- people -----------------------------------------------------------------------------

    def said(self, text, who="lin", room="r1", **more):
        """A message as the channel tells of it; `room` None: to the bot alone."""
        return MessageReceived(
            channel=SIM,
            ref=MessageRef(more.pop("ref", f"m{next(self._numbers)}")),
            at=more.pop("at", self.now),
            room=None if room is None else RoomRef(room),
            room_name="" if room is None else f"{room} 群",
            sender=UserRef(who),
            sender_name=f"名字{who}",
            text=text,
            **more,
        )

    async def hear(self, *events):
        """One batch of the pipeline."""
        async with self.store.write() as unit:
            seen = await unit.save(events, now=self.now)
            await unit.load_context(seen, now=self.now)
            effects = await self.desk.hear(unit, seen, (), self.now)
            await unit.apply(effects, now=self.now)
        return effects

    async def say(self, text, who="lin", room="r1", **more):
        """Somebody says something."""
        return await self.hear(self.said(text, who, room, **more))

    async def come(self, *users, room="r1"):
        """People come into a room."""
        members = tuple(MemberSeen(user=UserRef(one), name=f"名字{one}") for one in users)
        await self.hear(
            MembersJoined(
                channel=SIM,
                ref=EventRef(f"e{next(self._numbers)}"),
                at=self.now,
                room=RoomRef(room),
                room_name=f"{room} 群",
                members=members,
            )
        )

    async def go(self, *users, room="r1"):
        """People leave a room."""
        await self.hear(
            MembersLeft(
                channel=SIM,
                ref=EventRef(f"e{next(self._numbers)}"),
                at=self.now,
                room=RoomRef(room),
                members=tuple(map(UserRef, users)),
            )
        )

    async def student(self, who):
        """Somebody's student ID."""
        async with self.store.database.read() as connection:
            return await connection.scalar(
                select(identity.c.student_id).where(identity.c.ref == who)
            )

    # ---- what came of it --------------------------------------------------------------------

    async def _sent(self, kind):
        async with self.store.database.read() as connection:
            rows = await connection.execute(
                select(outbox.c.deed, outbox.c.kind).order_by(outbox.c.id)
            )
            return [row.deed["text"] for row in rows if row.kind == kind]

    async def posts(self):
        """What is said in rooms, in order."""
        return await self._sent("Say")

    async def alone(self):
        """What is said to one person alone, in order."""
        return await self._sent("DirectMessage")

    async def go_out(self):
        """Everything in the outbox is sent."""
        async with self.store.database.write() as connection:
            await connection.execute(
                update(outbox)
                .where(outbox.c.state == "pending")
                .values(state="sent", settled_at=self.now)
            )

    async def alerts(self):
        """Why staff were alerted, in order."""
        async with self.store.database.read() as connection:
            return list(await connection.scalars(select(alert.c.reason).order_by(alert.c.id)))

    async def tasks(self):
        """The texts of tasks."""
        async with self.store.database.read() as connection:
            return list(await connection.scalars(select(task.c.text).order_by(task.c.id)))

    async def people(self, name="lecture", state=SignUpState.SIGNED):
        """Who is on the list, in order."""
        async with self.store.read() as unit:
            found = await unit.campaigns.people(name)
            return [one.name.removeprefix("名字") for one in found if one.state is state]

    async def figures(self, name="lecture"):
        """How the campaign stands."""
        async with self.store.read() as unit:
            return (await unit.sign_ups.standing([name]))[name]
