"""Wrong and extreme values sent to every endpoint: each is refused in words, none breaks it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from yarl import URL

from bot.web.endpoint import MAX_ID, Described, Method
from bot.web.openapi import PREFIX
from bot.web.routes import ENDPOINTS
from bot.web.routes.session import DOORS
from tests.support.builders import NOON
from tests.web.api import TOKENS

WORDS = (
    "",
    "a\x00b",
    "\ud800",
    "\u202e名\u200b",
    "../../etc/passwd",
    "x" * 2500,
    "9" * 5000,
    "[",
    "-1",
    "1e9",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "9999-12",
    "9999-W52",
    "Etc/../UTC",
    str(MAX_ID),
    str(MAX_ID + 1),
    "1",
    "wang",
)
VALUES: tuple[object, ...] = (
    *WORDS,
    None,
    True,
    0,
    1.5,
    1e308,
    MAX_ID,
    MAX_ID + 1,
    [],
    [[]],
    {},
    [None],
    ["x\x00"],
    [MAX_ID],
)
SOUND: dict[str, object] = {
    "version": "x",
    "name": "week",
    "step": "greet",
    "student": 10001,
    "students": [10001],
    "staff": "wang",
    "person": "wang",
    "to": "li",
    "code": "X",
    "starts_on": f"{NOON:%Y-%m-%d}",
    "password": "three blue kites",
    "old": "three",
    "key": "k",
    "secret": "A" * 16,
    "id": 1,
    "job": "9c1f",
    "text": "judging: {}",
    "benefit": "lots",
    "note": 1,
    "into": 10001,
}
ALL: tuple[Described, ...] = (*ENDPOINTS, *DOORS)
HEADERS = {"Authorization": f"Bearer {TOKENS['api']}", "Content-Type": "application/json"}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One request with one wrong value in it."""

    endpoint: Described
    where: str
    value: object
    path: str
    body: object = None


def wrong_requests(endpoint: Described) -> Iterator[Wrong]:
    """Every part of the path, the query and the body with every value."""
    asks, takes = endpoint.asks.model_fields, endpoint.takes.model_fields
    sound = {name: SOUND[name] for name in takes if name in SOUND}
    needed = {name: SOUND[name] for name, part in asks.items() if part.is_required()}
    path = _path(endpoint)
    for name in endpoint.where.model_fields:
        for word in WORDS:
            yield Wrong(
                endpoint=endpoint,
                where=name,
                value=word,
                path=_path(endpoint, **{name: word}),
                body=sound,
            )
    for name in asks:
        for word in WORDS:
            query = "&".join(
                f"{key}={_quoted(value)}" for key, value in (needed | {name: word}).items()
            )
            yield Wrong(endpoint=endpoint, where=name, value=word, path=f"{path}?{query}")
    for name in takes:
        for value in VALUES:
            yield Wrong(
                endpoint=endpoint, where=name, value=value, path=path, body=sound | {name: value}
            )
    bodies: tuple[object, ...] = (None, [], 1, "x", {"nosuch": 1})
    for body in bodies:
        yield Wrong(endpoint=endpoint, where="body", value=body, path=path, body=body)


def _path(endpoint: Described, **other: object) -> str:
    path = PREFIX + endpoint.path
    for name in endpoint.where.model_fields:
        path = path.replace(f"{{{name}}}", _quoted(other.get(name, SOUND[name])) or "%20")
    return path


def _quoted(value: object) -> str:
    return quote(str(value).encode("utf-8", "surrogatepass"), safe="")


async def status_of(client: Any, one: Wrong) -> int:
    url = URL(one.path, encoded=True)
    body = json.dumps(one.body) if one.endpoint.method is Method.POST else None
    async with client.request(one.endpoint.method, url, headers=HEADERS, data=body) as answer:
        await answer.read()
        return int(answer.status)


@pytest.mark.parametrize("group", sorted({one.tag for one in ALL}))
async def test_no_value_breaks_an_endpoint(client, community, group):
    endpoints = [one for one in ALL if one.tag == group]
    requests = [one for endpoint in endpoints for one in wrong_requests(endpoint)]

    broken = [
        (one.endpoint.path, one.where, repr(one.value)[:60])
        for one in requests
        if await status_of(client, one) >= 500
    ]

    assert requests
    assert broken == []


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/person/%00.ics?key=x",
        "/calendar/room/x.ics?key=%ED%A0%80",
        "/calendar/person/%ED%A0%80.ics",
        "/calendar/room/1.ics?key=" + "k" * 3000,
        "/calendar/room/%0D%0AX.ics?key=k",
        "/calendar/person/..%2F..%2Fx.ics",
        "/task/0/x",
        "/task/999999999999999999/x",
        "/task/%D9%A3/x",
        "/task/1/%E2%80%AE",
        "/l/" + "a" * 41,
        "/l/%00",
        "/l/aaaa",
    ],
)
async def test_no_address_breaks_a_page_that_is_open_to_all(api, client, path):
    await api.post("/calendar/feed", person="wang")  # from now on there is a secret to compare with

    async with client.get(URL(path, encoded=True)) as answer:
        assert answer.status == 404
