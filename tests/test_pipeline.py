"""The pipeline: whole batches or nothing, poison set aside, a database that is away waited out."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.clock import ManualClock
from bot.core.alerting import AlertSettings
from bot.core.effects import Severity
from bot.core.errors import StorageAway
from bot.core.events import MessageReceived
from bot.core.rooms import RoomRules
from bot.core.sending import DeliverySettings
from bot.core.staff import StaffDirectory
from bot.core.text import storable
from bot.intake import Intake
from bot.pipeline import Pipeline
from bot.second_tries import retry_asked
from storage.service.alerts import AlertFilter
from storage.settings import StorageSettings
from storage.talk.messages import MessageFilter
from storage.talk.poison_file import PoisonFile, poison_file
from storage.unit import Store, Unit
from tests.support.builders import NOON, joined, message


class Settled:
    """Writes down what the pipeline says it did."""

    def __init__(self):
        self.batches = []
        self.poison = []
        self.away = 0

    def committed(self, seen, effects, seconds):
        self.batches.append([one.event.ref for one in seen])

    def set_aside(self, event):
        self.poison.append(event.ref)

    def storage_away(self):
        self.away += 1


class Everywhere:
    """The same rules for every room."""

    staff = StaffDirectory()
    alerting = AlertSettings()
    repeat_window = timedelta(hours=1)

    def rules_for(self, channel, ref, name):
        return RoomRules()

    def kin(self, channel):
        return ()


class Nothing:
    """Read, and nobody suspected."""

    suspects = ()


class Unbearable:
    """Decisions that cannot bear some messages."""

    def __init__(self, *words):
        self.words = words

    def look(self, seen, context):
        for one in seen:
            if isinstance(one.event, MessageReceived) and one.event.text in self.words:
                msg = f"cannot bear message {one.event.ref}"
                raise RuntimeError(msg)
        return Nothing()

    def settle(self, looked, closer, now):
        return []


def chokes_on(*words):
    return Unbearable(*words)


@pytest.fixture
def store(database):
    return Store(database, Everywhere(), DeliverySettings)


async def no_file(event, error, now):
    raise AssertionError(error)


def pipeline(store, *, decisions=None, open_work=None, watcher=None, spill=no_file):
    return Pipeline[Unit, Nothing](
        intake=Intake(),
        open_work=open_work or store.write,
        wanted=lambda event: True,
        decisions=decisions or chokes_on(),
        clock=ManualClock(NOON),
        watcher=watcher or Settled(),
        spill=spill,
    )


async def feed(work, events):
    """Put events in, run the pipeline until all are settled."""
    async with asyncio.TaskGroup() as group:
        running = group.create_task(work.run())
        async with asyncio.timeout(20):
            async with asyncio.TaskGroup() as putting:
                for event in events:
                    putting.create_task(work.intake.put_and_wait(event))
        running.cancel()


async def figures(store):
    async with store.read() as unit:
        return await unit.archive.figures()


async def texts(store):
    async with store.read() as unit:
        found = await unit.archive.messages(MessageFilter(), limit=100)
    return [one.text for one in reversed(found.items)]


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


async def test_what_a_channel_forgot_to_clean_is_set_aside_not_fatal(store):
    """A NUL that no channel should let through: PostgreSQL refuses it, SQLite takes it."""
    await feed(pipeline(store), [message("前\x00后"), message("之后的话")])

    counted = await figures(store)
    assert counted.messages + counted.poison == 2
    assert (await texts(store))[-1] == "之后的话"


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
