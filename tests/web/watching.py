"""A client of the live stream."""

import json
from typing import Any

from bot.core.notices import Notice
from tests.support.builders import message
from tests.web.api import TOKENS

URL = "/api/v1/stream"
HEADERS = {"Authorization": f"Bearer {TOKENS['api']}"}


class Watcher:
    """Reads events off the line."""

    def __init__(self, response):
        self.response = response
        self.place = ""

    async def next(self):
        """The next event's name and content; comments are passed over."""
        name = ""
        while True:
            line = (await self.response.content.readline()).decode().rstrip("\n")
            field, _, value = line.partition(": ")
            if field == "id":
                self.place = value
            elif field == "event":
                name = value
            elif field == "data":
                return name, json.loads(value)

    async def until(self, kind):
        """Events up to the first of a kind, that one included."""
        seen: list[Any] = []
        while not seen or seen[-1][0] != kind:
            seen.append(await self.next())
        return seen


async def watch(client, **query):
    response = await client.get(URL, headers=HEADERS, params=query)
    watcher = Watcher(response)
    assert response.status == 200, await response.text()
    return watcher, await watcher.next()


async def room_of(service):
    async with service.write() as unit:
        [room] = (await unit.roster.rooms()).items
        return room.id


async def say(service, text, **other):
    """Something is said, committed, and told as the pipeline tells it."""
    [seen] = await service.save(message(text, **other))
    service.bulletin.post(Notice(kind="message", room=seen.room, id=seen.id))
    return seen
