"""Talk material: threads of lines that make sense together, with roles instead of people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.channels.simulator.script import Does
from bot.core.events import Media, MessageKind

# Who, after how many seconds, how (a reply to line 1 is ">1"), and perhaps in which other room.
_KEY = re.compile(r"(\w+) (\d+(?:\.\d+)?)(?: (>\d+|[a-z_]+))?(?: @(\w+))?")
_KINDS = {
    "image": (MessageKind.IMAGE, "image/jpeg"),
    "file": (MessageKind.FILE, "application/octet-stream"),
    "audio": (MessageKind.AUDIO, "audio/mpeg"),
    "video": (MessageKind.VIDEO, "video/mp4"),
    "link": (MessageKind.LINK, "text/html"),
    "card": (MessageKind.CARD, ""),
    "mini": (MessageKind.MINI_PROGRAM, ""),
}

MEMBERS = frozenset("abcdefgh")  # people of the room
NEWCOMERS = frozenset("nmo")  # people who come in
ADVERTISERS = frozenset("xyz")  # people who come in to sell


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a role does, `after` so many seconds. `about` is the number of an earlier line."""

    who: str  # a role, or somebody's name
    after: float
    text: str = ""
    does: Does = Does.SAYS
    kind: MessageKind = MessageKind.TEXT
    media: Media | None = None
    about: int | None = None  # from 1
    room: str = ""  # another room than the thread's


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A conversation. `room` is a kind of room, or "any"."""

    name: str
    room: str
    lines: tuple[Line, ...]
    weight: float = 1.0
    hours: tuple[int, int] | None = None  # from, to; may run over midnight
    every: float = 0.0  # minutes that must pass before it comes again
    raid: int = 0  # so many accounts come into every room and say the same

    @property
    def roles(self) -> tuple[str, ...]:
        """Who takes part, in the order of their first line."""
        return tuple(dict.fromkeys(line.who for line in self.lines))

    @property
    def invites(self) -> bool:
        """Whether a new room is opened in it."""
        return any(line.does is Does.INVITES for line in self.lines)

    def at_hour(self, hour: int) -> bool:
        """Whether people talk of this at that hour."""
        if self.hours is None:
            return True
        start, end = self.hours
        return start <= hour < end if start <= end else hour >= start or hour < end


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All threads, and the words that fill their slots."""

    threads: tuple[Thread, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_names: tuple[str, ...] = ("新同学",)  # newcomers' names are made of these two
    last_names: tuple[str, ...] = ("",)
    advertiser_names: tuple[str, ...] = ("推广",)


def parse_line(key: str, value: str) -> Line:
    """A line of a thread file; raises ValueError with what would be right."""
    found = _KEY.fullmatch(key)
    if found is None:
        msg = f"{key!r} is no line key; write `who seconds`, then perhaps a verb and @room"
        raise ValueError(msg)
    who, after, verb, room = found.groups()
    line = Line(who=who, after=float(after), room=room or "", text=value)
    if verb is None:
        return line
    if verb.startswith(">"):
        return replace(line, about=int(verb[1:]))
    if verb in _KINDS:
        return _with_media(line, verb)
    if verb in {Does.RECALLS, Does.EDITS}:
        about, _, text = value.partition("|")  # `2`, or `2 | what it reads now`
        return replace(line, does=Does(verb), about=int(about), text=text.strip())
    if verb in set(Does):
        return replace(line, does=Does(verb))
    msg = f"{verb!r} is no verb; use one of {', '.join((*_KINDS, *Does))}"
    raise ValueError(msg)


def _with_media(line: Line, verb: str) -> Line:
    """`name | description or address`."""
    kind, mime = _KINDS[verb]
    name, _, rest = (part.strip() for part in line.text.partition("|"))
    url = rest if rest.startswith("http") else ""
    media = Media(name=name, mime=mime, url=url, description="" if url else rest)
    return replace(line, kind=kind, media=media, text="")
