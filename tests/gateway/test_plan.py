"""The plan of seven days on a real gateway, in real time: a day lasts eight seconds."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.gateway import NodeGateway
from tests.support.gateway_service import ROOMS, posts, put, service
from tests.support.process import GroupkeeperProcess
from tests.support.week import CALL, SHARED, TASK, VOTE, in_seconds, week

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

DAY, HOUR, SECOND = timedelta(seconds=8), timedelta(seconds=3), timedelta(seconds=1)
UNTIL_WE_RUN = timedelta(seconds=18)
LIVELY, SILENT, LATE = (ROOMS[0], ROOMS[3]), (ROOMS[1], ROOMS[4]), (ROOMS[2],)
TIPS = ("小技巧一：先听再看", "小技巧二：先说再写")
ANSWERED = [CALL, "太棒了，今天就到这里", *TIPS, VOTE, "谢谢投票", "谢谢分享", "七天到了"]
UNANSWERED = [CALL, "还没打卡的同学，睡前补上就行", *TIPS, VOTE, "谢谢分享", "七天到了"]


async def test_a_week_in_a_minute(community: NodeGateway, tmp_path: Path):
    for room in ROOMS:
        await community.do("join", room=room, people=["p-wang"], by="p0")
    start = datetime.now(ZoneInfo("Asia/Shanghai")) + UNTIL_WE_RUN  # noqa: TID251 - a real service has a real clock
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "week.yaml").write_text(
        week(in_seconds(start, DAY), hour=HOUR, minute=SECOND), encoding="utf-8"
    )

    begin = "[{plan: week, rooms: ['*班群']}]"
    async with service(community, tmp_path, start=begin) as here:
        people = asyncio.ensure_future(_people(community))
        try:
            await here.eventually(lambda: _everywhere(community, "七天到了"), seconds=100)
        finally:
            people.cancel()
        said = {room: await posts(community, room) for room in ROOMS}
        outcomes = _outcomes(here)

    for room in ROOMS:
        expected = ANSWERED if room in LIVELY else UNANSWERED
        assert Counter(said[room]) == Counter(expected), room  # each once, the right branch only
        for earlier, later in (expected[:2], TIPS, (VOTE, expected[-1])):
            assert said[room].index(earlier) < said[room].index(later), room
    missed = len(SILENT) + len(LATE)
    assert outcomes["d1-call"] == Counter(met=len(LIVELY), missed=missed)
    assert outcomes["d3-vote"] == Counter(met=len(LIVELY), missed=missed)
    assert outcomes["d5-share"] == Counter(done=len(ROOMS))
    assert outcomes["d4-crowd"] == Counter(skipped=len(ROOMS))


async def _everywhere(gateway: NodeGateway, text: str) -> bool:
    return all([text in await posts(gateway, room) for room in ROOMS])


async def _people(gateway: NodeGateway) -> None:
    """Members and the colleague, who look at their phones every third of a second."""
    answered: set[tuple[str, str]] = set()
    tasks: set[str] = set()
    async with asyncio.TaskGroup() as group:
        while True:
            await _look(gateway, group, answered, tasks)
            await asyncio.sleep(0.3)


async def _look(
    gateway: NodeGateway,
    group: asyncio.TaskGroup,
    answered: set[tuple[str, str]],
    tasks: set[str],
) -> None:
    for text, words in ((CALL, "打卡，读完了"), (VOTE, "1")):
        for room in (*LIVELY, *LATE):
            if (room, text) not in answered and text in await posts(gateway, room):
                answered.add((room, text))
                wait = 0.0 if room in LIVELY else 3 * HOUR.total_seconds()
                group.create_task(_say(gateway, room, words, wait))
    for told in await posts(gateway, "p-wang"):
        if "任务" in told and told not in tasks:
            tasks.add(told)
            await _do(gateway, told)


async def _say(gateway: NodeGateway, room: str, words: str, wait: float) -> None:
    await asyncio.sleep(wait)
    for person in ("p3", "p4", "p5"):
        await put(gateway, person, words, room=room)


async def _do(gateway: NodeGateway, told: str) -> None:
    """Post in the room that the task names what it asks for."""
    for room in ROOMS:
        if f"「{room[1]}班群」" in told:
            await put(gateway, "p-wang", TASK if "otherwise" in told else SHARED, room=room)


def _outcomes(here: GroupkeeperProcess) -> dict[str, Counter[str]]:
    """How often each step ended how; a verdict says more than that it was said."""
    found: dict[str, Counter[str]] = {}
    for step, state, verdict in here.rows(
        "SELECT o.step, o.state, w.state FROM occurrence o"
        " LEFT JOIN watch w ON w.occurrence_id = o.id"
    ):
        found.setdefault(step, Counter())[verdict or state] += 1
    return found
