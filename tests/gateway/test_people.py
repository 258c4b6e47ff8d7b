"""Tasks and sign-ups of people on a real gateway: their own posts are receipts, and places."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.gateway import NodeGateway
from tests.support.gateway_service import ROOMS, posts, put, service
from tests.support.process import GroupkeeperProcess

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SHARED = "我来分享：每天固定半小时，一个月就习惯了"
PLAN = f"""
name: share
title: 分享
seats:
  fan: {{role: fan, person: wang}}
  teacher: {{role: leader, account: room}}
steps:
  - id: share
    seat: fan
    when: {{event: keyword, words: [想听分享]}}
    say: "{SHARED}"
  - {{id: thanks, seat: teacher, when: {{after: share}}, say: 谢谢分享}}
"""
CAMPAIGN = """
name: open-day
title: 见面会
starts: {{date: {day}, at: "14:00"}}
zone: Asia/Shanghai
rooms: ["0班群"]
sign_up: {{words: [报名], limit: 2, waitlist: 5}}
answer_every: 1s
"""


async def test_a_post_is_the_receipt_of_its_task_and_a_word_takes_a_place(
    community: NodeGateway, tmp_path: Path
):
    room = ROOMS[0]
    await community.do("join", room=room, people=["p-wang"], by="p0")
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=30)  # noqa: TID251 - a real service has a real clock
    _write(tmp_path / "plans/share.yaml", PLAN)
    _write(tmp_path / "sop/campaigns/open-day.yaml", CAMPAIGN.format(day=f"{day:%Y-%m-%d}"))

    async with service(community, tmp_path, start="[{plan: share, rooms: ['0班群']}]") as here:
        await _until(here, "SELECT count(*) FROM run WHERE state = 'active'", [(1,)])
        await _until(here, "SELECT count(*) FROM campaign", [(1,)])
        await put(community, "p7", "想听分享", room=room)
        for person in ("p1", "p2", "p3"):
            await put(community, person, "报名", room=room)
        await here.eventually(lambda: _told(community, "p-wang", SHARED), seconds=60)
        await put(community, "p-wang", "大家好！" + SHARED, room=room)
        await here.eventually(lambda: _told(community, room, "谢谢分享"), seconds=60)

        await _until(here, _PLACES, [("signed", 2), ("waiting", 1)])
        await put(community, "p1", "取消报名", room=room)
        await _until(here, _PLACES, [("cancelled", 1), ("signed", 2)])

        receipts = here.rows("SELECT state, how, done_by FROM task")
        waiting = here.rows("SELECT count(*) FROM sign_up WHERE state = 'waiting'")

    assert receipts == [("done", "seen", "wang")]
    assert waiting == [(0,)]


_PLACES = "SELECT state, count(*) FROM sign_up GROUP BY state ORDER BY state"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


async def _until(here: GroupkeeperProcess, query: str, rows: list[tuple[object, ...]]) -> None:
    async def there() -> bool:
        return here.rows(query) == rows

    await here.eventually(there, seconds=60)


async def _told(gateway: NodeGateway, to: str, text: str) -> bool:
    return any(text in one for one in await posts(gateway, to))
