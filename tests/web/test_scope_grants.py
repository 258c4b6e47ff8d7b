"""Grants over the API: what a role in a room, or in a series, lets somebody do."""

from typing import Any

import pytest

from tests.support.two_rooms import furnish
from tests.web.page import PASSWORD, Page


@pytest.fixture
async def world(service):
    return await furnish(service)


@pytest.fixture
def series(desk):
    """The hidden room belongs to series X2."""
    desk.house.series = {"room-hidden": "X2"}


class _Somebody(Page):
    """A browser, what it was told of who signed in, and the number of their login."""

    me: dict[str, Any]
    number: int


@pytest.fixture
def enter(client, api):
    """Let somebody in, with what they may; their browser."""

    async def at(name, role=None, grants=()):
        made = await api.post("/logins/make", name=name, role=role, grants=list(grants))
        assert made.status == 200, made.body
        page = _Somebody(client)
        client.session.cookie_jar.clear()
        key = made.body["key"]
        page.me = (await page.post("/session/welcome", key=key, password=PASSWORD))[1]
        page.number = made.body["login"]["id"]
        return page

    return at


async def _rooms(page):
    return [one["id"] for one in (await page.get("/rooms"))[1]["items"]]


@pytest.mark.usefixtures("series")
async def test_a_role_in_a_series_counts_in_its_rooms(enter, world):
    page = await enter("wang", grants=[{"role": "manager", "series": "X2"}])

    assert await _rooms(page) == [world.hidden]
    assert page.me["rights"] == []
    assert page.me["somewhere"] == ["decide", "see", "sell", "work"]
    assert page.me["grants"] == [{"role": "manager", "series": "X2", "room": None}]


async def test_the_strongest_grant_counts_in_each_room(enter, world):
    grants = [{"role": "manager", "room": world.open}, {"role": "viewer", "room": world.open}]
    page = await enter("wang", role="viewer", grants=grants)

    _, found = await page.get("/rooms")
    rights = {one["id"]: one["rights"] for one in found["items"]}
    assert rights == {world.open: ["decide", "see", "sell", "work"], world.hidden: ["see"]}


async def test_what_is_seen_and_may_not_be_changed_is_refused_in_words(enter, api, world):
    grants = [{"role": "agent", "room": world.open}]
    page = await enter("wang", role="viewer", grants=grants)
    [hidden] = [one["id"] for one in (await api.get("/alerts", room=world.hidden)).items]
    [ours] = [one["id"] for one in (await api.get("/alerts", room=world.open)).items]

    status, problem = await page.post(f"/alerts/{hidden}/acknowledge")

    assert status == 403, "it is seen, so there is nothing to hide"
    assert "may not do this in every room that this alert is in" in problem["detail"]
    assert (await page.post(f"/alerts/{ours}/acknowledge"))[0] == 200


async def test_grants_that_are_taken_away_count_no_more_from_the_next_request(enter, api, world):
    page = await enter("wang", grants=[{"role": "manager", "room": world.open}])
    assert await _rooms(page) == [world.open]

    more = [{"role": "viewer", "room": world.hidden}]
    changed = await api.post(f"/logins/{page.number}/role", role=None, grants=more)

    assert changed.status == 200
    assert await _rooms(page) == [world.hidden]
    (line, *_) = (await api.get("/audit")).items
    assert line["details"] == {
        "before": {"grants": [f"manager in room {world.open}"]},
        "after": {"grants": [f"viewer in room {world.hidden}"]},
    }


@pytest.mark.parametrize(
    "may",
    [
        {"role": None},
        {"role": None, "grants": []},
        {"role": "manager", "grants": [{"role": "viewer"}]},
        {"role": "manager", "grants": [{"role": "viewer", "room": 1, "series": "X2"}]},
        {"role": "manager", "grants": [{"role": "boss", "room": 1}]},
        {"role": "manager", "grants": [{"role": "viewer", "room": 0}]},
    ],
)
async def test_a_grant_names_a_role_and_one_place(api, may):
    assert (await api.post("/logins/make", name="wang", **may)).status == 400
    assert (await api.post("/tokens/make", name="robot", **may)).status == 400


async def test_a_grant_for_a_room_that_is_not_there_is_refused(api):
    may = {"role": None, "grants": [{"role": "viewer", "room": 99}]}
    assert (await api.post("/logins/make", name="wang", **may)).status == 409
    assert (await api.get("/logins")).items == []
