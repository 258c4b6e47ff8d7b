"""What happens beside the pipeline after a commit: figures, live views, the performer's bell."""

from collections.abc import Callable, Sequence

from bot.bulletin import Bulletin
from bot.core.effects import Effect, Intent
from bot.core.events import AccountChanged, ErrandDone, Event, MessageEdited, MessageRecalled
from bot.core.notices import Notice
from bot.core.seen import Seen, SeenMessage
from bot.metrics import Metrics


class Watch:
    """Implements `bot.pipeline.Watcher`."""

    def __init__(
        self,
        *,
        metrics: Metrics,
        bulletin: Bulletin,
        wake: Callable[[], None],
        show_account: Callable[[AccountChanged], None],
    ) -> None:
        self._metrics = metrics
        self._bulletin = bulletin
        self._wake = wake
        self._show_account = show_account

    def committed(self, seen: Sequence[Seen], effects: Sequence[Effect], seconds: float) -> None:
        """A batch is safe."""
        self._metrics.committed(seen, effects, seconds)
        if any(isinstance(effect, Intent) for effect in effects):
            self._wake()
        if self._bulletin.watched:
            self._bulletin.post_all([_notice(one) for one in seen])
            if effects:
                self._bulletin.post(Notice(kind="effect"))
        for one in seen:
            if isinstance(one.event, AccountChanged):
                self._show_account(one.event)

    def set_aside(self, event: Event) -> None:
        """An event was poison."""
        self._metrics.set_aside(event)

    def storage_away(self) -> None:
        """The database did not answer."""
        self._metrics.storage_away()


def _notice(seen: Seen) -> Notice:
    if isinstance(seen, SeenMessage):
        return Notice(kind="message", room=seen.room, id=seen.id)
    event, channel = seen.event, seen.event.channel
    match event:
        case MessageRecalled(recalled=ref):
            return Notice(kind="message", room=seen.room, channel=channel, ref=ref)
        case MessageEdited(message=ref) | ErrandDone(message=ref):
            return Notice(kind="message", room=seen.room, channel=channel, ref=ref)
        case AccountChanged():
            return Notice(kind="channel", channel=channel)
        case _:
            return Notice(kind="event", room=seen.room, channel=channel, ref=event.ref)
