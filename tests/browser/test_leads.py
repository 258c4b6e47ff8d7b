"""The board of leads in a browser: claimed, handed over, won; by mouse, keyboard and thumb."""

from pathlib import Path

from playwright.async_api import expect

_STREAM = "**/api/v1/stream*"


async def _open_leads(demo, least=3):
    async def look():
        found = (await demo.get("/leads", state="open", limit=50))["items"]
        return found if len(found) >= least else None

    return await demo.until(look)


def _card(page, lead):
    link = page.locator(f'a[href="/leads?lead={lead["id"]}"]')
    return page.get_by_role("listitem").filter(has=link)


def _text(file):
    return Path(file).read_text(encoding="utf-8")


async def _becomes(demo, lead, state):
    async def look():
        found = await demo.get(f"/leads/{lead['id']}")
        return found if found["state"] == state else None

    return await demo.until(look)


async def test_sales_claims_a_lead_notes_what_was_said_and_wins_it(demo, open_page, axe, shot):
    lead = (await _open_leads(demo))[0]
    page = await open_page("/leads", role="sales")
    card = _card(page, lead)
    await expect(card.locator("mark").first).to_be_visible()
    await axe(page)
    await shot(page, "leads")

    await card.get_by_role("button", name="认领").click()
    await expect(page.get_by_role("region", name="跟进中").locator("li").first).to_be_visible()
    mine = await _becomes(demo, lead, "claimed")
    assert mine["owner"].startswith("sales-")

    await _card(page, lead).get_by_role("link").last.click()
    whole = page.get_by_role("dialog")
    await whole.get_by_label("备注").fill("周六来试听")
    await whole.get_by_role("button", name="记一笔").click()
    await expect(whole.get_by_text("周六来试听")).to_be_visible()
    await axe(page)
    await whole.get_by_role("button", name="成交").click()
    await page.get_by_label("原因").fill("报了周末班")
    await page.get_by_role("button", name="成交").last.click()

    won = await _becomes(demo, lead, "won")
    assert won["note"] == "报了周末班"
    await expect(whole.get_by_text("报了周末班")).to_be_visible()


async def test_the_second_to_claim_is_told_who_has_it(demo, open_page):
    lead = (await _open_leads(demo))[1]
    page = await open_page("/account", role="sales")
    await page.route(_STREAM, lambda route: route.abort())  # the news does not reach this page
    await page.goto("/leads")
    claim = _card(page, lead).get_by_role("button", name="认领")
    await expect(claim).to_be_visible()

    claimed = await demo.post(f"/leads/{lead['id']}/claim")
    await claim.click()

    told = page.get_by_text(f"{claimed['owner']} 已先一步：跟进中")
    await expect(told).to_be_visible()
    assert (await demo.get(f"/leads/{lead['id']}"))["owner"] == claimed["owner"]


async def test_a_card_is_dragged_to_another_stage(demo, open_page):
    lead = (await _open_leads(demo))[0]
    page = await open_page("/leads", role="manager")
    card = _card(page, lead)
    await expect(card).to_be_visible()

    await card.drag_to(page.get_by_role("region", name="跟进中"))
    await _becomes(demo, lead, "claimed")
    await _card(page, lead).drag_to(page.get_by_role("region", name="已流失"))
    await page.get_by_label("原因").fill("嫌贵")
    await page.get_by_role("button", name="流失").last.click()

    lost = await _becomes(demo, lead, "lost")
    assert lost["note"] == "嫌贵"


async def test_on_a_phone_a_lead_is_handed_over_by_its_menu(demo, open_page, axe, shot):
    lead = (await _open_leads(demo))[0]
    page = await open_page("/leads", role="manager", phone=True)
    await expect(_card(page, lead)).to_be_visible()
    await axe(page)
    await shot(page, "leads-phone")

    await _card(page, lead).get_by_role("button", name="操作").click()
    await page.get_by_role("menuitem", name="转给").click()
    owners = (await demo.get("/leads/board"))["owners"]
    await page.get_by_role("combobox", name="转给").click()
    await page.keyboard.type(owners[0])
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").locator(".ant-btn-primary").click()

    handed = await _becomes(demo, lead, "claimed")
    assert handed["owner"] == owners[0]


async def test_all_leads_come_as_a_file_that_excel_reads(demo, open_page):
    await _open_leads(demo)
    page = await open_page("/leads", role="viewer")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="导出 CSV").click()

    given = await (await download.value).path()
    text = _text(given)
    head, *rows = text.splitlines()
    assert head.startswith("\ufeff学号,姓名,类别,状态,负责人")
    assert len(rows) >= 3


async def test_a_viewer_sees_the_board_and_changes_nothing(demo, open_page):
    lead = (await _open_leads(demo))[0]
    page = await open_page("/leads", role="viewer")
    card = _card(page, lead)
    await expect(card).to_be_visible()

    await expect(card.get_by_role("button")).to_have_count(0)
    assert await card.get_attribute("draggable") == "false"
    refused = await page.request.post(f"/api/v1/leads/{lead['id']}/claim", data={})
    assert refused.status == 403
