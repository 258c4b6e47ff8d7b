"""Who may look into one room learns nothing of another: no answer holds a word of it.

Every endpoint is asked, also those that are written after this test.
"""

import json
import re
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.notices import Notice
from bot.web.admission import THINGS
from bot.web.endpoint import MAX_ID, AnyEndpoint, Method, Scope
from bot.web.routes import ENDPOINTS
from tests.support.two_rooms import CANARY, COMMON, furnish
from tests.web.test_wrong_values import SOUND

_IDS = (*range(1, 31), *range(10001, 10011))
_NOWHERE = 999_999  # no room has this number
_SCOPED = [one for one in ENDPOINTS if one.scope is Scope.ROOMS]
_LOOKS = [one for one in _SCOPED if not one.changes]
_CHANGES = [one for one in _SCOPED if one.changes]
_TABLES = (
    *("room", "person", "identity", "membership", "message", '"case"', "case_message", "lead"),
    *("question", "report", "appeal", "alert", "alert_notice", "task", "task_note", "outbox"),
    *("plan", "run", "occurrence", "audit", "listing", "mark", "merge", "sample", "login"),
)


@pytest.fixture
async def world(service):
    return await furnish(service)


@pytest.fixture
async def ask(client, api, world):
    """Asks as somebody who leads operations in the open room only; gives status and text."""
    may = [{"role": "ops_lead", "room": world.open}]
    made = await api.post("/tokens/make", name="narrow", role=None, grants=may)
    assert made.status == 200, made.body
    headers = {"Authorization": f"Bearer {made.body['key']}"}

    async def send(method, path, body=None, **query):
        given = {} if body is None else {"json": body}
        url = f"/api/v1{path}"
        async with client.request(method, url, headers=headers, params=query, **given) as answer:
            return answer.status, await answer.text()

    return send


def _path(endpoint: AnyEndpoint, **named: Any) -> str:
    return re.sub(r"\{(\w+)\}", lambda one: str(named.get(one[1], "none")), endpoint.path)


def _named(endpoint: AnyEndpoint, world) -> list[dict[str, Any]]:
    """What to put into the path: every id, or the plan that is at work in the hidden room."""
    if "id" in endpoint.where.model_fields:
        return [{"id": number} for number in _IDS]
    return [{"name": world.plan}] if endpoint.where.model_fields else [{}]


def _bodies(endpoint: AnyEndpoint, world) -> list[dict[str, Any]]:
    """Sound bodies, those that name the hidden room among them."""
    sound = {name: SOUND[name] for name in endpoint.takes.model_fields if name in SOUND}
    more = {"decision": "advert", "answer": "granted", "text": "x", "to": "wang", "key": "k" * 9}
    sound |= {name: more[name] for name in more if name in endpoint.takes.model_fields}
    fields = endpoint.takes.model_fields
    places: list[dict[str, Any]] = [{}]
    places += [{"rooms": [world.hidden]}] if "rooms" in fields else []
    places += [{"room": world.hidden}] if "room" in fields else []
    places += [{"names": ["*"]}] if "names" in fields else []
    places += [{"to": "2026-12-03T20:00"}] if {"to", "step"} <= set(fields) else []
    return [sound | place for place in places]


def _asking(endpoint: AnyEndpoint, world) -> list[dict[str, Any]]:
    """Queries that lead to hidden things, where the endpoint has such a filter."""
    fields = endpoint.asks.model_fields
    asked: list[dict[str, Any]] = [{}]
    asked += [{name: world.hidden} for name in ("room", "rooms") if name in fields]
    numbers = ("student", "person", "identity", "message", "case", "run", "occurrence", "around")
    asked += [{name: n} for name, n in product(numbers, _IDS) if name in fields]
    asked += [{name: COMMON} for name in ("text", "find") if name in fields]
    asked += [{"find": number} for number in _IDS if "find" in fields]
    asked += [{"gone": "true"}] if "gone" in fields else []
    asked += [{"month": "2026-05"}] if "month" in fields else []
    return asked


def test_a_path_with_an_id_is_looked_up_before_it_is_answered():
    for endpoint in _SCOPED:
        if "id" in endpoint.where.model_fields:
            assert endpoint.tag in THINGS, endpoint.path


async def test_what_does_not_say_otherwise_is_closed(ask, world):
    closed = [one for one in ENDPOINTS if one.scope is Scope.HOUSE]
    assert len(closed) > 50
    for endpoint in closed:
        path = _path(endpoint, id=1, name=world.plan)
        status, said = await ask(endpoint.method, path, {} if endpoint.changes else None)
        assert status == 403, (endpoint.path, said)
        assert CANARY not in said


@pytest.mark.timeout(120)
@pytest.mark.parametrize("group", sorted({one.tag for one in _LOOKS}))
async def test_no_answer_holds_a_word_of_the_hidden_room(ask, world, group):
    endpoints = [one for one in _LOOKS if one.tag == group]
    asked = [
        (one, _path(one, **named), query)
        for one in endpoints
        for named in _named(one, world)
        for query in _asking(one, world)
        if not query or named.get("id", 1) <= 3
    ]
    leaks = []
    for endpoint, path, query in asked:
        posted = _bodies(endpoint, world) if endpoint.method is Method.POST else [None]
        for body in posted:
            status, said = await ask(endpoint.method, path, body, **query)
            assert status < 500, (path, query, said)
            if CANARY in said:
                leaks.append((path, query, _around(said)))
    assert leaks == []


def _around(said: str) -> str:
    where = said.index(CANARY)
    return said[max(0, where - 120) : where + 40]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("group", sorted({one.tag for one in _CHANGES}))
