"""The account stays with us, whatever its gateway does."""

import asyncio

import pytest
from pydantic import SecretStr

from bot.channels.wechaty import TlsSettings
from bot.core.errors import ChannelAway
from bot.core.events import AccountChanged, AccountState, GapFound, MessageReceived, RoomListed
from bot.core.ids import RoomRef
from bot.core.ports import Post
from tests.channels.stage import Line, listening
from tests.support.gateway import NodeGateway, node_gateway
from tests.support.proxy import proxy_to
from tests.support.states import running, state, states
from tests.support.wechaty_stage import WechatyStage, channel_to

NOWHERE = RoomRef("r0@chatroom")


async def test_a_gateway_that_comes_late_is_found_and_the_wait_is_a_gap(fresh: NodeGateway):
    await fresh.do("login")
    async with proxy_to(fresh.port) as line:
        await line.cut()
        async with running(channel_to(line.endpoint)) as heard:
            await state(heard, AccountState.AWAY)
            await line.mend()
            login = await state(heard, AccountState.LOGGED_IN)
            gap = await heard.one(GapFound)

    assert (login.user, login.user_name) == ("bot", "小管家")
    assert gap.since < gap.until <= login.at + (gap.until - gap.since)


async def test_told_to_connect_it_does_not_wait_for_its_next_try(fresh: NodeGateway):
    await fresh.do("login")
    async with proxy_to(fresh.port) as line:
        await line.cut()
        channel = channel_to(line.endpoint, retry_seconds=60, retry_max_seconds=60)
        async with running(channel) as heard:
            await state(heard, AccountState.AWAY)
            await line.mend()
            channel.connect_now()
            await state(heard, AccountState.LOGGED_IN)


async def test_told_to_connect_while_nobody_is_logged_in_it_takes_a_new_line(fresh: NodeGateway):
    channel = channel_to(fresh.endpoint, retry_seconds=60, retry_max_seconds=60)
    async with running(channel) as heard:
        await state(heard, AccountState.CONNECTED)
        channel.connect_now()
        away = await state(heard, AccountState.AWAY)
        await heard.some(2, AccountChanged, lambda e: e.state is AccountState.CONNECTED)

    assert away.reason == "somebody asked to connect anew"


async def test_a_wrong_token_is_said(fresh: NodeGateway):
    async with running(channel_to(fresh.endpoint, token=SecretStr("wrong"))) as heard:
        away = await state(heard, AccountState.AWAY)

    assert away.reason == "the gateway refuses our token"


async def test_a_gateway_that_serves_somebody_else_is_said(fresh: NodeGateway):
    await fresh.do("login")

    async with running(channel_to(fresh.endpoint)) as first:
        await state(first, AccountState.LOGGED_IN)
        async with running(channel_to(fresh.endpoint)) as second:
            away = await state(second, AccountState.AWAY)

    assert away.reason == "another client listens to this gateway"
    assert AccountState.AWAY not in states(first)


async def test_the_qr_code_is_told_once_until_somebody_scans_it(fresh: NodeGateway):
    channel = channel_to(fresh.endpoint)
    async with running(channel) as heard:
        await state(heard, AccountState.CONNECTED)
        for _ in range(3):
            await fresh.do("scan", qrcode="https://login.example/l/abc")
        scan = await state(heard, AccountState.SCAN)
        await fresh.do("scan", qrcode="https://login.example/l/def")
        await heard.some(2, AccountChanged, lambda e: e.state is AccountState.SCAN)
        with pytest.raises(ChannelAway):
            await channel.say(NOWHERE, Post(text="有人吗"))
        await fresh.do("login")
        login = await state(heard, AccountState.LOGGED_IN)

    assert scan.qr_code == "https://login.example/l/abc"
    assert login.qr_code == ""
    codes = [e.qr_code for e in heard.all(AccountChanged) if e.state is AccountState.SCAN]
    assert codes == ["https://login.example/l/abc", "https://login.example/l/def"]


async def test_a_log_out_is_told_and_what_was_said_meanwhile_is_a_gap(stage: WechatyStage):
    async with listening(stage) as heard:
        await stage.gateway.do("logout")
        out = await state(heard, AccountState.LOGGED_OUT)
        await stage.gateway.do("login")
        gap = await heard.one(GapFound)
        await heard.some(2, AccountChanged, lambda e: e.state is AccountState.LOGGED_IN)

    assert out.reason == "signed out on the phone"
    assert gap.reason == "the account was logged out"
    assert gap.since <= out.at <= gap.until


async def test_another_account_on_the_same_gateway_learns_every_name_anew(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage) as heard:
        await stage.says(room, "小明", Line(text="1"))
        await heard.one(MessageReceived)
        await stage.gateway.do("logout")
        await stage.gateway.do("emit", event="login", payload={"contactId": "p-小明"})
        login = await heard.one(AccountChanged, lambda e: e.user == "p-小明")
        ref = await stage.says(room, "小明", Line(text="2"))
        own = await heard.one(MessageReceived, lambda e: e.ref == ref)

    assert login.user_name == "小明"
    assert own.own


