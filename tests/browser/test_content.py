"""The content library on the console: a piece is read, approved, and the approval taken back."""

import re

from playwright.async_api import expect

APPROVE = re.compile("^批\\s?准$")  # antd sets two signs apart
PIECE = """
id: browser-tips
kind: text
title: 第一周小贴士
author: wang
roles: [leader]
text: 遇到问题，先发到群里。
"""


async def test_a_piece_is_read_approved_and_taken_back(open_page, demo, shot, axe):
    folder = demo.folder / "demo" / "sop" / "content"  # beside its config.yaml
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "browser-tips.yaml").write_text(PIECE, encoding="utf-8")

    async def listed():
        return (await demo.get("/content"))["items"]

    await demo.until(listed)
    page = await open_page("/sop/content")
    await page.get_by_text("第一周小贴士").click()
    await expect(page.get_by_text("遇到问题，先发到群里。")).to_be_visible()
    await page.get_by_role("button", name=APPROVE).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("原因").fill("核对过了")
    await dialog.get_by_role("button", name=APPROVE).click()
    await expect(page.get_by_text("可以说", exact=True)).to_be_visible()
    await expect(page.locator(".gk-content-words")).to_contain_text("核对过了")
    await shot(page, "content")
    await axe(page)
    assert [one["ready"] for one in await listed()] == [True]

    await page.get_by_role("button", name="撤回批准").click()
    await dialog.get_by_role("button", name="撤回批准").click()
    await expect(page.get_by_text("还不能说", exact=True)).to_be_visible()
