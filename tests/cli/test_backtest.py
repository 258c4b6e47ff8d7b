"""`groupkeeper replay --proposed`: what other rules would do with the past."""

import asyncio
import json

import pytest
import typer
from sqlalchemy import update
from typer.testing import CliRunner

from bot.cli.replay import register
from bot.core.effects import RecordVerdicts
from bot.core.verdicts import SpamScore, Verdict
from storage.judging.records import Records
from storage.tables.judging import case
from storage.talk.archive import Archive
from tests.support.builders import after, message

ADVERT = "加V免费领资料，兼职日赚500，加微信 wx123456"
WANTED = "星币回收，高价，联系阿强"  # only the proposed word list knows it
CONFIG = 'storage: {{url: "{url}"}}\n{more}'
KNOWS_COINS = "judging: {words: {add: {星币回收: 0.9}}}\n"
BLIND = "judging: {contact: {weight: 0}, words: {weight: 0}, learned: {weight: 0}}\n"
STRICT = "rooms: {defaults: {mode: enforce}}\n"

TALK = [
    message("大家早", at=after(minutes=0)),
    message(ADVERT, at=after(minutes=1), sender="ad"),
    message(WANTED, at=after(minutes=2), sender="coin", room="room-2", room_name="游戏群"),
    message("今晚几点开会？", at=after(minutes=3), sender="u3"),
]


@pytest.fixture
async def archive(database, store_url, tmp_path):
    configure(tmp_path, store_url)
    async with database.write() as connection:
        return await Archive(connection).save(TALK, received=after(minutes=10))


def configure(folder, url, more="", name="config.yaml"):
    (folder / name).write_text(CONFIG.format(url=url, more=more), encoding="utf-8")
    return folder / name


async def compared(folder, *arguments):
    result = await asyncio.to_thread(run, folder, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def run(folder, *arguments):
    app = typer.Typer()
    register(app)
    config = ["--since", "2026-05-20 11:00", "--config", str(folder / "config.yaml")]
    return CliRunner().invoke(app, [*config, *map(str, arguments)])


async def decided(database, one, state):
    spam = SpamScore(
        score=0.9, flagged=True, verdicts=(Verdict(detector="words", score=0.9, reason="以前"),)
    )
    record = RecordVerdicts(message=one.id, room=one.room, student=None, spam=spam)
    async with database.write() as connection:
        await Records(connection).apply([record], after(minutes=11))
        await connection.execute(
            update(case).where(case.c.message_id == one.id).values(state=state)
        )


@pytest.mark.usefixtures("archive")
async def test_who_would_be_caught_and_was_not_is_shown_with_the_reason(store_url, tmp_path):
    other = configure(tmp_path, store_url, KNOWS_COINS, "other.yaml")

    found = await compared(tmp_path, "--proposed", other)

    [change] = found["newly_caught_messages"]
    assert (found["newly_caught"], found["no_longer_caught"]) == (1, 0)
    assert (change["text"], change["room"]) == (WANTED, "游戏群")
    assert any("星币回收" in reason for reason in change["reasons"])
    assert change["score_today"] < 0.5 <= change["score_proposed"]
    assert found["newly_caught_by_room"] == {"游戏群": 1}
    assert "words" in found["newly_caught_by_detector"]
    assert found["proposed"]["flagged"] == found["today"]["flagged"] + 1


@pytest.mark.usefixtures("archive")
async def test_who_would_be_caught_no_longer_is_shown_the_other_way_round(store_url, tmp_path):
    other = configure(tmp_path, store_url, BLIND, "other.yaml")

    found = await compared(tmp_path, "--proposed", other)

    assert (found["newly_caught"], found["no_longer_caught"]) == (0, 1)
    [change] = found["no_longer_caught_messages"]
    assert change["text"] == ADVERT
    assert change["reasons"]


async def test_what_people_decided_is_held_against_both(archive, database, store_url, tmp_path):
    await decided(database, archive[1], "confirmed")
    await decided(database, archive[2], "dismissed")
    lenient = configure(tmp_path, store_url, BLIND, "lenient.yaml")
    keen = configure(tmp_path, store_url, KNOWS_COINS, "keen.yaml")

    fewer = await compared(tmp_path, "--proposed", lenient)
    more = await compared(tmp_path, "--proposed", keen)

    assert fewer["decided"] == more["decided"] == {"confirmed": 1, "dismissed": 1}
    assert fewer["flips"] == {"confirmed, no longer caught": 1}
    assert more["flips"] == {"dismissed, newly caught": 1}
    assert (more["today"]["of_confirmed"], more["proposed"]["of_dismissed"]) == (1, 1)


@pytest.mark.usefixtures("archive")
async def test_removals_are_compared_though_the_same_is_caught(store_url, tmp_path):
    other = configure(tmp_path, store_url, STRICT, "other.yaml")

    found = await compared(tmp_path, "--proposed", other)

    assert (found["newly_caught"], found["no_longer_caught"]) == (0, 0)
    assert found["newly_removed"] == found["proposed"]["would_remove"]


@pytest.mark.usefixtures("archive")
async def test_the_same_rules_differ_in_nothing(tmp_path):
    found = await compared(tmp_path, "--proposed", tmp_path / "config.yaml")

    assert found["today"] == found["proposed"]
    assert found["newly_caught_messages"] == found["no_longer_caught_messages"] == []


@pytest.mark.usefixtures("archive")
async def test_another_model_is_compared_and_a_broken_one_is_refused(tmp_path):
    (tmp_path / "broken.gkm").write_bytes(b"no model")

    same = await compared(tmp_path, "--model", "shipped")
    broken = await asyncio.to_thread(run, tmp_path, "--model", tmp_path / "broken.gkm")
    absent = await asyncio.to_thread(run, tmp_path, "--model", tmp_path / "absent.gkm")

    assert same["today"] == same["proposed"]
    assert (broken.exit_code, absent.exit_code) == (2, 2)


async def test_rooms_of_one_name_are_counted_apart(archive, database, store_url, tmp_path):
    again = message(WANTED, at=after(minutes=4), sender="coin2", room="room-3", room_name="游戏群")
    async with database.write() as connection:
        [second] = await Archive(connection).save([again], received=after(minutes=11))
    other = configure(tmp_path, store_url, KNOWS_COINS, "other.yaml")

    found = await compared(tmp_path, "--proposed", other)

    rooms = {"游戏群": 1, f"游戏群 #{second.room}": 1}
    assert found["newly_caught_by_room"] == rooms
    assert rooms.items() <= found["proposed"]["by_room"].items()
    assert {one["room"] for one in found["newly_caught_messages"]} == set(rooms)


@pytest.mark.usefixtures("archive")
async def test_people_get_tables(store_url, tmp_path):
    other = configure(tmp_path, store_url, KNOWS_COINS, "other.yaml")

    result = await asyncio.to_thread(run, tmp_path, "--proposed", other)

    assert result.exit_code == 0
    assert "newly caught (1 of 1 shown" in result.output
    assert "nothing was changed or sent" in result.output
