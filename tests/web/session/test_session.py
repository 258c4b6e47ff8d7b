"""Signing in: who gets in, who does not, and what other sites cannot do in somebody's name."""

import asyncio
from datetime import timedelta

import pyotp
import pytest

from bot.core.staff import Role
from bot.web.sessions import COOKIE, CSRF
from tests.web.page import PASSWORD, Page, invite


async def test_a_link_welcomes_once_and_signs_in(api, page):
    key, _ = await invite(api)

    assert (await page.post("/session/welcome", key=key, password=PASSWORD))[0] == 200
    assert (await page.get("/session"))[1]["name"] == "wang"
    assert (await page.get("/figures"))[0] == 200
    assert (await page.post("/session/welcome", key=key, password=PASSWORD))[0] == 410


async def test_a_link_is_too_old_after_two_days(api, page, service):
    key, _ = await invite(api)
    service.clock.move(timedelta(hours=48))
    assert (await page.post("/session/welcome", key=key, password=PASSWORD))[0] == 410


async def test_a_new_link_makes_the_old_one_void(api, page):
    old, number = await invite(api)
    new = (await api.post(f"/logins/{number}/link")).body["key"]

    assert (await page.post("/session/welcome", key=old, password=PASSWORD))[0] == 410
    assert (await page.post("/session/welcome", key=new, password=PASSWORD))[0] == 200


async def test_of_two_at_one_link_one_is_welcome(api, page):
    key, _ = await invite(api)
    both = await asyncio.gather(
        *(page.post("/session/welcome", key=key, password=PASSWORD) for _ in range(2))
    )
    assert sorted(status for status, _ in both) == [200, 410]


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaa", "wang is my name", "x" * 201, "1212121212121"]
)
async def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_stays(api, page, password):
    key, _ = await invite(api)

    status, problem = await page.post("/session/welcome", key=key, password=password)

    assert (status, problem["mistakes"][0]["where"]) == (400, "body.password")
    assert (await page.post("/session/welcome", key=key, password=PASSWORD))[0] == 200


async def test_name_and_password_sign_in_however_the_name_is_typed(page, wang):
    status, me = await page.enter(name=" Ｗang ")

    assert (status, me["login"], me["rights"]) == (200, wang, ["decide", "see", "sell", "work"])


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, api, page):
    key, _ = await invite(api)
    async with client.post(
        "/api/v1/session/welcome", json={"key": key, "password": PASSWORD}
    ) as response:
        cookie = response.cookies[COOKIE]

    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/")


@pytest.mark.parametrize(
    "headers",
    [{}, {CSRF: "forged"}, {CSRF: ""}, {CSRF: "密"}],
)
async def test_a_change_without_our_pages_word_is_refused(page, wang, community, headers):
    await page.enter()

    status, problem = await page.post("/people/10002/merge", into=10001, headers=headers)

    assert status == 403
    assert CSRF in problem["detail"]
    assert (await page.post("/people/10002/merge", into=10001))[0] == 200


async def test_a_page_of_another_site_is_refused_even_with_the_word(page, wang):
    await page.enter()
    headers = {CSRF: page.csrf, "Origin": "https://evil.example"}
    assert (await page.post("/session/end", headers=headers))[0] == 403


async def test_behind_a_proxy_that_keeps_the_host_to_itself_it_is_told_what_to_do(page, wang):
    await page.enter()
    headers = {CSRF: page.csrf, "Origin": "https://gk.example.com", "Host": "127.0.0.1:8080"}
    status, refused = await page.post("/session/end", headers=headers)
    assert status == 403
    assert "gk.example.com may change nothing at 127.0.0.1:8080" in refused["detail"]
    assert "pass the Host header on" in refused["detail"]


async def test_a_forged_or_foreign_cookie_is_nobody(client):
    for forged in ("x", "", "a" * 4000, "%00"):
        async with client.get("/api/v1/figures", cookies={COOKIE: forged}) as response:
            assert response.status == 401


async def test_a_session_ends_with_the_word_after_a_week_of_silence_and_after_a_month(
    page, wang, service
):
    await page.enter()
    await page.post("/session/end")
    assert (await page.get("/figures"))[0] == 401

    await page.enter()
    service.clock.move(timedelta(days=7))
    assert (await page.get("/figures"))[0] == 401

    await page.enter()
    statuses = []
    for _ in range(5):
        service.clock.move(timedelta(days=6))
        statuses.append((await page.get("/figures"))[0])
    assert statuses == [200] * 4 + [401], "a month is the longest"


