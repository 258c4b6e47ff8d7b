"""The page of an alert's link: who was told of it elsewhere takes it on with one tap, or later.

A link is good once and for a week. What is forged, over or used is told apart from nothing else:
whoever tries learns neither which alerts there are nor what they say.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.alerts.text import alert_text
from bot.core.alert_links import PATH, AlertLink, read_link
from bot.core.alerting import Alert, AlertSettings, AlertState, Remind, reminded_at
from bot.core.signing import LINKS
from bot.web.open_frame import button, choices, open_page, paragraph
from bot.web.ports import ApiUnit, OpenDesk
from bot.web.problems import Refusal

ALERT = PATH + r"{key:[\w.-]{1,1000}}"

Handler = Callable[[web.Request], Awaitable[web.Response]]

_TAKE = "由我处理 / I take it on"
_OFF = "先不处理，过后再提醒：/ Not now, remind me later:"
_REMIND = "remind"
_MOST = 100  # bytes of what a button sends
_LATER = {
    Remind.SOON.value: "30 分钟后 / in 30 min",
    Remind.LATER.value: "2 小时后 / in 2 h",
    Remind.MORNING.value: "明早 9 点 / at 9 tomorrow",
}
_AGAIN = "好的，到时再提醒您。/ You will be reminded then."
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
        body = paragraph(alert.reason) + button(_TAKE) + paragraph(_OFF) + choices(_REMIND, _LATER)
        return open_page(_title(desk, alert), body)

    return show


def take_alert(key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]) -> Handler:
    """Take the alert on in the name of the colleague whom the link was sent to, or put it off.

    Put off, it stays open, and the link good: whoever may take it on may do so later, too.
    """

    async def take(request: web.Request) -> web.Response:
        desk: OpenDesk = request.app[key]
        now = desk.clock.now()
        until = _put_off((await request.read())[:_MOST], desk, now)
        async with request.app[turns], desk.write() as unit:
            found = await _found(request, desk, unit)
            if isinstance(found, web.Response):
                return found
            link, alert = found
            subject = f"alert:{alert.id}"
            before = await unit.audit.state(subject)
            if not await _done(unit, link, until, now):
                return _used()
            await unit.audit.note(
                "alert.acknowledge" if until is None else "alert.snooze",
                subject,
                author=link.staff,
                now=now,
                before=before,
                details={"link": link.target},
            )
        desk.changed()
        told = _TAKEN if until is None else _AGAIN
        return open_page(_title(desk, alert), paragraph(told))

    return take


async def _done(unit: ApiUnit, link: AlertLink, until: datetime | None, now: datetime) -> bool:
    """False where somebody else was faster."""
    if until is not None:
        return bool(await unit.alerts.snooze(link.alert, until, link.staff))
    taken = await unit.alerts.acknowledge(link.alert, author=link.staff, now=now)
    return bool(taken.first)


def _put_off(form: bytes, desk: OpenDesk, now: datetime) -> datetime | None:
    """Until when it is put off; None: it is taken on, which is what the first button sends."""
    name, _, asked = form.decode("ascii", "replace").partition("=")
    if name != _REMIND:
        return None
    if asked not in _LATER:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"{_REMIND} is one of {', '.join(_LATER)}")
    return reminded_at(Remind(asked), now, desk.house.rules_for("", "", "").zone)


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
