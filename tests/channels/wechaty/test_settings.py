import pytest
from pydantic import ValidationError

from bot.channels.wechaty import WechatySettings
from bot.channels.wechaty.settings import split_endpoint

SMALLEST = {"kind": "wechaty", "name": "wx", "endpoint": "127.0.0.1:18788", "token": "secret"}


def test_four_lines_are_enough():
    settings = WechatySettings.model_validate(SMALLEST)

    assert settings.name == "wx"
    assert settings.tls is None


def test_the_token_is_not_shown():
    assert "secret" not in repr(WechatySettings.model_validate(SMALLEST))


@pytest.mark.parametrize(
    ("endpoint", "parts"),
    [
        ("127.0.0.1:18788", ("127.0.0.1", 18788)),
        ("gateway.example:1", ("gateway.example", 1)),
        ("[::1]:8788", ("::1", 8788)),
    ],
)
def test_an_endpoint_is_a_host_and_a_port(endpoint, parts):
    assert split_endpoint(endpoint) == parts


@pytest.mark.parametrize(
    "endpoint",
    ["", "127.0.0.1", "host:", ":8788", "http://host:1", "host:0", "host:70000", "::1:2"],
)
def test_anything_else_is_refused_with_an_example(endpoint):
    with pytest.raises(ValidationError, match="write host:port, such as"):
        WechatySettings.model_validate(SMALLEST | {"endpoint": endpoint})


@pytest.mark.parametrize(
    "wrong",
    [{"token": ""}, {"name": ""}, {"tocken": "x"}, {"fetch_concurrency": 0}, {"send_seconds": 12}],
)
def test_wrong_settings_are_refused(wrong):
    with pytest.raises(ValidationError):
        WechatySettings.model_validate(SMALLEST | wrong)
