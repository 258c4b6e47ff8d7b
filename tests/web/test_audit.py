"""The audit: who changed what, from what to what."""

from datetime import timedelta

import pytest

from bot.core.effects import AssignTask, Intent, RaiseAlert, Say, Severity
from bot.core.ids import RoomId, StaffName
from tests.support.builders import NOON, after
from tests.web.talk import apply, flagged, lead, said
from tests.web.test_work import plan


@pytest.fixture
async def things(service, community):
    asking, advert = said(community)
    await plan(service)
    await apply(
        service,
        flagged(advert),
        lead(asking),
        RaiseAlert(kind="k", severity=Severity.INFO, reason="r", advice="a", group="g"),
        AssignTask(key="t", staff=StaffName("wang"), title="t", text="t"),
        Intent(deed=Say(room=RoomId(1), text="大家好"), key="x", reason=""),
    )


async def _line(api, **which):
    (line, *_) = (await api.get("/audit", limit=1, **which)).items
    return line


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("path", "body", "subject", "before", "after_it"),
    [
        ("/cases/1/decide", {"decision": "advert"}, "case:1",
         {"state": "open", "decision": None, "decided_by": None},
         {"state": "confirmed", "decision": "advert", "decided_by": "wang"}),
        ("/leads/1/claim", {}, "lead:1",
         {"state": "open", "owner": None}, {"state": "claimed", "owner": "wang"}),
        ("/alerts/1/acknowledge", {}, "alert:1",
         {"state": "open", "acknowledged_by": None},
         {"state": "acknowledged", "acknowledged_by": "wang"}),
        ("/tasks/1/done", {}, "task:1",
         {"state": "open", "done_by": None}, {"state": "done", "done_by": "wang"}),
        ("/deliveries/1/cancel", {}, "delivery:1",
         {"state": "pending"}, {"state": "cancelled"}),
        ("/people/10002/merge", {"into": 10001}, "person:10002",
         {"merged_into": None}, {"merged_into": 10001}),
        ("/lists/add", {"student": 10002, "list": "deny", "reason": "刷单"}, "person:10002",
         None, {"list": "deny"}),
    ],
)  # fmt: skip
async def test_a_change_is_kept_with_what_was_before_and_after(
    api, path, body, subject, before, after_it
):
    api.speak_as("wang")
    assert (await api.post(path, **body)).status == 200

    line = await _line(api, subject=subject)

    assert line["author"] == "wang"
    assert line["details"].get("before", {}).items() >= (before or {}).items()
    assert line["details"]["after"].items() >= after_it.items()


@pytest.mark.usefixtures("things")
async def test_runs_are_kept_with_their_states(api):
    await api.post("/plans/new-class/start", rooms=[1], starts_on="2026-05-21")
    states = []
    for verb in ("pause", "resume", "stop"):
        await api.post(f"/runs/1/{verb}", reason="试试")
        line = await _line(api)
        states.append((line["details"]["before"]["state"], line["details"]["after"]["state"]))
        assert (line["subject"], line["reason"]) == ("run:1", "试试")
    assert states == [("active", "paused"), ("paused", "active"), ("active", "stopped")]


@pytest.mark.usefixtures("things")
async def test_what_was_refused_leaves_no_line(api):
    await api.post("/tasks/1/done")
    lines = len((await api.get("/audit")).items)

    assert (await api.post("/tasks/1/done")).status == 409

    assert len((await api.get("/audit")).items) == lines


@pytest.mark.usefixtures("things")
async def test_the_audit_is_filtered_by_what_whom_who_and_when(api, service):
    await api.post("/leads/1/claim")
    service.clock.move(timedelta(hours=1))
    api.speak_as("wang")
    await api.post("/leads/1/won")
    await api.post("/tasks/1/done")

    async def actions(**which):
        return [one["action"] for one in (await api.get("/audit", **which)).items]

    assert await actions(action="lead") == ["lead.won", "lead.claimed"]
    assert await actions(action="lead.won") == ["lead.won"]
    assert await actions(subject="lead") == ["lead.won", "lead.claimed"]
    assert await actions(subject="task:1") == ["task.done"]
    assert await actions(author="api") == ["lead.claimed"]
    assert await actions(since=after(minutes=30).isoformat()) == ["task.done", "lead.won"]
    assert await actions(until=after(minutes=30).isoformat()) == ["lead.claimed"]
    assert await actions(subject="lea") == await actions(action="%") == []
    assert (await api.get("/audit", since=NOON.replace(tzinfo=None).isoformat())).status == 400


@pytest.mark.usefixtures("things")
async def test_an_absence_is_kept_under_its_colleague(api):
    await api.post("/absences/away", staff="wang", reason="病假")
    assert (await _line(api))["subject"] == "staff:wang"
