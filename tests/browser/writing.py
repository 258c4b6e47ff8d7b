"""What waits for somebody, written into a demo's database beside its service."""

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.core.alert_links import PATH, AlertLink, write_link
from bot.core.effects import AssignTask, Intent, RaiseAlert, Say, Severity
from bot.core.ids import AlertId, RoomId, StaffName
from bot.core.signing import LINKS
from storage.delivery.outbox import Outbox
from storage.service.alerts import Alerts
from storage.service.secrets import Secrets
from storage.sop.tasks import Tasks
from storage.tables.delivery import outbox
from storage.tables.service import alert as alert_table

TEXT = "大家晚上好！今晚 8 点直播，<b>请提前打卡</b>。"


@asynccontextmanager
async def written(database):
    async with database.write() as connection:
        yield connection


async def an_alert(database, now, **other):
    given = {
        "kind": "raid",
        "severity": Severity.WARNING,
        "reason": "10 分钟内进来 20 人 <img src=x onerror=alert(1)>",
        "advice": "请看看是不是冲群",
        "group": f"raid:{now.isoformat()}",
    }
    async with written(database) as connection:
        raised = await Alerts(connection).raise_(RaiseAlert(**given | other), now)
        # The demo's colleagues answer what they are told within seconds.
        await connection.execute(
            alert_table.update().where(alert_table.c.id == raised.id).values(next_at=None)
        )
    return raised.id


async def a_task(database, now, staff, **other):
    given: dict[str, Any] = {
        "key": f"t{now.isoformat()}",
        "staff": StaffName(staff),
        "title": "发今晚的直播预告",
    }
    given |= {"text": TEXT, "due": now + timedelta(days=1), "room": RoomId(1)}
    async with written(database) as connection:
        await Tasks(connection).assign(AssignTask(**given | other), now)


async def a_held_post(database, now):
    post = Intent(deed=Say(room=RoomId(1), text=TEXT), key=f"k{now.isoformat()}", reason="直播预告")
    async with written(database) as connection:
        [number] = await Outbox(connection).enqueue([post], now)
        await connection.execute(
            outbox.update()
            .where(outbox.c.id == number)
            .values(state="held", outcome="无法确认是否已发出：平台没有回显")
        )
    return number


async def a_link(database, now, alert, staff):
    async with written(database) as connection:
        secret = await Secrets(connection).value(LINKS, now)
    link = AlertLink(
        alert=AlertId(alert),
        staff=StaffName(staff),
        target="apprise:0",
        expires=now + timedelta(days=7),
    )
    return PATH + write_link(link, secret)