async def test_hidden_things_answer_changes_as_unknown_ones_do_and_stay(ask, service, world, group):
    before = await _rows(service, world)
    for endpoint in (
        one for one in _CHANGES if one.tag == group and "id" in one.where.model_fields
    ):
        for number, body in product(_IDS, _bodies(endpoint, world)):
            if await _is_hidden(service, endpoint, number, world):
                status, said = await ask(endpoint.method, _path(endpoint, id=number), body)
                other, told = await ask(endpoint.method, _path(endpoint, id=MAX_ID), body)
                where = (endpoint.path, number, body, said)
                assert (status, _without(said, number)) == (other, _without(told, MAX_ID)), where
                assert status in {400, 404}, where
    assert await _rows(service, world) == before


@pytest.mark.timeout(120)
@pytest.mark.parametrize("group", sorted({one.tag for one in _CHANGES}))
async def test_what_names_the_hidden_room_in_its_body_changes_nothing_in_it(
    ask, service, world, group
):
    before = await _rows(service, world)
    for endpoint in (one for one in _CHANGES if one.tag == group):
        path = _path(endpoint, id=world.open, name=world.plan)
        for body in _bodies(endpoint, world):
            _, said = await ask(endpoint.method, path, body)
            assert CANARY not in said, (path, body)
            if world.hidden in (body.get("room"), *body.get("rooms", ())):
                unknown = {k: _swapped(v, world.hidden) for k, v in body.items()}
                _, told = await ask(endpoint.method, path, unknown)
                assert _without(said, world.hidden) == _without(told, _NOWHERE), (path, body)
    assert await _rows(service, world) == before


def _swapped(value: Any, room: int) -> Any:
    return (
        {room: _NOWHERE}.get(value, value)
        if isinstance(value, int)
        else ([_NOWHERE] if value == [room] else value)
    )


def _without(said: str, number: int) -> str:
    return re.sub(rf"\b{number}\b", "N", said)


async def _is_hidden(service, endpoint: AnyEndpoint, number: int, world) -> bool:
    async with service.store.read() as unit:
        rooms = await unit.access.places.rooms_of(THINGS[endpoint.tag], number)
    return world.open not in rooms


async def _rows(service, world) -> dict[str, list[str]]:
    """Everything that holds a word of the hidden room, or stands in it."""
    found: dict[str, list[str]] = {}
    async with service.store.database.read() as connection:
        for table in _TABLES:
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).mappings()  # noqa: S608 (names of ours)
            kept = [json.dumps(dict(row), default=str, sort_keys=True) for row in rows]
            hidden = f'"room_id": {world.hidden}'
            found[table] = sorted(one for one in kept if CANARY in one or hidden in one)
    return found


async def test_the_open_room_is_shown_with_everything_in_it(ask, world):
    for path in (
        *("rooms", "people", "messages", "verdicts", "cases", "reports", "appeals", "leads"),
        *("questions", "alerts", "runs", "steps", "tasks", "deliveries", "events"),
    ):
        status, said = await ask("GET", f"/{path}")
        assert status == 200, said
        assert json.loads(said)["items"], path
    status, said = await ask("GET", "/rooms")
    assert [one["id"] for one in json.loads(said)["items"]] == [world.open]
    assert "plan" in json.loads(said)["items"][0]["rights"]


async def test_a_case_that_ran_through_both_rooms_is_seen_as_the_open_one_knows_it(ask):
    _, said = await ask("GET", "/cases")
    shown = {one["text"]: one for one in json.loads(said)["items"]}

    case = shown["刷单兼职日结晴天"]

    assert (case["messages"], case["rooms"]) == (1, 1)
    status, said = await ask("POST", f"/cases/{case['id']}/decide", {"decision": "advert"})
    assert status == 403, "whoever decides it must lead all its rooms"


async def test_somebody_in_both_rooms_is_known_by_the_open_one(ask):
    _, found = await ask("GET", "/people", find="两边")
    (one,) = json.loads(found)["items"]

    _, said = await ask("GET", f"/people/{one['student_id']}")

    person = json.loads(said)
    assert [room["name"] for room in person["rooms"]] == ["晴天群"]
    assert person["messages"] == 1


async def test_whoever_may_look_everywhere_reads_of_both_rooms(api, world):
    for path in (
        *("rooms", "people", "messages", "cases", "reports", "appeals", "leads", "questions"),
        *("alerts", "tasks", "deliveries", "events", "now"),
    ):
        answer = await api.get(f"/{path}")
        assert CANARY in json.dumps(answer.body, ensure_ascii=False), path


async def test_the_stream_tells_of_the_open_room_only(client, service, api, world):
    may = [{"role": "viewer", "room": world.open}]
    made = await api.post("/tokens/make", name="watching", role=None, grants=may)
    headers = {"Authorization": f"Bearer {made.body['key']}"}

    async with client.get("/api/v1/stream", headers=headers) as response:
        assert response.status == 200
        await _event(response)
        for notice in (
            Notice(kind="message", room=world.hidden, id=4),
            Notice(kind="alert", room=None, id=9),
            Notice(kind="message", room=world.open, id=5),
        ):
            service.bulletin.post(notice)
        first = await _event(response)

    assert (first["room"], first["id"]) == (world.open, 5)


async def _event(response) -> dict[str, Any]:
    while True:
        line = (await response.content.readline()).decode()
        if line.startswith("data: "):
            found: dict[str, Any] = json.loads(line.removeprefix("data: "))
            return found
