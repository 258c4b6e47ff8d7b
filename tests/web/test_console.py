"""The console's files: one page for every address of its own, under a policy that runs no other."""

import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.web.console_files import add_console
from bot.web.server import build_web

INDEX = (
    '<!doctype html><meta property="csp-nonce" nonce="__NONCE__">'
    '<script type="module" src="/assets/index-A1.js" nonce="__NONCE__"></script>'
)


@pytest.fixture
def built(tmp_path):
    """A built console: the page, a script with its compressed sibling, and a secret beside."""
    folder = tmp_path / "console"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "assets" / "index-A1.js").write_text("let told = 1")
    (folder / "assets" / "index-A1.js.br").write_bytes(b"squeezed")
    (folder / "secret.js").write_text("let secret = 1")
    (tmp_path / "outside.js").write_text("let outside = 1")
    return folder


@pytest.fixture
async def browser(settings, desk, built):
    async with TestClient(TestServer(build_web(settings, desk, console=built))) as opened:
        yield opened


@pytest.mark.parametrize(
    "path", ["/", "/now", "/rooms/7", "/sop/plans/first%20days", "/lists", "/welcome", "/apiary"]
)
async def test_every_address_of_the_console_gives_its_page(browser, path):
    async with browser.get(path) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert "/assets/index-A1.js" in await response.text()


async def test_each_answer_has_a_nonce_of_its_own_and_the_policy_names_it(browser):
    seen = set()
    for _ in range(3):
        async with browser.get("/now") as response:
            policy = response.headers["Content-Security-Policy"]
            nonces = set(re.findall(r'nonce="([^"]+)"', await response.text()))
        assert len(nonces) == 1
        assert f"style-src 'self' 'nonce-{min(nonces)}'" in policy
        seen |= nonces
    assert len(seen) == 3


async def test_the_policy_lets_nothing_in_from_elsewhere_and_runs_no_script_of_a_text(browser):
    async with browser.get("/now") as response:
        headers = response.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


async def test_a_file_may_be_kept_for_ever_for_its_name_says_what_is_in_it(browser):
    async with browser.get("/assets/index-A1.js", headers={"Accept-Encoding": ""}) as response:
        assert response.content_type == "text/javascript"
        assert "immutable" in response.headers["Cache-Control"]
        assert await response.text() == "let told = 1"


async def test_whoever_reads_brotli_gets_the_compressed_file(browser):
    request = browser.get(
        "/assets/index-A1.js", headers={"Accept-Encoding": "br"}, auto_decompress=False
    )
    async with request as response:
        assert response.headers["Content-Encoding"] == "br"
        assert response.content_type == "text/javascript"
        assert await response.content.read() == b"squeezed"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret.js",
        "/assets/..%2Fsecret.js",
        "/assets/%2e%2e/secret.js",
        "/assets/..%5csecret.js",
        "/assets/....//secret.js",
        "/assets/%2fetc%2fpasswd",
        "/assets/..%2f..%2foutside.js",
        "/assets/index-A1.js%00.css",
        "/assets/missing-B2.js",
        "/assets/index-A1.txt",
        "/assets/",
        "/assets",
    ],
)
async def test_no_address_leads_out_of_the_folder(browser, path):
    async with browser.session.get(as_written(browser, path)) as response:
        assert "let" not in await response.text()
        assert response.status == 404 or response.content_type == "text/html"


def as_written(browser, path):
    """The address, not made tidy on its way."""
    return URL(f"http://{browser.host}:{browser.port}{path}", encoded=True)


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/nothing", "/api", "/l", "/task/1", "/calendar/x"]
)
async def test_an_unknown_address_of_the_api_is_told_as_a_problem_not_shown_as_a_page(
    browser, path
):
    headers = {"Authorization": "Bearer a-token-for-tests"}
    async with browser.get(path, headers=headers) as response:
        assert response.status == 404
        assert response.content_type == "application/problem+json"


async def test_a_wrong_method_is_told_which_one_is_right(browser):
    headers = {"Authorization": "Bearer a-token-for-tests"}
    async with browser.get("/api/v1/logins/make", headers=headers) as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"


async def test_where_the_console_is_not_built_the_page_says_what_to_run(tmp_path):
    app = web.Application()
    add_console(app, tmp_path / "nowhere")
    async with TestClient(TestServer(app)) as browser, browser.get("/") as response:
        assert response.status == 503
        assert "make console" in await response.text()
