"""A served API on a real store with a small community in it."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from bot.access.passwords import Passwords
from bot.backtest_desk import BackTestDesk
from bot.bulletin import Bulletin
from bot.campaigns.live import live_campaigns, office
from bot.campaigns.office import CampaignOffice
from bot.channels.simulator.settings import SimulatorSettings
from bot.checking import CheckDesk
from bot.clock import ManualClock
from bot.config import parse_settings
from bot.connecting import ConnectDesk
from bot.content.looks import ContentView
from bot.core.alerting import AlertSettings, Language
from bot.core.rights import rights_of
from bot.core.rooms import Mode, RoomRules
from bot.core.sending import DeliverySettings
from bot.core.staff import Role, Staff, StaffDirectory
from bot.daily import DailyDesk
from bot.drift import DriftDesk
from bot.plan_life.desk import PlanLife
from bot.plans.results import ResultsDesk
from bot.rehearsal_desk import RehearsalDesk
from bot.review.appeals import AppealDesk
from bot.review.desk import ReviewDesk
from bot.rulebook import Rulebook
from bot.settings.office import SettingsOffice
from bot.tasks.live import LiveWork
from bot.today import TodayDesk
from bot.web.jobs import Jobs
from bot.web.ports import Check
from bot.web.server import Desk, build_web
from bot.web.settings import WebSettings
from sop.content import Library
from sop.settings import SopSettings
from sop.shelf import PlanFile, Shelf, stock
from storage.unit import Store
from tests.support.audit_sides import without_sides
from tests.support.builders import NOON, listed, message
from tests.support.settings_office import no_settings
from tests.web.api import TOKENS, Api

PLAN = """
name: new-class
title: 第一周
seats:
  teacher: {role: leader, account: room}
  li: {person: li}
steps:
  - {id: hello, seat: teacher, when: {day: 1, at: "09:00"}, say: "大家好"}
  - {id: share, title: 说收获, seat: li, when: {day: 3, at: "10:00"}, say: "说说收获"}
