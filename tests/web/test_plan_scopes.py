"""Plans for people whose role counts in some rooms only: nothing happens in the others."""

import pytest

from bot.core.rooms import RoomRules
from bot.plan_life.desk import PlanLife
from sop.settings import SopSettings
from tests.support.sop_stage import plan
from tests.support.two_rooms import furnish
from tests.web.page import PASSWORD, Page

DAY = "2026-06-01"


@pytest.fixture
async def world(service):
    return await furnish(service)


@pytest.fixture
def folder(tmp_path, desk):
    """The plan `tips`, which runs nowhere yet."""
    text = plan('id: greet, seat: teacher, when: {day: 1, at: "23:00"}, say: "早"', name="tips")
    (tmp_path / "tips.yaml").write_text(text, encoding="utf-8")
    desk.house.plans = PlanLife(
        folder=tmp_path,
        settings=SopSettings,
        cast=lambda: None,
        rules_for=lambda *room: RoomRules(),
    )
    return tmp_path


@pytest.fixture
async def page(client, api, world):
    """The browser of somebody who is ops lead in the open room alone."""
    grants = [{"role": "ops_lead", "room": world.open}]
    made = await api.post("/logins/make", name="lin", role=None, grants=grants)
    page = Page(client)
    client.session.cookie_jar.clear()
    await page.post("/session/welcome", key=made.body["key"], password=PASSWORD)
    return page


async def test_a_plan_is_started_in_the_rooms_of_ones_own_alone(page, folder, world, api):
    beyond, refused = await page.post("/plans/tips/start", rooms=[world.hidden], starts_on=DAY)
    status, begun = await page.post("/plans/tips/start", starts_on=DAY)

    assert (beyond, refused["detail"]) == (404, f"we sit in no room {world.hidden}")
    assert (status, [run["room"] for run in begun["items"]]) == (200, [world.open])
    assert [run["room"] for run in (await api.get("/runs", plan="tips")).items] == [world.open]


async def test_a_plan_is_paused_in_the_rooms_of_ones_own_alone(page, folder, world, api):
    await api.post("/plans/tips/start", starts_on=DAY)

    _, paused = await page.post("/plans/tips/pause")

    assert [run["room"] for run in paused["items"]] == [world.open]
    assert sorted(run["state"] for run in (await api.get("/runs", plan="tips")).items) == [
        "active", "paused",
    ]  # fmt: skip


async def test_rooms_beyond_ones_own_are_neither_previewed_nor_rehearsed_in(page, folder, world):
    shown, _ = await page.post("/plans/tips/preview", rooms=[world.hidden], starts_on=DAY)
    played, _ = await page.post("/plans/tips/rehearse", room=world.hidden)
    _, own = await page.post("/plans/tips/preview", starts_on=DAY)

    assert (shown, played) == (404, 404)
    assert [room["id"] for room in own["rooms"]] == [world.open]


async def test_runs_beyond_ones_own_rooms_are_not_counted(page, folder, world, api):
    await api.post("/plans/tips/start", starts_on=DAY)

    _, found = await page.get("/plan-files")

    assert {one["name"]: one["active"] for one in found["items"]}["tips"] == 1


async def test_texts_are_changed_by_who_may_everywhere(page, folder, api):
    status, _ = await page.post("/plan-files/tips/save", text="name: tips", expected="")

    assert status == 403


@pytest.fixture
async def as_role(client, api, world):
    """Signs in somebody who has a role in the open room alone."""

    async def sign_in(role):
        grants = [{"role": role, "room": world.open}]
        made = await api.post("/logins/make", name=f"one-{role}", role=None, grants=grants)
        client.session.cookie_jar.clear()
        page = Page(client)
        await page.post("/session/welcome", key=made.body["key"], password=PASSWORD)
        return page

    return sign_in


@pytest.mark.parametrize("role", ["viewer", "manager"])
async def test_a_text_is_read_where_the_plan_runs_and_elsewhere_by_name_only(
    as_role, folder, world, api, role
):
    page = await as_role(role)
    refused, told = await page.get("/plan-files/tips")
    _, listed = await page.get("/plan-files")
    preview, _ = await page.post("/plans/tips/preview", starts_on=DAY)
    await api.post("/plans/tips/start", rooms=[world.hidden], starts_on=DAY)
    still, _ = await page.get("/plan-files/tips")
    await api.post("/plans/tips/start", rooms=[world.open], starts_on=DAY)
    shown, opened = await page.get("/plan-files/tips")
    previewed, _ = await page.post("/plans/tips/preview", starts_on=DAY)

    assert (refused, preview, still) == (403, 403, 403)
    assert told["detail"].startswith("plan tips ran in none of your rooms")
    assert "tips" in {one["name"] for one in listed["items"]}
    assert (shown, previewed) == (200, 200)
    assert "早" in opened["source"]


async def test_whoever_may_rehearse_but_not_start_a_plan_rehearses_texts_of_their_own(
    as_role, folder, world
):
    page = await as_role("manager")
    theirs = (folder / "tips.yaml").read_text(encoding="utf-8")
    refused, _ = await page.post("/plans/tips/rehearse", room=world.open)
    played, _ = await page.post("/plans/tips/rehearse", room=world.open, text=theirs)

    assert (refused, played) == (403, 200)


async def test_whoever_may_start_a_plan_reads_it_before(page, folder):
    status, opened = await page.get("/plan-files/tips")

    assert (status, "早" in opened["source"]) == (200, True)
