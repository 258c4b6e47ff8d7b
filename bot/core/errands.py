"""Errands 跑腿: work that takes long or leaves the process, done beside the pipeline.

A decision sends one (`SendErrand`), it is kept in the database, a loop runs it, and its answer
comes back through the intake as the event `ErrandDone`; then the message is judged once more.
"""

from dataclasses import dataclass

from bot.core.events import Media
from bot.core.ids import ChannelName, ErrandId, MessageId, MessageRef, RoomRef

PICTURE = "picture"  # read what is in a picture
OPINION = "opinion"  # ask a language model what it takes a message for


@dataclass(frozen=True, slots=True, kw_only=True)
class SendErrand:
    """Have something found out about a message; one errand of a kind for each message.

    `question` is whatever the kind needs beside the message, as JSON.
    """

    kind: str
    message: MessageId
    channel: ChannelName
    question: str = "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPicture:
    """Keep what a picture looks like, to know it when it comes again."""

    message: MessageId
    print: str  # perceptual hash, 16 hexadecimal digits; "" for a blank one
    codes: int | None = None  # what its QR codes hold, as one number


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """An errand that is to be run, with the message it is about. `tries` counts this one too."""

    id: ErrandId
    kind: str
    message: MessageId
    channel: ChannelName
    ref: MessageRef
    room: RoomRef | None
    media: Media | None
    question: str
    tries: int


class ErrandUnfinished(Exception):
    """It could not be done now; another try may do better.

    The text says why; it is kept and logged, so it holds nothing that people said.
    """
