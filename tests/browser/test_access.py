"""Who gets in, who may do what and where: by the interface, and by the API all the same."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import PASSWORD

LOOKS = {"desk": {}, "phone-dark": {"phone": True, "dark": True}}


async def _answer(page, method, path, body=None):
    """What the API answers to the browser's own session."""
    return await page.evaluate(
        """async ([method, path, body]) => {
            const me = await (await fetch("/api/v1/session")).json();
            const headers = { "Content-Type": "application/json", "X-CSRF-Token": me.csrf ?? "" };
            const given = body ? { body: JSON.stringify(body) } : {};
            const answer = await fetch("/api/v1" + path, { method, headers, ...given });
            return { status: answer.status, body: await answer.json() };
        }""",
        [method, path, body],
    )


async def _login(demo, name, role="viewer", **more):
    made = await demo.post("/logins/make", {"name": name, "role": role, **more})
    return made["login"]["id"], made["key"]


async def _welcome(page, key):
    """Choose the password that a link asks for."""
    await page.goto(f"/welcome#{key}")
    await page.locator("button[type=submit]").wait_for()
    for field in await page.locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await page.locator("button[type=submit]").click()
    await page.wait_for_url(lambda url: "/welcome" not in url)


async def _sign_in(page, name, password, code=None):
    await page.get_by_label("用户名").fill(name)
    await page.get_by_label("密码", exact=True).fill(password)
    if code is not None:
        await page.get_by_label("手机验证码").fill(code)
    await (
        page.get_by_role("button", name="登 录")
        .or_(page.get_by_role("button", name="登录"))
        .click()
    )


def _entering(response):
    """Whether it answers somebody who signs in."""
    return response.url.endswith("/api/v1/session") and response.request.method == "POST"


async def test_the_link_that_the_start_prints_signs_in_once(open_page, demo):
    page = await open_page(demo.link, role=None)
    enter = page.locator("button[type=submit]")
    await enter.or_(page.get_by_role("navigation").first).first.wait_for()
    if await enter.count():
        await enter.click()
    await page.wait_for_url(lambda url: "/welcome" not in url)
    assert (await _answer(page, "GET", "/session"))["body"]["role"] == "admin"

    again = await open_page(demo.link, role=None)

    await again.get_by_text("链接已失效").wait_for()


async def test_wrong_passwords_make_the_next_try_wait(open_page, demo):
    _, key = await _login(demo, "waiting")
    page = await open_page("/sign-in", role=None)
    await _welcome(page, key)
    await _answer(page, "POST", "/session/end")
    await page.goto("/sign-in")

    await page.set_extra_http_headers({"X-Forwarded-For": "203.0.113.9"})  # nobody else waits
    statuses = []
    for _ in range(20):  # each wait is twice as long; the demo's seconds are short
        async with page.expect_response(_entering) as told:
            await _sign_in(page, "waiting", "not the password")
        statuses.append((await told.value).status)
        if statuses[-1] == 429:
            break

    assert statuses == [401] * (len(statuses) - 1) + [429]
    assert len(statuses) > 5
    await page.get_by_text(re.compile("试错次数太多")).wait_for()


async def test_whoever_has_a_phone_is_asked_for_its_code(open_page, demo):
    _, key = await _login(demo, "coded")
    page = await open_page("/sign-in", role=None)
    await _welcome(page, key)
    spares = await _enrol(page)
    await _answer(page, "POST", "/session/end")
    await page.goto("/sign-in")

    await _sign_in(page, "coded", PASSWORD)
    await page.get_by_label("手机验证码").wait_for()
    await _sign_in(page, "coded", PASSWORD, spares[0])

    await page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest_asyncio.fixture(loop_scope="session")
async def standing(demo):
    """The demo's clock stands: a code is good for as long as the story takes. Gives the time."""
    await demo.post("/demo/clock", {"speed": 0})
    yield datetime.fromisoformat((await demo.get("/house"))["now"])
    await demo.post("/demo/clock", {"speed": 60})


