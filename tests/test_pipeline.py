"""The pipeline: whole batches or nothing, poison set aside, a database that is away waited out."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.core.errors import StorageAway
from bot.core.sending import DeliverySettings
from bot.core.text import storable
from bot.intake import Intake
from storage.unit import Store
from tests.support.builders import joined, message
from tests.support.piping import (
    Everywhere,
    Settled,
    feed,
    figures,
    pipeline,
    texts,
)


@pytest.fixture
def store(database):
    return Store(database, Everywhere(), DeliverySettings)


async def test_a_redelivered_message_changes_nothing(store):
    said = message("只说一次")
    settled = Settled()

    await feed(pipeline(store, watcher=settled), [said, said, message("别的")])
    await feed(pipeline(store, watcher=settled), [said])

    assert (await figures(store)).messages == 2
    assert sum(len(batch) for batch in settled.batches) == 2


async def test_a_database_that_is_away_is_waited_for_and_nothing_is_lost(store):
    settled = Settled()
    troubles = iter([True, True])

    @asynccontextmanager
    async def sometimes():
        if next(troubles, False):
            msg = "no answer"
            raise StorageAway(msg)
        async with store.write() as unit:
            yield unit

    await feed(
        pipeline(store, open_work=sometimes, watcher=settled), [message("等一等"), message("还在")]
    )

    assert settled.away == 2
    assert settled.poison == []
    assert (await figures(store)).messages == 2


async def test_a_failure_at_the_commit_leaves_nothing_half_done(store):
    troubles = iter([True])

    @asynccontextmanager
    async def fails_once_at_the_end():
        async with store.write() as unit:
            yield unit
            if next(troubles, False):
                msg = "the disk is full"
                raise StorageAway(msg)

    await feed(pipeline(store, open_work=fails_once_at_the_end), [message("一"), message("二")])

    assert (await figures(store)).messages == 2
    assert (await figures(store)).people == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "好" * 1_048_576,
        "\u200b\u200c\u200d\ufeff" * 50,
        "前\x00后",
        "坏\ud800字\udfff",
        "@所有人 " * 10_000,
        "",
        "\u202e gnirts desrever",
    ],
    ids=["1 MB", "zero width only", "NUL", "lone surrogates", "10,000 mentions", "empty", "rtl"],
)
async def test_hostile_texts_are_archived_like_any_other(store, hostile):
    await feed(pipeline(store), [message(storable(hostile)), message("之后的话")])

    assert (await texts(store))[-1] == "之后的话"
    counted = await figures(store)
    assert (counted.messages, counted.poison) == (2, 0)


async def test_a_full_intake_makes_the_channel_wait():
    intake = Intake(capacity=2)
    first, second = message("一"), message("二")
    await intake.put(first)
    await intake.put(second)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await intake.put(message("三"))

    taken = await intake.take(256)
    await intake.put(message("三"))

    assert [waiting.event for waiting in taken] == [first, second]
    assert len(intake) == 1


async def test_a_long_list_of_members_makes_a_batch_by_itself():
    intake = Intake()
    few, many = joined("u1", "u2"), joined(*(f"u{n}" for n in range(30)))
    for event in (message("一"), few, many, message("二")):
        await intake.put(event)

    batches = [await intake.take(10) for _ in range(3)]

    assert [[waiting.event for waiting in batch][-1] for batch in batches[:2]] == [few, many]
    assert [len(batch) for batch in batches] == [2, 1, 1]


async def test_the_intake_is_idle_only_when_the_pipeline_asks_again():
    intake = Intake()
    await intake.put(message("一"))
    await intake.take(1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await intake.idle()
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(intake.take(1))
        await intake.idle()
        asking.cancel()
