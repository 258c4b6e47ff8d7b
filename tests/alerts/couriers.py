"""A courier of one alert, and a hook that takes what it brings."""

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.alerts.courier import Courier
from bot.alerts.notifier import AppriseNotifier
from bot.core.alerting import Alert
from bot.core.effects import NotifyStaff
from bot.core.ids import AlertId, ChannelName, StaffName
from bot.core.signing import LINKS
from tests.alerts.alerting import SETTINGS, alert

SECONDS = 0.5  # that a target may take in these tests


@dataclass
class OneAlert:
    """A store with one alert, as the courier reads it."""

    alert: Alert
    named: tuple[str, ...] = ()
    secret: str | None = "the secret of this installation"

    @property
    def alerts(self):
        return self

    @property
    def secrets(self):
        return self

    async def find(self, name):
        return self.secret if name == LINKS else None

    async def get(self, alert_id):
        return self.alert if alert_id == self.alert.id else None

    async def accounts_named(self, channel, name):
        return self.named if (channel, name) == ("sim", "王老师") else ()


def courier(*channels, staff, one=None, public_url="", **store_has):
    store = OneAlert(alert() if one is None else one, **store_has)

    @asynccontextmanager
    async def look():
        yield store

    return Courier(
        look=look,
        channels={channel.name: channel for channel in channels},
        staff=staff,
        settings=SETTINGS,
        notifier=AppriseNotifier(seconds=SECONDS),
        public_url=public_url,
    )


def deed(target="dm", number=12, channel="sim"):
    name = ChannelName(channel) if target == "dm" else None
    return NotifyStaff(staff=StaffName("wang"), alert=AlertId(number), target=target, channel=name)


@asynccontextmanager
async def hook(answer: Callable[[web.Request], Awaitable[web.Response]]):
    """A web hook on this machine, as an apprise target."""
    app = web.Application()
    app.router.add_post("/hook", answer)
    async with TestServer(app) as server:
        yield f"json://127.0.0.1:{server.port}/hook"


TEXT = "大家晚上好！请在 22:00 前打卡。"
