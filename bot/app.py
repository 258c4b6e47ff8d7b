"""The composition root: everything is wired here, started here, and stopped here."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import structlog

from bot.alerts.notifier import AppriseNotifier
from bot.bulletin import Bulletin
from bot.campaigns.live import live_campaigns, office
from bot.config import Settings
from bot.connecting import ConnectDesk
from bot.core.events import AccountChanged
from bot.core.ports import Channel, Clock
from bot.duties import Desks, duties
from bot.erasing import erase, forgetting
from bot.errand_desk import ErrandDesk
from bot.first_link import FirstLink
from bot.gate import Gate
from bot.health import Health
from bot.hearing import Hearing
from bot.house import House
from bot.intake import Intake
from bot.learning import Learner
from bot.live_alerts import LiveAlerts
from bot.live_plans import LivePlans
from bot.metrics import Metrics
from bot.opinion.errand import OpinionErrands
from bot.perform import Performer, Voice
from bot.pipeline import Pipeline
from bot.plans.ports import FolderPort
from bot.review.live import LiveReview
from bot.rulebook import Rulebook
from bot.scheduler import alarm
from bot.search_follower import follow
from bot.second_tries import try_again
from bot.shipped_model import shipped_model
from bot.shipped_yardstick import shipped
from bot.stopping import Stopping
from bot.tasks.live import LiveWork
from bot.ticker import Ticker
from bot.watch import Watch
from bot.web.endpoint import AnyEndpoint
from bot.web.jobs import Jobs
from bot.web.routes import ENDPOINTS
from bot.web.server import Desk, build_web, serving
from handlers import text, tokens
from handlers.decide import Looked
from storage.engine import Database, make_engine
from storage.privacy.erasing import Erasing
from storage.schema import upgrade
from storage.talk.poison_file import PoisonFile, poison_file
from storage.unit import Store, Unit

log = structlog.get_logger("app")


@dataclass(kw_only=True)
class Service:
    """The whole service for one config; `run` lives until `stop` is set."""

    settings: Settings
    clock: Clock
    channels: Sequence[Channel]
    path: Path | None = None  # of config.yaml, to take up changes
    plans: Path  # the folder of plans
    campaigns: Path | None = None  # the folder of campaigns; None: there are none
    contents: Path | None = None  # the folder of the content library; None: there is none
    folder: FolderPort | None = None  # in the place of that folder: rehearsals have their own
    instead: Database | None = None  # of the database that the settings name: rehearsals, too
    tick_seconds: float = 1.0  # of the machine's clock
    listening: Callable[[int], None] = lambda _port: None  # told the API's port
    first_link: FirstLink = field(default_factory=FirstLink)  # with which the first admin comes in
    # what a demo adds: endpoints of its own, and how fast its clock runs just now
    own_endpoints: Sequence[AnyEndpoint] = ()
    pace: Callable[[], float] = lambda: 1.0
    show_account: Callable[[AccountChanged], None] = lambda _change: None
    bulletin: Bulletin = field(default_factory=Bulletin)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        settings = self.settings
        self.rulebook = Rulebook(
            settings,
            path=self.path,
            recalls=[one.name for one in self.channels if one.traits.can_recall],
            model=shipped_model(),
        )
        self.database = self.instead or Database(make_engine(settings.storage))
        self.store = Store(
            self.database,
            self.rulebook,
            lambda: self.rulebook.settings.delivery,
            self.bulletin,
        )
        self.learner = Learner(
            store=self.store,
            clock=self.clock,
            shipped=shipped,
            settings=lambda: self.rulebook.settings.judging.learning,
            language=lambda: self.rulebook.settings.judging.language,
            judge_by=self.rulebook.judge_by,
        )
        self.gate = Gate(self.rulebook.rules_for)
        self.intake = Intake()
        spilled = PoisonFile(poison_file(settings.storage))
        self.erasing = Erasing(self.database, spilled)
        self.hearing = Hearing(self.channels, self.intake)
        self.metrics = Metrics(clock=self.clock, waiting=lambda: len(self.intake))
        self.sop = LivePlans(
            self.rulebook,
            accounts=frozenset(channel.name for channel in self.channels),
            folder=self.plans,
            at_work=self.folder,
            campaigns=self.campaigns,
            contents=self.contents,
        )
        self.alerts = LiveAlerts(
            rulebook=self.rulebook,
            look=self.store.read,
            channels={channel.name: channel for channel in self.channels},
            notifier=AppriseNotifier(seconds=settings.alerts.send_seconds),
        )
        self.campaign_desk = live_campaigns(
            self.rulebook, self.campaigns, lambda: self.sop.desk.shelf.plans
        )
        self.work = LiveWork(
            self.rulebook, shelf=lambda: self.sop.desk.shelf, colleague=self.alerts.colleague
        )
        self.review = LiveReview(self.rulebook, self.alerts.colleague)
        self.jobs = Jobs(self.clock.now)
        self.performer = Performer(
            open_unit=self.store.write,
            look=self.store.read,
            voices=self._voices(),
            courier=self.alerts,
            clock=self.clock,
            rules_for=self.rulebook.rules_for,
            settings=lambda: self.rulebook.settings.delivery,
            public_url=settings.web.public_url if settings.web.enabled else "",
        )
        self._stopping = Stopping(
            intake=self.intake,
            hearing=self.hearing,
            performer=self.performer,
            store=self.store,
            clock=self.clock,
        )
        self.pipeline = Pipeline[Unit, Looked](
            intake=self.intake,
            open_work=self.store.write,
            wanted=self.gate.wanted,
            decisions=self.rulebook,
            clock=self.clock,
            watcher=Watch(
                metrics=self.metrics,
                bulletin=self.bulletin,
                wake=self.performer.wake,
                show_account=self.show_account,
            ),
            spill=spilled.keep,
            listeners=(
                self.campaign_desk.hear,  # before the plans, which answer to sign-ups
                self.sop.desk.heard,
                self.alerts.hear,
                self.work.hear,
                self.review.hear,
            ),
        )
        self.errands = ErrandDesk(
            open_work=self.store.write,
            look=self.store.read,
            inbox=self.intake,
            clock=self.clock,
            channels=self.channels,
            pictures=lambda: self.rulebook.settings.judging.pictures,
            others=(
                OpinionErrands(
                    settings=lambda: self.rulebook.settings.judging.opinion,
                    look=self.store.read,
                    clock=self.clock,
                ),
            ),
        )
        self.ticker = Ticker[Unit](
            duties=duties(
                self.rulebook,
                Desks(
                    content=self.sop.content,
                    sop=self.sop.desk,
                    campaigns=self.campaign_desk,
                    lists=self.work.lists,
                    alerts=self.alerts,
                ),
                self.hearing,
            ),
            open_work=self.store.write,
            clock=self.clock,
            failed=self.metrics.duty_failed,
            wake=self.performer.wake,
        )

    # ---- life ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Bring the database up to date, serve, and stop in order when `stop` is set."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            await upgrade(self.database)
            await self._learn_rooms()
            # Plans and alerts stand before the first event comes in.
            await self.ticker.tick()
            if self.settings.web.enabled:
                port = await stack.enter_async_context(self._web())
                await self.first_link.offer(self.store, self.clock, port)
                self.listening(port)
            await self._live()
        log.info("stopped")

    async def _live(self) -> None:
        bell = asyncio.Event()
        failed = self.metrics.duty_failed
        forget = forgetting(self.database, self.jobs, self.bulletin)
        async with asyncio.TaskGroup() as group:
            working = [
                group.create_task(self.pipeline.run()),
                group.create_task(self.performer.run()),
                group.create_task(self._tick(bell)),
                group.create_task(
                    follow(self.store, busy=lambda: len(self.intake) > 0, failed=failed)
                ),
                group.create_task(self.errands.run(failed)),
                group.create_task(try_again(self.store, self.intake, self.clock, failed)),
                group.create_task(self.learner.run(failed)),
                group.create_task(self.jobs.run()),
                group.create_task(erase(self.erasing, self.clock, failed, forget)),
                # jieba takes half a second to load, the tables of disguises a quarter.
                group.create_task(asyncio.to_thread(tokens.load)),
                group.create_task(asyncio.to_thread(text.load)),
            ]
            hearing = [group.create_task(channel.run(self.intake)) for channel in self.channels]
            async with alarm(bell, seconds=self.tick_seconds):
                log.info("running", channels=[channel.name for channel in self.channels])
                await self.stop.wait()
            await self._stopping.drain(hearing)
            for task in working:
                task.cancel()

    async def _tick(self, bell: asyncio.Event) -> None:
        while True:
            await bell.wait()
            bell.clear()
            await self.ticker.tick()

    async def _learn_rooms(self) -> None:
        async with self.store.read() as unit:
            for room in await unit.runs.rooms():
                self.gate.learn(room.channel, room.ref, room.name)

    def _storage_away(self) -> bool:
        return self.pipeline.storage_away or self.ticker.storage_away

    def _voices(self) -> list[Voice]:
        budgets = {entry.name: entry.budget for entry in self.settings.channels}
        return [Voice(channel=one, budget=budgets[one.name]) for one in self.channels]

    @asynccontextmanager
    async def _web(self) -> AsyncIterator[int]:
        health = Health(self.store, self.metrics, away=self._storage_away)
        desk = Desk(
            read=self.store.read,
            write=self.store.write,
            house=House(
                self.rulebook,
                self.sop.life,
                self.review.desk,
                self.review.appeals,
                self.work,
                office(self.campaign_desk, self.rulebook),
                self.jobs,
                self.sop.rehearsals,
                lambda: self.sop.content.library,
                connecting=ConnectDesk({str(one.name): one for one in self.channels}),
                pace=self.pace,
                demo=bool(self.own_endpoints),
            ),
            clock=self.clock,
            bulletin=self.bulletin,
            readiness=health.checks,
            figures=health.figures,
            changed=self.performer.wake,
            version=version("groupkeeper"),
        )
        built = build_web(self.settings.web, desk, endpoints=(*ENDPOINTS, *self.own_endpoints))
        async with serving(built, self.settings.web) as port:
            yield port
