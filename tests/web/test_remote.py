"""From where a request comes: proxies are believed where config.yaml trusts them, nobody else."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import ValidationError

from bot.web.remote import PROXIES, Proxies, address_of, is_secure
from bot.web.settings import WebSettings

FORGED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}


async def told(proxies, headers):
    """What is believed of a request that comes from this machine."""

    async def serve(request):
        return web.json_response([address_of(request), is_secure(request)])

    app = web.Application()
    app[PROXIES] = Proxies.of(proxies)
    app.router.add_get("/", serve)
    async with (
        TestClient(TestServer(app)) as client,
        client.get("/", headers=headers) as response,
    ):
        return await response.json()


async def test_a_proxy_on_this_machine_is_believed_unless_otherwise_said():
    assert await told(WebSettings().trusted_proxies, FORGED) == ["203.0.113.7", True]


async def test_whoever_is_no_trusted_proxy_is_not_believed():
    assert await told(["10.0.0.0/8"], FORGED) == ["127.0.0.1", False]


async def test_only_what_trusted_proxies_added_themselves_is_believed():
    chain = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7, 10.0.0.5"}

    assert (await told(["127.0.0.1", "10.0.0.5"], chain))[0] == "203.0.113.7"
    assert (await told(["127.0.0.1"], chain))[0] == "10.0.0.5"


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.5", False),
        ("192.168.1.1", False),
        ("fd00::1", False),
        ("", False),
        ("unix:", False),
    ],
)
def test_of_itself_only_this_machine_is_trusted(address, trusted):
    assert Proxies.of(WebSettings().trusted_proxies).trusts(address) is trusted


def test_a_trusted_proxy_that_is_no_address_says_what_would_be_right():
    assert WebSettings(trusted_proxies=("10.1.2.3/24",)).trusted_proxies == ("10.1.2.3/24",)
    with pytest.raises(ValidationError, match="write it as 10"):
        WebSettings(trusted_proxies=("nginx",))
