"""A store that judges what it hears, batch by batch, without loops: for tests of cases.

house = House(database, "judging: {...}")
await house.hear(message("加V领资料", sender="u2"))
"""

from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import update

from bot.alerts.notifier import AppriseNotifier
from bot.config import parse_settings
from bot.core.review import Decision, Scope, Word
from bot.core.sending import DeliverySettings
from bot.live_alerts import LiveAlerts
from bot.review.live import LiveReview
from bot.rulebook import Rulebook
from storage.service.alert_filter import AlertFilter
from storage.tables.delivery import outbox
from storage.unit import Store
from tests.support.builders import CHANNEL, NOON
from tests.support.world import a_world

CONFIG = "channels: [{name: sim, kind: simulator}, {name: sim2, kind: simulator}]\n"
STAFF = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, user: w1}]}
  - {name: li, title: 李老师, accounts: [{channel: sim, user: l1}]}
"""
ROOMS = "rooms: {defaults: {mode: %s, staff: [wang, li]}}\n"


class House:
    """The store under the settings in force, and the time it is there."""

    def __init__(self, database, more=ROOMS % "observe", *, staff=STAFF):
        settings = parse_settings(CONFIG + staff + more, file="config.yaml", environment={})
        self.rulebook = Rulebook(settings)
        self.store = Store(database, self.rulebook, DeliverySettings)
        self.alerts = LiveAlerts(
            rulebook=self.rulebook,
            look=self.store.read,
            channels={CHANNEL: a_world().channel},
            notifier=AppriseNotifier(seconds=1),
        )
        self.live = LiveReview(self.rulebook, self.alerts.colleague)
        self.review = self.live.desk
        self.now: datetime = NOON

    def later(self, **delta):
        self.now += timedelta(**delta)
        return self.now

    async def hear(self, *events):
        """Archive a batch, decide about it, write down what was decided; the effects."""
        async with self.store.write() as unit:
            return await self.judge(unit, *events)

    async def judge(self, unit, *events):
        """The same, in a transaction that is open already."""
        seen = await unit.save(events, now=self.now)
        context = await unit.load_context(seen, now=self.now)
        looked = self.rulebook.look(seen, context)
        closer = await unit.look_closer(looked.suspects, now=self.now)
        effects = self.rulebook.settle(looked, closer, self.now)
        effects += await self.live.hear(unit, seen, effects, self.now)
        await unit.apply(effects, now=self.now)
        return effects

    async def tell(self):
        """Bring what is to be told now to colleagues, as the ticker does."""
        async with self.store.write() as unit:
            await unit.apply(await self.alerts.tick(unit, self.now), now=self.now)

    @asynccontextmanager
    async def unit(self):
        async with self.store.write() as unit:
            yield unit

    async def ask(self, question):
        """Read something from the store."""
        async with self.store.read() as unit:
            return await question(unit)

    async def cases(self, which=None):
        return (await self.ask(lambda unit: unit.records.cases(which))).items

    async def deliveries(self):
        """Kind, room, state of everything in the outbox, oldest first."""
        page = await self.ask(lambda unit: unit.outbox.deliveries(limit=500))
        return [(one.kind, one.room, one.state.value) for one in reversed(page.items)]

    async def decide(self, case, decision="advert", *, author="wang", scope="campaign", **more):
        """A person's word on a case; the case that was decided."""
        word = Word(
            decision=Decision(decision), scope=Scope(scope), author=author, at=self.now, **more
        )
        async with self.store.write() as unit:
            return await self.review.decide(unit, case, word)

    async def undo(self, case, *, author="wang", note=""):
        async with self.store.write() as unit:
            return await self.review.undo(unit, case, author=author, note=note, now=self.now)

    async def all_went_out(self):
        """The performer did everything that waited."""
        async with self.store.database.write() as connection:
            await connection.execute(
                update(outbox)
                .where(outbox.c.state == "pending")
                .values(state="sent", settled_at=self.now)
            )

    async def told(self):
        """What was said to people alone and in rooms, oldest first."""
        page = await self.ask(lambda unit: unit.outbox.deliveries(limit=500))
        return [one.deed.text for one in reversed(page.items) if hasattr(one.deed, "text")]

    async def alerts_of(self, kind):
        """The open alerts of a kind, oldest first; each as it is told."""
        page = await self.ask(lambda unit: unit.alerts.page(AlertFilter(kind=kind)))
        return [one for one in reversed(page.items) if one.state == "open"]
