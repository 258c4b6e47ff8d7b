"""People: found, merged and parted, given out, erased; as a colleague does it in a browser."""

import asyncio
import json
import zipfile

import pytest
import pytest_asyncio
from playwright.async_api import expect

XSS = "<img src=x onerror=alert(1)>"


@pytest_asyncio.fixture(loop_scope="session")
async def pair(demo):
    """Two people of the demo whom no other story touches: the newest two with a name."""

    async def enough():
        people = (await demo.get("/people", limit=500))["items"]
        found = [one for one in people if one["name"] and not one["tags"]]
        return found if len(found) > 20 else None

    people = await demo.until(enough)
    return people[-1], people[-2]


async def _find(page, text):
    field = page.get_by_role("textbox", name="查找成员")
    await field.fill(text)
    return field


@pytest.mark.parametrize("phone", [False, True])
async def test_people_are_found_while_one_types_and_opened_by_the_keyboard(
    open_page, demo, pair, axe, shot, phone
):
    one, _ = pair
    page = await open_page("/people", phone=phone)
    await expect(page.get_by_role("link").filter(has_text="10001")).to_be_visible()
    await axe(page)
    await shot(page, "people-phone" if phone else "people")
    field = await _find(page, str(one["student_id"]))
    row = page.get_by_role("listitem").filter(has_text=str(one["student_id"]))
    await expect(row).to_have_count(1)
    await field.press("ArrowDown")
    await field.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text(one["name"])
    await expect(page).to_have_url(f"{demo.url}/people/{one['student_id']}")


async def test_enter_opens_nobody_who_was_found_for_other_words(open_page, demo, pair):
    one, other = (str(each["student_id"]) for each in pair)
    page = await open_page(f"/people?find={one}")
    await expect(page.get_by_role("listitem").filter(has_text=one)).to_have_count(1)
    answer = asyncio.Event()

    async def late(route):
        await answer.wait()
        await route.continue_()

    await page.route(f"**/api/v1/people?find={other}*", late)
    field = await _find(page, other)
    await expect(page).to_have_url(f"{demo.url}/people?find={other}")
    await field.press("Enter")
    answer.set()
    await expect(page.get_by_role("listitem").filter(has_text=other)).to_have_count(1)
    await expect(page).to_have_url(f"{demo.url}/people?find={other}")
    await field.press("Enter")

    await expect(page).to_have_url(f"{demo.url}/people/{other}")


async def test_the_menu_leads_from_who_was_found_back_to_everybody(open_page, pair):
    one, _ = pair
    page = await open_page(f"/people?find={one['student_id']}")
    field = page.get_by_role("textbox", name="查找成员")
    await expect(field).to_have_value(str(one["student_id"]))
    await page.get_by_role("menu").get_by_role("link", name="成员").click()

    await expect(field).to_have_value("")
    await expect(page.get_by_role("link").filter(has_text="10001")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
async def test_a_person_has_one_page_with_every_side(open_page, demo, pair, axe, shot, phone):
    one, _ = pair
    await demo.post(f"/people/{one['student_id']}/notes/add", {"text": f"家长 {XSS}"})
    page = await open_page(f"/people/{one['student_id']}", phone=phone, dark=phone)
    await expect(page.get_by_text(XSS).first).to_be_visible()
    for tab in ("概况", "时间线", "消息", "信誉"):
        await page.get_by_role("tab", name=tab).press("Enter")  # a new alert may lie over it
        await expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        await page.wait_for_load_state("networkidle")
        await axe(page)
    await page.get_by_role("tab", name="概况").press("Enter")
    await expect(page.get_by_text(XSS).first).to_be_visible()
    await shot(page, "person-phone" if phone else "person")


async def test_a_colleague_gives_a_tag_and_writes_a_note(open_page, pair):
    one, _ = pair
    page = await open_page(f"/people/{one['student_id']}", role="agent")
    await page.get_by_role("combobox", name="加标签").fill("老学员")
    await page.get_by_role("combobox", name="加标签").press("Enter")
    await expect(page.get_by_role("button", name="去掉标签 老学员")).to_be_visible()
    await page.get_by_role("textbox", name="写下同事需要知道的事").fill("周五晚上回电")
    await page.get_by_role("button", name="保存备注").click()
    await expect(page.get_by_text("周五晚上回电").first).to_be_visible()
    await page.get_by_role("button", name="去掉标签 老学员").click()

    await expect(page.get_by_role("button", name="去掉标签 老学员")).to_have_count(0)


async def test_two_people_are_merged_and_parted_again(open_page, demo, pair, axe, shot):
    new, old = pair
    page = await open_page(f"/people/{new['student_id']}")
    await page.get_by_role("button", name="合并").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("combobox").fill(str(old["student_id"]))
    await page.locator(".ant-select-item-option").first.wait_for()
    await dialog.get_by_role("combobox").press("Enter")
    await expect(dialog.get_by_text("合错了可以随时拆分")).to_be_visible()
    await axe(page)
    await shot(page, "people-merge")
    await dialog.get_by_role("button", name="合并").click()

    await expect(page).to_have_url(f"{demo.url}/people/{old['student_id']}")
    await expect(page.get_by_text(f"由 {new['student_id']} 合并而来")).to_be_visible()
    await page.get_by_role("button", name="拆分").first.click()
    await page.locator(".ant-popconfirm").get_by_role("button", name="拆分").click()
    await expect(page.get_by_text("已拆分").first).to_be_visible()
    parted = await demo.get(f"/people/{new['student_id']}")
    assert parted["student_id"] == new["student_id"]


async def test_a_window_that_is_closed_gives_the_keyboard_back_to_its_button(open_page, pair):
    one, _ = pair
    page = await open_page(f"/people/{one['student_id']}")
    for name in ("合并", "导出", "删除此人的数据"):
        button = page.get_by_role("button", name=name)
        await button.press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)

        await expect(button).to_be_focused()


