"""Reads the demo's cast and talk from the YAML files beside this module."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from bot.channels.simulator.threads import Line, Material, Thread, parse_line
from bot.core.errors import ConfigError
from bot.core.located import parse_model, read_yaml
from bot.core.rooms import Zone

FOLDER = Path(__file__).parent
CONFIG = FOLDER / "config.yaml"  # what `groupkeeper demo` runs with

Word = Annotated[str, Field(min_length=1)]
M = TypeVar("M", bound=BaseModel)


class RoomCast(BaseModel, frozen=True, extra="forbid"):
    """A room of the demo, and who is in it."""

    name: Word
    owner: Word
    staff: tuple[Word, ...]
    members: tuple[Word, ...]


class Cast(BaseModel, frozen=True, extra="forbid"):
    """Everybody who is there from the beginning."""

    bot: Word
    zone: Zone
    rooms: dict[str, RoomCast]
    opening: tuple[Word, ...]  # the conversations that come first


class ThreadEntry(BaseModel, frozen=True, extra="forbid"):
    """A conversation as it is written down: each line a mapping of one key."""

    name: Word
    lines: tuple[dict[str, str], ...] = Field(min_length=1)
    weight: float = Field(default=1.0, gt=0)
    hours: tuple[int, int] | None = None
    every: float = Field(default=0.0, ge=0)
    raid: int = Field(default=0, ge=0, le=20)


class TalkFile(BaseModel, frozen=True, extra="forbid"):
    """The conversations of one kind of room."""

    room: Word
    threads: tuple[ThreadEntry, ...]


class WordsFile(BaseModel, frozen=True, extra="forbid"):
    """What stands in slots, and of what new names are made."""

    words: dict[str, tuple[Word, ...]]
    first_names: tuple[Word, ...]
    last_names: tuple[Word, ...]
    advertiser_names: tuple[Word, ...]


class Replies(BaseModel, frozen=True, extra="forbid"):
    """How people answer the bot: how often (0 to 1), how soon (seconds), and what they say."""

    look_seconds: float = Field(gt=0)
    take_alert: float = Field(ge=0, le=1)
    alert_seconds: tuple[float, float]
    thank: float = Field(ge=0, le=1)
    join_in: float = Field(ge=0, le=1)
    room_seconds: tuple[float, float]
    thanks: tuple[Word, ...] = Field(min_length=1)
    posts: tuple[Word, ...] = Field(min_length=1)


def load_replies(folder: Path = FOLDER) -> Replies:
    """How people answer the bot; raises ConfigError when the file is broken."""
    return read(Replies, folder / "replies.yaml")


def load_cast(folder: Path = FOLDER) -> Cast:
    """The people; raises ConfigError when the file is broken."""
    return read(Cast, folder / "cast.yaml")


def load_material(folder: Path = FOLDER) -> Material:
    """The talk; raises ConfigError when a file is broken."""
    words = read(WordsFile, folder / "words.yaml")
    threads = [
        _thread(path, talk.room, entry)
        for path in sorted((folder / "talk").glob("*.yaml"))
        for talk in [read(TalkFile, path)]
        for entry in talk.threads
    ]
    return Material(
        threads=tuple(threads),
        words=words.words,
        first_names=words.first_names,
        last_names=words.last_names,
        advertiser_names=words.advertiser_names,
    )


def _thread(path: Path, room: str, entry: ThreadEntry) -> Thread:
    lines: list[Line] = []
    for number, written in enumerate(entry.lines, start=1):
        try:
            (line,) = (parse_line(key, value) for key, value in written.items())
        except ValueError as error:
            msg = f"{path}: thread {entry.name}, line {number}: {error}"
            raise ConfigError(msg) from None
        lines.append(line)
    return Thread(
        name=f"{room}/{entry.name}",
        room=room,
        lines=tuple(lines),
        weight=entry.weight,
        hours=entry.hours,
        every=entry.every,
        raid=entry.raid,
    )


def read(model: type[M], path: Path) -> M:
    """One of the demo's files; raises ConfigError when it is broken."""
    return parse_model(model, read_yaml(path.read_text(encoding="utf-8"), file=str(path)))
