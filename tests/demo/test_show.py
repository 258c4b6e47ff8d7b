import asyncio
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console

from bot.clock import ManualClock
from bot.core.errors import StorageAway
from bot.demo.notable import News, Notable, NotableKind, Tally
from bot.demo.show import WORDINGS, Show, counted, line, row, summed
from tests.support.builders import NOON

ADVERT = Notable(
    at=NOON,
    kind=NotableKind.ADVERT,
    room="英语学习打卡群",
    person="兼职小雅",
    student=10063,
    text="手机兼职，日结300，加V：jz123488",
    reason="联系方式加诱导词「兼职」",
)


def test_an_advert_is_told_with_who_where_what_and_why():
    assert line(ADVERT) == (
        "12:00:00 🚫 广告  英语学习打卡群  兼职小雅 10063「手机兼职，日结300，加V：jz123488」"
        " ← 联系方式加诱导词「兼职」"
    )


@pytest.mark.parametrize(
    ("notable", "told"),
    [
        (
            Notable(at=NOON, kind=NotableKind.ID_GIVEN, person="小明", student=10001),
            "12:00:00 🆔 发学号  小明 10001",
        ),
        (
            Notable(at=NOON, kind=NotableKind.ID_GIVEN, count=62),
            "12:00:00 🆔 发学号 ×62",
        ),
        (
            Notable(at=NOON, kind=NotableKind.ALERT, reason="有人问价", to="王老师"),
            "12:00:00 🔔 提醒   ← 有人问价 → 王老师",
        ),
    ],
)
def test_what_is_not_known_is_left_out(notable: Notable, told: str):
    assert line(notable) == told


@pytest.mark.parametrize("kind", NotableKind)
def test_every_kind_has_its_words_in_both_languages(kind: NotableKind):
    told = line(Notable(at=NOON, kind=kind), gloss=True)

    assert WORDINGS[kind].zh in told
    assert WORDINGS[kind].en in told


def test_nothing_a_member_writes_can_colour_or_move_the_terminal():
    hostile = "[red]x[/red]\x1b[2J\n第二行\u202e\u200b\ud83d" + "长" * 1_000_000

    told = line(replace(ADVERT, text=hostile, person="\x07铃\r", room="\x9b群"))

    assert told.isprintable()
    assert "[red]x[/red]" in told
    assert len(told) < 200


def test_where_the_terminal_is_narrow_nothing_is_cut_off():
    out = io.StringIO()

    Console(file=out, width=50).print(row(ADVERT))

    rows = out.getvalue().rstrip().splitlines()
    assert len(rows) > 1
    assert all(text.startswith("   ") for text in rows[1:])
    squeezed = "".join(out.getvalue().split())
    assert squeezed == "".join(line(ADVERT).split())


def test_counts_tick_quietly():
    tally = Tally(messages=12345, people=71, rooms=3)

    assert counted(tally) == "12,345 条消息 · 71 人 · 3 个群"
    assert "12,345 messages" in counted(tally, gloss=True)


def test_where_there_is_no_terminal_a_line_is_never_broken():
    out = io.StringIO()

    Show(Console(file=out, width=80)).tell(ADVERT)

    assert out.getvalue().splitlines() == [line(ADVERT)]


def test_at_the_end_it_is_said_how_much_there_was_of_everything():
    out = io.StringIO()
    show = Show(Console(file=out), gloss=True)
    for _ in range(2):
        show.tell(ADVERT)
    show.tell(replace(ADVERT, kind=NotableKind.LEAD, count=3))

    show.close()

    assert out.getvalue().splitlines()[-1] == "广告 advert 2 · 线索 lead 3"
    assert summed({}, Tally(messages=7, people=2, rooms=1)) == "7 条消息 · 2 人 · 1 个群"


class Diary:
    """A source with a page for each time it is asked; None is a database that is away."""

    def __init__(self, *pages: News | None) -> None:
        self.pages = list(pages)
        self.asked: list[str] = []

    async def since(self, mark: str) -> News:
        self.asked.append(mark)
        page = self.pages.pop(0) if self.pages else News(mark=mark)
        if page is None:
            msg = "away"
            raise StorageAway(msg)
        return page


async def test_each_notable_thing_is_printed_once_also_when_the_database_was_away():
    out = io.StringIO()
    lead = replace(ADVERT, kind=NotableKind.LEAD, text="多少钱", reason="多少钱")
    diary = Diary(
        News(notables=(ADVERT,), tally=Tally(messages=5), mark="1"),
        None,
        News(notables=(lead,), tally=Tally(messages=9), mark="2"),
    )
    clock = ManualClock(NOON)
    show = Show(Console(file=out, width=200))

    async with asyncio.TaskGroup() as group:
        task = group.create_task(show.run(diary, clock, seconds=1))
        for _ in range(5):
            await asyncio.sleep(0)
            clock.move(timedelta(seconds=1))
        await asyncio.sleep(0)
        task.cancel()

    printed = [text for text in out.getvalue().splitlines() if "广告" in text or "线索" in text]
    assert diary.asked[:4] == ["", "1", "1", "2"]
    assert [text[:20] for text in printed] == [line(ADVERT)[:20], line(lead)[:20]]
