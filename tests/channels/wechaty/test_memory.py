import asyncio

import pytest

from bot.channels.wechaty.memory import Memory


class Oracle:
    def __init__(self):
        self.asked: list[str] = []
        self.fails = 0

    async def answer(self, key: str) -> str:
        self.asked.append(key)
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise LookupError(key)
        return key.upper()


def remembering(oracle: Oracle, *, size: int = 10, seconds: float = 60) -> Memory[str, str]:
    return Memory(oracle.answer, size=size, seconds=seconds)


async def test_whoever_asks_together_asks_once():
    oracle = Oracle()
    memory = remembering(oracle)

    answers = await asyncio.gather(*(memory.get("a") for _ in range(50)))

    assert set(answers) == {"A"}
    assert oracle.asked == ["a"]


async def test_a_failure_is_not_remembered_and_the_next_one_asks_again():
    oracle = Oracle()
    oracle.fails = 1
    memory = remembering(oracle)

    answers = await asyncio.gather(*(memory.get("a") for _ in range(3)), return_exceptions=True)

    assert [type(answer) for answer in answers] == [LookupError, str, str]
    assert oracle.asked == ["a", "a"]


async def test_an_answer_is_believed_for_its_time_only():
    oracle = Oracle()
    memory = remembering(oracle, seconds=0)

    await memory.get("a")
    await memory.get("a")

    assert oracle.asked == ["a", "a"]


async def test_a_doubtful_answer_is_believed_for_a_minute_at_most():
    loop = asyncio.get_running_loop()
    memory = Memory(Oracle().answer, size=9, seconds=600, doubtful=lambda answer: answer == "A")
    await memory.get("a")
    await memory.get("b")

    until = {key: at - loop.time() for key, (at, _) in memory._kept.items()}

    assert until["a"] <= 60 < until["b"]


async def test_the_answer_used_longest_ago_goes_first():
    oracle = Oracle()
    memory = remembering(oracle, size=2)

    for key in ("a", "b", "a", "c", "a", "b"):
        await memory.get(key)

    assert oracle.asked == ["a", "b", "c", "b"]


async def test_what_is_forgotten_is_asked_again():
    oracle = Oracle()
    memory = remembering(oracle)
    await memory.get("a")
    await memory.get("b")

    memory.forget("a")
    memory.forget_where(lambda key: key == "b")
    await memory.get("a")
    await memory.get("b")

    assert oracle.asked == ["a", "b", "a", "b"]


async def test_one_who_gives_up_does_not_hold_the_others():
    gate = asyncio.Event()

    async def slow(key: str) -> str:
        await gate.wait()
        return key

    memory = Memory(slow, size=10, seconds=60)
    first = asyncio.ensure_future(memory.get("a"))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(memory.get("a"))
    await asyncio.sleep(0)
    first.cancel()
    gate.set()

    assert await second == "a"
    with pytest.raises(asyncio.CancelledError):
        await first
