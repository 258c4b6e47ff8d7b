"""A store, a clock and a learner beside them."""

from datetime import timedelta

from bot.clock import ManualClock
from bot.config import Settings
from bot.core.learning import Label
from bot.core.seen import SeenMessage
from bot.core.sending import DeliverySettings
from bot.learning import Learner
from bot.rulebook import Rulebook
from handlers.learned.settings import LearningSettings
from storage.tables.judging import case, verdict
from storage.tables.service import alert
from storage.talk.archive import Archive
from storage.unit import Store
from tests.support.builders import NOON, message
from tests.support.learning import part, shipped

MINUTE = timedelta(minutes=1)


class Judge:
    """Remembers by which models messages were to be judged."""

    def __init__(self):
        self.models = []

    def by(self, model):
        self.models.append(model)


class Place:
    """A store, a clock and a learner."""

    def __init__(self, database):
        self.database = database
        self.store = Store(database, Rulebook(Settings()), DeliverySettings)
        self.clock = ManualClock(NOON)
        self.settings = LearningSettings()
        self.judge = Judge()
        self.learner = self.another(self.judge)

    def another(self, judge):
        """A learner as after a restart, or in a second process."""
        return Learner(
            store=self.store,
            clock=self.clock,
            shipped=shipped,
            settings=lambda: self.settings,
            language=lambda: "zh",
            judge_by=judge.by,
        )

    async def taught(self, spam=(), ham=(), author="王", wait=5 * MINUTE):
        """Files of samples, and time enough that they are learned at the next look."""
        pairs = [(t, Label.SPAM) for t in spam] + [(t, Label.HAM) for t in ham]
        async with self.store.write() as unit:
            await unit.samples.import_all(pairs, author=author, now=self.clock.now())
        self.clock.move(wait)

    async def versions(self):
        async with self.store.read() as unit:
            return (await unit.versions.versions()).items

    async def alerts(self):
        async with self.database.read() as connection:
            return list((await connection.execute(alert.select().order_by(alert.c.id))).all())


GOOD = part(6).spam[:30], part(6).ham[:30]


async def judged(place, states, *, minutes):
    """Cases in which the learned detector had a part, decided so."""
    async with place.database.write() as connection:
        at = NOON + timedelta(minutes=minutes)
        texts = [message(f"第{minutes}批第{n}条", sender="u1") for n in range(len(states))]
        saved = await Archive(connection).save(texts, received=at)
        seen = [one for one in saved if isinstance(one, SeenMessage)]
        for one, state in zip(seen, states, strict=True):
            values = {"score": 0.8, "reason": "像广告"}
            await connection.execute(
                verdict.insert().values(message_id=one.id, detector="learned", **values)
            )
            await connection.execute(
                case.insert().values(message_id=one.id, state=state, opened_at=at, **values)
            )
