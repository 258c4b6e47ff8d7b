import json
from datetime import UTC, datetime

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.replay import register
from bot.config import load_settings
from bot.core.effects import RecordVerdicts
from bot.core.events import MessageReceived
from bot.core.verdicts import SpamScore, Verdict
from bot.replay import SHOWN, Best
from bot.rulebook import Rulebook
from bot.shipped_model import shipped_model
from storage.judging.closer import look_closer
from storage.judging.records import Records
from storage.talk.archive import Archive
from storage.talk.context import load_context
from tests.support.builders import after, message

ADVERT = "无抵押贷款秒批秒下，黑户可做，兼职日赚500，加薇：dai_8866"
CONFIG = """
storage: {{url: "{url}"}}
rooms: {{defaults: {{mode: {mode}}}}}
"""


def told(text, minutes, **more):
    return message(text, at=after(minutes=minutes), **more)


TALK = [
    told("大家早", 0),
    told(ADVERT, 1, sender="ad"),
    told("请问今天几点上课？", 2, sender="u2"),
    told("这个课程多少钱，我想报名", 3, sender="u3"),
    told(ADVERT, 4, sender="ad"),
    told(ADVERT, 5, sender="ad"),
]


@pytest.fixture
async def archive(database, store_url, tmp_path):
    """An archive with some talk, and a config.yaml for it."""
    configure(tmp_path, store_url)
    async with database.write() as connection:
        return await Archive(connection).save(TALK, received=after(minutes=10))


def configure(folder, url, mode="observe", name="config.yaml"):
    (folder / name).write_text(CONFIG.format(url=url, mode=mode), encoding="utf-8")


async def judged_before(database, seen, number, *, detector="words"):
    spam = SpamScore(
        score=0.9, flagged=True, verdicts=(Verdict(detector=detector, score=0.9, reason="以前"),)
    )
    record = RecordVerdicts(
        message=seen[number].id, room=seen[number].room, student=None, spam=spam
    )
    async with database.write() as connection:
        await Records(connection).apply([record], after(minutes=11))


def replayed(folder, *arguments):
    result = run(folder, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def run(folder, *arguments):
    app = typer.Typer()
    register(app)
    config = ["--since", "2026-05-20 11:00", "--config", str(folder / "config.yaml")]
    return CliRunner().invoke(app, [*config, *map(str, arguments)])


@pytest.fixture
def in_thread():
    """The command runs an event loop of its own, so it runs beside the test's."""
    import asyncio

    return asyncio.to_thread


@pytest.mark.usefixtures("archive")
async def test_todays_rules_are_shown_on_yesterdays_talk(tmp_path, in_thread):
    found = await in_thread(replayed, tmp_path)

    assert found["messages"] == len(TALK)
    assert found["flagged"] == found["newly_caught"] > 0
    assert all(one["text"] == ADVERT and one["reasons"] for one in found["flagged_messages"])
    assert found["leads"] >= 1
    assert found["questions"]["asked"] >= 1
    assert TALK[2].text in [one["text"] for one in found["open_question_messages"]]
    assert sum(found["detectors"].values()) >= found["flagged"]


async def test_what_was_flagged_then_and_is_not_now_is_told(archive, database, tmp_path, in_thread):
    await judged_before(database, archive, 0)
    await judged_before(database, archive, 1)

    found = await in_thread(replayed, tmp_path)

    assert [one["text"] for one in found["no_longer_caught_messages"]] == ["大家早"]
    before = {one["message"]: one["before"] for one in found["flagged_messages"]}
    assert before[archive[1].id] is True
    assert found["newly_caught"] == found["flagged"] - 1
    assert found["detectors_before"] == {"words": 2}


@pytest.mark.usefixtures("archive")
async def test_replay_changes_nothing(database, tmp_path, in_thread):
    from sqlalchemy import func, select

    from storage.tables.base import metadata

    async def counts():
        async with database.read() as connection:
            return {
                table.name: await connection.scalar(select(func.count()).select_from(table))
                for table in metadata.sorted_tables
            }

    before = await counts()
    await in_thread(replayed, tmp_path)

    assert await counts() == before


@pytest.mark.usefixtures("archive")
async def test_enforcement_is_shown_and_not_done(store_url, tmp_path, in_thread):
    configure(tmp_path, store_url, mode="enforce", name="other.yaml")

    observed = await in_thread(replayed, tmp_path)
    enforced = await in_thread(replayed, tmp_path, "--rules", tmp_path / "other.yaml")

    assert observed["would_remove"] == 0
    assert enforced["would_remove"] >= 1
    assert any(one["would_remove"] for one in enforced["flagged_messages"])


@pytest.mark.usefixtures("archive")
async def test_period_and_room_choose_what_is_replayed(tmp_path, in_thread):
    some = await in_thread(replayed, tmp_path, "--until", "2026-05-20 12:03")
    none = await in_thread(replayed, tmp_path, "--room", "别的群")

    assert (some["messages"], none["messages"]) == (3, 0)


@pytest.mark.usefixtures("archive")
async def test_old_talk_imported_late_is_replayed_in_its_own_order(database, tmp_path, in_thread):
    answer = told("七点上课", 2.5, sender="u4", quoted=TALK[2].ref)
    async with database.write() as connection:
        await Archive(connection).save([answer], received=datetime(2026, 6, 1, tzinfo=UTC))

    found = await in_thread(replayed, tmp_path)

    assert found["questions"]["answered"] == 1
    assert TALK[2].text not in [one["text"] for one in found["open_question_messages"]]


@pytest.mark.usefixtures("archive")
async def test_the_table_for_people_shows_reasons_and_leads(tmp_path, in_thread):
    result = await in_thread(run, tmp_path)

    assert result.exit_code == 0
    assert "nothing was changed or sent" in result.output
    assert "newly caught" in result.output


async def test_a_long_past_is_read_in_batches(database, store_url, tmp_path, in_thread):
    configure(tmp_path, store_url)
    many: list[MessageReceived] = [told(f"第{n}句话", n / 100) for n in range(1300)]
    async with database.write() as connection:
        await Archive(connection).save(many, received=after(minutes=30))

    assert (await in_thread(replayed, tmp_path))["messages"] == 1300


async def test_the_same_rules_find_what_they_found_live(database, store_url, tmp_path, in_thread):
    configure(tmp_path, store_url)
    book = Rulebook(load_settings(tmp_path / "config.yaml"), model=shipped_model())
    for one in [*TALK, *(told(ADVERT, 6 + n, sender=f"ad{n}") for n in range(4))]:
        async with database.write() as connection:
            seen = await Archive(connection).save([one], received=one.at)
            context = await load_context(
                connection,
                seen,
                rules_for=book.rules_for,
                staff=book.staff,
                window=book.repeat_window,
                now=one.at,
            )
            looked = book.look(seen, context)
            closer = await look_closer(connection, looked.suspects, now=one.at)
            effects = book.settle(looked, closer, one.at)
            records = [e for e in effects if isinstance(e, RecordVerdicts)]
            await Records(connection).apply(records, one.at)

    found = await in_thread(replayed, tmp_path)

    assert found["flagged"] > 0
    assert (found["newly_caught"], found["no_longer_caught"]) == (0, 0)
    assert found["detectors"] == found["detectors_before"]


def test_of_many_findings_the_best_are_kept():
    best: Best[int] = Best()
    for number in range(5000):
        best.add(number % 1000, number)

    kept = list(best)

    assert kept[:3] == [999, 1999, 2999]
    assert len(kept) == SHOWN