async def test_a_frozen_gateway_is_noticed_left_and_found_again(fresh: NodeGateway):
    await fresh.do("login")
    channel = channel_to(fresh.endpoint, connect_seconds=0.5)

    async with running(channel) as heard:
        await state(heard, AccountState.LOGGED_IN)
        fresh.freeze()
        try:
            away = await state(heard, AccountState.AWAY)
        finally:
            fresh.thaw()
        await heard.one(GapFound)
        await heard.some(2, AccountChanged, lambda e: e.state is AccountState.LOGGED_IN)

    assert away.reason == "the gateway does not answer"


async def test_a_silent_log_out_is_found_out(fresh: NodeGateway):
    await fresh.do("login")
    channel = channel_to(fresh.endpoint, silence_seconds=0.8)

    async with running(channel) as heard:
        await state(heard, AccountState.LOGGED_IN)
        await asyncio.sleep(1.2)  # dings are answered: all is well
        assert AccountState.AWAY not in states(heard)
        await fresh.do("answers", dong=False)
        await fresh.do("forget")
        away = await state(heard, AccountState.AWAY)
        await state(heard, AccountState.CONNECTED)
        with pytest.raises(ChannelAway):
            await channel.say(NOWHERE, Post(text="有人吗"))

    assert away.reason == "the stream of events was silent"


async def test_a_puppet_that_never_answers_a_ding_is_left_in_peace_more_and_more(
    fresh: NodeGateway,
):
    await fresh.do("login")
    await fresh.do("answers", dong=False)
    channel = channel_to(fresh.endpoint, silence_seconds=0.3, ding_seconds=0.1)

    async with running(channel) as heard:
        await heard.some(3, AccountChanged, lambda e: e.state is AccountState.LOGGED_IN)

    times = [e.at for e in heard.all(AccountChanged) if e.state is AccountState.LOGGED_IN]
    assert times[2] - times[1] > times[1] - times[0]
    assert all((gap.until - gap.since).total_seconds() < 1.5 for gap in heard.all(GapFound))


async def test_what_was_heard_before_the_line_broke_is_fetched_after_it_is_mended(
    stage: WechatyStage,
):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")

    async with listening(stage) as heard:
        heard.shut()
        await stage.gateway.do(
            "flood", total=500, people=[user], rooms=[room], step=500, prefix="b"
        )
        await asyncio.sleep(0.3)
        await stage.goes_away()
        heard.open()
        await stage.comes_back()
        said = await heard.some(500, MessageReceived)
        gap = await heard.one(GapFound)

    assert [one.text for one in said] == [f"第 {n} 句" for n in range(500)]
    assert gap.details == {}


async def test_a_restarted_gateway_is_found_and_what_it_forgot_is_counted():
    with node_gateway() as gateway:
        _people(gateway)
        channel = channel_to(gateway.endpoint)
        async with running(channel) as heard:
            await state(heard, AccountState.LOGGED_IN)
            await heard.one(RoomListed)
            heard.shut()
            gateway.ask("flood", total=200, people=["p0"], rooms=[NOWHERE], step=200, prefix="a")
            await asyncio.sleep(0.3)
            gateway.kill()
            heard.open()
            await state(heard, AccountState.AWAY)
            await asyncio.to_thread(gateway.start)
            _people(gateway)
            lost = await heard.one(GapFound, lambda e: "unfetched" in e.details)
            deaf = await heard.one(GapFound, lambda e: not e.details)
            gateway.ask("flood", total=50, people=["p0"], rooms=[NOWHERE], step=50, prefix="b")
            await heard.one(MessageReceived, lambda e: e.ref == "b49")
            await asyncio.sleep(1)  # the last losses are told with the next ding

    assert deaf.since < deaf.until
    said = [one.ref for one in heard.all(MessageReceived)]
    assert len(said) == len(set(said))
    assert len(said) + sum(gap.details.get("unfetched", 0) for gap in heard.all(GapFound)) == 250
    assert lost.details["unfetched"] > 0


def _people(gateway: NodeGateway) -> None:
    room = {"id": NOWHERE, "topic": "群", "memberIdList": ["bot", "p0"], "ownerId": "p0"}
    gateway.ask("create", people=[{"id": "p0", "name": "小明"}], rooms=[room])
    gateway.ask("login")


async def test_an_encrypted_line_is_checked_and_works(tmp_path):
    with node_gateway(tls=True) as gateway:
        gateway.ask("create", people=[], rooms=[])
        gateway.ask("login")
        (tmp_path / "ca.pem").write_text(gateway.certificate())
        tls = TlsSettings(ca_file=str(tmp_path / "ca.pem"), server_name="insecure")
        async with running(channel_to(gateway.endpoint, tls=tls)) as heard:
            await state(heard, AccountState.LOGGED_IN)
        async with running(channel_to(gateway.endpoint, tls=TlsSettings())) as distrusting:
            away = await state(distrusting, AccountState.AWAY)

    assert "SSL" in away.reason
