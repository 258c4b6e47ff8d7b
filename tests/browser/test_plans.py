"""Plans on the console: mistakes marked in their place, changes looked at, applied, rehearsed."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

PLAN = """# 浏览器里的一周
name: {name}
title: 浏览器里的一周
seats:
  host: {{role: leader, account: room}}
steps:
  - id: greet
    seat: host
    when: {{day: 1, at: "09:00"}}   # 九点
    say: 各位早上好
    expect: {{speakers: 5, within: 1h}}
    otherwise:
      - {{delay: 10m, say: 大家都去哪儿了}}
"""


SAVE = re.compile("^保\\s?存$")  # antd sets two signs apart
START = re.compile("^启\\s?动$")


async def planned(demo, name, text=PLAN):
    """A plan of that name, in its file; its text."""
    written = text.format(name=name)
    files = (await demo.get("/plan-files", limit=200))["items"]
    there = next((one["written"] for one in files if one["name"] == name), "")
    await demo.post(f"/plan-files/{name}/save", {"text": written, "expected": there})
    return written


async def soon(demo):
    """A day in the week after next, by the demo's clock."""
    now = datetime.fromisoformat((await demo.get("/house"))["now"])
    return f"{now + timedelta(days=14):%Y-%m-%d}"


async def begun(demo, name):
    """The plan at work in one room, from the week after next."""
    [room, *_] = (await demo.get("/rooms"))["items"]
    at = {"rooms": [room["id"]], "starts_on": await soon(demo)}
    await demo.post(f"/plans/{name}/start", at)


async def write(page, line, text):
    """Put a text in the place of a line of the editor."""
    await page.locator(".cm-line").nth(line - 1).click()
    await page.keyboard.press("End")
    await page.keyboard.press("Shift+Home")
    await page.keyboard.type(text)
    await page.keyboard.press("Escape")


def editor(page):
    return page.get_by_role("textbox", name="计划文本")


async def test_a_mistake_is_marked_where_it_is(open_page, demo, shot, axe):
    await planned(demo, "browser-wrong")
    page = await open_page("/sop/plans/browser-wrong")
    await editor(page).wait_for()

    await write(page, 8, "seat: hots")
    mistake = page.get_by_role("button", name="跳到第 8 行")
    await expect(mistake).to_be_visible()
    await expect(page.get_by_text("是不是想写“host”")).to_be_visible()
    await expect(page.locator(".cm-lintRange-error")).to_have_text("hots")
    await expect(page.get_by_role("button", name=SAVE)).to_be_disabled()
    await shot(page, "plan-mistake")
    await axe(page)

    await write(page, 8, "seat: host")
    await expect(page.get_by_text("没有错误")).to_be_visible()


