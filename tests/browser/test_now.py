"""What needs me now, alerts, deliveries and tasks: as people work with them in a browser."""

import re
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.core.effects import Severity
from bot.core.ids import StaffName
from storage.engine import Database, make_engine
from storage.service.alerts import Alerts
from storage.settings import StorageSettings
from tests.browser.writing import TEXT, a_held_post, a_link, a_task, an_alert, written


@pytest_asyncio.fixture(loop_scope="session")
async def database(demo):
    """The demo's own database, beside the service that works on it."""
    found = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{demo.folder}/demo.db")))
    yield found
    await found.close()


@pytest_asyncio.fixture(loop_scope="session")
async def now(demo):
    """The time by the demo's clock, which runs ahead."""
    return datetime.fromisoformat((await demo.get("/house"))["now"])


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(demo):
    """Somebody of the demo's staff."""
    return (await demo.get("/tasks/people"))["items"][0]["name"]


async def titles(demo) -> dict[str, str]:
    """What each colleague is called."""
    found: dict[str, str] = (await demo.get("/house"))["staff_titles"]
    return found


LOOKS = [
    pytest.param({}, id="desk"),
    pytest.param({"phone": True, "dark": True, "language": "en-GB"}, id="phone-dark-english"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def much(database, now, colleague):
    """Something on each of the pages."""
    await an_alert(database, now)
    await a_held_post(database, now)
    await a_task(database, now, colleague, due=now - timedelta(minutes=5))


@pytest.mark.usefixtures("much")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/now", "/alerts", "/deliveries", "/tasks"])
async def test_each_page_is_accessible_in_every_look(open_page, axe, shot, path, look, request):
    page = await open_page(path, **look)

    await page.locator("[data-kind], [data-alert], [data-delivery], [data-task]").first.wait_for()
    if path == "/now":
        await page.locator("[data-measure=messages] strong").wait_for()
    await shot(page, f"{path[1:]}-{request.node.callspec.id.split('-', 1)[1]}")
    await axe(page)
    width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "it scrolls sideways"


async def test_what_waits_is_listed_with_figures_of_today_beside_it(database, now, open_page):
    alert = await an_alert(database, now, severity=Severity.CRITICAL)

    page = await open_page("/now")

    urgent = page.get_by_role("region", name="马上处理")
    await expect(urgent).to_contain_text("10 分钟内进来 20 人 <img")
    await expect(page.locator("[data-measure=messages] strong")).to_have_text(re.compile(r"\d+"))
    assert alert


async def test_an_alert_is_put_off_where_it_stands(demo, database, now, open_page):
    alert = await an_alert(database, now, severity=Severity.CRITICAL, reason=f"再等等 {now}")
    page = await open_page("/now")
    line = page.locator("[data-kind=alert]").filter(has_text=f"再等等 {now}")

    await line.get_by_role("button", name="稍后提醒").click()
    await page.get_by_role("menuitem", name="2 小时后").click()

    await expect(line).to_contain_text("再提醒")
    shown = await demo.get(f"/alerts/{alert}")
    told_again = datetime.fromisoformat(shown["next_at"])
    assert shown["state"] == "open"
    assert told_again >= now + timedelta(hours=2)


async def test_colleagues_are_called_by_their_titles(demo, database, now, open_page):
    name, title = next(iter((await titles(demo)).items()))
    await a_task(database, now, name, key=f"title{now}", title="看看称呼")

    page = await open_page("/tasks?whose=all")

    task = page.locator("[data-task]").filter(has_text="看看称呼")
    await expect(task).to_contain_text(f"负责人 {title}")


async def test_an_alert_is_taken_on_where_it_stands_and_goes_from_the_list(
    demo, database, now, open_page
):
    alert = await an_alert(database, now, severity=Severity.CRITICAL, reason=f"冲群 {now}")
    page = await open_page("/now")
    line = page.locator("[data-kind=alert]").filter(has_text=f"冲群 {now}")

    await line.get_by_role("button", name="由我处理").click()

    await expect(line).to_have_count(0)
    shown = await demo.get(f"/alerts/{alert}")
    assert shown["state"] == "acknowledged"
    assert shown["acknowledged_by"].startswith("admin-")


async def test_the_second_to_take_an_alert_on_is_told_who_was_first(demo, database, now, open_page):
    alert = await an_alert(database, now)
    page = await open_page(f"/alerts?id={alert}")
    take = page.get_by_role("button", name="由我处理")
    await take.wait_for()
    # The page does not know yet that somebody was quicker.
    before = await demo.get(f"/alerts/{alert}")
    await page.route(f"**/api/v1/alerts/{alert}", lambda route: route.fulfill(json=before))
    async with written(database) as connection:
        await Alerts(connection).acknowledge(alert, author="li", now=now)

    await take.click()

    await expect(page.get_by_text("li 已经接手了")).to_be_visible()


_WATCHED = """
window.tones = 0;
window.Notification = class {
  static permission = "granted";
  constructor(title, {body}) { document.documentElement.dataset.told += body; }
};
Object.defineProperty(document, "visibilityState", {get: () => "hidden"});
const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.tones++; return make.call(this); };
localStorage["groupkeeper.console"] ??= JSON.stringify({desktop: true});
"""


async def test_a_new_alert_shows_itself_is_heard_and_is_told_by_the_browser(
    demo, database, now, open_page, axe, shot
):
    older = await an_alert(database, now, reason="早些时候的", group="older")
    page = await open_page("/account", popups=True)
    await page.context.add_init_script(_WATCHED)
    await page.reload()
    await page.get_by_role("heading", name="我的账号").wait_for()
    await page.wait_for_load_state("networkidle")

    await an_alert(database, now, reason="群里刚刚进来 20 人")
    await demo.post(f"/alerts/{older}/acknowledge")  # told live, unlike what another process wrote

    told = re.compile("群里刚刚进来 20 人")
    await expect(page.locator("html")).to_have_attribute("data-told", told)
    notice = page.get_by_role("alert").filter(has=page.get_by_role("button", name="查看"))
    await expect(notice).to_have_count(1)
    await shot(page, "new-alert")
    await axe(page)
    assert await page.evaluate("window.tones") >= 2
    await notice.get_by_role("button", name="查看").click()
    await page.wait_for_url("**/alerts*")  # the demo may have raised others meanwhile
    await expect(notice).to_have_count(0)


async def test_an_alert_is_taken_on_by_its_signed_link_once(
    demo, database, now, colleague, open_page, shot
):
    alert = await an_alert(database, now)
    link = await a_link(database, now, alert, colleague)
    page = await open_page(link, role=None, phone=True)

    await expect(page.get_by_role("heading")).to_contain_text(f"#{alert}")
    assert (await demo.get(f"/alerts/{alert}"))["state"] == "open"
    await shot(page, "alert-link-phone")
    await page.get_by_role("button", name="由我处理").click()
    await expect(page.get_by_text("由您处理")).to_be_visible()
    shown = await demo.get(f"/alerts/{alert}")
    await page.goto(link)

    assert (shown["state"], shown["acknowledged_by"]) == ("acknowledged", colleague)
    await expect(page.get_by_role("heading")).to_contain_text("链接已用过")
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_a_task_is_copied_and_done_on_a_phone(demo, database, now, colleague, open_page):
    await a_task(database, now, colleague, title=f"预告 {now}")
    page = await open_page("/tasks?whose=all", phone=True)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = page.locator("[data-task]").filter(has_text=f"预告 {now}")

    await card.get_by_role("button", name="复制").click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    await card.get_by_role("button", name="已完成").click()

    await expect(card).to_have_count(0)
    assert copied == TEXT
    tasks = (await demo.get("/tasks", state="done"))["items"]
    assert f"预告 {now}" in [one["title"] for one in tasks]


async def test_a_task_that_one_cannot_do_goes_to_the_next_with_the_reason(
    demo, database, now, open_page
):
    people = [one["name"] for one in (await demo.get("/tasks/people"))["items"]]
    line = tuple(StaffName(one) for one in people[1:2])
    await a_task(database, now, people[0], title=f"换人 {now}", stand_ins=line)
    page = await open_page("/tasks?whose=all", phone=True)
    card = page.locator("[data-task]").filter(has_text=f"换人 {now}")

    await card.get_by_role("button", name="我做不了").click()
    await page.get_by_role("dialog").get_by_label("原因").fill("今天出差")
    await page.get_by_role("dialog").get_by_role("button", name="我做不了").click()

    await expect(card).to_contain_text(f"负责人 {(await titles(demo))[people[1]]}")
    await card.get_by_role("button", name="经过").click()
    await expect(card).to_contain_text("今天出差")


async def test_a_task_is_given_to_a_colleague(demo, database, now, open_page):
    people = (await demo.get("/tasks/people"))["items"]
    await a_task(database, now, people[0]["name"], title=f"转交 {now}")
    page = await open_page("/tasks?whose=all", phone=True)
    card = page.locator("[data-task]").filter(has_text=f"转交 {now}")

    await card.get_by_role("button", name="转给同事").click()
    await page.get_by_role("dialog").get_by_role("radio").first.check()
    await page.get_by_role("dialog").get_by_role("button", name="转给同事").click()

    await expect(card).to_contain_text(f"负责人 {(await titles(demo))[people[1]['name']]}")


async def test_a_held_post_that_was_posted_by_hand_is_marked_as_sent(
    demo, database, now, open_page
):
    number = await a_held_post(database, now)
    page = await open_page(f"/deliveries?id={number}")

    await page.get_by_role("button", name="其实已发出").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="其实已发出")).to_be_disabled()
    await dialog.get_by_label("怎么知道的").fill("群里已经看到")
    await dialog.get_by_role("button", name="其实已发出").click()

    await expect(page.get_by_role("button", name="仍然发送")).to_have_count(0)
    await expect(page.locator("[data-delivery]")).to_contain_text("sent by admin-")
    assert (await demo.get(f"/deliveries/{number}"))["state"] == "sent"


async def test_a_viewer_sees_what_waits_and_can_do_nothing_about_it(
    database, now, colleague, open_page
):
    alert = await an_alert(database, now)
    await a_held_post(database, now)
    await a_task(database, now, colleague)
    acts = re.compile("由我处理|仍然发送|其实已发出|不发了|我做不了|转给同事|认领")
    for path in ("/now", f"/alerts?id={alert}", "/deliveries", "/tasks?whose=all"):
        page = await open_page(path, role="viewer")
        await page.locator(
            "[data-kind], [data-alert], [data-delivery], [data-task]"
        ).first.wait_for()
        await expect(page.get_by_role("button", name=acts)).to_have_count(0)
        await page.context.close()


async def test_an_alert_raised_while_one_looks_stands_there_at_once(demo, database, now, open_page):
    page = await open_page("/alerts")
    await page.get_by_role("heading", name="提醒").wait_for()
    before = {one["id"] for one in (await demo.get("/alerts", state="open"))["items"]}

    async def newer():
        return [
            one
            for one in (await demo.get("/alerts", state="open"))["items"]
            if one["id"] not in before
        ]

    [newest, *_] = await demo.until(newer, seconds=60)

    await expect(page.locator(f"[data-alert='{newest['id']}']")).to_be_visible()
