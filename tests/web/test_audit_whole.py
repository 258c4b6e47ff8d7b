"""The audit of every endpoint that changes something: what was before, and what is after."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.conduct_effects import AlarmRoom, GiveMark
from bot.core.effects import AssignTask, Intent, OpenQuestion, RaiseAlert, Say, Severity
from bot.core.ids import RoomId, StaffName
from bot.web.routes import ENDPOINTS
from tests.support.audit_sides import NOTHING_CHANGES
from tests.support.builders import NOON, after
from tests.web.talk import apply, flagged, lead, said
from tests.web.test_work import plan

_ROOM = {"rooms": [1]}
# In this order: path, body, the fields that differ. A field alone stands for a new thing's.
STEPS: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("/people/10002/tags/add", {"tag": "vip"}, {"tags"}),
    ("/people/10002/tags/remove", {"tag": "VIP"}, {"tags"}),
    ("/people/10002/notes/add", {"text": "爱问"}, {"struck"}),
    ("/people/10002/notes/1/strike", {"reason": "误会"}, {"struck"}),
    ("/cases/1/decide", {"decision": "advert"}, {"state", "decision", "decided_by"}),
    ("/samples/1/revoke", {}, {"learned_from"}),
    ("/cases/1/undo", {}, {"state", "decision"}),
    ("/leads/1/claim", {}, {"state", "owner"}),
    ("/leads/1/note", {"note": "明天再问"}, {"note"}),
    ("/leads/1/release", {}, {"state", "owner"}),
    ("/leads/1/assign", {"to": "wang"}, {"state", "owner"}),
    ("/leads/1/won", {}, {"state"}),
    ("/leads/2/lost", {}, {"state"}),
    ("/questions/1/close", {}, {"closed_at"}),
    ("/alerts/1/snooze", {"remind": "2h"}, {"round_at"}),
    ("/alerts/1/acknowledge", {}, {"state", "acknowledged_by"}),
    ("/marks/1/revoke", {}, {"revoked_by"}),
    ("/rooms/1/end-alarm", {}, {"alarm"}),
    ("/lists/add", {"student": 10002, "list": "deny", "reason": "刷单"}, {"list"}),
    ("/lists/1/lift", {}, {"lifted_by"}),
    ("/tasks/1/cannot", {}, {"state"}),
    ("/tasks/1/give", {"to": "wang"}, {"staff"}),
    ("/tasks/1/done", {}, {"state", "done_by"}),
    ("/tasks/2/cancel", {}, {"state"}),
    ("/absences/away", {"staff": "wang"}, {"away"}),
    ("/absences/back", {"staff": "wang"}, {"away"}),
    ("/deliveries/1/cancel", {}, {"state"}),
    ("/calendar/feed", {"person": "wang"}, set()),
    ("/calendar/feed/revoke", {"person": "wang"}, {"times_revoked"}),
    ("/plans/new-class/start", {**_ROOM, "starts_on": "2026-05-21"}, {"state"}),
    ("/plans/new-class/skip", {**_ROOM, "step": "a"}, {"left_out"}),
    ("/plans/new-class/skip", {**_ROOM, "step": "a", "undo": True}, {"left_out"}),
    ("/plans/new-class/move", {**_ROOM, "step": "a", "to": "2026-05-21T21:00"}, {"moved_to"}),
    ("/plans/new-class/pause", _ROOM, {"state"}),
    ("/plans/new-class/resume", _ROOM, {"state"}),
    ("/runs/1/pause", {}, {"state"}),
    ("/runs/1/resume", {}, {"state"}),
    ("/runs/1/stop", {}, {"state"}),
    ("/plans/new-class/start", {**_ROOM, "starts_on": "2026-05-22"}, {"state"}),
    ("/plans/new-class/stop", _ROOM, {"state"}),
    ("/logins/make", {"name": "li", "role": "agent"}, {"role"}),
    ("/logins/1/role", {"role": "manager"}, {"role"}),
    ("/logins/1/disable", {}, {"disabled"}),
    ("/logins/1/enable", {}, {"disabled"}),
    ("/logins/1/link", {}, {"link"}),
    ("/tokens/make", {"name": "robot", "role": "viewer"}, {"name", "role"}),
    ("/tokens/1/revoke", {}, {"revoked"}),
    ("/people/10002/merge", {"into": 10001}, {"merged_into"}),
    ("/merges/1/undo", {}, {"merged_into"}),
    ("/people/10002/erase", {"typed": 10002, "reason": "brieflich"}, {"erased"}),
)
# These need a world of their own: the tests in which they are asked; tests/web/conftest.py looks
# at every line that they leave behind.
ELSEWHERE = {
    "/channels/{name}/connect": "test_connecting.py",
    "/rooms/{id}/say": "test_saying.py",
    "/messages/{id}/consent/note": "test_consents.py",
    "/poison/{id}/settle": "test_looking.py",
    "/poison/{id}/retry": "test_looking.py",
    "/appeals/{id}/answer": "test_appeals.py",
    "/quizzes/{id}/excuse": "test_conduct.py",
    "/plan-files/{name}/save": "test_plan_editor.py",
    "/plans/{name}/apply": "test_plan_life.py",
    "/plans/{name}/rollback": "test_plan_life.py",
    "/steps/{id}/approve": "test_work.py",
    "/steps/{id}/skip": "test_work.py",
    "/deliveries/{id}/release": "test_work.py",
    "/deliveries/{id}/sent": "test_deliveries.py",
    "/campaigns/{name}/signup": "test_campaigns.py",
    "/campaigns/{name}/cancel": "test_campaigns.py",
    "/campaigns/{name}/attended": "test_campaigns.py",
    "/coupons/redeem": "test_campaigns.py",
    "/content/{name}/approve": "test_content.py",
    "/content/{name}/withdraw": "test_content.py",
    "/model/rollback": "test_learning.py",
    "/settings/change": "settings/test_changed.py",
    "/settings/undo": "settings/test_changed.py",
    "/settings/targets/add": "settings/test_staff.py",
    "/settings/targets/drop": "settings/test_staff.py",
    "/rooms/{id}/set-rules": "settings/test_rooms.py",
}


@pytest.fixture
async def things(service, community):
    asking, advert = said(community)
    await plan(service)
    await apply(
        service,
        flagged(advert),
        lead(asking),
        lead(advert),
        OpenQuestion(
            message=asking.id, room=asking.room, asker=asking.sender.identity,
            asked=NOON, due=after(minutes=30),
        ),
        RaiseAlert(kind="k", severity=Severity.INFO, reason="r", advice="a", group="g"),
        AssignTask(key="t", staff=StaffName("li"), title="t", text="t"),
        AssignTask(key="u", staff=StaffName("li"), title="u", text="u"),
        Intent(deed=Say(room=RoomId(1), text="大家好"), key="x", reason=""),
        GiveMark(
            key="m", student=advert.sender.student, points=3.0, kind="advert",
            room=asking.room, message=asking.id,
        ),
        AlarmRoom(room=advert.room, why="冲群", until=after(hours=2)),
    )  # fmt: skip


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("things")
async def test_every_change_is_kept_with_what_was_before_and_after(api):
    known = 0
    for path, body, differ in STEPS:
        answer = await api.post(path, **body)
        assert answer.status == 200, (path, answer.body)

        lines = (await api.get("/audit", limit=10)).items
        fresh = [line for line in lines if line["id"] > known]
        known = lines[0]["id"]

        assert fresh, path
        for line in fresh:
            details = line["details"] or {}
            was, now = details.get("before", {}), details.get("after", {})
            assert was or now or line["action"] in NOTHING_CHANGES, (path, line)
            assert all(was.get(name) != now.get(name) for name in {*was, *now})
        sides = [line["details"] or {} for line in fresh]
        told = [{*one.get("before", {}), *one.get("after", {})} for one in sides]
        assert any(differ <= one for one in told), (path, fresh)


def test_no_endpoint_that_changes_something_is_left_out():
    changing = {one.path for one in ENDPOINTS if one.changes}
    tried = {path for path, _, _ in STEPS}

    untold = {
        path for path in changing - set(ELSEWHERE) if not any(_fits(path, one) for one in tried)
    }

    assert untold == set()
    assert set(ELSEWHERE) <= changing
    for path, file in ELSEWHERE.items():
        told = (Path(__file__).parent / file).read_text(encoding="utf-8")
        assert path.rpartition("/")[2] in told, path


def _fits(path, one):
    asked, given = path.split("/"), one.split("/")
    return len(asked) == len(given) and all(
        name.startswith("{") or name == said for name, said in zip(asked, given, strict=True)
    )
