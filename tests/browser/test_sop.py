"""The calendar of plans and a plan at work, as ops see them."""

import pytest
from playwright.async_api import expect


async def at_work(demo):
    """The demo's plan, once it has steps that were done: its first day."""

    async def looked():
        grid = await demo.get("/plans/demo-day/grid")
        cells = [cell for column in grid["items"] for cell in column["cells"]]
        return grid if any(cell["standing"] == "done" for cell in cells) else None

    grid = await demo.until(looked)
    return grid["items"][0]["run"]["starts_on"]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
async def test_the_calendar_shows_day_week_and_month(open_page, demo, axe, shot, phone):
    day = await at_work(demo)
    page = await open_page(f"/sop/calendar?day={day}", phone=phone)
    line = page.get_by_role("button", name="早上开场").first
    await expect(line).to_be_visible()
    await shot(page, f"calendar-week-{'phone' if phone else 'desk'}")
    await axe(page)

    await page.get_by_text("月", exact=True).click()
    await page.wait_for_url("**view=month*")
    await expect(page.get_by_role("button", name="晚安").first).to_be_visible()
    await shot(page, f"calendar-month-{'phone' if phone else 'desk'}")
    await axe(page)

    await page.get_by_text("日", exact=True).click()
    await page.wait_for_url("**view=day*")
    await expect(line).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_line_of_the_calendar_tells_its_rooms_and_leads_to_them(open_page, demo, axe):
    day = await at_work(demo)
    page = await open_page(f"/sop/calendar?view=day&day={day}", dark=True)
    await page.get_by_role("button", name="早上开场").first.click()

    drawer = page.get_by_role("dialog")
    await expect(drawer.get_by_text("已完成").first).to_be_visible()
    await axe(page)
    await drawer.get_by_role("link", name="英语学习打卡群").click()
    await page.wait_for_url("**/rooms/1*")


async def test_the_calendar_can_be_sent_as_an_address(open_page, demo):
    day = await at_work(demo)
    page = await open_page(f"/sop/calendar?view=day&day={day}&person=lin")
    await expect(page.get_by_role("button", name="老成员带头打卡")).to_be_visible()
    await expect(page.get_by_role("button", name="早上开场")).to_have_count(0)

    await page.get_by_role("button", name="清除筛选").click()

    await expect(page.get_by_role("button", name="早上开场").first).to_be_visible()
    assert "person" not in page.url


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
async def test_a_plan_at_work_is_a_grid_of_steps_by_rooms(open_page, demo, axe, shot, phone):
    await at_work(demo)
    page = await open_page("/sop/runs", phone=phone)
    await page.get_by_role("link", name="演示的一天").click()
    cell = page.get_by_role("button", name="英语学习打卡群，早上开场：已完成")
    await expect(cell).to_be_visible()
    await shot(page, f"run-{'phone' if phone else 'desk'}")
    await axe(page)

    await cell.click()

    await expect(page.get_by_role("dialog").get_by_text("谁")).to_be_visible()
    await axe(page)


async def test_a_step_to_come_is_left_out_with_the_reason_in_the_audit(open_page, demo):
    await at_work(demo)
    page = await open_page("/sop/runs/demo-day")
    await page.get_by_role("button", name="英语学习打卡群，晚间小结：未到时间").click()
    await page.get_by_role("dialog").get_by_role("button", name="跳过这一步").click()
    ask = page.get_by_role("dialog", name="跳过这一步")
    await ask.get_by_label("原因").fill("今天不总结")
    await ask.get_by_role("button", name="跳过这一步").click()

    await expect(page.get_by_role("dialog")).to_have_count(0)
    noted = [one for one in (await demo.get("/audit"))["items"] if one["reason"] == "今天不总结"]
    assert noted


async def test_a_viewer_looks_and_finds_nothing_to_press(open_page, demo):
    await at_work(demo)
    page = await open_page("/sop/runs/demo-day", role="viewer")
    await page.get_by_role("button", name="英语学习打卡群，晚间小结").click()

    await expect(page.get_by_role("dialog").get_by_text("谁")).to_be_visible()
    for name in ("暂停", "停止", "跳过这一步", "改时间"):
        await expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    answer = await page.request.post("/api/v1/plans/demo-day/pause", data={"reason": "anyway"})
    assert answer.status == 403
