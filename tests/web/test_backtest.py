"""Proposed rules, tried out on what was said before anything is changed."""

from datetime import timedelta

import pytest

from bot.backtest_desk import BackTestDesk
from bot.config import parse_settings
from bot.core.located import BrokenFile
from bot.proposed import proposed
from tests.support.builders import message
from tests.web.talk import said
from tests.web.working import over, working

KNOWS_COINS = "judging:\n  words:\n    add: {星币回收: 0.9}\n"
WANTED = "星币回收，高价，联系阿强"

pytestmark = pytest.mark.timeout(120)  # each back-test starts a process


@pytest.fixture
def at_work(desk, store_url):
    """The API's jobs, done; back-tests read this test's database."""
    settings = parse_settings(f'storage: {{url: "{store_url}"}}', file="t", environment={})
    desk.house.backtests = BackTestDesk(lambda: settings)
    return lambda: working(desk.house)


@pytest.fixture
async def talk(service):
    """Two rooms; in the second somebody buys coins, of which today's rules know nothing."""
    seen = await service.save(
        message("大家早", sender="u1"),
        message(WANTED, sender="u2", room="room-2", room_name="游戏群"),
    )
    service.clock.move(timedelta(minutes=1))
    return said(seen)


async def _tried(api, **asked):
    started = await api.post("/check/backtest", **asked)
    assert started.status == 200, started.body
    job = await over(api, started.body["id"])
    assert job["state"] == "done", job
    return (await api.get(f"/check/backtests/{started.body['id']}")).body


async def test_what_proposed_words_would_catch_is_told_with_samples(api, at_work, talk):
    async with at_work():
        found = await _tried(api, text=KNOWS_COINS, days=1, title="星币")

    [change] = found["newly_caught_messages"]
    assert (found["messages"], found["newly_caught"], found["no_longer_caught"]) == (2, 1, 0)
    assert (change["text"], change["room"], change["room_id"]) == (WANTED, "游戏群", talk[1].room)
    assert any("星币回收" in reason for reason in change["reasons"])


async def test_only_the_room_asked_for_is_looked_at(api, at_work, talk):
    async with at_work():
        found = await _tried(api, text=KNOWS_COINS, room=talk[0].room)

    assert (found["messages"], found["newly_caught"]) == (1, 0)
    assert (await api.post("/check/backtest", text=KNOWS_COINS, room=99)).status == 404


async def test_mistakes_in_the_rules_are_told_where_they_stand(api, service):
    refused = await api.post("/check/backtest", text="judging:\n  flag_at: 7\n  wrods: {}\n")

    places = {one["where"]: one["what"] for one in refused.body["mistakes"]}
    assert refused.status == 400
    assert places.keys() == {"body.text:2:12", "body.text:3:3"}
    assert "words" in places["body.text:3:3"]
    assert (await api.get("/jobs")).items == []


async def test_the_result_of_another_and_of_a_job_that_waits_is_not_shown(api, talk):
    job = (await api.post("/check/backtest", text=KNOWS_COINS)).body["id"]

    waits = await api.get(f"/check/backtests/{job}")
    api.speak_as("wang")
    others = await api.get(f"/check/backtests/{job}")

    assert (waits.status, others.status) == (409, 404)
    assert "waiting" in waits.body["detail"]


async def test_a_backtest_that_was_given_up_ends(api, at_work, talk):
    async with at_work():
        job = (await api.post("/check/backtest", text=KNOWS_COINS)).body["id"]
        given_up = await api.post(f"/jobs/{job}/cancel")

        assert given_up.body["state"] == "cancelled"
        assert (await api.get(f"/check/backtests/{job}")).status == 409


SETTINGS = parse_settings(
    "judging: {flag_at: 0.6, words: {add: {刷单: 0.8}, accept: [谨防]}}", file="t", environment={}
)


def test_a_proposal_is_laid_over_the_rules_in_force():
    other = proposed(SETTINGS, "judging:\n  words:\n    add: {星币: 0.9}\n    accept: [小心]\n")

    assert other.judging.words.add == {"刷单": 0.8, "星币": 0.9}
    assert other.judging.words.accept == ("小心",)
    assert other.judging.flag_at == 0.6
    assert other.storage == SETTINGS.storage


def test_a_section_of_comments_changes_nothing():
    assert proposed(SETTINGS, "judging:\n  # flag_at: 0.9\n") == SETTINGS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("web: {}", "'web' is nothing that is tried out here"),
        ("jugding: {}", 'did you mean "judging"'),
        ("judging: [1]", "judging"),
        ("judging: {flag_at", "rules:1:"),
        ("", "the file is empty"),
        ("rooms: {defaults: {staff: [nobody]}}", "no colleague 'nobody'"),
    ],
)
def test_what_is_no_proposal_is_refused_in_words(text, told):
    with pytest.raises(BrokenFile) as refused:
        proposed(SETTINGS, text)

    assert told in str(refused.value)
