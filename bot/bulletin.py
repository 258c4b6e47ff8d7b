"""What was committed just now, handed to those who watch live; never in anybody's way."""

from collections.abc import Callable, Sequence

from bot.core.notices import Notice

__all__ = ["Bulletin", "Notice"]

Reader = Callable[[Sequence[Notice]], None]


class Bulletin:
    """Implements `bot.core.notices.News`: calls every reader at once; with none it does nothing.

    A reader only keeps what it is given, in bounds of its own: it runs within the pipeline.
    """

    def __init__(self) -> None:
        self._readers: set[Reader] = set()

    @property
    def watched(self) -> bool:
        """Whether anybody reads; nothing needs to be made otherwise."""
        return bool(self._readers)

    def post(self, notice: Notice) -> None:
        """Give one notice to every reader."""
        self.post_all((notice,))

    def post_all(self, notices: Sequence[Notice]) -> None:
        """Give notices to every reader, in their order."""
        if notices:
            for read in tuple(self._readers):
                read(notices)

    def read_by(self, reader: Reader) -> Callable[[], None]:
        """Call `reader` with all that is posted from now on, until what is given back is called."""
        self._readers.add(reader)
        return lambda: self._readers.discard(reader)