async def test_what_a_change_means_is_seen_before_it_is_applied(open_page, demo, shot, axe):
    await planned(demo, "browser-week")
    await begun(demo, "browser-week")
    page = await open_page("/sop/plans/browser-week")
    await editor(page).wait_for()

    await write(page, 9, 'when: {day: 1, at: "09:30"}   # 九点半')
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("比对了 1 个运行，1 个群会有变化")).to_be_visible()
    await expect(page.locator(".gk-step-changes ins")).to_contain_text(["09:30"])
    await shot(page, "plan-diff")
    await axe(page)

    await page.get_by_role("button", name="应用", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("原因").fill("九点太早")
    await dialog.get_by_role("button", name="应用").click()
    await expect(page.get_by_text("已生效", exact=True)).to_be_visible()
    await page.get_by_role("tab", name="历史").click()
    await expect(page.get_by_text("九点太早")).to_be_visible()
    await axe(page)
    saved = await demo.get("/plan-files/browser-week")
    assert saved["stands"]["counts"] == saved["stands"]["written"]
    assert '    when: {day: 1, at: "09:30"}   # 九点半\n' in saved["source"]


async def test_completion_offers_the_keys_of_a_step(open_page, demo):
    await planned(demo, "browser-keys")
    page = await open_page("/sop/plans/browser-keys")
    await editor(page).wait_for()

    await page.locator(".cm-line").nth(7).click()
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await page.keyboard.type("wait_")
    offered = page.get_by_role("option", name=re.compile("wait_for_pause"))
    await offered.click()

    await expect(editor(page)).to_contain_text("wait_for_pause:")


async def test_whoever_saves_second_is_told_and_chooses(open_page, demo, shot):
    text = await planned(demo, "browser-two")
    page = await open_page("/sop/plans/browser-two")
    await editor(page).wait_for()
    await write(page, 3, "title: 我的标题")
    before = await demo.get("/plan-files/browser-two")
    theirs = text.replace("各位早上好", "大家早")
    save = {"text": theirs, "expected": before["stands"]["written"]}
    await demo.post("/plan-files/browser-two/save", save)

    await page.get_by_role("button", name=SAVE).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("文件已被别人修改")
    await expect(dialog.locator(".cm-deletedChunk").first).to_be_visible()
    await shot(page, "plan-conflict")
    assert (await demo.get("/plan-files/browser-two"))["source"] == theirs

    await dialog.get_by_role("button", name="用我的覆盖").click()
    await expect(page.get_by_text("已保存并生效")).to_be_visible()
    assert "title: 我的标题" in (await demo.get("/plan-files/browser-two"))["source"]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
async def test_the_form_changes_the_text_and_keeps_its_comments(open_page, demo, shot, axe, phone):
    name = f"browser-form-{'phone' if phone else 'desk'}"
    await planned(demo, name)
    page = await open_page(f"/sop/plans/{name}?tab=form", phone=phone)

    await page.get_by_role("button", name=re.compile("各位早上好")).click()
    await page.get_by_label("时刻").fill("10:15")
    await page.get_by_label("时刻").press("Enter")
    await page.get_by_label("标题", exact=True).first.fill("换个标题")
    await page.get_by_label("标题", exact=True).first.press("Enter")
    await shot(page, f"plan-form-{'phone' if phone else 'desk'}")
    await axe(page)
    await page.get_by_role("button", name=SAVE).click()
    await expect(page.get_by_text("已保存并生效")).to_be_visible()

    source = (await demo.get(f"/plan-files/{name}"))["source"]
    assert '    when: {day: 1, at: "10:15"}   # 九点\n' in source
    assert source.startswith("# 浏览器里的一周\n")
    assert "title: 换个标题" in source


@pytest.mark.timeout(240)
async def test_a_rehearsal_is_read_as_a_chat_with_plan_b_marked(open_page, demo, shot, axe):
    await planned(demo, "browser-played")
    page = await open_page("/sop/plans/browser-played?tab=rehearse")

    await page.get_by_label("群里有谁").select_option("silent")
    await page.get_by_role("button", name="开始预演").click()
    heading = page.get_by_role("heading", name="实录")
    await heading.wait_for(timeout=200_000)  # a process of its own, behind everything else

    await expect(page.locator(".gk-heard", has_text="各位早上好")).to_be_visible()
    plan_b = page.locator(".gk-heard", has_text="大家都去哪儿了")
    await expect(plan_b.get_by_text("备选")).to_be_visible()
    await expect(page.get_by_text("未达到预期").first).to_be_visible()
    await shot(page, "plan-rehearsal")
    await axe(page)


async def test_a_new_plan_begins_with_one_of_the_library(open_page, demo, shot, axe):
    page = await open_page("/sop/plans")
    await page.get_by_text("演示的一天").wait_for()
    await axe(page)
    await shot(page, "plans")

    await page.get_by_role("button", name="新建计划").click()
    await page.get_by_role("button", name="用这份开始：新人头七天").click()
    await page.wait_for_url("**/sop/plans/newcomer-week?from=newcomer-week")
    await editor(page).wait_for()
    assert "newcomer-week" not in [one["name"] for one in (await demo.get("/plan-files"))["items"]]


async def test_what_would_be_said_is_seen_before_a_plan_is_started(open_page, demo, axe, shot):
    await planned(demo, "browser-start")
    day = await soon(demo)
    page = await open_page("/sop/plans/browser-start?tab=start")

    await page.get_by_label("群", exact=True).click()
    await page.locator(".ant-select-item-option").first.click()
    await page.keyboard.press("Escape")
    await page.get_by_label("第 1 天").fill(day)
    await page.get_by_role("button", name="看会说什么").click()
    await expect(page.get_by_text(f"{day} 09:00")).to_be_visible()
    await shot(page, "plan-start")
    await axe(page)
    await page.get_by_role("button", name=START).click()
    await page.get_by_role("dialog").get_by_role("button", name=START).click()

    await expect(page.get_by_text("已在 1 个群启动")).to_be_visible()
    runs = (await demo.get("/runs", plan="browser-start"))["items"]
    assert [one["starts_on"] for one in runs] == [day]


async def test_a_viewer_reads_and_cannot_save(open_page, demo):
    await planned(demo, "browser-read")
    page = await open_page("/sop/plans/browser-read", role="viewer")
    await editor(page).wait_for()

    await expect(page.get_by_text("你可以查看，修改需要运营主管权限")).to_be_visible()
    await expect(page.get_by_role("button", name=SAVE)).to_have_count(0)
    await expect(editor(page)).to_have_attribute("aria-readonly", "true")


async def test_a_text_under_another_name_is_refused_in_words_and_kept(open_page, demo):
    await planned(demo, "browser-named")
    page = await open_page("/sop/plans/browser-named")
    await editor(page).wait_for()

    await write(page, 2, "name: browser-other")
    await page.get_by_role("button", name=SAVE).click()

    await expect(page.get_by_role("alert")).to_contain_text("'browser-other', not 'browser-named'")
    await page.reload()
    await expect(page.get_by_text("已恢复上次未保存的修改")).to_be_visible()
    await expect(editor(page)).to_contain_text("browser-other")


SEVERAL = """name: {name}
title: 几条消息
seats:
  host: {{role: leader, account: room}}
steps:
  - id: greet
    seat: host
    when: {{day: 1, at: "09:00"}}   # 九点
    say: 各位早上好   # 招呼
    expect: {{speakers: 5, within: 1h}}   # 一小时
    grace: 30m   # 表单没有这一项
"""


async def test_several_messages_and_reactions_are_edited_in_the_form(open_page, demo, shot, axe):
    name = "browser-several"
    await planned(demo, name, SEVERAL)
    page = await open_page(f"/sop/plans/{name}?tab=form")
    await page.get_by_role("button", name=re.compile("各位早上好")).click()
    await expect(page.get_by_text("只能在文本里修改：grace")).to_be_visible()

    await page.get_by_role("button", name="加一条消息").click()
    await page.get_by_label("第 2 条", exact=True).fill("先看安排")
    await page.get_by_label("说它之前停多久").fill("5s")
    await page.get_by_label("附带").nth(1).select_option("link")
    await page.get_by_label("网址").fill("https://example.org/week-1")
    await page.get_by_label("网址").press("Enter")
    await page.get_by_role("button", name="第 2 条上移").click()
    await expect(page.get_by_label("第 1 条", exact=True)).to_have_value("先看安排")

    await page.get_by_role("button", name="再加一个数").click()
    await expect(page.get_by_text("全部都要达到")).to_be_visible()
    await page.get_by_role("button", name="加一条群里说的话").first.click()
    await page.get_by_label("在群里说").fill("大家都去哪儿了")
    await page.get_by_label("在群里说").press("Tab")
    await page.get_by_role("button", name="加一条给同事的提醒").last.click()
    await shot(page, "plan-form-several")
    await axe(page)
    await page.get_by_role("button", name=SAVE).click()
    await expect(page.get_by_text("已保存并生效")).to_be_visible()

    source = (await demo.get(f"/plan-files/{name}"))["source"]
    assert source == SEVERAL.format(name=name).replace(
        "    say: 各位早上好   # 招呼\n    expect: {speakers: 5, within: 1h}   # 一小时\n",
        "    say:\n"
        "      - text: 先看安排\n"
        "        media: {link: https://example.org/week-1}\n"
        "      - text: 各位早上好   # 招呼\n"
        "        pause: 5s\n"
        "    expect: {speakers: 5, replies: 3, within: 1h}   # 一小时\n"
        "    otherwise:\n"
        "      - say: 大家都去哪儿了\n"
        "    then:\n"
        "      - alert: 提醒同事\n",
    )
