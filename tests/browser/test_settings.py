"""Settings in the browser: looked at, changed with the lines shown first, tried, taken back."""

import re

import pytest
from aiohttp import web
from playwright.async_api import expect

PAGES = ("channels", "rooms", "rooms/defaults", "words", "judging", "staff", "alerts", "history")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
async def test_every_page_of_the_settings_is_accessible(open_page, axe, shot, phone):
    page = await open_page("/settings", phone=phone, dark=phone)
    await expect(page).to_have_url(re.compile("/settings/channels$"))
    for name in PAGES:
        await page.goto(f"/settings/{name}")
        await page.locator(".ant-card, .ant-empty").first.wait_for()

        await shot(page, f"settings-{name.replace('/', '-')}-{'phone' if phone else 'desk'}")
        await axe(page)


async def test_an_account_shows_its_state_and_what_it_used_of_its_budget(open_page, demo):
    page = await open_page("/settings/channels")

    card = page.locator("[data-channel=demo]")
    await expect(card).to_contain_text("在线")
    await expect(card).to_contain_text("/ 5000")


async def test_an_account_that_waits_for_a_scan_shows_its_code_drawn_here(
    open_page, demo, axe, shot
):
    async def logged_in():
        found = await demo.get("/channels")
        return found if found["items"] else None

    found = await demo.until(logged_in)
    found["items"][0] |= {"state": "scan", "qr_code": "https://scan.example/l/abc"}
    page = await open_page("/now")
    await page.route("**/api/v1/channels*", lambda route: route.fulfill(json=found))
    await page.goto("/settings/channels")

    card = page.locator("[data-channel=demo]")
    await expect(card).to_contain_text("用微信扫码登录")
    await expect(card.locator("svg path").first).to_be_visible()
    await card.get_by_role("button", name="立即重连").click()
    await expect(card).to_contain_text("在线，不用重连")  # the real one is online
    await shot(page, "settings-scan")
    await axe(page)


async def test_a_room_gets_a_rule_of_its_own_and_the_change_is_taken_back(open_page, demo, axe):
    before = (await demo.get("/settings", section="log"))["standing"]["version"]
    page = await open_page("/settings/rooms")
    room = page.locator(".gk-room-rows li", has_text="英语学习打卡群")
    await expect(room).to_contain_text("只观察")

    await room.get_by_role("link").click()
    await page.locator("[data-setting=question_minutes] input").fill("7")
    await page.get_by_role("switch", name="回答“我的学号”").click()
    await axe(page)
    await page.get_by_role("button", name="查看并保存").click()
    dialog = page.get_by_role("dialog").last
    await dialog.get_by_role("textbox").fill("问得多")
    await (
        dialog.get_by_role("button", name="保 存")
        .or_(dialog.get_by_role("button", name="保存"))
        .click()
    )

    async def taken_up():
        rules = (await demo.get("/rooms/1"))["rules"]
        return rules["question_minutes"] == 7 and not rules["answer_student_id"]

    await demo.until(taken_up)
    await page.goto("/settings/history")
    change = page.locator(".gk-version", has_text="问得多").first
    await expect(change).to_contain_text("rooms.list.")
    await change.get_by_role("button", name="恢复到改之前").click()
    await page.get_by_role("dialog").get_by_role("button", name="恢复到改之前").click()
    await expect(page.locator(".gk-version").first).to_contain_text("恢复了较早的版本")
    assert (await demo.get("/settings", section="log"))["standing"]["version"] == before


async def test_a_word_is_added_seen_as_lines_and_judged_by(open_page, demo, axe):
    page = await open_page("/settings/words")
    word = page.get_by_label("加一个词", exact=True)
    await word.fill("呱呱兽代养")
    await word.press("Enter")
    await page.get_by_role("spinbutton", name="呱呱兽代养 的分数").fill("0.9")
    await page.get_by_role("button", name="查看并保存").click()

    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("[data-sign='+']").last).to_contain_text("add: {呱呱兽代养: 0.9}")
    await axe(page)
    await dialog.locator(".ant-btn-primary").click()
    await expect(page.get_by_text("已写入 config.yaml").first).to_be_visible()

    async def flagged():
        found = await demo.post("/check", {"text": "本群招募呱呱兽代养，名额有限"})
        return any("呱呱兽代养" in reason for reason in found["reasons"])

    await demo.until(flagged)


async def test_what_would_be_a_mistake_is_told_and_cannot_be_saved(open_page):
    page = await open_page("/settings/alerts")
    await page.locator("[data-setting='alerts.escalate_after'] input").fill("soon")
    await page.get_by_role("button", name="查看并保存").click()

    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("这样改会有错误")
    await expect(dialog.locator(".ant-btn-primary")).to_be_disabled()


async def test_a_score_is_changed_and_what_is_wrong_with_it_stands_beside_it(open_page, axe):
    page = await open_page("/settings/judging")
    await page.locator("[data-group=s_links]").click()
    score = page.locator("[data-setting='judging.links.many_score']")
    await score.locator("input").fill("3")

    await expect(score.get_by_role("alert")).to_contain_text("应当是至多 1")
    await expect(page.locator("[data-group=s_links]")).to_contain_text("1 处有误")
    await axe(page)

    await score.locator("input").fill("0.6")
    await expect(score.get_by_role("alert")).to_have_count(0)
    await expect(score).to_contain_text("默认 0.4")
    await page.get_by_role("button", name="查看并保存").click()
    await expect(page.get_by_role("dialog").locator("[data-sign='+']").last).to_contain_text(
        "many_score: 0.6"
    )