async def test_who_is_disabled_is_out_at_once(api, page, wang):
    await page.enter()

    assert (await api.post(f"/logins/{wang}/disable", reason="left")).status == 200

    assert (await page.get("/figures"))[0] == 401
    assert (await page.enter())[0] == 401
    await api.post(f"/logins/{wang}/enable")
    assert (await page.enter())[0] == 200


async def test_another_role_counts_from_the_next_request(api, page, wang):
    await page.enter()
    assert (await page.post("/leads/1/claim"))[0] == 404

    await invite(api, "boss", "admin")
    await api.post(f"/logins/{wang}/role", role="viewer")

    assert (await page.post("/leads/1/claim"))[0] == 403
    (line, *_) = (await api.get("/audit")).items
    assert (line["action"], line["details"]) == (
        "login.role",
        {"before": {"role": "manager"}, "after": {"role": "viewer"}},
    )


async def test_the_last_admin_stays_one(api):
    _, number = await invite(api, "boss", "admin")

    assert (await api.post(f"/logins/{number}/role", role="viewer")).status == 409
    assert (await api.post(f"/logins/{number}/disable")).status == 409
    await invite(api, "other", "admin")
    assert (await api.post(f"/logins/{number}/disable")).status == 200


async def test_another_password_signs_out_everywhere_else(client, page, wang):
    await page.enter()
    elsewhere = Page(client)
    await page.enter()

    assert (await page.post("/session/password", old="wrong", password="a new long one"))[0] == 401
    assert (await page.post("/session/password", old=PASSWORD, password="a new long one"))[0] == 200

    assert (await page.get("/figures"))[0] == 200
    assert (await elsewhere.enter())[0] == 401
    assert (await elsewhere.enter(password="a new long one"))[0] == 200


async def test_a_phone_code_is_asked_for_and_counts_once(page, wang, service):
    await page.enter()
    _, enrolment = await page.post("/session/codes/begin")
    codes = pyotp.TOTP(enrolment["secret"])
    first = codes.at(service.clock.now())
    sent = {"secret": enrolment["secret"], "password": PASSWORD}
    assert (await page.post("/session/codes/confirm", **sent, code="0"))[0] == 401
    status, given = await page.post("/session/codes/confirm", **sent, code=first)
    assert (status, len(given["spares"])) == (200, 8)

    status, problem = await page.enter()
    assert (status, problem["mistakes"][0]["where"]) == (401, "body.code")
    assert (await page.enter(code=first))[0] == 401, "it was used to confirm"
    service.clock.move(timedelta(seconds=30))
    fresh = codes.at(service.clock.now())
    assert (await page.enter(code=fresh))[0] == 200
    assert (await page.enter(code=fresh))[0] == 401
    assert (await page.enter(code=given["spares"][0].upper()))[0] == 200
    assert (await page.enter(code=given["spares"][0]))[0] == 401

    assert (await page.post("/session/codes/drop", password="wrong wrong"))[0] == 401
    assert (await page.post("/session/codes/drop", password=PASSWORD))[0] == 200
    assert (await page.enter())[0] == 200


async def test_nobody_puts_their_phone_into_a_browser_that_was_left_open(page, wang, service):
    await page.enter()
    _, enrolment = await page.post("/session/codes/begin")
    secret = enrolment["secret"]
    sent = {"secret": secret, "code": pyotp.TOTP(secret).at(service.clock.now())}

    status, _ = await page.post("/session/codes/confirm", **sent, password="wrong wrong")

    assert status == 401
    assert (await page.post("/session/codes/confirm", **sent))[0] == 400
    assert not (await page.get("/session"))[1]["coded"]


async def test_no_secret_is_ever_shown_or_kept_in_the_audit(api, page, wang, service):
    await page.enter()
    async with service.store.database.read() as connection:
        dump = str((await connection.exec_driver_sql("SELECT * FROM login")).all())
        sessions = str((await connection.exec_driver_sql("SELECT * FROM login_session")).all())
        noted = str((await connection.exec_driver_sql("SELECT * FROM audit")).all())
    key = next(one.value for one in page.client.session.cookie_jar if one.key == COOKIE)

    assert PASSWORD not in dump + noted
    assert "$argon2id$" in dump
    assert "$argon2" not in noted
    assert key not in sessions
    assert "password" not in str((await api.get("/logins")).items)


async def test_a_token_has_no_session_of_its_own(api):
    me = (await api.get("/session")).body
    assert (me["name"], me["role"], me["login"]) == ("api", Role.ADMIN.value, None)
    assert (await api.post("/session/codes/begin")).status == 403


async def test_without_a_session_nobody_is_told_to_be_there(page):
    assert await page.get("/session") == (
        200,
        {
            "name": "",
            "role": None,
            "rights": [],
            "grants": [],
            "somewhere": [],
            "login": None,
            "coded": False,
            "csrf": None,
        },
    )
