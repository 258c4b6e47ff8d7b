"""Alerts outside the chat: what hooks are sent, what they answer, the link to take one on."""

import asyncio
import io
import logging
import re

import pytest
from aiohttp import web

from bot.alerts.notifier import AppriseNotifier, invalid_targets
from bot.core.alert_links import LASTS, PATH, AlertLink, read_link
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.ids import StaffName
from tests.alerts.alerting import alert, colleague
from tests.alerts.couriers import SECONDS, TEXT, OneAlert, courier, deed, hook
from tests.support.telling import TellingChannel


async def test_a_web_hook_gets_title_and_body():
    got = []

    async def keep(request):
        got.append(await request.json())
        return web.Response()

    async with hook(keep) as target:
        wang = colleague("wang", targets=(target,))
        await courier(staff=[wang]).deliver(deed("apprise:0"))

    [sent] = got
    assert sent["title"] == "[提醒] 疑似广告 · 英语学习打卡群 #12"
    assert "小明（学号 10023）" in sent["message"]


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (400, ChannelRefused),
        (403, ChannelRefused),
        (404, ChannelRefused),
        (429, ChannelAway),
        (500, ChannelAway),
        (503, ChannelAway),
    ],
)
async def test_what_a_service_answers_decides_whether_it_is_tried_again(status, trouble):
    async def refuse(_request):
        return web.Response(status=status, text="error=403")

    async with hook(refuse) as target:
        with pytest.raises(trouble, match=str(status)):
            await AppriseNotifier(seconds=SECONDS).notify(target, "t", "body with error=200")


async def test_a_service_that_does_not_answer_in_time_leaves_us_unsure():
    released = asyncio.Event()

    async def hang(_request):
        await released.wait()
        return web.Response()

    async with hook(hang) as target:
        with pytest.raises(ChannelUnsure):
            await AppriseNotifier(seconds=SECONDS).notify(target, "t", "b")
        released.set()


async def test_a_service_that_is_not_there_certainly_got_nothing(unused_tcp_port):
    target = f"json://127.0.0.1:{unused_tcp_port}/"

    with pytest.raises(ChannelAway):
        await AppriseNotifier(seconds=SECONDS).notify(target, "t", "b")


async def test_what_is_no_address_is_refused_without_quoting_its_secrets():
    with pytest.raises(ChannelRefused) as refused:
        await AppriseNotifier(seconds=SECONDS).notify("nothing://secret-token", "t", "b")

    assert "secret-token" not in str(refused.value)


async def test_alerts_stay_out_of_the_log():
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    logging.getLogger().addHandler(handler)

    async def refuse(_request):
        return web.Response(status=403)

    async with hook(refuse) as target:
        with pytest.raises(ChannelRefused):
            await AppriseNotifier(seconds=SECONDS).notify(target, "标题", "小明说了什么")

    logging.getLogger().removeHandler(handler)
    assert "小明" not in lines.getvalue()


def test_targets_are_understood_without_sending():
    assert invalid_targets(["json://127.0.0.1:1/", "nothing://x", "mailto://a:b@c.example"]) == [1]


async def test_a_hook_gets_the_text_to_copy_by_itself_too():
    posted = []

    async def answer(request):
        posted.append(await request.json())
        return web.Response()

    async with hook(answer) as target:
        wang = colleague("wang", accounts=(), targets=(target,))
        task = alert(kind="task", to=StaffName("wang"), reason="任务 12", to_copy=TEXT)
        await courier(staff=[wang], one=task).deliver(deed("apprise:0"))

    assert [one["message"] for one in posted][1:] == [TEXT]


async def posted_to_a_hook(one, **more):
    posted = []

    async def answer(request):
        posted.append((await request.json())["message"])
        return web.Response()

    async with hook(answer) as target:
        wang = colleague("wang", targets=(target,))
        await courier(staff=[wang], one=one, **more).deliver(deed("apprise:0"))
    return posted


async def test_outside_the_chat_an_alert_carries_a_link_of_this_colleague_good_for_a_week():
    one = alert()

    [told] = await posted_to_a_hook(one, public_url="https://keeper.example.com")

    [key] = re.findall(rf"https://keeper\.example\.com{PATH}(\S+)", told)
    assert OneAlert.secret is not None
    assert read_link(key, OneAlert.secret) == AlertLink(
        alert=one.id,
        staff=StaffName("wang"),
        target="apprise:0",
        expires=one.repeated_at + LASTS,
    )
    assert "查看：https://keeper.example.com/alerts?id=12" in told


@pytest.mark.parametrize(
    ("one", "more"),
    [
        (alert(), {}),
        (alert(), {"public_url": "https://keeper.example.com", "secret": None}),
        (
            alert(kind="task", to=StaffName("wang"), reason="任务 12"),
            {"public_url": "https://keeper.example.com"},
        ),
    ],
    ids=["no address", "no secret yet", "a task, which has a link of its own"],
)
async def test_no_link_is_sent_where_none_would_be_good(one, more):
    [told] = await posted_to_a_hook(one, **more)

    assert PATH not in told


async def test_by_chat_no_link_is_sent_for_a_word_is_enough():
    channel = TellingChannel()

    await courier(
        channel, staff=[colleague("wang")], public_url="https://keeper.example.com"
    ).deliver(deed())

    assert PATH not in channel.told[0][1]
