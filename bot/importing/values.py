"""What the readers of exports take and give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from bot.core.errors import GroupkeeperError
from bot.core.events import Event
from bot.core.ids import ChannelName
from bot.importing.source import Source

DEFAULT_CHANNEL = ChannelName("import")


class NotImportable(GroupkeeperError):
    """A file that cannot be read at all: absent, empty, or of no known format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A piece of the file that was not taken over. `kind` is what the report counts by."""

    line: int
    kind: str
    detail: str = ""


Item = Event | Aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is to be read."""

    zone: ZoneInfo  # of wall times that name no zone
    channel: ChannelName | None = None  # None: what the line says, else DEFAULT_CHANNEL
    room: str = ""  # names the room of a file that names none; else selects rooms, with * and ?
    file_name: str = ""  # without its ending: the room's name where nobody says it

    @property
    def channel_name(self) -> ChannelName:
        """The channel of events whose format knows no channels."""
        return self.channel or DEFAULT_CHANNEL

    @property
    def room_name(self) -> str:
        """The room of a file that names none."""
        return self.room or self.file_name or "import"

    def wants(self, room_name: str) -> bool:
        """Whether a room that the file names is to be read."""
        return not self.room or fnmatchcase(room_name, self.room)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of export: how it is recognised and read."""

    name: str
    title: str  # for people
    misfit: Callable[[str], str]  # the file's beginning -> why it is not this format, or ""
    read: Callable[[Source, Options], Iterator[Item]]
