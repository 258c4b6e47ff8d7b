"""Rehearsals over the API: as jobs, apart from the service, with the transcript at the end."""

import asyncio
import json
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import rehearse
from bot.config import parse_settings
from bot.core.rooms import RoomRules
from bot.plan_life.desk import PlanLife
from bot.rehearsal_desk import RehearsalDesk
from sop.settings import SopSettings
from tests.support.rehearsing import STAFF, plan
from tests.web.working import over, working

ASK = (
    'id: ask, seat: teacher, when: {day: 1, at: "09:00"}, say: 完成的发打卡,'
    " expect: {speakers: 90%, within: 2h}, otherwise: [{say: 再说一遍}]"
)
PLAN = plan(ASK)
DAY = "2026-06-01"

pytestmark = pytest.mark.timeout(150)  # each rehearsal starts a process


@pytest.fixture
def folder(tmp_path, desk, store_url):
    """A folder with the plan `week`, and a service on this test's database."""
    config = f'storage: {{url: "{store_url}"}}\n{STAFF}'
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    settings = parse_settings(config, file="config.yaml", environment={})
    (tmp_path / "week.yaml").write_text(PLAN, encoding="utf-8")
    desk.house.plans = PlanLife(
        folder=tmp_path,
        settings=SopSettings,
        cast=lambda: None,
        rules_for=lambda *room: RoomRules(),
    )
    desk.house.rehearsals = RehearsalDesk(settings=lambda: settings, plans=tmp_path)
    return tmp_path


async def _rehearsed(api, desk, **asked):
    async with working(desk.house):
        started = await api.post("/plans/week/rehearse", **asked)
        assert started.status == 200, started.body
        ended = await over(api, started.body["id"])
    assert ended["state"] == "done", ended
    return (await api.get(f"/rehearsals/{started.body['id']}")).body


async def test_the_transcript_is_what_the_command_gives(api, desk, folder, community):
    [room] = (await api.get("/rooms")).items
    asked = {"room": room["id"], "members": 12, "start": DAY, "against": "silent"}

    found = await _rehearsed(api, desk, **asked)

    app = typer.Typer()
    app.callback()(lambda: None)
    rehearse.register(app)
    words = [
        str(folder / "week.yaml"),
        "--room",
        room["name"],
        "--members",
        "12",
        "--start",
        DAY,
        "--json",
    ]
    words += ["--against", "silent", "--config", str(folder / "config.yaml")]
    # The command begins an event loop of its own.
    said = json.loads(
        (await asyncio.to_thread(CliRunner().invoke, app, ["rehearse", *words])).stdout
    )
    assert found["room"] == said["room"] == {"name": room["name"], "members": 12, "known": True}
    assert [one["text"] for one in found["lines"]] == [one["text"] for one in said["lines"]]
    assert "再说一遍" in [one["text"] for one in found["lines"]]
    assert [one["verdict"] for one in found["steps"]] == [one["verdict"] for one in said["steps"]]
    assert found["findings"] == [
        one | {"at": one["at"] and one["at"].replace("+00:00", "Z").replace(" ", "T")}
        for one in said["findings"]
    ]


async def test_a_text_that_nobody_saved_is_rehearsed_in_a_room_that_is_not_there(api, desk, folder):
    text = PLAN.replace("完成的发打卡", "今天先休息")

    found = await _rehearsed(api, desk, text=text, members=5, start=DAY, against="silent")

    assert found["room"] == {"name": "新群", "members": 5, "known": False}
    assert found["lines"][0]["text"] == "今天先休息"
    assert (await api.get("/plan-files/week")).body["source"] == PLAN


async def test_mistakes_of_a_text_are_told_at_once(api, folder):
    broken = await api.post("/plans/week/rehearse", text=PLAN.replace("teacher,", "t,"), members=5)
    nameless = await api.post("/plans/nothing/rehearse", members=5)
    nowhere = await api.post("/plans/week/rehearse", room=99)
    nobody = await api.post("/plans/week/rehearse")

    assert (broken.status, nameless.status, nowhere.status, nobody.status) == (400, 404, 404, 400)
    assert broken.body["mistakes"][0]["where"].startswith("body.text:")
    assert (await api.get("/jobs")).items == []


async def test_what_cannot_be_played_ends_with_its_reason(api, desk, folder):
    async with working(desk.house):
        job = (await api.post("/plans/week/rehearse", members=5, against="past")).body["id"]
        ended = await over(api, job)

    assert ended["state"] == "failed"
    assert "so it has no past" in ended["problem"]
    assert (await api.get(f"/rehearsals/{job}")).status == 409


async def test_a_rehearsal_that_takes_too_long_is_ended(api, desk, folder):
    desk.house.rehearsals = RehearsalDesk(
        settings=desk.house.rehearsals.settings, plans=folder, seconds=0.01
    )
    async with working(desk.house):
        job = (await api.post("/plans/week/rehearse", members=5)).body["id"]
        ended = await over(api, job)

    assert (ended["state"], "rehearse fewer days" in ended["problem"]) == ("failed", True)


async def test_a_rehearsal_is_nobody_elses(api, desk, folder):
    job = (await api.post("/plans/week/rehearse", members=5)).body["id"]
    api.speak_as("wang")

    assert (await api.get(f"/rehearsals/{job}")).status == 404


async def test_what_would_be_said_is_shown_before_a_plan_is_started(api, folder, community):
    [room] = (await api.get("/rooms")).items

    shown = (await api.post("/plans/week/preview", rooms=[room["id"]], starts_on=DAY)).body
    await api.post("/plans/week/start", rooms=[room["id"]], starts_on=DAY)
    again = (await api.post("/plans/week/preview", starts_on=DAY)).body

    assert [one["id"] for one in shown["rooms"]] == [room["id"]]
    [said] = shown["dated"]
    assert (said["step"], said["text"], said["due"]) == (
        "ask", "完成的发打卡", "2026-06-01T01:00:00Z",
    )  # fmt: skip
    assert [one["after"] for one in shown["following"]] == ["ask"]
    assert again["rooms"] == []
    assert [one["id"] for one in again["running"]] == [room["id"]]


async def test_what_is_past_already_is_marked_so(api, service, folder, community):
    yesterday = f"{service.clock.now() - timedelta(days=1):%Y-%m-%d}"

    shown = (await api.post("/plans/week/preview", starts_on=yesterday)).body

    assert [one["past"] for one in shown["dated"]] == [True]
    assert (await api.post("/plans/week/preview", starts_on=DAY, rooms=[99])).status == 404
