"""The contract's stage on a real gateway, and channels for it."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from pydantic import SecretStr

from bot.channels.wechaty import WechatyChannel, WechatySettings
from bot.clock import SystemClock
from bot.core.events import MessageKind
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from tests.channels.stage import Line
from tests.support.gateway import TOKEN, NodeGateway
from tests.support.proxy import Proxy

KINDS = {
    MessageKind.FILE: 1,
    MessageKind.AUDIO: 2,
    MessageKind.CARD: 3,
    MessageKind.IMAGE: 6,
    MessageKind.TEXT: 7,
    MessageKind.MINI_PROGRAM: 9,
    MessageKind.SYSTEM: 10,
    MessageKind.LINK: 14,
    MessageKind.VIDEO: 15,
}


def quick(endpoint: str, **how: Any) -> WechatySettings:
    """Settings for a gateway on this machine that is to be found again at once."""
    told = {"retry_seconds": 0.1, "retry_max_seconds": 0.4, "ding_seconds": 0.3} | how
    return WechatySettings(
        kind="wechaty",
        name=ChannelName("wx"),
        endpoint=endpoint,
        token=told.pop("token", SecretStr(TOKEN)),
        **told,
    )


def channel_to(endpoint: str, **how: Any) -> WechatyChannel:
    """A channel that talks to the gateway there."""
    return WechatyChannel(quick(endpoint, **how), SystemClock())


class WechatyStage:
    """People of a gateway. Their ids are p-<name>, those of rooms r<number>@chatroom."""

    cannot: frozenset[str] = frozenset({"surrogates"})  # Node drops or garbles most of them

    def __init__(self, gateway: NodeGateway, line: Proxy, channel: WechatyChannel) -> None:
        self.gateway = gateway
        self._line = line
        self._channel = channel
        self._people: set[str] = set()
        self._rooms: list[RoomRef] = []
        self._said: dict[MessageRef, tuple[RoomRef, str, str]] = {}

    @property
    def channel(self) -> WechatyChannel:
        return self._channel

    async def room(self, name: str, members: Sequence[str]) -> RoomRef:
        users = [await self.user(member) for member in members]
        room = self._next_room()
        await self.gateway.do("create", people=[], rooms=[_room(room, name, ["bot", *users])])
        return room

    def _next_room(self) -> RoomRef:
        self._rooms.append(RoomRef(f"r{len(self._rooms)}@chatroom"))
        return self._rooms[-1]

    async def user(self, name: str) -> UserRef:
        ref = UserRef(f"p-{name}")
        if name not in self._people:
            self._people.add(name)
            await self.gateway.do("create", people=[{"id": ref, "name": name}], rooms=[])
        return ref

    async def says(self, room: RoomRef, name: str, line: Line) -> MessageRef:
        text = line.text
        if line.quotes is not None:
            _, who, words = self._said[line.quotes]
            text = f"「{who}：{words}」\n- - - - - - - - - - - - - - -\n{text}"
        message: dict[str, Any] = {
            "roomId": room,
            "talkerId": await self.user(name),
            "text": text,
            "type": KINDS[line.kind],
            "mentionIdList": list(line.mentions),
        }
        if line.media is not None:
            message["filename"] = line.media.name
            attachment: Any = {"title": line.media.name, "url": line.media.url}
            if line.kind is MessageKind.CARD:
                attachment = await self.user(line.media.name)
            message["id"] = f"with-{line.kind}"
            await self.gateway.do("attach", message=message["id"], attachment=attachment)
        if line.content is not None:
            message["id"] = f"with-{len(self._said)}-{line.kind}"
            packed = b64encode(line.content).decode()
            await self.gateway.do("file", message=message["id"], base64=packed)
        ref = MessageRef(await self.gateway.do("put", message=message))
        self._said[ref] = (room, name, line.text)
        return ref

    async def tells_bot(self, name: str, text: str) -> MessageRef:
        message = {"listenerId": "bot", "talkerId": await self.user(name), "text": text}
        return MessageRef(await self.gateway.do("put", message=message))

    async def recalls(self, message: MessageRef) -> None:
        room, name, _ = self._said[message]
        recall = {"roomId": room, "talkerId": await self.user(name), "text": message, "type": 13}
        await self.gateway.do("put", message=recall)

    async def joins(self, room: RoomRef, name: str) -> None:
        await self.gateway.do("join", room=room, people=[await self.user(name)])

    async def leaves(self, room: RoomRef, name: str) -> None:
        await self.gateway.do("leave", room=room, people=[await self.user(name)])

    async def renames(self, room: RoomRef, topic: str) -> None:
        by = await self.user("群主")
        await self.gateway.do("topic", room=room, topic=topic, by=by)

    async def invites_bot(self, room_name: str, inviter: str) -> RoomRef:
        by = await self.user(inviter)
        room = self._next_room()
        invitation = {
            "id": f"invitation-{room}",
            "inviterId": by,
            "room": _room(room, room_name, [by]),
        }
        await self.gateway.do("invite", invitation=invitation)
        return room

    async def posted(self, room: RoomRef) -> list[str]:
        posts = (await self.gateway.do("done"))["posts"]
        return [post.get("text", "") for post in posts if post["to"] == room]

    async def told(self, name: str) -> list[str]:
        posts = (await self.gateway.do("done"))["posts"]
        user = await self.user(name)
        return [post.get("text", "") for post in posts if post["to"] == user]

    async def members(self, room: RoomRef) -> set[UserRef]:
        return {UserRef(one) for one in await self.gateway.do("members", room=room)}

    async def announcement(self, room: RoomRef) -> str:
        told = [
            a["text"] for a in (await self.gateway.do("done"))["announced"] if a["room"] == room
        ]
        return told[-1] if told else ""

    async def mutes_bot(self, room: RoomRef) -> None:
        await self.gateway.do("break", call=f"post {room}", times=1000, error="you are muted")

    async def goes_away(self) -> None:
        await self._line.cut()

    async def comes_back(self) -> None:
        await self._line.mend()

    async def loses_answers(self) -> None:
        await self.gateway.do("answers", lost=True)


def _room(ref: RoomRef, name: str, members: Sequence[str]) -> dict[str, Any]:
    return {"id": ref, "topic": name, "memberIdList": list(members), "ownerId": members[-1]}
