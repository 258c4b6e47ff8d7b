"""The calendar at a glance and a plan's grid over the API."""

import pytest

from bot.core.ids import RoomId
from bot.core.plans import NewRun, PlanVersion
from tests.support.builders import NOON, listed
from tests.web.conftest import PLAN

EDITION = PlanVersion(
    name="new-class", version="v1", path="new-class.yaml", source=PLAN, loaded_at=NOON
)


@pytest.fixture
async def at_work(service, community):
    """The plan new-class at work in room 1."""
    async with service.write() as unit:
        await unit.runs.editions.put(EDITION)
        new = NewRun(plan="new-class", room=RoomId(1), starts_on=NOON.date(), zone="Asia/Shanghai")
        await unit.runs.start([new], "tester", NOON)


async def test_the_calendar_at_a_glance_says_how_many_rooms(api, at_work):
    found = await api.get("/calendar/summary", month=f"{NOON:%Y-%m}")

    assert [(one["step"], one["rooms"], one["laid_out"], one["person"]) for one in found.items] == [
        ("hello", 1, 0, None),
        ("share", 1, 0, "li"),
    ]
    assert found.items[1]["standings"] == {"planned": 1}
    assert found.items[1]["room"] == 1


async def test_the_lines_come_in_pages(api, at_work):
    first = await api.get("/calendar/summary", month=f"{NOON:%Y-%m}", limit=1)
    rest = await api.get("/calendar/summary", month=f"{NOON:%Y-%m}", after=first.body["next"])

    assert [one["step"] for one in (*first.items, *rest.items)] == ["hello", "share"]


async def test_a_grid_has_the_plans_days_and_the_rooms(api, at_work):
    found = await api.get("/plans/new-class/grid")

    assert [(row["day"], row["step"], row["time"]) for row in found.body["rows"]] == [
        (1, "hello", "09:00"),
        (3, "share", "10:00"),
    ]
    [column] = found.items
    assert column["run"]["room"] == 1
    assert [(cell["row"], cell["standing"], cell["id"]) for cell in column["cells"]] == [
        (0, "planned", None),
        (1, "planned", None),
    ]


async def test_the_steps_of_a_grid_are_counted_over_all_rooms(api, service, at_work):
    await service.save(listed("另一个群", "u9", room="r2"))
    async with service.write() as unit:
        new = NewRun(plan="new-class", room=RoomId(2), starts_on=NOON.date(), zone="Asia/Shanghai")
        await unit.runs.start([new], "tester", NOON)

    assert (await api.get("/plans/new-class/grid/counts")).body == {
        "standings": {"planned": 4},
        "laid_out": 0,
        "total": 4,
    }
    await api.post("/runs/1/stop", reason="tried")
    live, every = [
        (await api.get("/plans/new-class/grid/counts", live=one)).body["total"]
        for one in (True, False)
    ]
    assert (live, every) == (2, 2)  # what a stopped run never laid out is not to come any more


async def test_a_grid_of_no_plan_is_not_there(api, community):
    assert (await api.get("/plans/none/grid")).status == 404
    assert (await api.get("/plans/none/grid/counts")).status == 404


async def test_runs_that_ended_are_left_out_where_live_ones_are_asked_for(api, at_work):
    assert len((await api.get("/runs", live=True)).items) == 1
    await api.post("/runs/1/stop", reason="tried")

    assert (await api.get("/runs", live=True)).items == []
    assert (await api.get("/plans/new-class/grid")).items == []
    assert len((await api.get("/plans/new-class/grid", live=False)).items) == 1


async def test_whoever_may_look_into_one_room_sees_that_room_only(api, service, at_work):
    await service.save(listed("另一个群", "u9", room="r2"))
    keys = [
        (await api.post("/tokens/make", name=name, role=None, grants=[grant])).body["key"]
        for name, grant in {
            "here": {"role": "viewer", "room": 1},
            "elsewhere": {"role": "viewer", "room": 2},
        }.items()
    ]

    async def seen(key, path):
        return await api.send("GET", path, headers={"Authorization": f"Bearer {key}"})

    month = f"/calendar/summary?month={NOON:%Y-%m}"
    for path in (month, "/plans/new-class/grid", "/runs?live=true"):
        here, elsewhere = [(await seen(key, path)).items for key in keys]
        assert here
        assert elsewhere == []
    counts = [(await seen(key, "/plans/new-class/grid/counts")).body["total"] for key in keys]
    assert counts == [2, 0]
