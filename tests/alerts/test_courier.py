"""The courier: by chat, and by apprise to a real HTTP server on this machine."""

import asyncio
import io
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.alerts.courier import Courier
from bot.alerts.notifier import AppriseNotifier, invalid_targets
from bot.core.alert_links import LASTS, PATH, AlertLink, read_link
from bot.core.alerting import Alert, AlertState
from bot.core.effects import NotifyStaff
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.ids import AlertId, ChannelName, StaffName
from bot.core.signing import LINKS
from bot.core.staff import StaffAccount
from tests.alerts.alerting import MESSAGE, SETTINGS, alert, colleague
from tests.support.telling import TellingChannel

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


async def test_a_colleague_is_told_on_their_own_account():
    channel = TellingChannel()

    await courier(channel, staff=[colleague("wang")]).deliver(deed())

    [(user, text)] = channel.told
    assert user == "user-wang"
    assert "加V领资料" in text
    assert "收到 12" in text


async def test_an_alert_taken_on_meanwhile_disturbs_nobody():
    channel = TellingChannel()
    taken = alert(state=AlertState.ACKNOWLEDGED, acknowledged_by="li")

    await courier(channel, staff=[colleague("wang")], one=taken).deliver(deed())

    assert channel.told == []


async def test_a_text_longer_than_the_platform_takes_is_cut():
    channel = TellingChannel(max_text=50)
    long = alert(message=replace(MESSAGE, text="长" * 500))

    await courier(channel, staff=[colleague("wang")], one=long).deliver(deed())

    assert len(channel.told[0][1]) == 50


def named(channel="sim"):
    return StaffAccount(channel=ChannelName(channel), name="王老师")


@pytest.mark.parametrize(
    ("accounts", "trouble"),
    [((), ChannelAway), (("u1", "u2"), ChannelRefused)],
    ids=["nobody shows the name yet", "two people show it"],
)
async def test_a_name_must_belong_to_exactly_one_account(accounts, trouble):
    channel = TellingChannel()
    wang = colleague("wang", accounts=(named(),))

    with pytest.raises(trouble):
        await courier(channel, staff=[wang], named=accounts).deliver(deed())

    assert channel.told == []


async def test_a_name_leads_to_the_account_that_shows_it():
    channel = TellingChannel()
    wang = colleague("wang", accounts=(named(),))

    await courier(channel, staff=[wang], named=("u7",)).deliver(deed())

    assert [user for user, _ in channel.told] == ["u7"]


async def test_only_the_account_whose_turn_it_is_speaks():
    first, second = TellingChannel("first"), TellingChannel("second")
    accounts = tuple(StaffAccount(channel=c.name, user="u1") for c in (first, second))
    wang = colleague("wang", accounts=accounts)

    await courier(first, second, staff=[wang]).deliver(deed(channel="second"))

    assert (first.told, len(second.told)) == ([], 1)


@pytest.mark.parametrize("trouble", [ChannelAway("not logged in"), ChannelUnsure("reset")])
async def test_when_that_account_cannot_no_other_speaks_past_its_own_budget(trouble):
    first, second = TellingChannel("first"), TellingChannel("second")
    first.trouble = trouble
    accounts = tuple(StaffAccount(channel=c.name, user="u1") for c in (first, second))
    wang = colleague("wang", accounts=accounts)

    with pytest.raises(type(trouble)):
        await courier(first, second, staff=[wang]).deliver(deed(channel="first"))

    assert second.told == []


@pytest.mark.parametrize(
    "deed_of",
    [
        NotifyStaff(staff=StaffName("gone"), alert=AlertId(12), target="dm"),
        deed(number=99),
        deed("apprise:3"),
        deed(channel="closed"),
    ],
    ids=["colleague", "alert", "target", "channel"],
)
async def test_what_is_not_there_any_more_is_refused_for_good(deed_of):
    with pytest.raises(ChannelRefused):
        await courier(TellingChannel(), staff=[colleague("wang")]).deliver(deed_of)


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


TEXT = "大家晚上好！请在 22:00 前打卡。"


async def test_a_text_to_copy_comes_alone_in_a_message_of_its_own():
    channel = TellingChannel()
    task = alert(kind="task", to=StaffName("wang"), reason="任务 12", to_copy=TEXT)

    await courier(channel, staff=[colleague("wang")], one=task).deliver(deed())

    [(_, about), (user, text)] = channel.told
    assert user == "user-wang"
    assert text == TEXT
    assert TEXT not in about


async def test_a_long_text_to_copy_loses_nothing():
    channel = TellingChannel(max_text=50)
    long = "第一句话在这里。" * 20
    task = alert(kind="task", to=StaffName("wang"), reason="任务 12", to_copy=long)

    await courier(channel, staff=[colleague("wang")], one=task).deliver(deed())

    texts = [text for _, text in channel.told[1:]]
    assert "".join(texts) == long
    assert max(map(len, texts)) <= 50


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
