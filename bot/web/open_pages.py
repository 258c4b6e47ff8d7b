"""Pages without a token, whose address is the key: a task, an alert, a calendar feed.

Chat apps fetch links to show a preview: looking changes nothing, only the button does.
"""

import asyncio
from collections.abc import Awaitable, Callable
from html import escape
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.core.agenda import FeedKind
from bot.core.ids import TaskId
from bot.core.tasks import OpenTask, Receipt, TaskState
from bot.core.text import storable
from bot.web.alert_page import ALERT, show_alert, take_alert
from bot.web.open_frame import button, open_page, paragraph
from bot.web.ports import ApiUnit, OpenDesk
from bot.web.problems import missing

TASK = r"/task/{id:\d{1,18}}/{key:[\w-]{1,40}}"
FEED = "/calendar/{kind:person|room}/{subject:[^/]{1,200}}.ics"
_LONGEST = 40  # characters of a room's number

Handler = Callable[[web.Request], Awaitable[web.Response]]

_BUTTON = button("我已完成 / It is done")
_DONE = paragraph("已完成，谢谢。/ Done, thank you.")
_OVER = paragraph("这项任务已经结束，无需再做。/ This task is over; nothing is left to do.")


def open_pages(
    app: web.Application, desk: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]
) -> None:
    """Add the pages to an application."""
    app.router.add_get(ALERT, show_alert(desk, turns))
    app.router.add_post(ALERT, take_alert(desk, turns))
    app.router.add_get(TASK, _show_task(desk, turns))
    app.router.add_post(TASK, _do_task(desk, turns))
    app.router.add_get(FEED, _feed(desk, turns))


def _show_task(key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]) -> Handler:
    async def show(request: web.Request) -> web.Response:
        desk: OpenDesk = request.app[key]
        async with request.app[turns], desk.read() as unit:
            one = await _task(request, desk, unit)
        done = one.task.state is TaskState.DONE
        body = _BUTTON if _waits(one) else (_DONE if done else _OVER)
        return _page(one, f"<p>{_place(one)}</p><pre>{escape(one.task.text)}</pre>{body}")

    return show


def _do_task(key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]) -> Handler:
    async def do(request: web.Request) -> web.Response:
        desk: OpenDesk = request.app[key]
        now = desk.clock.now()
        async with request.app[turns], desk.write() as unit:
            one = await _task(request, desk, unit)
            author, which = str(one.task.staff), one.task.id
            subject = f"task:{which}"
            before = await unit.audit.state(subject)
            done = await desk.house.work.done(unit, which, author, now, Receipt.CLICK)
            if done:
                await unit.audit.note("task.done", subject, author=author, now=now, before=before)
        if done:
            desk.changed()
        # Whoever clicks twice reads the same.
        mine = done or one.task.state is TaskState.DONE
        return _page(one, _DONE if mine else _OVER)

    return do


async def _task(request: web.Request, desk: OpenDesk, unit: ApiUnit) -> OpenTask:
    which, key = TaskId(int(request.match_info["id"])), request.match_info["key"]
    one = await desk.house.work.clicked(unit, which, key)
    if one is None:
        missing("this link leads nowhere (any more): the task went to somebody else, or never was")
    return one


def _waits(one: OpenTask) -> bool:
    return one.task.state in {TaskState.OPEN, TaskState.HELD}


def _place(one: OpenTask) -> str:
    return escape(one.room.name or one.room.ref) if one.room else ""


def _page(one: OpenTask, body: str) -> web.Response:
    return open_page(f"任务 {one.task.id} · {one.task.title}", body)


def _feed(key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]) -> Handler:
    async def feed(request: web.Request) -> web.Response:
        desk: OpenDesk = request.app[key]
        kind = FeedKind(request.match_info["kind"])
        subject = storable(request.match_info["subject"])
        given = request.query.get("key", "")[:_LONGEST]
        async with request.app[turns], desk.read() as unit:
            text = await desk.house.work.feeds.feed(unit, kind, subject, given, desk.clock.now())
        if text is None:
            missing("this address leads nowhere (any more); ask for a new one: sop feed")
        return web.Response(
            body=text,
            status=HTTPStatus.OK,
            headers={
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": 'inline; filename="calendar.ics"',
            },
        )

    return feed