"""
RULEBOOK = Rulebook(parse_settings("web: {}", file="config.yaml", environment={}))
WORKED = Rulebook(
    parse_settings(
        "web: {public_url: https://keeper.example.com/}\n"
        "staff: [{name: wang}, {name: li}]\nrooms: {defaults: {staff: [wang]}}",
        file="config.yaml",
        environment={},
    )
)
SHELF = stock(Shelf(), (PlanFile(file="new-class.yaml", source=PLAN),), None)


@dataclass
class House:
    """What settings say in these tests."""

    staff: StaffDirectory = field(default_factory=StaffDirectory)
    library: Library = field(default_factory=Library)
    roles: dict[str, Role] = field(default_factory=lambda: {"wang": Role.OPS_LEAD})
    repeat_window: timedelta = timedelta(hours=1)
    alerting: AlertSettings = field(default_factory=AlertSettings)
    results: ResultsDesk = field(default_factory=ResultsDesk)
    drifts: DriftDesk = field(default_factory=lambda: DriftDesk(lambda: None))
    checks: CheckDesk = field(default_factory=lambda: CheckDesk(lambda: RULEBOOK))
    review: ReviewDesk = field(default_factory=lambda: ReviewDesk(lambda: RULEBOOK))
    appeals: AppealDesk = field(
        default_factory=lambda: AppealDesk(
            review=ReviewDesk(lambda: RULEBOOK),
            staff=lambda: (Staff(name="wang"), Staff(name="li")),
            rules_for=lambda *room: RoomRules(),
        )
    )

    plans: PlanLife = field(
        default_factory=lambda: PlanLife(
            folder=Path("no plans here"),
            settings=SopSettings,
            cast=lambda: None,
            rules_for=lambda *room: RoomRules(series="E1" if "英语学习打卡群" in room else ""),
        )
    )
    work: LiveWork = field(default_factory=lambda: LiveWork(WORKED, shelf=lambda: SHELF))
    campaigns: CampaignOffice = field(
        default_factory=lambda: office(live_campaigns(RULEBOOK, None, lambda: ()), RULEBOOK)
    )

    backtests: BackTestDesk = field(default_factory=lambda: BackTestDesk(lambda: RULEBOOK.settings))
    rehearsals: RehearsalDesk = field(
        default_factory=lambda: RehearsalDesk(
            settings=lambda: RULEBOOK.settings, plans=Path("no plans here")
        )
    )
    jobs: Jobs = field(default_factory=lambda: Jobs(lambda: NOON))

    today: TodayDesk = field(default_factory=TodayDesk)
    daily: DailyDesk = field(default_factory=DailyDesk)
    connecting: ConnectDesk = field(default_factory=ConnectDesk)
    settings: SettingsOffice = field(default_factory=no_settings)
    accounts: tuple[SimulatorSettings, ...] = (SimulatorSettings(),)
    language: Language = Language.ZH
    zone: str = "Asia/Shanghai"
    demo: bool = False
    series: dict[str, str] = field(default_factory=dict)  # by the room's ref

    def pace(self) -> float:
        return 1.0

    def rules_for(self, *room: str) -> RoomRules:
        series = next((self.series[part] for part in room if part in self.series), "")
        return RoomRules(mode=Mode.ENFORCE if "严格群" in room else Mode.OBSERVE, series=series)

    def kin(self, channel):
        return ()

    @property
    def contents(self) -> ContentView:
        return ContentView(self.library, "Asia/Shanghai")

    @property
    def lead_titles(self):
        return {"course": "课程"}

    @property
    def staff_titles(self):
        return {"wang": "王老师"}

    def who_may(self, right):
        return [name for name, role in self.roles.items() if right in rights_of(role)]

    def role_of(self, name: str) -> Role | None:
        return self.roles.get(name)


@dataclass
class Service:
    """Everything behind the API, at hand for tests."""

    store: Store
    clock: ManualClock
    bulletin: Bulletin
    checks: list[Check] = field(default_factory=lambda: [Check(name="database", ok=True)])
    changes: int = 0

    @asynccontextmanager
    async def write(self):
        async with self.store.write() as unit:
            yield unit

    async def save(self, *events: Any) -> list[Any]:
        async with self.store.write() as unit:
            return await unit.save(events, now=self.clock.now())

    def changed(self) -> None:
        self.changes += 1

    async def readiness(self) -> list[Check]:
        return self.checks

    async def figures(self) -> bytes:
        return b"gk_events_total 1.0\n"


@pytest.fixture
async def service(database):
    bulletin = Bulletin()
    yield Service(
        store=Store(database, House(), DeliverySettings, bulletin),
        clock=ManualClock(NOON),
        bulletin=bulletin,
    )
    assert await without_sides(database) == []


@pytest.fixture
def settings():
    return WebSettings(token=TOKENS["api"], tokens={"wang": TOKENS["wang"]}, stream_clients=2)


@pytest.fixture
def desk(service):
    return Desk(
        read=service.store.read,
        write=service.store.write,
        house=House(),
        clock=service.clock,
        bulletin=service.bulletin,
        readiness=service.readiness,
        figures=service.figures,
        changed=service.changed,
        version="0.1.0",
        passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=64)),
    )


@pytest.fixture
async def client(settings, desk):
    async with TestClient(TestServer(build_web(settings, desk))) as opened:
        yield opened


@pytest.fixture
async def api(client):
    async with client.get("/api/openapi.json") as response:
        document = await response.json()
    return Api(client, document)


@pytest.fixture
async def community(service):
    """Two people in a room, and what they said: 10001 asks, 10002 advertises."""
    return await service.save(
        listed("英语学习打卡群", "u1", "u2"),
        message("请问课程怎么报名？", sender="u1"),
        message("加V领资料，免费领取", sender="u2"),
    )
