"""The link for the first admin, as the start prints it."""

import pytest

from bot.cli.addresses import welcome_link
from bot.cli.run import tell_link
from bot.config import parse_settings

_LONG = 'web: {host: 0.0.0.0, token: "a token that is long enough for others"}'


@pytest.mark.parametrize(
    ("web", "link"),
    [
        ("web: {}", "http://127.0.0.1:81/welcome#k"),
        (_LONG, "http://localhost:81/welcome#k"),
        ('web: {host: "::1"}', "http://[::1]:81/welcome#k"),
        ("web: {public_url: https://keeper.example.com/x/}",
         "https://keeper.example.com/x/welcome#k"),
    ],
)  # fmt: skip
def test_a_link_leads_to_where_people_reach_the_console(web, link):
    settings = parse_settings(web, file="config.yaml", environment={})
    assert welcome_link(settings, 81, "k") == link


def test_whoever_starts_the_service_reads_how_the_first_admin_comes_in(capsys):
    tell_link(parse_settings("web: {}", file="config.yaml", environment={}), 81, "k")

    told = capsys.readouterr().err
    assert "Console: http://127.0.0.1:81/welcome#k\n" in told
    assert "opens once, within 48 hours" in told
