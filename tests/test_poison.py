"""Poison: a message that nothing can bear is set aside, kept, told and tried again."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.core.effects import Severity
from bot.core.sending import DeliverySettings
from bot.second_tries import retry_asked
from storage.service.alert_filter import AlertFilter
from storage.settings import StorageSettings
from storage.talk.poison_file import PoisonFile, poison_file
from storage.unit import Store, Unit
from tests.support.builders import NOON, message
from tests.support.piping import (
    Everywhere,
    Settled,
    Unbearable,
    chokes_on,
    feed,
    figures,
    pipeline,
    texts,
)


@pytest.fixture
def store(database):
    return Store(database, Everywhere(), DeliverySettings)


async def test_one_poison_message_is_set_aside_and_the_others_are_kept_in_order(store):
    settled = Settled()
    events = [message(f"第{k}句") for k in range(20)]
    events[7] = poison = message("毒")

    await feed(pipeline(store, decisions=chokes_on("毒"), watcher=settled), events)

    assert settled.poison == [poison.ref]
    assert await texts(store) == [f"第{k}句" for k in range(20) if k != 7]
    counted = await figures(store)
    assert counted.poison == 1


async def test_the_words_of_poison_never_come_into_the_log(store, capsys):
    words = "谁也不该在日志里看到这句话"

    class Telling(Unbearable):
        def look(self, seen, context):
            for one in seen:
                int(one.event.text)

    with capture_logs() as lines:
        await feed(pipeline(store, decisions=Telling()), [message(words)])

    (line,) = [line for line in lines if line["event"] == "poison"]
    assert words not in str(lines)
    assert words not in "".join(capsys.readouterr())
    assert line["error"] == "ValueError"
    assert "look" in line["frames"]
    async with store.read() as unit:
        (kept,) = (await unit.archive.poison()).items
    assert words in kept.error


@pytest.fixture
def no_poison(store):
    """A store that cannot set anything aside."""

    class Refusing(Unit):
        async def set_aside(self, event, error, *, now):
            raise TypeError(error)

    @asynccontextmanager
    async def refusing():
        async with store.write() as unit:
            unit.__class__ = Refusing
            yield unit

    return refusing


async def test_poison_that_cannot_be_set_aside_is_kept_in_a_file(store, no_poison, tmp_path):
    path = poison_file(StorageSettings(url=f"sqlite+aiosqlite:///{tmp_path}/gk.db"))
    file = PoisonFile(path)
    work = pipeline(store, decisions=chokes_on("毒"), open_work=no_poison, spill=file.keep)

    await feed(work, [message("毒", ref="m-7"), message("好"), message("毒")])

    first, _second = path.read_text(encoding="utf-8").splitlines()
    kept = json.loads(first)
    assert (kept["ref"], kept["kind"], kept["payload"]["text"]) == ("m-7", "MessageReceived", "毒")
    assert "cannot bear" in kept["error"]
    assert file.count() == 2
    assert path.stat().st_mode & 0o077 == 0
    assert await texts(store) == ["好"]


async def test_poison_that_nothing_keeps_is_not_acknowledged(store, no_poison, tmp_path):
    file = PoisonFile(tmp_path / "no folder" / "poison.jsonl")
    work = pipeline(store, decisions=chokes_on("毒"), open_work=no_poison, spill=file.keep)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await feed(work, [message("毒")])

    assert file.count() == 0


async def test_a_watcher_that_fails_makes_no_poison_of_what_is_committed(store):
    class Blind(Settled):
        def committed(self, seen, effects, seconds):
            msg = "standard error is closed"
            raise BrokenPipeError(msg)

    blind = Blind()

    await feed(pipeline(store, watcher=blind), [message("一"), message("二")])

    assert blind.poison == []
    assert await texts(store) == ["一", "二"]
    assert (await figures(store)).poison == 0


async def test_poison_in_every_place_of_a_batch_loses_nobody_else(store):
    events = [message("毒" if k % 3 == 0 else f"第{k}句") for k in range(13)]

    await feed(pipeline(store, decisions=chokes_on("毒")), events)

    counted = await figures(store)
    assert counted.messages == 8
    assert counted.poison == 5


async def test_the_same_poison_again_is_one_case_of_poison(store):
    poison = message("毒")

    await feed(pipeline(store, decisions=chokes_on("毒")), [poison, poison])
    await feed(pipeline(store, decisions=chokes_on("毒")), [poison])

    assert (await figures(store)).poison == 1


async def test_staff_are_told_of_poison_once_a_channel_and_kind_of_error(store):
    await feed(
        pipeline(store, decisions=chokes_on("毒")), [message("毒"), message("毒"), message("好")]
    )

    async with store.read() as unit:
        (alert,) = (await unit.alerts.page(AlertFilter())).items
    assert (alert.kind, alert.severity, alert.count) == ("poison", Severity.WARNING, 2)
    assert alert.group == "poison:sim:RuntimeError"
    assert (alert.room, alert.message) == (None, None)
    assert "/api/v1/poison" in alert.advice
    assert "照常运行" in alert.advice


async def test_poison_that_is_tried_again_after_a_mend_is_archived_and_settled(store):
    await feed(pipeline(store, decisions=chokes_on("毒")), [message("毒")])
    still_broken, mended = pipeline(store, decisions=chokes_on("毒")), pipeline(store)

    assert await tried_again(store, still_broken) == 1
    assert await tried_again(store, mended) == 0

    assert await texts(store) == ["毒"]


async def tried_again(store, work):
    """Ask for another try and let it happen; how much poison waits then."""
    async with store.write() as unit:
        (waiting,) = (await unit.archive.poison()).items
        await unit.archive.ask_retry(waiting.id, now=NOON)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(work.run())
        async with asyncio.timeout(20):
            await retry_asked(store, work.intake, work.clock)
        running.cancel()
    return (await figures(store)).poison


async def test_what_a_channel_forgot_to_clean_is_set_aside_not_fatal(store):
    """A NUL that no channel should let through: PostgreSQL refuses it, SQLite takes it."""
    await feed(pipeline(store), [message("前\x00后"), message("之后的话")])

    counted = await figures(store)
    assert counted.messages + counted.poison == 2
    assert (await texts(store))[-1] == "之后的话"
