"""Plans at work over the API: in rooms and over series, steps left out, texts applied."""

from datetime import timedelta

import pytest

from bot.core.plans import PlanVersion
from bot.core.rooms import RoomRules
from bot.plan_life.desk import PlanLife
from sop.parse import version_of
from sop.settings import SopSettings
from tests.support.builders import NOON
from tests.support.sop_stage import Stage, plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "23:00"}, say: "早"'
LATER = GREET.replace("23:00", "23:30").replace("早", "早安")
SOON = 'id: soon, seat: teacher, when: {before_event: 8h}, say: "今晚见"'
DAY = f"{NOON:%Y-%m-%d}"


@pytest.fixture
def folder(tmp_path, desk):
    """A folder of plans, which count when they are applied."""
    settings = SopSettings(apply="by_hand")
    desk.house.plans = PlanLife(
        folder=tmp_path,
        settings=lambda: settings,
        cast=lambda: None,
        rules_for=lambda _channel, _ref, name: RoomRules(series="E1" if "英语" in name else ""),
    )
    return tmp_path


@pytest.fixture
async def stage(database, folder, service, community):
    """The plan `week` at work in the one room, its desk beside the API."""
    save(folder, GREET)
    async with service.write() as unit:
        text = plan(GREET)
        version = PlanVersion(
            name="week",
            version=version_of(text),
            path=str(folder / "week.yaml"),
            source=text,
            loaded_at=NOON,
        )
        await unit.runs.editions.put(version)
    stage = Stage(database, now=NOON)
    stage.settings = SopSettings(apply="by_hand")
    stage.folder.files["week.yaml"] = plan(GREET)
    return stage


def save(folder, *steps):
    (folder / "week.yaml").write_text(plan(*steps), encoding="utf-8")


async def begun(api, stage):
    started = await api.post("/plans/week/start", series="E*", starts_on=DAY)
    assert started.status == 200, started.body
    await stage.tick()
    return started.items


async def test_a_plan_starts_pauses_and_stops_over_a_series(api, stage):
    [run] = await begun(api, stage)
    elsewhere = await api.post("/plans/week/start", series="M*", starts_on=DAY)
    paused = (await api.post("/plans/week/pause", names=["英语*"], reason="放假")).items
    nowhere = (await api.post("/plans/week/pause", series="M*")).items
    stopped = (await api.post("/plans/week/stop", rooms=[run["room"]])).items

    assert elsewhere.status == 404
    assert "no room is called series M*" in elsewhere.body["detail"]
    assert [one["state"] for one in paused] == ["paused"]
    assert nowhere == []
    assert [one["state"] for one in stopped] == ["stopped"]
    lines = (await api.get("/audit")).items
    assert [(one["action"], one["subject"]) for one in reversed(lines)] == [
        ("sop.start", "run:1"), ("sop.pause", "run:1"), ("sop.stop", "run:1"),
    ]  # fmt: skip


async def test_resuming_says_what_the_pause_has_cost(api, service, stage):
    [run] = await begun(api, stage)
    await api.post("/plans/week/pause")
    service.clock.move(timedelta(days=1))

    done = (await api.post(f"/runs/{run['id']}/resume")).body
    again = await api.post(f"/runs/{run['id']}/resume")

    assert (done["state"], [(one["step"], one["fate"]) for one in done["missed"]]) == (
        "active", [("greet", "lost")],
    )  # fmt: skip
    assert again.status == 409
    assert (await api.post("/plans/week/resume")).body == {
        "items": [], "next": None, "missed": [],
    }  # fmt: skip
    assert len((await api.get("/alerts")).items) == 1


