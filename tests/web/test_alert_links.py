"""Links by which colleagues take alerts on from WeCom, DingTalk, Feishu or e-mail."""

from datetime import timedelta

import pytest

from bot.core.alert_links import LASTS, PATH, AlertLink, write_link
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import AlertId, StaffName
from bot.core.signing import LINKS
from tests.support.builders import NOON, after
from tests.web.talk import apply

ADVERT = RaiseAlert(
    kind="advert",
    severity=Severity.WARNING,
    reason="同一内容 10 分钟内发送 4 次 <b>",
    advice="核实",
    group="g",
)


async def a_link(service, *, staff="wang", alert=1, expires=NOON + LASTS):
    async with service.write() as unit:
        secret = await unit.secrets.value(LINKS, NOON)
    link = AlertLink(
        alert=AlertId(alert), staff=StaffName(staff), target="apprise:0", expires=expires
    )
    return PATH + write_link(link, secret)


async def opened(client, path):
    async with client.get(path) as response:
        return response.status, await response.text(), response.headers


async def pressed(client, path, **button):
    async with client.post(path, data=button or None) as response:
        return response.status, await response.text()


async def state_of(service, alert=1):
    async with service.store.read() as unit:
        found = await unit.alerts.get(AlertId(alert))
    return found.state.value, found.acknowledged_by


async def test_a_preview_of_the_link_shows_the_head_and_takes_nothing_on(client, service):
    await apply(service, ADVERT)
    path = await a_link(service)

    looks = [await opened(client, path) for _ in range(3)]

    assert {status for status, _, _ in looks} == {200}
    assert "[提醒] 疑似广告 #1" in looks[0][1]
    assert "4 次 &lt;b&gt;" in looks[0][1]
    assert await state_of(service) == ("open", None)


async def test_the_button_takes_the_alert_on_in_the_name_of_whom_it_was_sent_to(
    api, client, service
):
    await apply(service, ADVERT)

    status, text = await pressed(client, await a_link(service))

    assert (status, "由您处理" in text) == (200, True)
    assert await state_of(service) == ("acknowledged", "wang")
    [line] = (await api.get("/audit", author="wang")).items
    assert (line["action"], line["subject"]) == ("alert.acknowledge", "alert:1")
    assert line["details"] == {
        "before": {"state": "open", "acknowledged_by": None},
        "after": {"state": "acknowledged", "acknowledged_by": "wang"},
        "link": "apprise:0",
    }
    assert service.changes == 1


async def test_a_second_tap_is_told_that_the_link_is_used(client, service):
    await apply(service, ADVERT)
    path = await a_link(service)
    await pressed(client, path)

    again = await pressed(client, path)
    looked = await opened(client, path)

    assert (again[0], looked[0]) == (410, 410)
    assert "Link used" in again[1]
    assert "4 次" not in again[1] + looked[1]


async def test_a_link_of_an_alert_that_somebody_else_has_is_used_too(api, client, service):
    await apply(service, ADVERT)
    await api.post("/alerts/1/acknowledge")

    status, _ = await pressed(client, await a_link(service))

    assert status == 410
    assert await state_of(service) == ("acknowledged", "api")


async def test_a_link_is_void_after_a_week(client, service):
    await apply(service, ADVERT)
    path = await a_link(service)
    service.clock.move(LASTS - timedelta(seconds=1))
    in_time = await opened(client, path)
    service.clock.move(timedelta(seconds=1))

    late = await pressed(client, path)

    assert (in_time[0], late[0]) == (200, 410)
    assert "4 次" not in late[1]
    assert await state_of(service) == ("open", None)


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"),
        lambda key: ("B" if key[0] != "B" else "C") + key[1:],
        lambda key: key.partition(".")[0],
        lambda key: key.partition(".")[0] + ".",
        lambda key: "." + key.partition(".")[2],
        lambda _key: "x",
        lambda _key: "." * 900,
        lambda key: key + "." + key,
    ],
    ids=["mark", "words", "no mark", "empty mark", "no words", "short", "dots", "twice"],
)
async def test_a_forged_link_leads_nowhere_and_says_nothing(client, service, change):
    await apply(service, ADVERT)
    path = await a_link(service)

    status, text = await pressed(client, PATH + change(path.removeprefix(PATH)))

    assert status == 404
    assert "4 次" not in text
    assert await state_of(service) == ("open", None)


async def test_a_link_of_whom_left_the_team_leads_nowhere(client, service):
    await apply(service, ADVERT)

    status, _ = await pressed(client, await a_link(service, staff="gone"))

    assert status == 404
    assert await state_of(service) == ("open", None)


async def test_before_any_link_was_sent_none_is_good(client, service):
    await apply(service, ADVERT)

    assert (await opened(client, PATH + "abc.def"))[0] == 404


async def test_the_page_runs_no_script_and_is_framed_by_nobody(client, service):
    await apply(service, ADVERT)

    _, _, headers = await opened(client, await a_link(service))

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("remind", "then"),
    [("30m", after(minutes=30)), ("2h", after(hours=2)), ("morning", after(hours=21))],
)
async def test_the_lesser_buttons_put_the_alert_off_for_whom_the_link_was_sent_to(
    api, client, service, remind, then
):
    await apply(service, ADVERT)
    path = await a_link(service)
    _, page, _ = await opened(client, path)
    status, text = await pressed(client, path, remind=remind)

    assert f'name="remind" value="{remind}"' in page
    assert (status, "到时再提醒您" in text) == (200, True)
    async with service.store.read() as unit:
        found = await unit.alerts.get(AlertId(1))
    assert (found.state.value, found.next_at, found.to) == ("open", then, "wang")
    [line] = (await api.get("/audit", author="wang")).items
    assert (line["action"], line["details"]["link"]) == ("alert.snooze", "apprise:0")
    assert line["details"]["before"] != line["details"]["after"]


async def test_what_was_put_off_can_be_taken_on_by_the_same_link_later(client, service):
    await apply(service, ADVERT)
    path = await a_link(service)
    await pressed(client, path, remind="2h")

    status, _ = await pressed(client, path)
    over, _ = await pressed(client, path, remind="2h")

    assert (status, over) == (200, 410)
    assert await state_of(service) == ("acknowledged", "wang")


@pytest.mark.parametrize("remind", ["", "never", "2h&remind=30m", "x" * 5000, "明早"])
async def test_a_time_that_is_no_choice_changes_nothing(client, service, remind):
    await apply(service, ADVERT)

    status, _ = await pressed(client, await a_link(service), remind=remind)

    assert status == 400
    assert await state_of(service) == ("open", None)
