"""Whoever guesses a password or a code waits, and keeps nobody else out."""

import asyncio
from datetime import timedelta

import pyotp
import pytest

from tests.web.page import PASSWORD


@pytest.mark.parametrize(
    ("name", "password"), [("wang", "wrong wrong wrong"), ("nobody", PASSWORD), ("wang", "x")]
)
async def test_what_is_wrong_is_not_told(page, wang, name, password):
    status, problem = await page.enter(name, password)
    assert (status, problem["detail"]) == (401, "name or password is wrong")
    assert (await page.get("/figures"))[0] == 401


async def test_after_five_failures_each_try_waits_twice_as_long(page, wang, service):
    for _ in range(5):
        await page.enter(password="wrong wrong")

    status, problem = await page.enter()
    assert (status, problem["detail"]) == (429, "too many failures; try again in 3 s")
    service.clock.move(timedelta(seconds=3))
    assert (await page.enter(password="wrong again"))[0] == 401
    service.clock.move(timedelta(seconds=3))
    assert (await page.enter())[0] == 429, "now it is four seconds"
    service.clock.move(timedelta(seconds=2))
    assert (await page.enter())[0] == 200


async def test_guessing_many_names_from_one_address_waits_too(page, wang):
    for number in range(5):
        await page.enter(name=f"guess{number}", password="wrong wrong")

    assert (await page.enter())[0] == 429


async def test_guesses_that_are_sent_together_are_counted_one_by_one(page, wang):
    guesses = [page.enter(password=f"wrong wrong {n}") for n in range(20)]
    statuses = [status for status, _ in await asyncio.gather(*guesses)]

    assert sorted(statuses) == [401] * 5 + [429] * 15


async def test_behind_a_proxy_one_persons_failures_hold_nobody_else_up(page, wang):
    for number in range(6):
        forged = f"198.51.100.{number}, 203.0.113.66"  # the proxy adds the last one
        await page.enter_from(forged, name=f"guess{number}", password="wrong wrong")

    assert (await page.enter_from("203.0.113.66"))[0] == 429
    assert (await page.enter_from("203.0.113.7, 127.0.0.2"))[0] == 200


async def test_who_guesses_elsewhere_keeps_nobody_out_from_where_they_signed_in(page, wang):
    assert (await page.enter_from("203.0.113.7"))[0] == 200
    for number in range(8):
        await page.enter_from(f"198.51.100.{number}", password="wrong wrong")

    assert (await page.enter_from("198.51.100.99"))[0] == 429
    assert (await page.enter_from("203.0.113.7"))[0] == 200
    assert (await page.enter_from("198.51.100.99"))[0] == 429, "elsewhere it waits all the same"


async def test_where_somebody_signed_in_before_guesses_wait_too(page, wang):
    await page.enter_from("203.0.113.7")

    guesses = [await page.enter_from("203.0.113.7", password=f"wrong {n}") for n in range(7)]

    assert [status for status, _ in guesses] == [401] * 5 + [429] * 2


async def test_who_guesses_at_the_door_keeps_nobody_inside_from_their_password(page, wang):
    await page.enter()
    for number in range(8):
        await page.enter_from(f"198.51.100.{number}", password="wrong wrong")

    changed = await page.post("/session/password", old=PASSWORD, password=f"{PASSWORD} at dusk")

    assert changed[0] == 200


async def test_whoever_sits_at_an_open_browser_cannot_guess_the_password(page, wang, service):
    await page.enter()
    guesses = [
        await page.post("/session/password", old=f"wrong {n}", password=f"{PASSWORD} at dusk")
        for n in range(7)
    ]

    assert [status for status, _ in guesses] == [401] * 5 + [429] * 2


async def test_codes_cannot_be_guessed_in_a_row(page, wang, service):
    await page.enter()
    _, enrolment = await page.post("/session/codes/begin")
    secret = enrolment["secret"]
    code = pyotp.TOTP(secret).at(service.clock.now())
    sent = {"secret": secret, "code": code, "password": PASSWORD}
    await page.post("/session/codes/confirm", **sent)

    statuses = [(await page.enter(code=f"{n:06}"))[0] for n in range(7)]

    assert statuses == [401] * 5 + [429] * 2
