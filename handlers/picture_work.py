"""Pictures in a batch: whose are sent to be read, and what is kept of those that were."""

from bot.core.answers import PictureSeen
from bot.core.effects import Effect
from bot.core.errands import PICTURE, KeepPicture, SendErrand
from bot.core.seen import Closer
from handlers.carried import is_picture
from handlers.detectors.detector import Item
from handlers.media_settings import PictureSettings


def wants_reading(item: Item, settings: PictureSettings, *, suspect: bool) -> bool:
    """Whether a picture is to be fetched and read.

    Only in rooms, never a colleague's; by default only of those who are new or otherwise suspect,
    so that a room of family photos costs nothing.
    """
    if not settings.read or not settings.weight or not is_picture(item.message.event):
        return False
    if item.message.room is None or item.sender.is_staff or item.answer is not None or item.edited:
        return False
    return settings.whom == "all" or suspect or _is_new(item, settings)


def _is_new(item: Item, settings: PictureSettings) -> bool:
    """Of a member who was there before us nobody knows how new they are: only if never heard."""
    member = item.message.sender
    joined = item.sender.joined or member.joined
    if joined is None:
        return member.newcomer
    return item.message.event.at - joined <= settings.new


class PictureWork:
    """What follows from pictures."""

    def __init__(self, closer: Closer) -> None:
        self._closer = closer

    def follow(self, item: Item, *, reads: bool) -> list[Effect]:
        """Have a picture read; keep the look of one that was."""
        message, seen = item.message, item.answer
        if isinstance(seen, PictureSeen):
            if not seen.print and not seen.codes:
                return []
            return [KeepPicture(message=message.id, print=seen.print, codes=seen.codes_key)]
        if not reads or self._is_allowed(item):
            return []
        return [SendErrand(kind=PICTURE, message=message.id, channel=message.event.channel)]

    def _is_allowed(self, item: Item) -> bool:
        student = item.message.sender.student
        standing = None if student is None else self._closer.standings.get(student)
        return standing is not None and standing.allowed is not None