async def test_a_room_gets_a_quiz_and_another_step_of_the_ladder(open_page, demo, axe):
    page = await open_page("/settings/rooms/2", phone=True)
    await page.locator("[data-group=ladder]").click()
    await page.locator("[data-setting='ladder.hold_at'] input").fill("0.85")
    await page.locator("[data-group=quiz]").click()
    await page.get_by_role("button", name="加一题").click()
    await page.get_by_label("第 1 题问什么").fill("本群住哪个小区？")
    answers = page.get_by_label("第 1 题的正确答案")
    await answers.fill("阳光花园")
    await answers.press("Enter")
    await axe(page)
    await page.get_by_role("button", name="查看并保存").click()
    await page.get_by_role("dialog").last.locator(".ant-btn-primary").click()

    async def taken_up():
        rules = (await demo.get("/rooms/2"))["rules"]
        asked = [one["ask"] for one in rules["quiz"]["questions"]]
        return (rules["ladder"]["hold_at"], asked) == (0.85, ["本群住哪个小区？"])

    await demo.until(taken_up)
    await page.reload()  # a form that was saved is folded again
    await page.locator("[data-group=ladder]").click()
    await expect(page.locator("[data-setting='ladder.hold_at']")).to_contain_text("其他群 0.9")


async def test_a_room_has_no_quiet_hours_though_all_others_have(open_page, demo):
    standing = (await demo.get("/settings", section="log"))["standing"]
    hours = {"start": "22:30", "end": "07:30"}
    edit = {"do": "put", "path": ["rooms", "defaults", "quiet_hours"], "value": hours}
    await demo.post("/settings/change", {"edits": [edit], "expected": standing["version"]})
    page = await open_page("/settings/rooms/3")
    quiet = page.locator("[data-setting=quiet_hours]")
    await expect(quiet).to_contain_text("与其他群一样")
    await quiet.get_by_role("button", name="不设免打扰").click()
    await page.get_by_role("button", name="查看并保存").click()
    await page.get_by_role("dialog").last.locator(".ant-btn-primary").click()

    async def taken_up():
        found = (await demo.get("/settings/rooms"))["items"]
        return {one["id"]: one["quiet_hours"] for one in found if one["id"] in {1, 3}} == {
            1: {"start": "22:30:00", "end": "07:30:00"},
            3: None,
        }

    await demo.until(taken_up)
    await expect(quiet).to_contain_text("其他群 22:30–07:30")


async def test_an_alert_target_is_really_tried_and_its_address_never_shown(open_page, demo):
    heard = []

    async def hear(request):
        heard.append(await request.json())
        return web.Response(status=403 if len(heard) > 1 else 200)

    app = web.Application()
    app.router.add_post("/{tail:.*}", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        page = await open_page("/settings/staff")
        card = page.locator("[data-colleague=he]")
        await card.get_by_role("button", name="加一个通知地址").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("地址", exact=True).fill(f"json://127.0.0.1:{port}/secret-of-he")
        await dialog.locator(".ant-btn-primary").click()
        await expect(card).to_contain_text("${GK_HE_TARGET_1}")
        await expect(page.get_by_label("地址", exact=True)).to_have_count(0)
        assert "secret-of-he" not in await page.content()

        await card.get_by_role("button", name="发一条测试").click()
        await expect(page.get_by_text("对方服务收下了")).to_be_visible()
        await card.get_by_role("button", name="发一条测试").click()
        await expect(page.get_by_text("没有送到：the service refused")).to_be_visible()
        assert heard[0]["title"] == "groupkeeper 测试提醒"
    finally:
        await runner.cleanup()


async def test_a_colleague_is_added_and_removed_again(open_page, demo):
    page = await open_page("/settings/staff")
    await page.get_by_role("button", name="添加同事").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("名字（系统里用）").fill("mei")
    await form.get_by_label("成员怎么称呼").fill("小美")
    await form.get_by_role("button", name="下一步").click()
    lines = page.get_by_role("dialog", name="将要写入 config.yaml")
    await expect(lines).to_contain_text("- name: mei")
    await lines.locator(".ant-btn-primary").click()
    card = page.locator("[data-colleague=mei]")
    await expect(card).to_contain_text("小美")

    await (
        card.get_by_role("button", name="删除")
        .or_(card.get_by_role("button", name="删 除"))
        .click()
    )
    await page.locator(".ant-popconfirm .ant-btn-primary").click()
    await page.get_by_role("dialog").locator(".ant-btn-primary").click()
    await expect(card).to_have_count(0)


async def test_a_viewer_looks_and_changes_nothing(open_page):
    page = await open_page("/settings/rooms/1", role="viewer")
    await expect(page.locator("[data-setting=question_minutes] input")).to_be_disabled()
    await expect(page.get_by_role("link", name="词表")).to_have_count(0)

    await page.goto("/settings/staff")
    await expect(page.locator("[data-colleague]")).to_have_count(0)
