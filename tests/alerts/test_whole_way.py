"""An alert's whole way through the running service: raised, told, answered, passed on."""

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.alerting import AlertState
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import AlertId
from tests.support.service import a_place, service_for

STAFF = """
staff:
  - {{name: wang, title: 王老师, accounts: [{{channel: sim, name: 王老师}}]}}
  - {{name: li, title: 李老师, accounts: [{{channel: sim, name: 李老师}}], targets: [{targets}]}}
rooms: {{defaults: {{staff: [wang, li]}}}}
alerts: {{escalate_after: 2m, fallback_staff: [wang, li]}}
"""
TROUBLE = RaiseAlert(
    kind="gateway",
    severity=Severity.CRITICAL,
    reason="账号 wx 已 5 分钟没有响应",
    advice="请查看网关",
    group="gateway:wx",
)


def community():
    place = a_place()
    place.room("英语学习打卡群", "王老师", "李老师", "小明")
    return place


async def raise_alert(here):
    await here.until(lambda f: f.people >= 3)
    async with here.service.store.write() as unit:
        await unit.apply([TROUBLE], now=here.service.clock.now())


async def alert_one(here):
    return await here.look(lambda unit: unit.alerts.get(AlertId(1)))


async def test_a_colleague_is_told_answers_and_nobody_else_is_disturbed(store_url, tmp_path):
    place = community()
    async with service_for(place, store_url, tmp_path, STAFF.format(targets="")) as here:
        await raise_alert(here)
        told = await here.told("王老师", "账号 wx")
        place.tells("王老师", "收到 1")
        answer = await here.told("王老师", "好的")
        alert = await alert_one(here)

    assert "回复「收到 1」" in told
    assert answer == "好的，提醒 1 由您处理。"
    assert (alert.state, alert.acknowledged_by) == (AlertState.ACKNOWLEDGED, "wang")
    assert place.told("李老师") == []


async def test_without_an_answer_the_next_is_told_by_every_way_there_is(store_url, tmp_path):
    hooked = []

    async def keep(request):
        hooked.append((await request.json())["message"])
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", keep)
    place = community()
    async with TestServer(app) as server:
        more = STAFF.format(targets=f"'json://127.0.0.1:{server.port}/hook'")
        async with service_for(place, store_url, tmp_path, more) as here:
            await raise_alert(here)
            await here.told("李老师", "账号 wx")

            async def arrived():
                return bool(hooked)

            await here.eventually(arrived)
            alert = await alert_one(here)

    assert len(place.told("王老师")) == 1
    assert "请查看网关" in hooked[0]
    assert (alert.told, alert.next_at) == (("wang", "li"), None)


async def test_somebody_who_is_no_colleague_takes_nothing_on(store_url, tmp_path):
    place = community()
    async with service_for(place, store_url, tmp_path, STAFF.format(targets="")) as here:
        await raise_alert(here)
        await here.told("王老师", "账号 wx")
        place.tells("小明", "收到 1")
        await here.until(lambda f: f.messages >= 2)
        alert = await alert_one(here)

    assert alert.state is AlertState.OPEN