async def test_codes_of_a_phone_from_turning_on_to_a_lost_phone(open_page, demo, standing, axe):
    login, key = await _login(demo, "phoned")
    page = await open_page("/sign-in", role=None)
    await _welcome(page, key)
    codes = await _turned_on(page, standing - timedelta(seconds=30), axe)

    await _answer(page, "POST", "/session/end")
    await page.goto("/sign-in")
    await _sign_in(page, "phoned", PASSWORD)
    await page.get_by_label("手机验证码").wait_for()
    await axe(page)
    async with page.expect_response(_entering) as told:
        await _sign_in(page, "phoned", PASSWORD, "000000")
    assert (await told.value).status == 401
    await expect(page.get_by_role("alert")).to_be_visible()
    await _sign_in(page, "phoned", PASSWORD, codes.at(standing))
    await page.wait_for_url(lambda url: "/sign-in" not in url)

    again = await demo.post(f"/logins/{login}/link")
    await _answer(page, "POST", "/session/end")
    await _welcome(page, again["key"])  # the phone is lost: the link lets in without it
    await page.goto("/account")
    await page.get_by_label("你的密码").fill(PASSWORD)
    await page.get_by_role("button", name=re.compile("^关\\s?闭$")).click()
    await expect(page.get_by_text("未开启")).to_be_visible()
    assert (await _answer(page, "GET", "/session"))["body"]["coded"] is False


async def _turned_on(page, at, axe):
    """Codes as the page hands them out and a phone shows them then."""
    await page.goto("/account")
    await page.get_by_role("button", name=re.compile("^开\\s?启$")).click()
    secret = await page.locator("p", has_text="不能扫描").locator("code").inner_text()
    codes = pyotp.TOTP(secret)
    await axe(page)
    await page.get_by_label("手机验证码", exact=True).fill(codes.at(at))
    await page.get_by_label("你的密码").fill(PASSWORD)
    await page.get_by_role("button", name="确认开启").click()
    await expect(page.locator(".gk-spares li")).to_have_count(8)
    await axe(page)
    return codes


async def _enrol(page):
    """Ask for a phone's codes; the spare ones. A half minute of the demo is a second of ours."""
    begun = (await _answer(page, "POST", "/session/codes/begin"))["body"]
    codes = pyotp.TOTP(begun["secret"])
    for _ in range(20):
        now = datetime.fromisoformat((await _answer(page, "GET", "/house"))["body"]["now"])
        sent = {
            "secret": begun["secret"],
            "password": PASSWORD,
            "code": codes.at(now + timedelta(seconds=15)),
        }
        done = await _answer(page, "POST", "/session/codes/confirm", sent)
        if done["status"] == 200:
            return done["body"]["spares"]
    raise AssertionError(begun)


async def test_a_viewer_can_act_neither_by_interface_nor_by_api(open_page, demo):
    page = await open_page("/alerts", role="viewer")
    await page.get_by_role("heading", level=1).wait_for()
    menu = page.get_by_role("navigation").first

    assert await menu.get_by_text("账号与权限").count() == 0
    assert await menu.get_by_text("操作记录").count() == 0
    assert await page.get_by_role("button", name="我来处理").count() == 0
    for path, body in (
        ("/alerts/1/acknowledge", {}),
        ("/cases/1/decide", {"decision": "advert"}),
        ("/leads/1/claim", {}),
        ("/logins/make", {"name": "thief", "role": "admin"}),
        ("/rooms/1/say", {"text": "x", "key": "k" * 9}),
    ):
        assert (await _answer(page, "POST", path, body))["status"] == 403, path
    for path in ("/logins", "/tokens", "/audit"):
        assert (await _answer(page, "GET", path))["status"] == 403
    await page.goto("/settings/access")
    await page.get_by_role("main").get_by_role("alert").wait_for()
    assert await page.get_by_role("button", name="邀请同事").count() == 0


