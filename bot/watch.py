"""What happens beside the pipeline after a commit: figures, live views, the performer's bell."""

from collections.abc import Callable, Sequence

from bot.bulletin import Bulletin, Notice
from bot.core.effects import Effect, Intent
from bot.core.events import AccountChanged, Event
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
            for one in seen:
                self._bulletin.post(_notice(one))
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
    return Notice(kind="event", room=seen.room)
