"""Scripted talk: timed cues, and the people who follow them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from bot.channels.simulator.account import Account
from bot.channels.simulator.views import Saying
from bot.channels.simulator.world import World
from bot.core.errors import ChannelRefused
from bot.core.events import Media, MessageKind
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import Clock

REMEMBERED = 5_000  # cues that a later one may quote or recall
LATE_SECONDS = 60.0  # later than this, talk goes on from now instead of catching up


class Does(StrEnum):
    """What somebody does on a cue."""

    SAYS = "says"
    TELLS = "tells"  # the bot alone
    JOINS = "joins"
    LEAVES = "leaves"
    RECALLS = "recalls"
    EDITS = "edits"
    INVITES = "invites"  # the bot, into a room called `text`
    NICKNAME = "nickname"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One thing that somebody does. `at` is in seconds from the beginning of the talk."""

    at: float
    room: str  # the key under which the troupe knows the room
    who: str
    does: Does = Does.SAYS
    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    media: Media | None = None
    content: bytes | None = field(default=None, repr=False)  # of the picture or file
    mentions: tuple[str, ...] = ()
    key: str = ""  # by which a later cue names this one
    about: str = ""  # the key of the message that is quoted, recalled or edited


class Troupe:
    """People who do what their cues say, as far as the platform lets them.

    `rooms` maps the keys that cues use to rooms of the world. The account answers to its name.
    """

    def __init__(self, world: World, account: Account, rooms: Mapping[str, RoomRef]) -> None:
        self.world = world
        self._account = account
        self._rooms = dict(rooms)
        self._users: dict[str, UserRef] = {account.name: account.user}
        self._said: dict[str, MessageRef] = {}

    def user(self, name: str) -> UserRef:
        """Somebody by their (here unique) name; made at the first mention."""
        if name not in self._users:
            self._users[name] = self.world.person(name)
        return self._users[name]

    def enter(self, key: str, room: RoomRef) -> None:
        """From now on, cues may use this key for this room."""
        self._rooms[key] = room

    def perform(self, cue: Cue) -> None:
        """Do it; who was removed or muted meanwhile, or was never let in, does nothing."""
        room = self._rooms.get(cue.room)
        if room is None:
            return
        try:
            self._perform(cue, room, self.user(cue.who))
        except ChannelRefused:
            return

    def _perform(self, cue: Cue, room: RoomRef, user: UserRef) -> None:
        match cue.does:
            case Does.SAYS | Does.TELLS:
                self._speak(cue, room, user)
            case Does.JOINS:
                self.world.joins(room, user)
            case Does.LEAVES:
                self.world.leaves(room, user)
            case Does.RECALLS | Does.EDITS:
                self._change(cue)
            case Does.INVITES:
                self._invite(cue, room, user)
            case Does.NICKNAME:
                self.world.nickname(room, user, cue.text)
            case Does.TOPIC:
                self.world.topic(room, cue.text, by=user)
            case _:
                assert_never(cue.does)

    def _speak(self, cue: Cue, room: RoomRef, user: UserRef) -> None:
        saying = Saying(
            text=cue.text,
            kind=cue.kind,
            media=cue.media,
            content=cue.content,
            mentions=tuple(self.user(name) for name in cue.mentions),
            quotes=self._said.get(cue.about),
        )
        if cue.does is Does.TELLS:
            message = self.world.tells(self._account.user, user, saying)
        else:
            message = self.world.says(room, user, saying)
        if cue.key:
            self._said[cue.key] = message
        if len(self._said) > REMEMBERED:
            del self._said[next(iter(self._said))]

    def _change(self, cue: Cue) -> None:
        """What was said is taken back, or reads otherwise from now on."""
        if cue.about not in self._said:
            return
        if cue.does is Does.EDITS:
            self.world.edits(self._said[cue.about], cue.text)
        else:
            self.world.recalls(self._said[cue.about])

    def _invite(self, cue: Cue, room: RoomRef, user: UserRef) -> None:
        """A new room with everybody of the old one but the bots, which are invited."""
        bots = {account.user for account in self.world.accounts}
        others = [each for each in self.world.room_at(room).members if each not in bots]
        self._rooms[cue.text] = self.world.room(cue.text, others, owner=user)
        self.world.invites(self._account, self._rooms[cue.text], user)


async def act_out(cues: Iterable[Cue], troupe: Troupe, clock: Clock, start: datetime) -> None:
    """Perform cues when their time has come; ends when there are no more.

    After a long stop (a suspended machine) the talk goes on from now: nobody talks in a flood.
    """
    lost = 0.0
    for cue in cues:
        wait = cue.at + lost - (clock.now() - start).total_seconds()
        if wait < -LATE_SECONDS:
            lost -= wait
            wait = 0.0
        await clock.sleep(max(wait, 0.0))
        troupe.perform(cue)
