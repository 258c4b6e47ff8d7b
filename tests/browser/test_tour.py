"""The demo's bar: whoever comes in by its link is guided, lets members speak, runs time faster."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import running_demo


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo(tmp_path_factory):
    """A demo of its own: its link is good once."""
    async with running_demo(tmp_path_factory.mktemp("tour")) as found:
        yield found


async def test_whoever_comes_in_by_the_link_is_guided_and_may_skip_it(open_page, demo, axe, shot):
    page = await open_page(demo.link, role=None)
    await page.get_by_role("button", name="进入控制台").click()

    guide = page.get_by_role("region", name="导览")
    await expect(guide).to_contain_text("欢迎来到示例社群")
    await shot(page, "tour-guide")
    await axe(page)
    await guide.get_by_role("button", name="下一步").click()
    await expect(page).to_have_url(re.compile("/now$"))
    await guide.get_by_role("button", name="跳过导览").click()
    await expect(guide).to_have_count(0)

    await page.reload()
    await page.get_by_role("complementary", name="演示条").wait_for()
    await expect(page.get_by_role("region", name="导览")).to_have_count(0)


async def test_an_advert_that_a_member_posts_becomes_a_case_one_can_go_to(
    open_page, demo, axe, shot
):
    page = await open_page("/now")
    await page.get_by_role("button", name="以成员身份说句话").click()
    await axe(page)
    await page.get_by_role("button", name="发一条广告", exact=True).click()

    case = page.locator("[data-step=case]")
    await expect(case).to_contain_text("立案")
    await expect(page.locator("[data-step=suspect]")).to_contain_text("「")
    await expect(page.locator("[data-step=told], [data-step=taken]").first).to_be_visible()
    await shot(page, "tour-advert")
    await axe(page)
    await case.get_by_role("link").click()
    await expect(page).to_have_url(re.compile("/review/"))
    await expect(page.get_by_text("日结兼职").first).to_be_visible()


async def test_a_buying_question_becomes_a_lead_also_on_a_phone(open_page, demo, axe, shot):
    page = await open_page("/now", phone=True, language="en-GB", dark=True)
    await page.get_by_role("button", name="Say something as a member").click()
    await page.get_by_role("button", name="Ask how to sign up").click()

    lead = page.locator("[data-step=lead]").first
    await expect(lead).to_contain_text("Noted as a lead")
    await shot(page, "tour-lead-phone")
    await axe(page)
    await lead.get_by_role("link").click()
    await expect(page).to_have_url(re.compile("/leads"))


async def test_ones_own_words_are_said_by_the_member_one_chose(open_page, demo):
    page = await open_page("/rooms")
    await page.get_by_role("button", name="以成员身份说句话").click()
    await page.get_by_label("说什么").fill("大家早，<b>今天</b>几点上课？")
    await page.get_by_role("button", name="说出去").click()

    kept = page.locator("[data-step=kept][data-done=true]")
    await expect(kept).to_contain_text("学号")
    await expect(page.locator("[data-step=came]")).to_be_visible()
    await kept.get_by_role("link").click()
    await expect(page.get_by_text("大家早，<b>今天</b>几点上课？").first).to_be_visible()


async def test_time_runs_faster_and_stands_still(open_page, demo):
    page = await open_page("/now")
    await page.get_by_text("×60", exact=True).click()

    async def speed():
        return (await demo.get("/demo"))["speed"]

    async def is_fast():
        return await speed() == 60

    await demo.until(is_fast)
    await page.get_by_role("img", name="暂停").click()

    async def stands():
        return await speed() == 0

    await demo.until(stands)
    first = (await demo.get("/demo"))["now"]
    assert (await demo.get("/demo"))["now"] == first
    await page.get_by_text("×10", exact=True).click()


async def test_the_guide_leads_into_a_room_and_ends_where_a_member_speaks(open_page, demo):
    page = await open_page("/now")
    await page.get_by_role("button", name="导览", exact=True).click()
    guide = page.get_by_role("region", name="导览")

    for card in ("先看", "看一个群"):
        await guide.get_by_role("button", name="下一步").click()
        await expect(guide).to_contain_text(card)
    await expect(page).to_have_url(re.compile(r"/rooms/\d+$"))
    for card in ("快进", "自己的群", "轮到你"):
        await guide.get_by_role("button", name="下一步").click()
        await expect(guide).to_contain_text(card)
    await expect(page).to_have_url(re.compile(r"/rooms/\d+$"))
    await guide.get_by_role("button", name="开始试").click()
    await page.get_by_role("button", name="发一条广告", exact=True).click()

    await expect(page.locator("[data-step=said]")).to_contain_text("【日结兼职】")
    await expect(page.get_by_role("main")).to_contain_text("【日结兼职】")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
async def test_a_new_alert_covers_nothing_one_writes_in_or_presses_at_the_foot(
    open_page, demo, phone
):
    tour = await demo.get("/demo")
    said = {"room": tour["rooms"][0]["ref"], "text": tour["examples"][0]["text"]}
    page = await open_page("/rooms/1", popups=True, phone=phone)
    composer = page.get_by_label("说点什么")
    await composer.wait_for()

    await demo.post("/demo/say", said)

    notice = page.get_by_role("alert").filter(has=page.get_by_role("button", name="查看"))
    await notice.wait_for()
    place = await notice.bounding_box()
    for pressed in (composer, page.get_by_role("complementary", name="演示条")):
        box = await pressed.bounding_box()
        assert place
        assert box
        below, above = place["y"] >= box["y"] + box["height"], place["y"] + place["height"]
        assert below or above <= box["y"], (place, box)
