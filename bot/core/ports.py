"""The ports: what groupkeeper needs from the world. The docstrings are the contracts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.events import Event, Media
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef


class Clock(Protocol):
    """What time it is, and waiting; virtual in demos, tests and rehearsals."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so many of this clock's seconds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody to @ in a post."""

    user: UserRef
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a channel says. At least one of text and media is there."""

    text: str = ""
    mentions: tuple[Mention, ...] = ()
    mention_all: bool = False
    media: Media | None = None
    nonce: str = ""  # our client id of this attempt; a channel with `traits.nonces` carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform took the post. `ref` None: it does not tell its id; the echo will."""

    ref: MessageRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Take a member out of a room."""

    room: RoomRef
    user: UserRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Take a message back, whoever said it."""

    room: RoomRef
    message: MessageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Bring a member into a room."""

    room: RoomRef
    user: UserRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """Set a room's announcement."""

    room: RoomRef
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """Follow an invitation."""

    invitation: str


Act = Remove | Recall | Invite | Announce | Accept


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTraits:
    """What a platform can and cannot do; the delivery rules depend on it."""

    echoes: bool = True  # our own posts come back as events
    nonces: bool = False  # the echo carries our client id
    can_remove: bool = True
    can_announce: bool = True
    can_recall: bool = False  # what others said; WeChat lets nobody but the author
    mini_programs: bool = True  # cards that open a mini-program can be posted
    link_cards: bool = True  # links can be posted as cards
    max_text: int = 4000  # characters a post may have


class Inbox(Protocol):
    """Where channels put events. Bounded: `put` waits when the service is behind."""

    async def put(self, event: Event) -> None:
        """Take an event; it is not safe yet when this returns."""
        ...

    async def put_and_wait(self, event: Event) -> None:
        """Take an event and return when it is committed: from then on it is never lost."""
        ...


class Channel(Protocol):
    """One bot account on one chat platform.

    - `run` connects, keeps connecting, and puts events into the inbox until it is cancelled;
      it never ends by itself and never raises for a platform that is away: it emits
      `AccountChanged` and, when it comes back, `GapFound`.
    - `say`, `tell` and `act` raise `ChannelRefused`, `ChannelAway` (certainly not done) or
      `ChannelUnsure` (nobody knows), and nothing else. They end within `traits`' platform's
      own time-out, at most 12 s.
    - With `traits.echoes` every own post comes back through the inbox with `own=True`,
      in the order the platform shows it.
    """

    @property
    def name(self) -> ChannelName:
        """The configured name of the account."""
        ...

    @property
    def traits(self) -> ChannelTraits:
        """What this platform can do."""
        ...

    def heard_until(self) -> datetime | None:
        """Up to when everything that was said is in the inbox; None: that is not known here.

        It stands still while the account is away, and while something heard waits inside the
        channel: were the process killed, the next one would record a gap from there.
        """
        ...

    async def run(self, inbox: Inbox) -> None:
        """Deliver events until cancelled."""
        ...

    def connect_now(self) -> None:
        """Try at once to connect, where the next try would come later; returns without waiting.

        What comes of it is told by `AccountChanged`. An account that is logged in is left alone,
        and so is one that does not run.
        """
        ...

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        """Speak in a room."""
        ...

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        """Speak to one account alone."""
        ...

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        """The picture or file that hangs on a message.

        Raises the same three errors as `say`, and `TooLarge` (a `ChannelRefused`) when it has
        more than `limit` bytes: then it is not read further. Ends within a minute.
        """
        ...

    async def act(self, act: Act) -> None:
        """Remove, recall, invite, announce or accept. Doing it twice is the same as once."""
        ...


class Notifier(Protocol):
    """Brings a text to a colleague outside the chat platforms (apprise)."""

    async def notify(self, target: str, title: str, body: str) -> None:
        """Send; raises the same three errors as a channel."""
        ...