async def test_steps_are_left_out_moved_and_taken_back(api, stage):
    await begun(api, stage)

    [out] = (await api.post("/plans/week/skip", step="greet", reason="放假")).items
    [back] = (await api.post("/plans/week/skip", step="greet", undo=True)).items
    [moved] = (await api.post("/plans/week/move", step="greet", to="2026-05-21T20:00")).items
    await stage.tick(seconds=3)
    [step] = (await api.get("/steps")).items
    [home] = (await api.post("/plans/week/move", step="greet")).items

    assert (out["done"], out["what"], out["room_name"]) == (True, "left out", "英语学习打卡群")
    assert (back["done"], moved["done"], home["done"]) == (True, True, True)
    assert step["due"] == moved["due"] == "2026-05-21T12:00:00Z"


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("skip", {"step": "gret"}, 404, 'did you mean "greet"'),
        ("skip", {}, 400, "body.step"),
        ("skip", {"step": "greet", "series": "M*"}, 404, "does not run in series M*"),
        ("move", {"step": "greet", "to": "soon"}, 400, "body.to"),
        ("move", {"step": "greet", "to": "2026-05-21T20:00:00+08:00"}, 400, "body.to"),
        ("apply", {"text": "name: ["}, 400, "week.yaml:1"),
        ("apply", {"text": plan(GREET, name="other")}, 409, "is the plan 'other'"),
        ("apply", {"expected": "zz"}, 409, "was changed in the meantime"),
        ("diff", {"text": plan(GREET.replace("teacher,", "techer,"))}, 400, "no seat 'techer'"),
        ("rollback", {}, 404, "no other text of 'week'"),
        ("rollback", {"version": "zz"}, 404, "has no version 'zz'"),
        ("start", {"starts_on": "2026-05-21", "rooms": [99]}, 404, "we sit in no room 99"),
        ("start", {}, 400, "body.starts_on"),
        ("start", {"starts_on": "9999-12-31"}, 409, "from 2000-01-01 to 2199-12-31"),
        ("start", {"starts_on": "0001-01-01"}, 409, "day 1: 0001-01-01 is too far away"),
        ("start", {"starts_on": DAY, "event_at": "9999-12-31T23:59:59-23:59"}, 409, "the event"),
        ("move", {"step": "greet", "to": "9999-12-31T20:00:00"}, 409, "is too far away"),
    ],
)
async def test_what_cannot_be_done_says_why(api, stage, path, body, status, told):
    await begun(api, stage)

    refused = await api.post(f"/plans/week/{path}", **body)

    assert refused.status == status, refused.body
    assert told in refused.body["detail"]
    assert len((await api.get("/plans/week/history")).items) == 1


async def test_mistakes_of_a_text_come_all_at_once_with_their_places(api, stage):
    broken = plan(GREET.replace("teacher,", "techer,"), SOON.replace("8h", "bald"))

    refused = await api.post("/plans/week/diff", text=broken)

    first, second = (one["where"] for one in refused.body["mistakes"])
    assert (first, second.startswith("body.text:9:")) == ("body.text:8:23", True)


async def test_a_plan_with_an_event_needs_its_time(api, stage, folder):
    (folder / "soon.yaml").write_text(plan(SOON, name="soon"), encoding="utf-8")
    asked = {"starts_on": DAY, "rooms": [1]}

    refused = await api.post("/plans/soon/start", **asked)
    [run] = (await api.post("/plans/soon/start", **asked, event_at="2026-05-22T20:00")).items

    assert (refused.status, "say when it begins" in refused.body["detail"]) == (409, True)
    assert run["event_at"] == "2026-05-22T12:00:00Z"


async def test_a_text_is_looked_at_applied_and_rolled_back(api, stage, folder):
    await begun(api, stage)
    same = (await api.post("/plans/week/diff")).body
    shown = (await api.post("/plans/week/diff", text=plan(LATER))).body
    asked = {"text": plan(LATER), "expected": shown["before"], "reason": "晚一点"}
    applied = (await api.post("/plans/week/apply", **asked)).body
    twice = (await api.post("/plans/week/apply", text=plan(LATER))).body
    newest, oldest = (await api.get("/plans/week/history")).items
    back = (await api.post("/plans/week/rollback", reason="doch nicht")).body

    assert (same["steps"], same["rooms"], same["runs"]) == ([], 0, 1)
    assert [(one["step"], one["sign"]) for one in shown["steps"]] == [("greet", "~")]
    assert [(one["sign"], one["due"][11:16]) for one in shown["dated"]] == [("~", "15:30")]
    assert (shown["counts"]["changed"], shown["applied"]) == (1, False)
    assert (applied["applied"], twice["applied"]) == (True, False)
    assert (newest["how"], newest["reason"], oldest["author"]) == ("applied", "晚一点", "file")
    assert back["after"] == oldest["version"]
    text = (await api.get(f"/plans/week/versions/{newest['version'][:8]}")).body
    assert text["source"] == plan(LATER)
    assert (await api.get("/plans/week")).body["source"] == plan(GREET)
    assert (await api.get("/plans/weak/history")).status == 404
    assert (await api.get("/plans/week/versions/zz")).status == 404
