"""For supervisors: alive, ready, figures; and where the API listens."""

import socket
from ipaddress import ip_address

import aiohttp
import pytest
from pydantic import ValidationError

from bot.core.errors import ConfigError
from bot.web.ports import Check
from bot.web.server import build_web, serving
from bot.web.settings import WebSettings

WEAK = "dev"
STRONG = "0123456789abcdef01234567"


@pytest.fixture
def backend(sqlite_file):
    """One database is enough here."""
    return sqlite_file


async def test_the_process_says_that_it_lives(client):
    async with client.get("/healthz") as response:
        assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_it_is_ready_even_while_an_account_is_away(client, service):
    service.checks = [
        Check(name="database", ok=True),
        Check(name="channel wx", ok=False, detail="away", needed=False),
    ]
    async with client.get("/readyz") as response:
        body = await response.json()

    assert (response.status, body["status"]) == (200, "ready")
    assert body["checks"][1]["detail"] == "away"


async def test_it_is_not_ready_without_its_database(client, service):
    service.checks = [Check(name="database", ok=False, detail="does not answer")]
    async with client.get("/readyz") as response:
        assert (response.status, (await response.json())["status"]) == (503, "not ready")


async def test_figures_come_as_prometheus_reads_them(client):
    async with client.get("/metrics") as response:
        assert response.content_type == "text/plain"
        assert await response.text() == "gk_events_total 1.0\n"


async def test_any_free_port_is_taken_and_told(settings, desk):
    settings = settings.model_copy(update={"port": 0})
    async with (
        serving(build_web(settings, desk), settings) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/healthz") as response,
    ):
        assert response.status == 200


async def test_a_port_in_use_is_a_mistake_in_the_settings(settings, desk):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = settings.model_copy(update={"port": other.getsockname()[1]})
        with pytest.raises(ConfigError, match=r"web\.port"):
            async with serving(build_web(taken, desk), taken):
                pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_a_weak_token_is_good_enough_on_this_machine(host):
    assert WebSettings(host=host, token=WEAK).is_local


@pytest.mark.parametrize("host", [str(ip_address(0)), "::", "192.168.1.7", "gk.example"])
def test_a_weak_token_is_refused_where_other_machines_can_reach_it(host):
    with pytest.raises(ValidationError, match="too short"):
        WebSettings(host=host, token=WEAK)

    assert WebSettings(host=host, token=STRONG).token.get_secret_value() == STRONG


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        ({"token": ""}, "empty"),
        ({"token": STRONG, "tokens": {"wang": STRONG}}, "share"),
        ({"tokens": {"wang": " "}}, "empty"),
    ],
)
def test_tokens_must_tell_people_apart(tokens, told):
    with pytest.raises(ValidationError, match=told):
        WebSettings(**tokens)


def test_tokens_are_never_printed():
    settings = WebSettings(token=STRONG, tokens={"wang": STRONG + "x"})

    assert STRONG not in f"{settings!r} {settings} {settings.model_dump_json()}"
