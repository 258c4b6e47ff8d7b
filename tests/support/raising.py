"""Alerts, raised and told."""

from datetime import timedelta

from bot.core.alerting import AlertSettings
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import StaffName
from storage.service.alerts import Alerts
from tests.support.builders import NOON

WANG = StaffName("wang")
LI = StaffName("li")
HOUR = AlertSettings(group_window=timedelta(hours=1))


def advert(group: str = "advert:1", **other) -> RaiseAlert:
    given = {
        "kind": "advert",
        "severity": Severity.WARNING,
        "reason": "同一内容 10 分钟内发送 4 次",
        "advice": "核实后移出",
        "group": group,
    }
    return RaiseAlert(**given | other)


async def raised(database, effect, now=NOON, settings=HOUR):
    async with database.write() as connection:
        return await Alerts(connection, settings).raise_(effect, now)


async def got(database, alert_id):
    async with database.read() as connection:
        return await Alerts(connection, HOUR).get(alert_id)


async def told(database, alert, *staff, next_at=None, now=NOON):
    async with database.write() as connection:
        return await Alerts(connection, HOUR).told(alert, staff, next_at=next_at, now=now)
