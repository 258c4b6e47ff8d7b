"""`groupkeeper campaign ...` on a database that a service uses."""

import asyncio
import json
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.campaign import register
from bot.clock import SystemClock
from bot.core.errors import ConfigError, GroupkeeperError
from bot.core.ids import StudentId
from sop.campaigns.lottery import commitment, draw, entries_hash, listed_entries
from tests.support.campaign_stage import CONFIG, Stage
from tests.support.campaigning import CAMPAIGN


def _run(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # with one command alone, typer drops its name
    return CliRunner().invoke(app, ["campaign", *map(str, arguments)])


async def campaign(*arguments):
    return await asyncio.to_thread(_run, *arguments)


def text(days, more=""):
    """A campaign so many days from today on, at 14:00 there."""
    day = (SystemClock().now() + timedelta(days=days)).astimezone(ZoneInfo("Asia/Shanghai")).date()
    return CAMPAIGN.replace("2026-04-18", day.isoformat()) + more


COUPONS = """
coupons: {early: {worth: 20 元券, count: 2}}
"""


@pytest.fixture
async def place(database, store_url, tmp_path, monkeypatch):
    """A config.yaml, a folder with a campaign in a week, and two who signed up."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(
        f'storage: {{url: "{store_url}"}}\n{CONFIG}', encoding="utf-8"
    )
    return await _put(database, tmp_path, text(7, COUPONS))


async def _put(database, folder, source):
    (folder / "sop" / "campaigns").mkdir(parents=True, exist_ok=True)
    (folder / "sop" / "campaigns" / "lecture.yaml").write_text(source, encoding="utf-8")
    stage = Stage(database, source, now=SystemClock().now())
    await stage.come("lin", "wu", "zhao")
    await stage.tick()
    for who in ("lin", "wu"):
        await stage.say("报名", who)
    return stage


async def test_the_list_and_one_campaign_are_shown(place):
    rows = json.loads((await campaign("list", "--json")).stdout)["items"]
    shown = json.loads((await campaign("show", "lecture", "--json")).stdout)
    table = (await campaign("show", "lecture")).stdout

    assert [(row["name"], row["count"], row["in_force"]) for row in rows] == [("lecture", 2, True)]
    assert (shown["coupons"], shown["rooms"]) == (2, ["r1 群"])
    assert "rooms: r1 群" in table


async def test_sign_ups_are_listed_with_who_came(place, tmp_path):
    student = await place.student("lin")
    stranger = await place.student("zhao")
    listed = tmp_path / "came.csv"
    listed.write_text(f"姓名,学号\n小林,{student}\n小赵,{stranger}\n", encoding="utf-8-sig")

    came = await campaign("attended", "lecture", listed, "--by", "wang", "--json")
    again = await campaign("attended", "lecture", listed)
    missing = json.loads((await campaign("signups", "lecture", "--missing", "--json")).stdout)

    told = json.loads(came.stdout)
    assert (told["noted"], told["unsigned"]) == ([student], [stranger])
    assert "noted before: 1" in again.stdout
    assert [one["student"] for one in missing["items"]] == [await place.student("wu")]
    assert "wang" in (await campaign("signups", "lecture")).stdout


async def test_a_list_that_cannot_be_read_is_refused_by_line(place, tmp_path):
    listed = tmp_path / "came.csv"
    listed.write_text("学号\n10001\n小林\n\n1000x\n", encoding="utf-8")

    refused = await campaign("attended", "lecture", listed)
    absent = await campaign("attended", "lecture", tmp_path / "nowhere.csv")

    assert isinstance(refused.exception, ConfigError)
    assert re.findall(r"came\.csv:(\d+):1", str(refused.exception)) == ["3", "5"]
    assert "no such file" in str(absent.exception)
    assert json.loads((await campaign("show", "lecture", "--json")).stdout)["attended"] == 0


async def test_a_coupon_is_redeemed_once(place):
    async with place.store.read() as unit:
        (code, *_) = [one.code for one in await unit.campaigns.free_coupons("lecture", "early", 9)]

    first = await campaign("redeem", code, "--by", "wang")
    second = await campaign("redeem", code.lower(), "--by", "li")
    unknown = await campaign("redeem", "NIXDA", "--json")

    assert (first.exit_code, second.exit_code, unknown.exit_code) == (0, 1, 1)
    assert "was used" in second.stdout
    assert "by wang" in second.stdout
    assert json.loads(unknown.stdout)["state"] == "unknown"
    assert (await campaign("redeem", "！？")).exit_code == 2


async def test_the_forecast_is_told_with_its_basis(place):
    nothing = await campaign("forecast", "lecture")
    of_more = json.loads((await campaign("forecast", "lecture", "--signed", 80, "--json")).stdout)

    assert "2 signed up" in nothing.stdout
    assert "no past event" in nothing.stdout
    assert of_more["signed"] == 80
    assert of_more["low95"] <= of_more["low80"] <= of_more["expected"] <= of_more["high80"]


async def test_past_events_of_the_series_are_what_it_rests_on(place, tmp_path, database):
    history = "series: open\nhistory: [{title: 秋季, signed: 40, attended: 30}]\n"
    await _put(database, tmp_path, text(7, history))
    old = text(-9, "series: open\n").replace("name: lecture", "name: old")
    (tmp_path / "sop" / "campaigns" / "old.yaml").write_text(old, encoding="utf-8")

    told = json.loads((await campaign("forecast", "lecture", "--json")).stdout)

    assert [(one["title"], one["signed"]) for one in told["events"]] == [("秋季", 40)]
    assert told["past"] == 1


async def test_every_mistake_of_a_file_is_named_at_once(place, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        CAMPAIGN.replace('at: "14:00"', 'at: "25:00"')
        + "staff: wnag\nplan: nowhere\nsign_up: {limit: 0}\n"
        "benefits:\n"
        '  - {id: a, kind: coupon, event_day: -3, from: "10:00", until: "09:00", coupon: x,'
        " amount: 1}\n"
        '  - {id: b, kind: lottery, event_day: -3, from: "10:00", until: "12:00", prize: 书,'
        " amount: 1, words: [报名]}\n"
        '  - {id: b, kind: coupon, event_day: -3, from: "10:00", until: "12:00", coupon: y,'
        " amount: 1}\n",
        encoding="utf-8",
    )
    found = await campaign("check", broken, "--json")
    told = json.loads(found.stdout)
    places = [(one["line"], one["what"]) for one in told["problems"]]

    assert found.exit_code == 2
    for line, word in (
        (3, "wall time"),
        (7, "wang"),
        (8, "no plan"),
        (9, "limit"),
        (11, "comes after"),
        (12, "one word, one meaning"),
        (13, "twice"),
        (13, "no coupon"),
    ):
        assert any(line == at and word in what for at, what in places), (line, word, places)


async def test_the_folder_is_checked_where_no_file_is_named(place, tmp_path):
    good = await campaign("check")
    (tmp_path / "sop" / "campaigns" / "bad.yaml").write_text("name: [", encoding="utf-8")
    bad = await campaign("check")

    assert (good.exit_code, bad.exit_code) == (0, 2)
    assert "1 file, no mistakes" in good.stdout
    assert "bad.yaml:1:" in bad.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "lectur"),
        ("signups", "nothing"),
        ("forecast", "lecture", "--signed", "-1"),
        ("draw", "lecture", "t1"),
        ("signups", "lecture", "--state", "asleep"),
    ],
)
async def test_what_is_not_there_is_said_with_exit_code_2(place, arguments):
    assert (await campaign(*arguments)).exit_code == 2


async def test_a_near_name_is_offered(place):
    assert "did you mean" in (await campaign("show", "lectur")).stderr


async def test_the_schema_is_for_editors():
    schema = json.loads((await campaign("schema")).stdout)

    assert {"name", "starts", "sign_up", "benefits"} <= schema["properties"].keys()


# ---- draws ----------------------------------------------------------------------------------

LOTTERY = """
benefits:
  - {id: lots, kind: lottery, event_day: -1, from: "00:00", until: "00:01", prize: 书, amount: 1}
"""


@pytest.fixture
async def drawable(place, database, tmp_path):
    """A lottery that was open yesterday, and that nobody has drawn yet."""
    source = text(0, LOTTERY)
    stage = await _put(database, tmp_path, source)
    loaded = stage.desk.shelf.campaigns["lecture"]
    stage.now = loaded.on_day(-1, loaded.benefits[0].opens)
    await stage.tick()
    await stage.go_out()
    for who in ("lin", "wu", "zhao"):
        await stage.say("抽奖", who)
    return stage


async def test_a_draw_is_made_once_and_verified_offline(drawable, tmp_path):
    told = json.loads((await campaign("draw", "lecture", "lots", "--by", "wang", "--json")).stdout)
    again = json.loads((await campaign("draw", "lecture", "lots", "--by", "li", "--json")).stdout)
    listed = tmp_path / "entries.txt"
    listed.write_text(listed_entries(told["entries"]), encoding="utf-8")
    published = ("--commitment", told["commitment"], "--list-hash", told["entries_hash"])
    winners = ",".join(map(str, told["winners"]))
    good = await campaign(
        *("verify", "--seed", told["seed"], "--entries", listed, *published, "--winners", winners)
    )

    assert told == again
    assert told["drawn_by"] == "wang"
    assert good.exit_code == 0
    assert "3 of 3 published things compared" in good.stdout
    assert "drawn" in (await campaign("draw", "lecture", "lots")).stdout


async def test_a_seed_is_secret_until_it_is_drawn(drawable):
    shown = json.loads((await campaign("show", "lecture", "--json")).stdout)

    assert shown["lotteries"][0]["seed"] is None


async def test_a_draw_that_was_never_opened_is_refused(place, database, tmp_path):
    await _put(database, tmp_path, text(30, LOTTERY))
    refused = await campaign("draw", "lecture", "lots")

    assert isinstance(refused.exception, GroupkeeperError)
    assert "never opened" in str(refused.exception)


SEED = "5a" * 32


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--commitment", "00" * 32), "published before"),
        (("--list-hash", "00" * 32), "list's SHA-256"),
        (("--winners", "99999"), "were named"),
    ],
)
async def test_a_draw_that_does_not_agree_is_wrong(tmp_path, options, says):
    listed = tmp_path / "entries.txt"
    listed.write_text("10001\n10002\n", encoding="utf-8")
    found = await campaign("verify", "--seed", SEED, "--entries", listed, *options)

    assert found.exit_code == 1
    assert "WRONG" in found.stdout
    assert says in found.stdout


async def test_verify_tells_what_it_found_without_anything_to_compare(tmp_path):
    listed = tmp_path / "entries.txt"
    listed.write_text("10001\n10002\n", encoding="utf-8")
    found = await campaign("verify", "--seed", SEED, "--entries", listed)

    entries = [StudentId(10001), StudentId(10002)]
    assert commitment(SEED) in found.stdout
    assert entries_hash(entries) in found.stdout
    assert str(draw(SEED, entries, 1)[0]) in found.stdout
    assert "0 of 3" in found.stdout
