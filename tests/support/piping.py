"""A pipeline by itself: on a store, with decisions that are not there or cannot bear a message."""

import asyncio
from datetime import timedelta

from bot.clock import ManualClock
from bot.core.alerting import AlertSettings
from bot.core.events import MessageReceived
from bot.core.rooms import RoomRules
from bot.core.staff import StaffDirectory
from bot.intake import Intake
from bot.pipeline import Pipeline
from storage.talk.messages import MessageFilter
from storage.unit import Unit
from tests.support.builders import NOON


class Settled:
    """Writes down what the pipeline says it did."""

    def __init__(self):
        self.batches = []
        self.poison = []
        self.away = 0

    def committed(self, seen, effects, seconds):
        self.batches.append([one.event.ref for one in seen])

    def set_aside(self, event):
        self.poison.append(event.ref)

    def storage_away(self):
        self.away += 1


class Everywhere:
    """The same rules for every room."""

    staff = StaffDirectory()
    alerting = AlertSettings()
    repeat_window = timedelta(hours=1)

    def rules_for(self, channel, ref, name):
        return RoomRules()

    def kin(self, channel):
        return ()


class Nothing:
    """Read, and nobody suspected."""

    suspects = ()


class Unbearable:
    """Decisions that cannot bear some messages."""

    def __init__(self, *words):
        self.words = words

    def look(self, seen, context):
        for one in seen:
            if isinstance(one.event, MessageReceived) and one.event.text in self.words:
                msg = f"cannot bear message {one.event.ref}"
                raise RuntimeError(msg)
        return Nothing()

    def settle(self, looked, closer, now):
        return []


def chokes_on(*words):
    return Unbearable(*words)


async def no_file(event, error, now):
    raise AssertionError(error)


def pipeline(store, *, decisions=None, open_work=None, watcher=None, spill=no_file):
    return Pipeline[Unit, Nothing](
        intake=Intake(),
        open_work=open_work or store.write,
        wanted=lambda event: True,
        decisions=decisions or chokes_on(),
        clock=ManualClock(NOON),
        watcher=watcher or Settled(),
        spill=spill,
    )


async def feed(work, events):
    """Put events in, run the pipeline until all are settled."""
    async with asyncio.TaskGroup() as group:
        running = group.create_task(work.run())
        async with asyncio.timeout(20):
            async with asyncio.TaskGroup() as putting:
                for event in events:
                    putting.create_task(work.intake.put_and_wait(event))
        running.cancel()


async def figures(store):
    async with store.read() as unit:
        return await unit.archive.figures()


async def texts(store):
    async with store.read() as unit:
        found = await unit.archive.messages(MessageFilter(), limit=100)
    return [one.text for one in reversed(found.items)]
