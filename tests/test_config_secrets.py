"""No secret of config.yaml is ever shown: not in settings, not in mistakes."""

import json

import pytest

from tests.support.configs import SECRET, mistakes, read

SECRETIVE = """
storage: {url: "postgresql+asyncpg://gk:${SECRET}@127.0.0.1/gk"}
web: {token: "${SECRET}", tokens: {wang: "${SECRET}2"}}
channels: [{name: wx, kind: wechaty, endpoint: "127.0.0.1:18788", token: "${SECRET}"}]
staff: [{name: wang, targets: ["json://${SECRET}/"]}]
"""


def test_settings_show_no_secret():
    settings = read(SECRETIVE, SECRET=SECRET)

    assert SECRET in settings.storage.url
    for shown in (repr(settings), str(settings), f"{settings.staff[0]!r}", settings.web.__repr__()):
        assert SECRET not in shown
        assert SECRET[:8] not in shown


@pytest.mark.parametrize(
    "text",
    [
        "web: {port: '${SECRET}'}\n",
        "web: {host: '${SECRET}'}\n",
        "log: {level: '${SECRET}'}\n",
        "storage: {url: '${SECRET}'}\n",
        "storage: {url: 'postgresql://u:${SECRET}@h/d'}\n",
        "storage: {url: 'postgresql+asyncpg://u:${SECRET}@h:${SECRET}/d'}\n",
        "rooms: {defaults: {staff: ['${SECRET}'], zone: '${SECRET}'}}\n",
        "channels: [{name: wx, kind: wechaty, endpoint: '${SECRET}', token: t}]\n",
        "channels: [{name: wx, kind: '${SECRET}'}]\n",
        f"web: {{token: [{SECRET}]}}\n",
        f"web: {{tokens: {SECRET}}}\n",
        f"staff: [{{name: a, targets: {SECRET}}}]\n",
        f"staff: [{{name: a, targets: [[{SECRET}]]}}]\n",
        f"storage: {{url: 'mysql://u:{SECRET}@h/d'}}\n",
    ],
)
def test_a_mistake_with_a_secret_shows_no_secret(text):
    found = "\n".join(mistakes(text, SECRET=SECRET))

    assert SECRET not in found
    assert SECRET[:8] not in found


@pytest.mark.parametrize(
    "secret", [SECRET, SECRET * 10, "a'b\"c\\d-secret", "12345678", "密码密码密码"]
)
def test_a_long_or_odd_secret_is_not_shown_either(secret):
    found = "\n".join(mistakes("web: {port: '-${SECRET}'}\n", SECRET=secret))
    found += "\n".join(mistakes("web: {}\n", GROUPKEEPER_WEB__PORT="-" + secret))
    found += "\n".join(mistakes("web: {}\n", GROUPKEEPER_WEB__TOKENS=secret))
    found += "\n".join(mistakes("web: {}\n", GROUPKEEPER_WEB__TOKENS=json.dumps([secret])))

    assert secret[:6] not in found.replace("GROUPKEEPER_WEB__TOKENS", "")


def test_a_number_in_the_place_of_a_token_is_not_shown():
    (found,) = mistakes("web: {token: 99887766}\n")

    assert found == "config.yaml:1:14: 'token' should be a text, not the value given"


def test_a_short_secret_does_not_make_mistakes_unreadable():
    (found,) = mistakes("web: {port: x, token: a}\nlog: {format: '${S}'}\n", S="console")[:1]

    assert found == "config.yaml:1:13: 'port' should be a whole number, not 'x'"
