"""A channel that keeps what it was told to say to people, or fails as asked."""

from bot.core.errors import ChannelError, ChannelRefused
from bot.core.events import Media
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.ports import Act, ChannelTraits, Inbox, Post, Receipt


class TellingChannel:
    """Implements `bot.core.ports.Channel`; speaks to single accounts only."""

    def __init__(self, name: str = "sim", *, max_text: int = 4000) -> None:
        self.name = ChannelName(name)
        self.traits = ChannelTraits(max_text=max_text)
        self.told: list[tuple[UserRef, str]] = []
        self.trouble: ChannelError | None = None

    async def run(self, inbox: Inbox) -> None:
        """Hear nothing."""
        del inbox

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        """Speak in no room."""
        raise NotImplementedError(room, post)

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        """Keep the text."""
        if self.trouble is not None:
            raise self.trouble
        self.told.append((user, post.text))
        return Receipt()

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        """Fetch nothing."""
        msg = "there are no files here"
        raise ChannelRefused(msg)

    async def act(self, act: Act) -> None:
        """Do nothing else."""
        raise NotImplementedError(act)
