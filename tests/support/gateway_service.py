"""The whole service on a real gateway, with fifty people in five rooms."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support.gateway import TOKEN, NodeGateway
from tests.support.process import GroupkeeperProcess, groupkeeper

PEOPLE = [f"p{n}" for n in range(50)]
ROOMS = [f"r{n}@chatroom" for n in range(5)]

CONFIG = """
channels:
  - name: wx
    kind: wechaty
    endpoint: "{endpoint}"
    token: {token}
    retry_seconds: 0.2
    retry_max_seconds: 1
    send_seconds: 2
    budget: {{per_minute: 1000, spacing_seconds: 0, jitter_seconds: 0, per_day: 100000}}
staff:
  - {{name: wang, title: 王老师, accounts: [{{channel: wx, user: p-wang}}]}}
rooms: {{defaults: {{staff: [wang], mode: {mode}, welcome: "{welcome}"}}}}
sop: {{folder: plans, start: {start}}}
"""


def populate(gateway: NodeGateway) -> None:
    people = [{"id": one, "name": f"同学{one[1:]}"} for one in PEOPLE]
    rooms = [
        {"id": one, "topic": f"{one[1]}班群", "memberIdList": ["bot", *PEOPLE], "ownerId": "p0"}
        for one in ROOMS
    ]
    gateway.ask("create", people=[*people, {"id": "p-wang", "name": "王老师"}], rooms=rooms)
    gateway.ask("login")


@contextlib.asynccontextmanager
async def service(
    gateway: NodeGateway,
    folder: Path,
    *,
    mode: str = "observe",
    welcome: str = "",
    start: str = "[]",
) -> AsyncIterator[GroupkeeperProcess]:
    """The service on that gateway, when it has listed the rooms."""
    config = CONFIG.format(
        endpoint=gateway.endpoint, token=TOKEN, mode=mode, welcome=welcome, start=start
    )
    async with groupkeeper(folder, config) as running:
        await running.until(lambda f: f["rooms"] >= len(ROOMS) and f["people"] >= len(PEOPLE))
        yield running


async def flood(
    gateway: NodeGateway, total: int, step: int, prefix: str = "f", pause: int = 0
) -> None:
    """So many messages, `step` at a time, with a pause of so many milliseconds between."""
    how = {"total": total, "step": step, "prefix": prefix, "pause": pause}
    await gateway.do("flood", people=PEOPLE, rooms=ROOMS, **how)


async def put(gateway: NodeGateway, person: str, text: str, room: str = ROOMS[0]) -> None:
    await gateway.do("put", message={"roomId": room, "talkerId": person, "text": text})


async def posts(gateway: NodeGateway, to: str) -> list[str]:
    told = (await gateway.do("done"))["posts"]
    return [one["text"] for one in told if one["to"] == to]


def stored(here: GroupkeeperProcess) -> list[str]:
    return [ref for (ref,) in here.rows("SELECT ref FROM message WHERE own = 0 ORDER BY id")]
