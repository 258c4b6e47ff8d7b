"""The review queue in a browser: by keyboard, on a phone, with others who are quicker."""

from playwright.async_api import expect

ADVERT, FINE = "已确认是广告", "已判为正常"
_STREAM = "**/api/v1/stream*"


async def _open_cases(demo, least=3):
    async def look():
        found = (await demo.get("/cases", state="open", limit=50))["items"]
        return found if len(found) >= least else None

    return await demo.until(look)


async def _state(demo, number):
    return (await demo.get(f"/cases/{number}"))["state"]


async def _becomes(demo, number, state):
    async def look():
        return await _state(demo, number) == state

    await demo.until(look)


async def test_a_manager_decides_by_keyboard_and_takes_it_back(demo, open_page, axe, shot):
    case = (await _open_cases(demo))[0]["id"]
    page = await open_page(f"/review/{case}", role="manager")
    panel = page.get_by_role("article", name=f"#{case}")
    await expect(panel.get_by_role("button", name="广告")).to_be_visible()
    await axe(page)
    await shot(page, "review")

    await page.keyboard.press("f")
    await expect(page.get_by_text(f"案件 {case} 已判为正常")).to_be_visible()
    await expect(panel).to_have_count(0)  # the next one is shown
    await _becomes(demo, case, "dismissed")
    await expect(page.get_by_text("已处理 1 /")).to_be_visible()

    await page.keyboard.press("u")
    await expect(page.get_by_text(f"案件 {case} 已撤销")).to_be_visible()
    await expect(panel.get_by_text("已撤销", exact=True)).to_be_visible()
    await _becomes(demo, case, "undone")

    await panel.get_by_label("备注").fill("看过了")
    await page.keyboard.press("Enter")
    await page.keyboard.press("a")
    await _becomes(demo, case, "confirmed")
    decided = await demo.get(f"/cases/{case}")
    assert (decided["decision"], decided["note"]) == ("advert", "看过了")
    await demo.post(f"/cases/{case}/undo", {"note": "a test"})


async def test_who_comes_second_is_told_who_decided_what(demo, open_page):
    case = (await _open_cases(demo))[1]["id"]
    page = await open_page("/account", role="manager")
    await page.route(_STREAM, lambda route: route.abort())  # the news does not reach this page
    await page.goto(f"/review/{case}")
    await expect(page.get_by_role("button", name="广告")).to_be_visible()

    await demo.post(f"/cases/{case}/decide", {"decision": "fine", "note": "a test"})
    await page.keyboard.press("a")

    told = page.get_by_role("alert").filter(has_text=f"案件 {case} 没有保存")
    await expect(told).to_contain_text("已经先处理了")
    await expect(told).to_contain_text(FINE)
    assert await _state(demo, case) == "dismissed"
    await demo.post(f"/cases/{case}/undo", {"note": "a test"})


async def test_what_others_decide_is_seen_at_once(demo, open_page):
    case = (await _open_cases(demo))[2]["id"]
    page = await open_page(f"/review/{case}", role="manager")
    panel = page.get_by_role("article", name=f"#{case}")
    await expect(panel.get_by_text("待审", exact=True)).to_be_visible()

    await demo.post(f"/cases/{case}/decide", {"decision": "fine", "note": "a test"})

    await expect(panel.get_by_text(FINE, exact=True)).to_be_visible()
    await expect(panel.get_by_role("button", name="撤销")).to_be_visible()
    await expect(panel.get_by_role("button", name="广告")).to_have_count(0)
    await demo.post(f"/cases/{case}/undo", {"note": "a test"})


async def test_on_a_phone_the_buttons_are_large_and_the_next_case_follows(
    demo, open_page, axe, shot
):
    await _open_cases(demo)
    page = await open_page("/review", role="manager", phone=True)
    first = page.get_by_role("navigation", name="审核").get_by_role("link").first
    await first.click()
    fine = page.get_by_role("button", name="正常")
    await expect(fine).to_be_visible()
    box = await fine.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    await axe(page)
    await shot(page, "review-phone")
    case = int(page.url.rpartition("=")[2])

    await fine.click()

    await expect(page.get_by_text(f"案件 {case} 已判为正常")).to_be_visible()
    assert not page.url.endswith(f"={case}")
    await _becomes(demo, case, "dismissed")
    await demo.post(f"/cases/{case}/undo", {"note": "a test"})


async def test_a_viewer_reads_everything_and_decides_nothing(demo, open_page):
    case = (await _open_cases(demo))[0]["id"]
    page = await open_page(f"/review/{case}", role="viewer")
    await expect(page.get_by_role("heading", name="为什么")).to_be_visible()

    await expect(page.get_by_role("button", name="广告")).to_have_count(0)
    await page.keyboard.press("a")
    refused = await page.request.post(f"/api/v1/cases/{case}/decide", data={"decision": "fine"})

    assert refused.status == 403
    assert await _state(demo, case) == "open"


async def test_words_of_members_are_shown_as_text_whatever_they_are(demo, open_page):
    case = (await _open_cases(demo))[0]
    page = await open_page("/account", role="manager")
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script>"

    async def changed(route):
        answer = await route.fetch()
        whole = await answer.json()
        whole |= {"text": nasty, "reason": nasty, "name": nasty, "planned": [nasty]}
        await route.fulfill(response=answer, json=whole)

    await page.route(f"**/api/v1/cases/{case['id']}", changed)
    await page.goto(f"/review/{case['id']}")

    await expect(page.get_by_role("region", name="前后文").get_by_text(nasty).last).to_be_visible()
    assert await page.locator("main script, main img").count() == 0


async def test_a_proposed_word_is_tried_out_on_the_past(demo, open_page, axe, shot):
    await _open_cases(demo)
    page = await open_page("/review/rules", role="manager")
    await expect(page.get_by_role("button", name="开始回测")).to_be_visible()
    await axe(page)
    await page.get_by_text("YAML", exact=True).click()
    text = page.get_by_label("config.yaml 的片段")
    await text.fill("judging:\n  flag_at: 7\n")
    await page.get_by_role("button", name="开始回测").click()
    await expect(page.get_by_text("第 2 行第 12 列")).to_be_visible()

    await text.fill('judging:\n  words: {add: {"大家": 0.99}}\n')
    await page.get_by_role("button", name="开始回测").click()
    figures = page.get_by_role("table")
    await expect(figures).to_be_visible(timeout=120_000)

    await expect(figures.get_by_role("row", name="会多抓到")).to_be_visible()
    await axe(page)
    await shot(page, "review-rules")