async def test_an_export_is_downloaded(open_page, pair, tmp_path):
    one, _ = pair
    page = await open_page(f"/people/{one['student_id']}")
    await page.get_by_role("button", name="导出").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("本人要求")
    async with page.expect_download() as coming:
        await dialog.get_by_role("button", name="导出").click()
    file = await coming.value
    await file.save_as(tmp_path / "person.zip")

    assert file.suggested_filename == f"person-{one['student_id']}.zip"
    with zipfile.ZipFile(tmp_path / "person.zip") as packed:
        assert json.loads(packed.read("data.json"))["student_id"] == one["student_id"]


async def test_an_erasure_needs_the_number_typed(open_page, demo, pair, axe, shot):
    _, one = pair
    page = await open_page(f"/people/{one['student_id']}")
    await page.get_by_role("button", name="删除此人的数据").press("Enter")
    dialog = page.get_by_role("dialog")
    erase = dialog.get_by_role("button", name="永久删除")
    await dialog.get_by_role("textbox", name="原因").fill("本人来信要求")
    await dialog.get_by_role("textbox", name="输入学号").fill("10001")
    await expect(dialog.get_by_text("将删除")).to_be_visible()
    await expect(erase).to_be_disabled()
    await axe(page)
    await shot(page, "people-erase")
    await dialog.get_by_role("textbox", name="输入学号").fill(str(one["student_id"]))
    await erase.click()

    await expect(page.get_by_text("此人的数据已应要求删除")).to_be_visible(timeout=60_000)
    found = await demo.get("/people", find=one["name"])
    assert one["student_id"] not in [person["student_id"] for person in found["items"]]


async def test_what_could_not_be_looked_up_after_an_erasure_is_not_taken_for_todays(
    open_page, pair
):
    one, _ = pair
    page = await open_page(f"/people/{one['student_id']}")
    profile = f"**/api/v1/people/{one['student_id']}"
    await page.get_by_role("button", name="删除此人的数据").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="原因").fill("本人来信要求")
    await dialog.get_by_role("textbox", name="输入学号").fill(str(one["student_id"]))
    await page.route(profile, lambda route: route.abort())
    await dialog.get_by_role("button", name="永久删除").click()
    told = page.get_by_role("alert").filter(has_text="连接不到服务")
    await expect(told).to_be_visible()
    await page.unroute(profile)
    await told.get_by_role("button", name="重试").click()

    await expect(page.get_by_text("此人的数据已应要求删除")).to_be_visible(timeout=60_000)


async def test_who_only_looks_is_offered_nothing_to_change(open_page, pair):
    one, _ = pair
    page = await open_page(f"/people/{one['student_id']}", role="viewer")
    await expect(page.get_by_role("heading", level=1)).to_have_text(one["name"])

    for name in ("合并", "导出", "删除此人的数据", "保存备注"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
    await expect(page.get_by_role("combobox", name="加标签")).to_have_count(0)
