"""A platform as the contract sees it: how to make people do things there."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pytest

from bot.core.events import (
    Media,
    MessageKind,
    MessageReceived,
)
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import Channel
from tests.support.hearing import Heard, running

PICTURE = Media(name="海报.png", mime="image/png")

MEDIA = {
    MessageKind.IMAGE: Media(name="打卡.jpg", mime="image/jpeg", url="https://x.example/a.jpg"),
    MessageKind.FILE: Media(name="讲义.pdf", mime="application/pdf", url="https://x.example/a.pdf"),
    MessageKind.AUDIO: Media(name="朗读.mp3", mime="audio/mpeg", url="https://x.example/a.mp3"),
    MessageKind.VIDEO: Media(name="口语.mp4", mime="video/mp4", url="https://x.example/a.mp4"),
    MessageKind.LINK: Media(name="公开课", mime="text/html", url="https://x.example/lesson"),
    MessageKind.CARD: Media(name="王老师"),
    MessageKind.MINI_PROGRAM: Media(name="打卡小程序"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What somebody says on the stage; `quotes` is an earlier message of the same room."""

    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    media: Media | None = None
    mentions: tuple[UserRef, ...] = ()
    quotes: MessageRef | None = None
    content: bytes | None = None  # of the picture or file


class Stage(Protocol):
    """How people do things on a platform. People are called by unique names.

    `cannot` names what the platform has no way to do or to show:
    "recall" "quote" "mention" "mute" "unsure" "announce" "invite" "acts" (acts change nothing),
    "told" (private posts cannot be read back), "away", "join", "leave", "topic", "long",
    "files" (nothing can be fetched), "surrogates" (its wire carries none), and
    "kind:<MessageKind>", e.g. "kind:mini_program".
    """

    cannot: frozenset[str]

    @property
    def channel(self) -> Channel:
        """The channel under test."""
        ...

    async def room(self, name: str, members: Sequence[str]) -> RoomRef:
        """A new room with these people and the bot in it, before or while the channel runs."""
        ...

    async def user(self, name: str) -> UserRef:
        """The platform's id of a person; made when not there yet."""
        ...

    async def says(self, room: RoomRef, name: str, line: Line) -> MessageRef:
        """Somebody says something; returns the id under which the channel will show it."""
        ...

    async def tells_bot(self, name: str, text: str) -> MessageRef:
        """Somebody writes to the bot alone."""
        ...

    async def recalls(self, message: MessageRef) -> None:
        """The author takes it back."""
        ...

    async def joins(self, room: RoomRef, name: str) -> None:
        """Somebody comes in."""
        ...

    async def leaves(self, room: RoomRef, name: str) -> None:
        """Somebody goes."""
        ...

    async def renames(self, room: RoomRef, topic: str) -> None:
        """The room gets another name."""
        ...

    async def invites_bot(self, room_name: str, inviter: str) -> RoomRef:
        """Somebody invites the bot into a new room, whose id is returned."""
        ...

    async def posted(self, room: RoomRef) -> list[str]:
        """What the bot's posts say in a room, as the platform has them, oldest first."""
        ...

    async def told(self, name: str) -> list[str]:
        """What the bot told somebody alone."""
        ...

    async def members(self, room: RoomRef) -> set[UserRef]:
        """Who is in a room now."""
        ...

    async def announcement(self, room: RoomRef) -> str:
        """The announcement of a room."""
        ...

    async def mutes_bot(self, room: RoomRef) -> None:
        """The bot may not speak in a room any more."""
        ...

    async def goes_away(self) -> None:
        """The platform cannot be reached from now on; returns when the channel noticed."""
        ...

    async def comes_back(self) -> None:
        """The platform can be reached again."""
        ...

    async def loses_answers(self) -> None:
        """From now on calls are carried out but the answers do not come back."""
        ...


def need(stage: Stage, *abilities: str) -> None:
    """Skip what this platform cannot do."""
    for ability in abilities:
        if ability in stage.cannot:
            pytest.skip(f"this platform cannot do: {ability}")


@contextlib.asynccontextmanager
async def listening(stage: Stage) -> AsyncIterator[Heard]:
    """The channel runs and is logged in; what it brings is heard."""
    heard = Heard()
    async with running(stage.channel, heard):
        yield heard


def people(heard: Heard, room: RoomRef) -> list[MessageReceived]:
    """What others said in a room."""
    return heard.all(MessageReceived, lambda e: e.room == room and not e.own)
