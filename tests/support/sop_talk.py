"""Members of a stage's rooms who talk, come and go: `await talk(stage, "u1", "来了")`."""

from itertools import count
from typing import Any

from bot.core.events import MemberSeen, MembersJoined, MembersLeft, MessageReceived
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from storage.talk.archive import Archive
from tests.support.sop_stage import Stage

SIM = ChannelName("sim")
_number = count(1)


async def talk(stage: Stage, who: str, text: str = "来了", *, room: int = 1, **other):
    """Somebody says something now; what the pipeline saw."""
    given: dict[str, Any] = {
        "channel": SIM,
        "ref": MessageRef(f"talk{next(_number)}"),
        "at": stage.now,
        "room": RoomRef(f"r{room}"),
        "room_name": f"群{room}",
        "sender": UserRef(who),
        "sender_name": f"名{who}",
        "text": text,
    }
    return await _saved(stage, MessageReceived(**given | other))


async def come(stage: Stage, *people: str, room: int = 1):
    """People join the room now."""
    return await _saved(
        stage,
        MembersJoined(
            channel=SIM,
            ref=EventRef(f"come{next(_number)}"),
            at=stage.now,
            room=RoomRef(f"r{room}"),
            members=tuple(MemberSeen(user=UserRef(who), name=f"名{who}") for who in people),
        ),
    )


async def go(stage: Stage, *people: str, room: int = 1):
    """People leave the room now."""
    return await _saved(
        stage,
        MembersLeft(
            channel=SIM,
            ref=EventRef(f"go{next(_number)}"),
            at=stage.now,
            room=RoomRef(f"r{room}"),
            members=tuple(UserRef(who) for who in people),
        ),
    )


async def _saved(stage: Stage, event):
    async with stage.database.write() as connection:
        (seen,) = await Archive(connection).save([event], received=stage.now)
    return seen
