"""Roles and tokens: who is let in, who may do what, and that nobody gets more."""

import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.core.rights import Right
from bot.core.staff import Role
from bot.web.endpoint import MAX_ID
from bot.web.rights import NEEDS, needed
from bot.web.routes import ENDPOINTS
from bot.web.server import build_web
from tests.web.api import TOKENS

_NONE = {"name": "none"}


@pytest.fixture
def keyed(client):
    """Speak with any key; gives status and body."""

    async def speak(key, method, path, **body):
        headers = {"Authorization": f"Bearer {key}"}
        given = {"json": body} if method == "POST" else {}
        async with client.request(method, f"/api/v1{path}", headers=headers, **given) as response:
            return response.status, await response.json()

    return speak


async def _key(api, role, name="a-program", **more):
    made = await api.post("/tokens/make", name=name, role=role, **more)
    assert made.status == 200, made.body
    return made.body["key"], made.body["token"]["id"]


def test_every_endpoint_says_which_right_it_needs():
    assert {endpoint.tag for endpoint in ENDPOINTS} == NEEDS.keys()
    for endpoint in ENDPOINTS:
        assert needed(endpoint) is not Right.SEE or not endpoint.changes, endpoint.path


async def test_a_viewer_looks_everywhere_but_changes_nothing(api, keyed, community):
    key, _ = await _key(api, "viewer")

    for endpoint in ENDPOINTS:
        path = re.sub(r"\{(\w+)\}", lambda one: _NONE.get(one[1], str(MAX_ID)), endpoint.path)
        status, body = await keyed(key, endpoint.method.value, path)
        if needed(endpoint) is Right.SEE:
            assert status != 403, (path, body)
        else:
            assert status == 403, (path, body)
            assert "needs at least the role" in body["detail"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("sales", {"/leads/{}/claim"}),
        ("agent", {"/tasks/{}/done", "/alerts/{}/acknowledge"}),
        ("manager", {"/leads/{}/claim", "/tasks/{}/done", "/alerts/{}/acknowledge",
                     "/cases/{}/decide"}),
    ],
)  # fmt: skip
async def test_a_role_changes_what_is_its_work(api, keyed, role, may):
    key, _ = await _key(api, role)
    every = {"/leads/{}/claim", "/tasks/{}/done", "/alerts/{}/acknowledge", "/cases/{}/decide",
             "/runs/{}/pause", "/tokens/{}/revoke"}  # fmt: skip

    for path in every:
        status, _ = await keyed(key, "POST", path.format(MAX_ID), decision="advert")
        assert (status != 403) == (path in may), path


async def test_a_token_of_the_configuration_has_its_colleagues_role(api):
    api.speak_as("wang")

    assert (await api.get("/tokens")).status == 403, "wang leads ops, and keeps no keys"
    assert (await api.get("/audit")).status == 200


async def test_what_a_token_does_is_audited_under_its_name(api, keyed, community):
    key, number = await _key(api, "manager")

    status, _ = await keyed(key, "POST", "/people/10002/merge", into=10001)

    assert status == 200
    (merged, made) = (await api.get("/audit", limit=2)).items
    assert merged["author"] == "token:a-program"
    assert (made["action"], made["subject"]) == ("token.make", f"token:{number}")
    assert key not in str(made), "the key is shown once"


async def test_a_revoked_token_is_let_in_no_more(api, keyed):
    key, number = await _key(api, "viewer")
    assert (await keyed(key, "GET", "/figures"))[0] == 200

    assert (await api.post(f"/tokens/{number}/revoke", reason="lost")).status == 200

    assert (await keyed(key, "GET", "/figures"))[0] == 401
    assert (await api.post(f"/tokens/{number}/revoke")).status == 409
    assert (await api.post(f"/tokens/{MAX_ID}/revoke")).status == 404


async def test_a_token_holds_until_it_expires(api, keyed, service):
    key, _ = await _key(api, "viewer", days=1)

    service.clock.move(timedelta(hours=23, minutes=59))
    assert (await keyed(key, "GET", "/figures"))[0] == 200
    service.clock.move(timedelta(minutes=1))
    assert (await keyed(key, "GET", "/figures"))[0] == 401


async def test_one_name_is_one_token_until_it_is_revoked(api):
    _, number = await _key(api, "viewer")

    assert (await api.post("/tokens/make", name="a-program")).status == 409
    await api.post(f"/tokens/{number}/revoke")
    assert (await api.post("/tokens/make", name="a-program")).status == 200


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 61}, {"name": "x", "role": "king"}, {"name": "x", "days": 0}],
)
async def test_a_token_that_cannot_be_is_refused(api, wrong):
    assert (await api.post("/tokens/make", **wrong)).status == 400


async def test_the_stream_is_for_whoever_may_look(client, api):
    key, _ = await _key(api, "viewer")
    headers = {"Authorization": f"Bearer {key}"}
    async with client.get("/api/v1/stream", headers=headers) as response:
        assert response.status == 200


async def test_the_use_of_a_token_is_noted_by_the_hour(api, keyed, service):
    key, _ = await _key(api, "viewer")
    await keyed(key, "GET", "/figures")
    (first,) = (await api.get("/tokens")).items

    service.clock.move(timedelta(minutes=30))
    await keyed(key, "GET", "/figures")
    (same,) = (await api.get("/tokens")).items
    service.clock.move(timedelta(minutes=31))
    await keyed(key, "GET", "/figures")
    (later,) = (await api.get("/tokens")).items

    assert first["used"] == same["used"] < later["used"]


async def test_keys_are_kept_as_hashes_only(api, service):
    key, _ = await _key(api, "viewer")
    async with service.store.database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT * FROM api_token")
        assert key not in str(rows.all())


async def test_an_unknown_colleagues_token_is_an_admins_as_the_file_is(settings, desk):
    async with TestClient(TestServer(build_web(settings, desk))) as client:
        headers = {"Authorization": f"Bearer {TOKENS['api']}"}
        async with client.get("/api/v1/tokens", headers=headers) as response:
            assert response.status == 200
    assert desk.house.role_of("wang") is Role.OPS_LEAD