async def test_the_manager_of_one_room_sees_that_room_alone(open_page, demo, shot):
    rooms = (await demo.get("/rooms"))["items"]
    ours, other = rooms[0], rooms[1]
    grants = [{"role": "manager", "room": ours["id"]}]
    page = await open_page("/rooms", role=None)
    _, key = await _login(demo, "roomly", None, grants=grants)
    await _welcome(page, key)

    await page.goto("/rooms")
    await page.get_by_text(ours["name"]).first.wait_for()
    await shot(page, "access-one-room")

    assert await page.get_by_text(other["name"]).count() == 0
    hidden = await _answer(page, "GET", f"/rooms/{other['id']}")
    unknown = await _answer(page, "GET", "/rooms/999999")
    assert (hidden["status"], unknown["status"]) == (404, 404)
    assert hidden["body"]["detail"] == f"没有群 {other['id']}"
    found = (await _answer(page, "GET", "/messages?limit=200"))["body"]["items"]
    assert {one["room"] for one in found} == {ours["id"]}


@pytest.mark.parametrize("look", LOOKS)
async def test_a_colleague_is_invited_given_a_role_and_shut_out(open_page, demo, axe, shot, look):
    name = f"neu-{look}"
    page = await open_page("/settings/access", **LOOKS[look])
    await page.get_by_role("button", name="邀请同事").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("用户名").fill(name)
    await dialog.get_by_role("button", name="添加群或系列").click()
    await dialog.get_by_text("系列", exact=True).click()
    await dialog.get_by_label(re.compile("系列名")).fill("X2")
    await axe(page)
    await shot(page, f"access-invite-{look}")
    await dialog.get_by_role("button", name="生成链接").click()
    link = page.get_by_role("dialog", name=re.compile("一次性链接")).get_by_role("textbox")
    await link.wait_for()
    address = await link.input_value()
    await shot(page, f"access-link-{look}")
    await (
        page.get_by_role("button", name="完 成")
        .or_(page.get_by_role("button", name="完成"))
        .click()
    )
    card = page.locator(f"[data-login='{name}']")
    await card.get_by_text("尚未设置密码").wait_for()

    guest = await open_page("/sign-in", role=None)
    await _welcome(guest, address.partition("#")[2])
    me = (await _answer(guest, "GET", "/session"))["body"]
    assert (me["role"], me["grants"][0]["series"]) == ("viewer", "X2")

    await card.get_by_role("button", name=re.compile("停 ?用")).click()
    ending = page.get_by_role("dialog", name=re.compile("停用"))
    await ending.get_by_role("textbox").fill("离职")
    await axe(page)
    await ending.get_by_role("button", name=re.compile("停 ?用")).click()
    await card.get_by_text("已停用").wait_for()
    await shot(page, f"access-people-{look}")
    assert (await _answer(guest, "GET", "/figures"))["status"] == 401


async def test_a_programs_token_is_shown_once_and_revoked(open_page, demo, axe, shot):
    page = await open_page("/settings/access?of=programs", language="en-GB")
    await page.get_by_role("button", name="New token").click()
    await page.get_by_role("dialog").get_by_label("Program").fill("reports")
    await page.get_by_role("button", name="Make the token").click()
    shown = page.get_by_role("dialog", name="Token “reports”").get_by_role("textbox")
    await shown.wait_for()
    key = await shown.input_value()
    await page.get_by_role("button", name="Done").click()
    card = page.locator("[data-token='reports']")
    await card.wait_for()
    await axe(page)
    await shot(page, "access-tokens-en")

    assert key not in await page.content(), "it is shown once"
    await card.get_by_role("button", name="Revoke").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await card.get_by_text(re.compile("revoked by")).wait_for()


@pytest.mark.parametrize("look", LOOKS)
async def test_the_audit_shows_what_was_before_and_after(open_page, demo, axe, shot, look):
    number, _ = await _login(demo, f"seen-{look}")
    await demo.post(f"/logins/{number}/role", {"role": "manager"})
    path = f"/audit?kind=login&number={number}"
    page = await open_page(path, role="manager", **LOOKS[look])

    row = page.get_by_role("row", name=re.compile("角色 只读 管理"))
    await row.wait_for()
    await axe(page)
    await shot(page, f"audit-{look}")

    lines = page.locator("[data-line]")
    assert await lines.count() == 2
    await page.get_by_role("button", name="清除条件").click()
    await page.wait_for_url(lambda url: "kind=" not in url)
