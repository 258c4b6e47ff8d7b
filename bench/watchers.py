"""Consoles in a process of their own: `python -m bench.watchers URL COUNT ROOMS`.

Each watches one room as the console's page does. Says `ready` when all are connected; when its
standard input ends it prints, by message, when the first of them had it on its end of the line.
"""

import asyncio
import json
import sys

import aiohttp

from bot.clock import SystemClock

_TOKEN = {"Authorization": "Bearer dev"}
_KINDS = "alert,case,lead,question,task,delivery,channel,plan,step,talk"
_CLOCK = SystemClock()


async def _watch(
    session: aiohttp.ClientSession,
    url: str,
    room: int,
    seen: dict[int, float],
    ready: asyncio.Event,
) -> None:
    asked = {"room": str(room), "kinds": _KINDS}
    async with session.get(f"{url}/api/v1/stream", params=asked) as response:
        response.raise_for_status()
        kind = ""
        async for raw in response.content:
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
                ready.set()
            elif line.startswith("data: ") and kind == "item":
                message = json.loads(line.removeprefix("data: "))["message"]
                if message is not None:
                    seen.setdefault(message["id"], _CLOCK.now().timestamp())


async def _main(url: str, count: int, rooms: int) -> None:
    seen: dict[int, float] = {}
    doors = [asyncio.Event() for _ in range(count)]
    timeout = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        aiohttp.ClientSession(headers=_TOKEN, timeout=timeout, connector=connector) as session,
        asyncio.TaskGroup() as group,
    ):
        watching = [
            group.create_task(_watch(session, url, number % rooms + 1, seen, door))
            for number, door in enumerate(doors)
        ]
        for door in doors:
            await door.wait()
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        for one in watching:
            one.cancel()
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
