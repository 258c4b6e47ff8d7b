"""Alerts, tasks, deliveries, plans and steps, and the audit of it all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.effects import (
    AssignTask,
    Intent,
    NotifyStaff,
    RaiseAlert,
    RemoveMember,
    Say,
    Severity,
)
from bot.core.ids import AlertId, ChannelName, RoomId, RunId, StaffName
from bot.core.plans import PlannedOccurrence, PlanVersion, StepState
from tests.support.builders import NOON, after
from tests.support.sop_stage import plan as a_plan
from tests.web.talk import apply, flagged, lead, said


async def plan(service, name="new-class"):
    step = 'id: a, seat: teacher, when: {day: 1, at: "20:00"}, say: "好"'
    text = a_plan(step, name=name)
    if name == "abroad":
        text = text.replace("title:", "zone: America/New_York\ntitle:")
    version = PlanVersion(name=name, version="v1", path=f"{name}.yaml", source=text, loaded_at=NOON)
    async with service.write() as unit:
        await unit.runs.editions.put(version)


async def test_an_alert_is_acknowledged_by_one_and_the_next_hears_by_whom(api, service):
    await apply(
        service,
        RaiseAlert(
            kind="advert", severity=Severity.WARNING, reason="广告", advice="核实", group="g"
        ),
    )
    [alert] = (await api.get("/alerts", state="open", severity="warning", kind="advert")).ids
    api.speak_as("wang")
    mine = (await api.post(f"/alerts/{alert}/acknowledge")).body
    late = (await api.post(f"/alerts/{alert}/acknowledge")).body
    shown = (await api.get(f"/alerts/{alert}")).body

    assert (mine["by"], mine["first"]) == ("wang", True)
    assert (late["by"], late["first"]) == ("wang", False)
    assert (shown["state"], shown["acknowledged_by"]) == ("acknowledged", "wang")
    assert (await api.get("/alerts", state="open")).items == []


async def test_tasks_are_done_once_or_cancelled(api, service):
    await apply(
        service,
        AssignTask(key="a", staff=StaffName("wang"), title="打电话", text="联系小明"),
        AssignTask(key="b", staff=StaffName("li"), title="发海报", text="海报"),
    )
    [hers] = (await api.get("/tasks", staff="li", state="open")).ids
    [his] = (await api.get("/tasks", staff="wang")).ids
    done = await api.post(f"/tasks/{his}/done")
    again = await api.post(f"/tasks/{his}/done")
    cancelled = await api.post(f"/tasks/{hers}/cancel", reason="不需要了")
    shown = (await api.get(f"/tasks/{his}")).body

    assert (done.body["state"], again.status) == ("done", 409)
    assert cancelled.body["state"] == "cancelled"
    assert shown["done_by"] == "api"


@pytest.mark.usefixtures("community")
async def test_deliveries_are_released_or_cancelled(api, service):
    await apply(
        service,
        Intent(deed=Say(room=RoomId(1), text="大家好"), key="k", reason="计划", author="sop"),
    )
    [delivery] = (await api.get("/deliveries", state="pending", room=1)).items
    path = f"/deliveries/{delivery['id']}"
    not_held = await api.post(f"{path}/release")
    cancelled = await api.post(f"{path}/cancel")
    again = await api.post(f"{path}/cancel")

    assert delivery["deed"]["text"] == "大家好"
    assert not_held.status == 409
    assert "is pending" in not_held.body["detail"]
    assert (cancelled.body["state"], again.status) == ("cancelled", 409)
    assert (await api.get(path)).body["state"] == "cancelled"


@pytest.mark.usefixtures("community")
async def test_plans_are_started_paused_resumed_and_stopped(api, service):
    await plan(service)
    await plan(service, "abroad")
    listed_plans = (await api.get("/plans")).items
    text = (await api.get("/plans/new-class")).body
    start = {"rooms": [1], "starts_on": "2026-05-21"}
    [run] = (await api.post("/plans/new-class/start", **start)).items
    twice = (await api.post("/plans/new-class/start", **start)).items
    [abroad] = (await api.post("/plans/abroad/start", **start)).items
    path = f"/runs/{run['id']}"
    states = [
        (await api.post(f"{path}/{verb}", reason="试试")).body.get("state")
        for verb in ("pause", "resume", "stop")
    ]
    again = await api.post(f"{path}/pause")

    assert [p["name"] for p in listed_plans] == ["abroad", "new-class"]
    assert "name: new-class\n" in text["source"]
    assert (run["zone"], run["room_name"]) == ("Asia/Shanghai", "英语学习打卡群")
    assert abroad["zone"] == "America/New_York"
    assert twice == []
    assert states == ["paused", "active", "stopped"]
    assert again.status == 409
    assert (await api.get("/runs", state="stopped")).ids == [run["id"]]
    assert (await api.get(path)).body["plan"] == "new-class"


@pytest.mark.usefixtures("community")
async def test_a_plan_starts_only_in_rooms_we_sit_in(api, service):
    await plan(service)

    unknown = await api.post("/plans/new-class/start", rooms=[1, 99], starts_on="2026-05-21")

    assert unknown.status == 404
    assert "99" in unknown.body["detail"]
    assert (await api.get("/runs")).items == []


@pytest.mark.usefixtures("community")
async def test_dated_steps_are_listed_left_out_and_approved(api, service):
    await plan(service)
    [run] = (await api.post("/plans/new-class/start", rooms=[1], starts_on="2026-05-21")).items
    step = PlannedOccurrence(
        run=run["id"],
        plan="new-class",
        step="hello",
        room=RoomId(1),
        local_date=date(2026, 5, 21),
        local_time=NOON.time(),
        zone="Asia/Shanghai",
        due=after(days=1),
        tz_version="2026a",
    )
    said_already = replace(step, step="said", state=StepState.DONE)
    async with service.write() as unit:
        await unit.runs.steps.add([step, said_already])
    [waiting] = (await api.get("/steps", room=1, state="planned")).items
    [done] = (await api.get("/steps", step="said")).ids
    skipped = await api.post(f"/steps/{waiting['id']}/skip")
    too_late = [(await api.post(f"/steps/{done}/{verb}")).status for verb in ("skip", "approve")]

    assert (waiting["step"], skipped.status) == ("hello", 200)
    assert too_late == [409, 409]
    assert (await api.get(f"/steps/{done}")).body["state"] == "done"
    assert (await api.get("/audit", limit=1)).items[0]["action"] == "step.skip"


@pytest.mark.usefixtures("community")
async def test_a_step_left_out_by_mistake_is_said_after_all(api, service):
    await plan(service)
    await api.post("/plans/new-class/start", rooms=[1], starts_on="2026-05-21")
    skipped = PlannedOccurrence(
        run=RunId(1),
        plan="new-class",
        step="hello",
        room=RoomId(1),
        local_date=date(2026, 5, 21),
        local_time=NOON.time(),
        zone="Asia/Shanghai",
        due=NOON,
        tz_version="2026a",
        state=StepState.SKIPPED,
    )
    async with service.write() as unit:
        await unit.runs.steps.add([skipped])
    [step] = (await api.get("/steps")).ids

    approved = await api.post(f"/steps/{step}/approve")

    assert approved.body["state"] == "planned"


async def test_every_change_is_in_the_audit_under_the_name_of_the_token(api, service, community):
    asking, advert = said(community)
    await plan(service)
    await apply(
        service,
        flagged(advert),
        lead(asking),
        RaiseAlert(kind="k", severity=Severity.INFO, reason="r", advice="a", group="g"),
        AssignTask(key="t", staff=StaffName("wang"), title="t", text="t"),
        Intent(
            deed=RemoveMember(room=RoomId(1), member=advert.sender.identity), key="x", reason=""
        ),
    )
    api.speak_as("wang")
    lines: list[Any] = []
    changes: list[tuple[str, dict[str, Any]]] = [
        ("/cases/1/decide", {"decision": "advert"}),
        ("/leads/1/claim", {}),
        ("/alerts/1/acknowledge", {}),
        ("/tasks/1/done", {}),
        ("/deliveries/1/cancel", {}),
        ("/plans/new-class/start", {"rooms": [1], "starts_on": "2026-05-21"}),
        ("/runs/1/stop", {"reason": "结束"}),
        ("/people/10002/merge", {"into": 10001}),
        ("/merges/1/undo", {}),
    ]
    for path, body in changes:
        done = await api.post(path, **body)
        before, lines = len(lines), (await api.get("/audit", author="wang")).items
        assert done.status == 200, (path, done.body)
        assert len(lines) > before, path  # a decision on a case may deny somebody as well
    assert {line["author"] for line in lines} == {"wang"}
    [stopped] = [line for line in lines if line["action"] == "run.stop"]
    assert (stopped["subject"], stopped["reason"]) == ("run:1", "结束")


async def test_tasks_say_in_which_room_and_who_else_may_have_them(api, service, community):
    await apply(
        service,
        AssignTask(key="a", staff=StaffName("li"), title="发海报", text="海报", room=RoomId(1)),
    )
    await api.post("/absences/away", staff="li", until="2026-05-21")
    [task] = (await api.get("/tasks")).items
    people = (await api.get("/tasks/people")).body
    api.speak_as("wang")

    assert task["room_name"] == "英语学习打卡群"
    assert (await api.get(f"/tasks/{task['id']}")).body["room_name"] == "英语学习打卡群"
    assert [(one["name"], one["away"]) for one in people["items"]] == [
        ("wang", False),
        ("li", True),
    ]
    assert (people["me"], (await api.get("/tasks/people")).body["me"]) == (None, "wang")


async def test_of_an_alert_it_is_shown_how_it_was_brought_to_whom(api, service):
    raised = RaiseAlert(
        kind="raid", severity=Severity.WARNING, reason="冲群", advice="看", group="g"
    )
    await apply(service, raised, replace(raised, group="h"))
    deeds = [
        NotifyStaff(
            staff=StaffName("wang"), alert=AlertId(1), target="dm", channel=ChannelName("sim")
        ),
        NotifyStaff(staff=StaffName("wang"), alert=AlertId(1), target="apprise:1"),
        NotifyStaff(staff=StaffName("li"), alert=AlertId(2), target="apprise:0"),
    ]
    await apply(
        service,
        *(
            Intent(deed=one, key=f"alert:{one.alert}:1:{one.staff}:{one.target}", reason="冲群")
            for one in deeds
        ),
    )

    ways = (await api.get("/alerts/1/ways")).body["items"]

    assert [(one["staff"], one["channel"], one["target"], one["state"]) for one in ways] == [
        ("wang", "sim", None, "pending"),
        ("wang", None, 2, "pending"),
    ]
    assert (await api.get("/alerts/9/ways")).status == 404
