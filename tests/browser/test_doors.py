"""The way in: the one-time link, signing in, and what a page says of itself."""

import pytest

PAGES = ["/sign-in"]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_whoever_is_not_signed_in_is_led_to_the_door(open_page, axe, shot, phone, dark):
    page = await open_page("/", role=None, phone=phone, dark=dark)

    await page.wait_for_url("**/sign-in*")
    await page.get_by_role("button").first.wait_for()

    await shot(page, f"sign-in-{'phone' if phone else 'desk'}-{'dark' if dark else 'light'}")
    await axe(page)
