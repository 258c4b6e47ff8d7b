"""What came of plans, over the API."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.plan_results import answered_week


@pytest.fixture
async def week(service):
    """A question asked at noon in three rooms, at nine in the evening."""
    await answered_week(service.store.database)
    service.clock.move(timedelta(hours=9))
    return service


async def test_each_step_tells_what_came_of_it(api, week):
    found = (await api.get("/plans/week/results", room=1)).items

    assert [(one["step"], one["state"]) for one in found] == [("ask", "done"), ("bye", "skipped")]
    ask = found[0]
    assert (ask["seat"], ask["variant"], ask["members"]) == ("teacher", "plain", 2)
    assert (ask["counts"]["matches"], ask["responders"], ask["response_ratio"]) == (1, 1, 0.5)
    assert (ask["first_minutes"], ask["expected"]) == (10.0, {"matches": "1"})
    assert found[1]["said_at"] is None


async def test_steps_are_filtered_and_come_page_by_page(api, week):
    first = await api.get("/plans/week/results", step="ask", limit=2)
    rest = await api.get("/plans/week/results", step="ask", limit=2, after=first.body["next"])
    later = await api.get("/plans/week/results", since="2026-05-20T08:00:00Z")

    assert [one["room"] for one in first.items + rest.items] == [1, 2, 3]
    assert rest.body["next"] is None
    assert {one["step"] for one in later.items} == {"bye"}


async def test_the_table_over_rooms(api, week):
    first = await api.get("/plans/week/results/rooms", limit=2)
    rest = await api.get("/plans/week/results/rooms", after=first.body["next"])
    rows = first.items + rest.items

    assert [one["room_name"] for one in rows] == ["1 班", "2 班", "3 班"]
    figures = rows[0]["figures"]
    assert (figures["said"], figures["skipped"], figures["response_ratio"]) == (1, 1, 0.5)
    assert figures["promptness"] == {
        "posts": 1,
        "answered": 1,
        "median": 10.0,
        "within": [0.0, 1.0, 1.0],
    }
    assert rows[1]["figures"]["response_ratio"] == 0.0


async def test_wordings_are_compared_and_three_rooms_decide_nothing(api, week):
    (found,) = (await api.get("/plans/week/experiments", metric="matches")).items

    assert (found["control"], found["metric"], found["rooms_needed"]) == ("plain", "matches", 40)
    assert [(arm["variant"], arm["rooms"]) for arm in found["arms"]] == [("plain", 2), ("warm", 1)]
    assert found["differences"][0]["finding"] == "not decidable yet"
    assert (await api.get("/plans/week/experiments", step="bye")).items == []


@pytest.mark.parametrize("path", ["results", "results/rooms", "experiments"])
async def test_a_plan_that_never_was_is_not_found(api, path):
    answer = await api.get(f"/plans/nothing/{path}")

    assert answer.status == 404
    assert "'nothing'" in answer.body["detail"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("results", {"after": "xx"}),
        ("results", {"room": 0}),
        ("results", {"since": "yesterday"}),
        ("results", {"colour": "red"}),
        ("results/rooms", {"after": "xx"}),
        ("results/rooms", {"limit": 0}),
        ("experiments", {"metric": "money"}),
        ("experiments", {"expected_rooms": 1}),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(api, week, path, query):
    assert (await api.get(f"/plans/week/{path}", **query)).status == 400


DEFINITIONS = Path("docs/results.md").read_text(encoding="utf-8")


async def test_every_figure_points_to_its_definition(api):
    titles = re.findall(r"^## (.*)$", DEFINITIONS, re.MULTILINE)
    anchors = {title.lower().replace(" ", "-") for title in titles}
    named = set(re.findall(r"docs/results\.md#([a-z-]+)", json.dumps(api.document)))

    assert len(named) > 8
    assert named <= anchors
