"""The stage: the service's own desk, pipeline and store, in memory, on a clock that stands still.

Nothing runs by itself here: whoever plays moves the clock, lets people speak, and asks the
service to hear, to look after what is due, and to speak.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import Service
from bot.channels.simulator.channel import SimulatorChannel
from bot.channels.simulator.world import World
from bot.clock import ManualClock
from bot.core.effects import NotifyStaff
from bot.core.errors import ChannelRefused
from bot.core.events import Event
from bot.core.fit import fit
from bot.core.ids import MessageRef, OccurrenceId
from bot.core.outbound import Delivery, Failed, Pace, Sent
from bot.core.plans import Occurrence
from bot.core.ports import Receipt
from bot.core.sending import SendBudget
from bot.intake import Waiting
from bot.performing.begin import Terms, begin, settle
from bot.performing.orders import carry_out
from bot.pipeline import BATCH
from bot.ticker import Duty
from storage.engine import Database
from storage.sop.calendar import Calendar
from storage.sop.next_times import NextTimes, next_times
from storage.unit import Unit

_OWNER = "rehearsal"
_AT_ONCE = 50  # posts that leave in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A post that went out."""

    ref: MessageRef
    occurrence: OccurrenceId | None
    part: bool  # of a text that is too long for one


def _out(delivery: Delivery, receipt: Receipt) -> Out:
    # The simulator always tells a post's id; a delivery that was cut has parts "#2", "#3", ...
    ref = receipt.ref or MessageRef("")
    return Out(ref=ref, occurrence=delivery.occurrence, part="#" in delivery.key)


@dataclass(kw_only=True)
class Stage:
    """The service as it stands on the stage."""

    clock: ManualClock
    channel: SimulatorChannel
    database: Database
    service: Service
    duties: Sequence[Duty[Unit]]
    budget: SendBudget

    @property
    def world(self) -> World:
        """The platform."""
        return self.channel.world

    async def hear(self) -> int:
        """Take in what was said since; how many events that were."""
        events: list[Event] = []
        account = self.channel.account
        while account.waiting:
            events.append((await account.next()).event)
            account.taken()
        await self.take(events)
        return len(events)

    async def take(self, events: Sequence[Event]) -> None:
        """Take in events, as the intake hands them to the pipeline."""
        for first in range(0, len(events), BATCH):
            batch = [Waiting(event=fit(event)) for event in events[first : first + BATCH]]
            await self.service.pipeline.settle(batch)

    async def remember(self, events: Sequence[Event]) -> None:
        """Know what was said before; nothing is decided about it any more."""
        for first in range(0, len(events), BATCH):
            some = events[first : first + BATCH]
            async with self.service.store.write() as unit:
                await unit.save(some, now=some[-1].at)

    async def look_after(self) -> None:
        """One tick of the service, in one transaction: nobody else is kept waiting here."""
        now = self.clock.now()
        async with self.service.store.write() as unit:
            for duty in self.duties:
                effects = await duty.look(unit, now)
                if effects:
                    await unit.apply(effects, now=now)
        for duty in self.duties:
            duty.done()

    async def speak(self) -> list[Out]:
        """Say what waits in the outbox and may go out now."""
        now = self.clock.now()
        said: list[Out] = []
        async with self.service.store.write() as unit:
            claimed = await unit.outbox.claim(self.channel.name, _OWNER, now, limit=_AT_ONCE)
            if claimed.alerts:
                await unit.apply(claimed.alerts, now=now)
            for delivery in claimed.deliveries:
                given = await begin(unit, delivery, self._terms(now))
                if given is None:
                    continue
                try:
                    receipt = await carry_out(given, self.channel, _Unheard())
                except ChannelRefused as error:
                    await settle(unit, delivery, Failed(reason=str(error)), now)
                else:
                    await settle(unit, delivery, Sent(ref=receipt.ref), now)
                    said.append(_out(delivery, receipt))
        return said

    async def occurrence(self, number: OccurrenceId) -> Occurrence:
        """A dated step as it stands."""
        async with self.database.read() as connection:
            found = await Calendar(connection).find(number)
        if found is None:  # nothing takes steps away here
            msg = f"there is no step {number}"
            raise LookupError(msg)
        return found

    async def next_times(self, *, questions: bool) -> NextTimes:
        """When something is next to be done; `questions`: also where nobody answers."""
        async with self.database.read() as connection:
            return await next_times(connection, self.clock.now(), questions=questions)

    def _terms(self, now: datetime) -> Terms:
        pace = Pace(budget=self.budget, gap=timedelta(seconds=self.budget.spacing_seconds))
        return Terms(
            traits=self.channel.traits,
            pace=pace,
            rules_for=self.service.rulebook.rules_for,
            grace=self.service.rulebook.settings.delivery.grace,
            now=now,
            public_url=self.public_url,
        )

    @property
    def public_url(self) -> str:
        """Where short links would be served; "": links stay as they are, and nobody counts."""
        web = self.service.settings.web
        return web.public_url if web.enabled else ""


class _Unheard:
    """Implements `AlertCourier`: alerts are listed, not told."""

    async def deliver(self, deed: NotifyStaff) -> Receipt:
        """Nobody is told."""
        raise ChannelRefused(deed.target)
