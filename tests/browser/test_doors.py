"""The way in: the one-time link, signing in, and what a page says of itself."""

import pytest
from playwright.async_api import expect

PAGES = ["/sign-in"]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_whoever_is_not_signed_in_is_led_to_the_door(open_page, axe, shot, phone, dark):
    page = await open_page("/", role=None, phone=phone, dark=dark)

    await page.wait_for_url("**/sign-in*")
    await page.get_by_role("button").first.wait_for()

    await shot(page, f"sign-in-{'phone' if phone else 'desk'}-{'dark' if dark else 'light'}")
    await axe(page)


@pytest.mark.parametrize(
    ("path", "said", "back"),
    [
        ("/rooms/999999", "没有这个群", "回到群列表"),
        ("/rooms/elsewhere", "没有这个群", "回到群列表"),
        ("/settings/rooms/999999", "没有这个群", "回到群的设置"),
        ("/people/999999", "没有这位成员", "去找成员"),
        ("/review/999999", "没有这个案件", "回到审核"),
        ("/sop/plans/nothing", "没有这个计划", "回到计划"),
        ("/sop/runs/nothing", "没有这个计划在运行", "回到运行中的计划"),
        ("/tasks?id=999999", "没有这个任务", "回到任务"),
        ("/leads/999999", "没有这条线索", "回到线索"),
        ("/alerts?id=999999", "没有这条提醒", "回到提醒"),
        ("/deliveries?id=999999", "没有这条发送", "回到发送"),
    ],
)
async def test_what_is_not_there_is_said_plainly_with_a_way_back(open_page, axe, path, said, back):
    page = await open_page(path)

    await expect(page.get_by_text(said, exact=True).first).to_be_visible()
    await axe(page)
    await page.get_by_role("link", name=back, exact=True).click()

    await expect(page.get_by_text(said, exact=True)).to_have_count(0)
