"""The report of a Monday morning: what the days held, as charts, as a table, as a file."""

import csv
import re
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect
from sqlalchemy import select

from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.tables.judging import question
from storage.tables.people import identity
from storage.tables.talk import message
from tests.browser.conftest import PASSWORD

DAYS = 60
LOOKS = [
    pytest.param({}, id="desk"),
    pytest.param({"dark": True, "language": "en-GB"}, id="desk-dark-english"),
    pytest.param({"phone": True}, id="phone"),
    pytest.param({"phone": True, "dark": True, "language": "en-GB"}, id="phone-dark-english"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def past(demo):
    """Two months in the demo's first room, written behind its back: it has no past of its own."""
    now = datetime.fromisoformat((await demo.get("/house"))["now"])
    found = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{demo.folder}/demo.db")))
    async with found.write() as connection:
        people = await connection.execute(
            select(identity.c.id, identity.c.channel).where(~identity.c.own).limit(9)
        )
        members = people.all()
        for day in range(1, DAYS + 1):
            said = [
                _message(day, n, members[n % (3 + day % 6)], now - timedelta(days=day, minutes=n))
                for n in range(8 + day * 7 % 13)
            ]
            await connection.execute(message.insert(), said)
            await connection.execute(
                question.insert(), [_question(one, n) for n, one in enumerate(said[:3])]
            )
    await found.close()


def _message(day, n, who, at):
    return {
        "id": 1_000_000 + day * 1_000 + n,
        "channel": who.channel,
        "ref": f"past-{day}-{n}",
        "room_id": 1,
        "identity_id": who.id,
        "kind": "text",
        "text": "早上好",
        "sent_at": at,
        "received_at": at,
        "own": False,
    }


def _question(said, n):
    at = said["sent_at"]
    answered = None if n == 2 else at + timedelta(minutes=4 + n * 9)
    return {
        "message_id": said["id"],
        "room_id": 1,
        "asker_id": said["identity_id"],
        "asked_at": at,
        "due_at": at + timedelta(minutes=30),
        "answered_at": answered,
        "closed_at": at + timedelta(days=1) if answered is None else None,
    }


def number(page, card, name):
    """A number of a card, by the word above it."""
    pair = page.locator(f"[data-card={card}] dl.gk-figures-numbers > div")
    return pair.filter(has=page.get_by_text(name, exact=True)).locator("dd")


async def drawn(page):
    await expect(page.locator(".gk-figures-chart canvas")).to_have_count(6)
    await expect(page.locator(".ant-skeleton, .ant-spin-spinning, .gk-loading")).to_have_count(0)


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("view", ["charts", "table"])
async def test_the_report_is_accessible_in_every_look(open_page, axe, shot, look, view, request):
    page = await open_page("/figures" + ("?view=table" if view == "table" else ""), **look)

    if view == "charts":
        await drawn(page)
    else:
        await page.locator("table tbody tr").nth(28).wait_for()
    await page.get_by_text(re.compile("与之前的 28 天相比|Compared with the 28 days")).wait_for()
    name = request.node.callspec.id.removeprefix(f"{view}-")
    await shot(page, f"figures-{view}-{name}")
    if view == "charts":
        await page.locator("[data-card=questions] summary").click()
    await axe(page)
    width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "it scrolls sideways"


@pytest.mark.usefixtures("past")
async def test_a_chart_shows_what_a_day_held_where_one_points(open_page, shot):
    page = await open_page("/figures?days=7")
    await drawn(page)
    chart = page.locator("[data-card=talk] .gk-figures-chart")
    before = await chart.screenshot()

    await chart.hover()
    await page.wait_for_timeout(500)  # a canvas has no other sign of it

    assert await chart.screenshot() != before
    await shot(page, "figures-tooltip")


@pytest.mark.usefixtures("past")
async def test_the_numbers_are_those_of_the_api_and_are_set_beside_the_days_before(demo, open_page):
    page = await open_page("/figures?days=7&rooms=1")
    await drawn(page)
    now = await demo.get("/figures/days", days="7", rooms="1")
    said = next(one["total"] for one in now["figures"] if one["measure"] == "messages")

    messages = number(page, "talk", "消息")

    await expect(messages.locator("strong")).to_have_text(f"{said:,}")
    await expect(messages).to_contain_text(re.compile("比之前|与之前持平"))
    await expect(number(page, "questions", "等待中位数").locator("strong")).to_have_text("13 分钟")
    link = page.locator("[data-card=talk]").get_by_role("link")
    await expect(link).to_have_attribute("href", "/rooms/1")


@pytest.mark.usefixtures("past")
async def test_what_is_chosen_stands_in_the_address(open_page):
    page = await open_page("/figures")
    await drawn(page)

    await page.get_by_text("过去 7 天").click()
    await page.get_by_label("包括今天").click()
    await page.get_by_text("表", exact=True).click()

    await expect(page).to_have_url(re.compile(r"/figures\?days=7&today=1&view=table$"))
    await expect(page.get_by_text("今天还没过完")).to_be_visible()
    await expect(page.locator("tbody tr")).to_have_count(9)  # the whole, the days before, 7 days


@pytest.mark.usefixtures("past")
async def test_the_table_is_saved_as_a_file_for_excel(open_page, tmp_path):
    page = await open_page("/figures?days=7&rooms=1")
    await drawn(page)

    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="下载 CSV").click()
    file = await waiting.value

    await file.save_as(tmp_path / "saved.csv")
    text = (tmp_path / "saved.csv").read_text(encoding="utf-8-sig")
    head, *rows = list(csv.reader(text.splitlines()))
    assert re.fullmatch(r"figures-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv", file.suggested_filename)
    assert head[:3] == ["日期", "消息", "发言人数"]
    assert len(rows) == 7
    assert all(int(row[1]) > 0 for row in rows)


@pytest.mark.usefixtures("past")
async def test_charts_follow_the_window(open_page):
    page = await open_page("/figures")
    await drawn(page)
    canvas = page.locator("[data-card=talk] canvas")

    await page.set_viewport_size({"width": 390, "height": 844})

    await page.wait_for_function(
        "document.querySelector('[data-card=talk] canvas').clientWidth <= 360"
    )
    width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "it scrolls sideways"
    await expect(canvas).to_be_visible()


@pytest.mark.usefixtures("past")
async def test_whoever_may_see_one_room_gets_the_figures_of_that_room(demo, open_page):
    may = [{"role": "viewer", "room": 2}]
    who = {"name": f"of-room-2-{next(demo.names)}", "role": None, "grants": may}
    made = await demo.post("/logins/make", who)
    page = await open_page("/sign-in", role=None)
    key = {"key": made["key"], "password": PASSWORD}
    assert (await page.context.request.post("/api/v1/session/welcome", data=key)).ok

    await page.goto("/figures?days=7")
    # The past that was written is the first room's.
    await expect(page.get_by_text("这几天还没有数字")).to_be_visible()
    await page.get_by_role("button", name="看今天的").click()
    await drawn(page)
    await page.goto("/figures?rooms=1")
    await expect(page.get_by_text("没有群 1")).to_be_visible()
