"""Whatever is sent is judged at once, or cut with a note: nobody keeps the pipeline busy."""

import time

import pytest

from bot.core.effects import RecordVerdicts
from bot.core.ids import UserRef
from tests.support.builders import seen
from tests.support.judging import decided, of_kind

LIMIT = 0.05  # seconds
MILLION = 1_000_000
EVERYBODY = tuple(UserRef(f"u{number}") for number in range(10_000))
LONG = {
    "one character": "啊" * MILLION,
    "letters": "a" * MILLION,
    "digits": "1" * MILLION,
    "a contact": "加微信 " * 250_000,
    "the same link": "http://a.top/ " * 5_000,
    "links without a gap": "http://a.top/" * 80_000,
    "thousands of links": "".join(f"http://a{n}.top/x?y={n} " for n in range(4_000)),
    "interest": "怎么买" * 300_000,
    "dots": "a." * 500_000,
    "nothing to see": "\u200b" * MILLION,
    "nothing to see after something": "加" + "\u3164" * MILLION,
    "empty lines": "\n" * MILLION,
    "a number and empty lines": "1" + "\n" * MILLION,
    "gaps": " \t" * 500_000,
    "at signs": "@" * MILLION,
    "mentions in words": "@名字 " * 10_000,
    "emoji": "😀" * MILLION,
    "piled marks": "a\u0301" * 500_000,
    "disguises": "加\u200b微😀信v" * 150_000,
    "split characters": "言舌费" * 300_000,
    "spelt words": "jia wei xin " * 80_000,
    "backwards": "信微加" * 300_000,
    "a list": "1. 张三\n" * 200_000,
    "brackets": "(" * MILLION,
    "every character": "".join(chr(0x4E00 + n % 20_000) for n in range(MILLION)),
}


def seconds(text: str) -> float:
    """The best of three, so that a busy machine is not blamed on the text."""
    found = []
    for _ in range(3):
        said = seen(text, mentions=EVERYBODY)
        started = time.process_time()
        decided(said)
        found.append(time.process_time() - started)
    return min(found)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_huge_text_is_judged_at_once(text):
    assert seconds(text) < LIMIT


def test_what_was_cut_is_noted():
    (record,) = of_kind(RecordVerdicts, decided(seen("天气真好" * 250_000)))

    assert record.spam.reasons == ("只判断了前 4000 个字，后面 996000 个字没有看",)
    assert not record.spam.flagged


def test_ten_thousand_mentions_of_a_greeting_are_a_greeting():
    assert decided(seen("大家早上好", mentions=EVERYBODY)) == []
