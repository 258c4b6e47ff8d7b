"""The process beside us that reads pictures: whatever it is given, the next one is read."""

import asyncio
import os
import signal
from dataclasses import replace

import pytest
from PIL import Image

from bot.core.answers import PictureFault
from bot.pictures.limits import PictureLimits
from bot.pictures.reader import PictureReader
from tests.support.drawing import GROUP, bomb, code, packed, poster

GOOD = packed(code(GROUP))


class Asking:
    """A reader whose limits can be changed while it works."""

    def __init__(self, **limits: float) -> None:
        self.limits = replace(PictureLimits(), **limits)  # type: ignore[arg-type]  # numbers all
        self.reader = PictureReader(lambda: self.limits)

    async def fault(self, content: bytes) -> PictureFault | None:
        return (await self.reader.read(content)).fault

    async def codes(self, content: bytes) -> tuple[str, ...]:
        return (await self.reader.read(content)).codes


@pytest.fixture
async def asking():
    asking = Asking()
    yield asking
    await asking.reader.close()


async def test_a_picture_is_read_by_another_process(asking: Asking):
    found = await asking.reader.read(packed(poster(1, held=GROUP)))

    assert (found.codes, found.fault) == ((GROUP,), None)
    assert (found.width, found.height, len(found.print)) == (720, 1080, 16)


async def test_many_at_once_are_all_answered_in_their_turn(asking: Asking):
    wanted = [f"https://a{number}.example/" for number in range(12)]

    found = await asyncio.gather(*(asking.codes(packed(code(one))) for one in wanted))

    assert found == [(one,) for one in wanted]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"x" * 100_000_001, PictureFault.TOO_LARGE),
        (bomb(100_000, 100_000), PictureFault.TOO_MANY_PIXELS),
        (b"", PictureFault.UNKNOWN_FORMAT),
        (GOOD[:300], PictureFault.BROKEN),
    ],
    ids=["100 MB", "bomb", "empty", "cut off"],
)
async def test_bad_pictures_are_noted_and_the_next_one_is_read(
    asking: Asking, content: bytes, fault: PictureFault
):
    assert await asking.fault(content) is fault
    assert await asking.codes(GOOD) == (GROUP,)


async def test_a_slow_picture_costs_its_time_and_no_more():
    noise = packed(Image.effect_noise((6000, 6000), 90), "JPEG", quality=95)
    asking = Asking(max_bytes=100_000_000, seconds=0.3)
    assert await asking.codes(GOOD) == (GROUP,)  # the reader has started
    clock = asyncio.get_running_loop().time
    started = clock()

    assert await asking.fault(noise) is PictureFault.TOO_SLOW
    assert clock() - started < 2
    assert await asking.codes(GOOD) == (GROUP,)
    await asking.reader.close()


async def test_a_hungry_picture_gets_no_memory_and_the_next_one_is_read():
    large = packed(Image.new("RGBA", (9000, 9000), (200, 10, 10, 90)), compress_level=9)
    asking = Asking(max_pixels=100_000_000, memory_mb=300)

    assert await asking.fault(large) in {PictureFault.TOO_HUNGRY, PictureFault.BROKEN}
    assert await asking.codes(GOOD) == (GROUP,)
    await asking.reader.close()


async def test_a_reader_that_dies_is_replaced(asking: Asking):
    await asking.codes(GOOD)
    process = asking.reader._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)

    found = [await asking.reader.read(GOOD) for _ in range(2)]

    assert found[-1].codes == (GROUP,)


async def test_changed_limits_count_from_the_next_picture(asking: Asking):
    assert await asking.fault(GOOD) is None
    asking.limits = replace(asking.limits, max_pixels=100)
    assert await asking.fault(GOOD) is PictureFault.TOO_MANY_PIXELS


async def test_who_stops_waiting_does_not_leave_an_answer_for_the_next(asking: Asking):
    await asking.codes(GOOD)
    slow = packed(Image.effect_noise((3000, 3000), 90), "JPEG", quality=95)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await asking.reader.read(slow)

    assert await asking.codes(GOOD) == (GROUP,)


async def test_the_reader_knows_nothing_of_our_secrets(asking: Asking, monkeypatch):
    monkeypatch.setenv("GROUPKEEPER_TOKEN", "geheim")
    await asking.codes(GOOD)
    process = asking.reader._process
    assert process is not None
    with open(f"/proc/{process.pid}/environ", "rb") as told:  # noqa: PTH123, ASYNC230 (a test of Linux)
        assert b"geheim" not in told.read()
