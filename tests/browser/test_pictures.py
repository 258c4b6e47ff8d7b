"""The README's pictures: made here, of the demo, so that they show what is there.

`GROUPKEEPER_PICTURES=docs/pictures make test` writes them anew; otherwise they are artefacts.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.support.browser import ROOT

PICTURES = [
    ("now", "/now"),
    ("room", "/rooms/2"),
    ("review", "/review"),
    ("plan", "/sop/plans/demo-day"),
]
_LOADING = ".ant-skeleton, .ant-spin-spinning, .gk-loading"


async def something_to_see(demo):
    """Wait until the demo's people have given reason to look."""

    async def look():
        cases = await demo.get("/cases", state="open")
        leads = await demo.get("/leads", state="open")
        return len(cases["items"]) >= 3 and len(leads["items"]) >= 3

    await demo.until(look, seconds=90)


@pytest.mark.parametrize(("name", "path"), PICTURES, ids=[name for name, _ in PICTURES])
async def test_a_picture_for_the_readme(open_page, demo, shot, name, path):
    await something_to_see(demo)
    page = await open_page("/account")
    await page.evaluate("localStorage.setItem('groupkeeper.guide', 'seen')")
    await page.goto(path)
    await page.get_by_role("main").wait_for()
    await expect(page.locator(_LOADING)).to_have_count(0)
    await page.wait_for_timeout(500)  # what fades in has done so; a picture has no other sign of it

    picture = await shot(page, f"readme-{name}")

    assert f"docs/pictures/{name}.png" in (ROOT / "README.md").read_text(encoding="utf-8")
    if folder := os.environ.get("GROUPKEEPER_PICTURES"):
        target = ROOT / Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, target / f"{name}.png")
