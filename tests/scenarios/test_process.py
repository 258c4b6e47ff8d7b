"""`groupkeeper run` as a process: it starts, bears trouble, and stops in order."""

import asyncio
import shutil
import signal
import sqlite3

import pytest

from tests.support.command import command, write_config

pytestmark = pytest.mark.timeout(120)  # seconds on a machine that is busy with others

BUSY = "channels: [{name: sim, kind: simulator, community: demo, speed: 2000}]\n"
LIVELY = "channels: [{name: sim, kind: simulator, community: demo, speed: 300}]\n"
QUIET = "channels: []\n"


def sqlite_url(folder):
    return f"sqlite+aiosqlite:///{folder}/gk.db"


@pytest.fixture
def lively(tmp_path, sqlite_file):
    """A folder with the config of a lively community, and its migrated database."""
    shutil.copyfile(sqlite_file, tmp_path / "gk.db")
    write_config(tmp_path, sqlite_url(tmp_path), LIVELY)
    return tmp_path


async def more(running, than):
    """Wait until more is archived; how much that is."""

    async def look():
        found = await running.messages()
        return found if found > than else 0

    return await running.until(look)


async def not_ready(running):
    return not await running.is_ready()


async def away_is_counted(running):
    """The pipeline counts; another duty may have said it first."""
    return "gk_storage_away_total 0.0" not in await running.get("/metrics")


# ---- stopping ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_in_order_under_load_and_keeps_what_it_committed(
    tmp_path, store_url, database, number
):
    write_config(tmp_path, store_url, BUSY)
    async with command(tmp_path, "run") as running:
        await running.ready()
        committed = await more(running, 0)
        running.signal(number)
        code = await running.ended(seconds=10)

    assert code == 0, running.said
    assert "stopped" in running.said
    assert "Traceback" not in running.said
    async with database.read() as connection:
        kept = await connection.exec_driver_sql("SELECT count(*) FROM message")
        assert kept.scalar_one() >= committed


async def test_init_and_run_just_work_in_an_empty_folder(tmp_path):
    async with command(tmp_path, "init") as writing:
        assert await writing.ended() == 0
    async with command(tmp_path, "run", GROUPKEEPER_WEB__PORT="0", TOKEN_OF_TEST="") as running:
        await running.ready()
        await running.says("running")
    assert "refused" not in running.said
    assert "warning" not in running.said


async def test_somebody_who_will_not_wait_ends_it_at_once(lively):
    """A locked database keeps it from stopping in order; a second Ctrl-C does not wait for it."""
    async with command(lively, "run") as running:
        await running.ready()
        await more(running, 0)
        other = sqlite3.connect(lively / "gk.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await running.says("storage_away")
        running.signal(signal.SIGINT)
        running.signal(signal.SIGINT)  # a shell and its wrapper may both pass one on
        await running.says("stopping")
        await asyncio.sleep(0.7)
        running.signal(signal.SIGINT)
        code = await running.ended(seconds=3)
        other.close()

    assert code == 1
    assert "ended at once (asked twice)" in running.said
    assert "Traceback" not in running.said


async def test_ctrl_c_of_the_demo_is_clean(tmp_path):
    async with command(tmp_path, "demo", "--port", "0") as running:
        await running.says("API: ")
        running.signal(signal.SIGINT)
        assert await running.ended() == 0
    assert "Traceback" not in running.said


# ---- trouble ----------------------------------------------------------------------------------


async def test_a_full_disk_is_waited_out_and_loses_nothing(lively):
    async with command(lively, "run") as running:
        await running.ready()
        before = await more(running, 0)

        running.limit_files((lively / "gk.db-wal").stat().st_size)
        await running.until(lambda: not_ready(running))
        await running.says("storage_away")
        await running.until(lambda: away_is_counted(running))
        assert await running.messages() >= before

        running.limit_files(None)
        await running.until(running.is_ready)
        after = await more(running, before)
        running.signal(signal.SIGTERM)
        assert await running.ended() == 0

    assert "Traceback" not in running.said
    with sqlite3.connect(lively / "gk.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM message").fetchone()[0] >= after
        assert database.execute("SELECT count(*) FROM poison").fetchone() == (0,)


async def test_a_database_that_another_program_locks_is_waited_for(lively):
    async with command(lively, "run") as running:
        await running.ready()
        before = await more(running, 0)
        other = sqlite3.connect(lively / "gk.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await running.says("storage_away")
        await running.until(lambda: not_ready(running))
        other.execute("ROLLBACK")
        other.close()
        await running.until(running.is_ready)
        await more(running, before)
        assert (await running.get("/figures"))["poison"] == 0
    assert "Traceback" not in running.said


async def test_a_database_file_that_is_moved_away_is_missed_and_taken_up_again(lively):
    """Writing on into a deleted file would lose everything at the next start."""
    gone = lively / "elsewhere.db"
    async with command(lively, "run") as running:
        await running.ready()
        before = await more(running, 0)
        (lively / "gk.db").rename(gone)
        await running.says("gk.db is gone; put it back")
        assert not await running.is_ready()
        assert not (lively / "gk.db").exists()
        gone.rename(lively / "gk.db")
        await running.until(running.is_ready)
        await more(running, before)


async def test_a_gateway_that_is_absent_leaves_the_service_up_and_is_an_alert(tmp_path):
    write_config(
        tmp_path,
        sqlite_url(tmp_path),
        "channels: [{name: wx, kind: wechaty, endpoint: '127.0.0.1:1', token: t}]\n"
        "alerts: {away_after: PT1S}\n",
    )
    async with command(tmp_path, "run") as running:
        await running.ready()

        async def away():
            channels = (await running.get("/channels"))["items"]
            return [one["state"] for one in channels] == ["away"]

        async def alerted():
            return [one["kind"] for one in (await running.get("/alerts"))["items"]] == ["gateway"]

        await running.until(away)
        await running.until(alerted)
        assert 'gk_channel{channel="wx",state="away"} 1.0' in await running.get("/metrics")
        running.signal(signal.SIGTERM)
        assert await running.ended() == 0
    assert "Traceback" not in running.said
