"""Who is let in, and what a request that cannot be served is told."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.core.effects import RaiseAlert, Severity
from bot.core.errors import StorageAway
from bot.web.guard import author_of, key_in
from bot.web.server import build_web
from tests.web.api import Api
from tests.web.talk import apply, flagged, said


@pytest.fixture
def backend(sqlite_file):
    """One database is enough to be refused by."""
    return sqlite_file


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic a-token-for-tests",
        "a-token-for-tests",
        "Bearer a-token-for-test",
        "Bearer 密码",
    ],
)
async def test_without_a_right_token_nothing_is_told(client, header):
    headers = {"Authorization": header}
    async with client.get("/api/v1/figures", headers=headers) as response:
        body = await response.json()

    assert response.status == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.content_type == "application/problem+json"
    assert "Authorization: Bearer" in body["detail"]


async def test_the_stream_needs_a_token_too(client):
    async with client.get("/api/v1/stream") as response:
        assert response.status == 401


def test_the_token_tells_the_author_whatever_the_case_of_the_word_bearer():
    authors = {"api": "one", "wang": "two"}

    assert author_of(authors, key_in("bearer two") or "") == "wang"
    assert author_of(authors, key_in("BEARER one ") or "") == "api"
    assert author_of(authors, key_in("Bearer three") or "") is None
    assert [key_in(header) for header in ("", "Bearer ", "Basic one", "one")] == [None] * 4


async def test_nothing_of_an_answer_is_kept_by_caches(client):
    async with client.get("/healthz") as response:
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/messages?limit=0", "query.limit"),
        ("/messages?limit=501", "query.limit"),
        ("/messages?limit=many", "query.limit"),
        ("/messages?limit=1&limit=2", "twice"),
        ("/messages?romo=1", "possible: after, limit, text, room"),
        ("/messages?since=2026-05-20T04:00:00", "timezone"),
        ("/messages?since=yesterday", "query.since"),
        ("/messages?kind=poem", "query.kind"),
        ("/messages?room=99999999999999999999", "query.room"),
        ("/messages?room=-1", "query.room"),
        ("/messages?text=%20", "query.text"),
        ("/messages?text=%E3%80%82", "letter"),
        ("/messages?after=nonsense", "cursor"),
        ("/messages?after=WzFd", "cursor"),
        ("/alerts?after=%00", "cursor"),
        ("/alerts?state=asleep", "query.state"),
        ("/people?find=1&room=1", "leave room"),
        ("/verdicts?message=x", "query.message"),
        ("/figures?x=1", "possible: none"),
    ],
)
async def test_a_query_that_is_not_understood_is_told_what_would_be_right(api, path, told):
    answer = await api.get(path)

    assert answer.status == 400
    assert told in answer.body["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/messages/99",
        "/messages/0",
        "/messages/-1",
        "/messages/x",
        "/messages/99999999999999999999",
        "/people/10001",
        "/rooms/1",
        "/rooms/1/members",
        "/cases/1",
        "/leads/1",
        "/alerts/1",
        "/tasks/1",
        "/deliveries/1",
        "/runs/1",
        "/steps/1",
        "/plans/nothing",
        "/plans/%00",
        "/verdicts?message=1",
        "/nothing",
    ],
)
async def test_what_does_not_exist_is_not_found(api, path):
    assert (await api.get(path)).status == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cases/1/decide", {"decision": "advert"}),
        ("/leads/1/claim", {}),
        ("/alerts/1/acknowledge", {}),
        ("/tasks/1/done", {}),
        ("/tasks/1/cancel", {}),
        ("/deliveries/1/release", {}),
        ("/deliveries/1/cancel", {}),
        ("/runs/1/stop", {}),
        ("/steps/1/skip", {}),
        ("/steps/1/approve", {}),
        ("/plans/x/start", {"rooms": [1], "starts_on": "2026-05-21"}),
        ("/people/1/merge", {"into": 2}),
    ],
)
async def test_what_does_not_exist_cannot_be_changed(api, service, path, body):
    assert (await api.post(path, **body)).status == 404
    assert (await api.get("/audit")).items == []
    assert service.changes == 0


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "body: Invalid JSON"),
        ("[]", "body"),
        ('"x"', "body"),
        ("{}", "body.decision"),
        ('{"decision": "maybe"}', "body.decision"),
        ('{"decision": "advert", "why": 1}', "possible: decision, scope, message, remove, note"),
        ('{"decision": "advert", "note": "\\ud800"}', "body"),
        ('{"decision": "advert", "note": "' + "x" * 2001 + '"}', "body.note"),
        ('{"decision": "advert", "decision": "x"}', "body.decision"),
    ],
)
async def test_a_body_that_is_not_understood_is_told_what_would_be_right(api, body, told):
    headers = {"Content-Type": "application/json"}
    answer = await api.send("POST", "/cases/1/decide", data=body, headers=headers)

    assert answer.status == 400
    assert told in answer.body["detail"]


async def test_a_body_that_is_too_large_or_no_json_is_refused(api):
    large = await api.post("/cases/1/decide", note="x" * 100_000)
    form = await api.send("POST", "/cases/1/decide", data={"decision": "advert"})

    assert large.status == 413
    assert form.status == 415


async def test_a_method_that_is_not_there_is_told_which_are(api):
    answer = await api.send("DELETE", "/messages")

    assert answer.status == 405
    assert "GET" in answer.body["detail"]


@asynccontextmanager
async def api_with(settings, desk, **other):
    app = build_web(settings, replace(desk, **other))
    async with (
        TestClient(TestServer(app)) as client,
        client.get("/api/openapi.json") as response,
    ):
        yield Api(client, await response.json())


async def test_a_database_that_is_away_is_told_as_such_and_may_be_asked_again(settings, desk):
    @asynccontextmanager
    async def away():
        msg = "connection refused"
        if msg:
            raise StorageAway(msg)
        yield

    async with api_with(settings, desk, read=away) as api:
        answer = await api.get("/figures")

    assert answer.status == 503
    assert "connection refused" not in answer.body["detail"]


async def test_a_bug_of_ours_is_told_without_its_insides(settings, desk):
    @asynccontextmanager
    async def broken():
        msg = "password=hunter2"
        if msg:
            raise RuntimeError(msg)
        yield

    async with api_with(settings, desk, read=broken) as api:
        answer = await api.get("/figures")

    assert answer.status == 500
    assert "hunter2" not in str(answer.body)


async def test_what_fails_half_way_changes_nothing(api, service, community):
    asking, advert = said(community)
    await apply(service, flagged(advert), replace(flagged(asking), campaign=advert.id))
    [case] = (await api.get("/cases")).ids
    await api.post(f"/cases/{case}/decide", decision="fine")

    split = {"decision": "advert", "scope": "message", "message": asking.id}
    refused = await api.post(f"/cases/{case}/decide", **split)

    assert refused.status == 409
    assert [one["messages"] for one in (await api.get("/cases")).items] == [2]


async def test_of_many_who_take_an_alert_on_at_once_one_is_first(api, service):
    await apply(
        service,
        RaiseAlert(kind="k", severity=Severity.INFO, reason="r", advice="a", group="g"),
    )

    answers = await asyncio.gather(*(api.post("/alerts/1/acknowledge") for _ in range(8)))

    assert [answer.status for answer in answers] == [200] * 8
    assert sum(answer.body["first"] for answer in answers) == 1


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_the_ends_of_time_are_only_times(api, moment):
    for path in ("/messages", "/alerts", "/steps"):
        assert (await api.get(path, since=moment, until=moment)).items == []


async def test_the_names_that_others_use_for_our_parameters_are_understood(api):
    for path in (
        "/messages?q=你好&limit=1",
        "/people?q=小明",
        "/plans?limit=1",
        "/channels?cursor=0",
    ):
        assert (await api.get(path)).items == []


@pytest.mark.parametrize(
    ("reads", "told"),
    [("zh-CN,zh;q=0.9", "没有提醒 7"), ("en", "there is no alert 7"), ("", "there is no alert 7")],
)
async def test_a_refusal_is_told_in_the_language_that_whoever_asks_reads(client, reads, told):
    headers = {"Authorization": "Bearer a-token-for-tests", "Accept-Language": reads}
    async with client.get("/api/v1/alerts/7", headers=headers) as response:
        body = await response.json()

    assert (response.status, body["detail"]) == (404, told)
