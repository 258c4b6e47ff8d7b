"""The page of an alert's link: who was told of it elsewhere takes it on with one tap.

A link is good once and for a week. What is forged, over or used is told apart from nothing else:
whoever tries learns neither which alerts there are nor what they say.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.alerts.text import alert_text
from bot.core.alert_links import PATH, AlertLink, read_link
from bot.core.alerting import Alert, AlertSettings, AlertState
from bot.core.signing import LINKS
from bot.web.open_frame import button, open_page, paragraph
from bot.web.ports import ApiUnit, OpenDesk

ALERT = PATH + r"{key:[\w.-]{1,1000}}"

Handler = Callable[[web.Request], Awaitable[web.Response]]

_TAKE = "由我处理 / I take it on"
_TAKEN = "好的，由您处理。/ Thank you: it is yours."


def show_alert(key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]) -> Handler:
    """The alert's head and one button; previews that fetch it change nothing."""

    async def show(request: web.Request) -> web.Response:
        desk: OpenDesk = request.app[key]
        async with request.app[turns], desk.read() as unit:
            found = await _found(request, desk, unit)
        if isinstance(found, web.Response):
            return found
        _, alert = found
        return open_page(_title(desk, alert), paragraph(alert.reason) + button(_TAKE))

    return show


def take_alert(key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]) -> Handler:
    """Take the alert on in the name of the colleague whom the link was sent to."""

    async def take(request: web.Request) -> web.Response:
        desk: OpenDesk = request.app[key]
        now = desk.clock.now()
        async with request.app[turns], desk.write() as unit:
            found = await _found(request, desk, unit)
            if isinstance(found, web.Response):
                return found
            link, alert = found
            subject = f"alert:{alert.id}"
            before = await unit.audit.state(subject)
            done = await unit.alerts.acknowledge(alert.id, author=link.staff, now=now)
            if not done.first:
                return _used()
            await unit.audit.note(
                "alert.acknowledge",
                subject,
                author=link.staff,
                now=now,
                before=before,
                details={"link": link.target},
            )
        desk.changed()
        return open_page(_title(desk, alert), paragraph(_TAKEN))

    return take


async def _found(
    request: web.Request,
    desk: OpenDesk,
    unit: ApiUnit,
) -> tuple[AlertLink, Alert] | web.Response:
    """What the link leads to, or the page that says why it leads nowhere."""
    secret = await unit.secrets.find(LINKS)
    link = None if secret is None else read_link(request.match_info["key"], secret)
    if link is None or desk.house.role_of(link.staff) is None:
        words = "这个链接无效，请从收到的消息里重新打开。/ This link leads nowhere."
        return open_page("链接无效 / No such link", paragraph(words), HTTPStatus.NOT_FOUND)
    if desk.clock.now() >= link.expires:
        words = "链接已过期，请登录后台处理。/ This link is past its time; sign in instead."
        return open_page("链接已过期 / Link expired", paragraph(words), HTTPStatus.GONE)
    alert: Alert | None = await unit.alerts.get(link.alert)
    if alert is None or alert.state is not AlertState.OPEN:
        return _used()
    return link, alert


def _used() -> web.Response:
    words = "已经有人接手，或事情已经结束，无需再处理。/ Somebody has it, or it is over."
    return open_page("链接已用过 / Link used", paragraph(words), HTTPStatus.GONE)


def _title(desk: OpenDesk, alert: Alert) -> str:
    return alert_text(alert, AlertSettings(language=desk.house.language), zone="UTC").title
