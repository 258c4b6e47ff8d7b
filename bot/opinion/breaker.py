"""A circuit breaker: what fails again and again is left alone for a while."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

_LONGEST = timedelta(days=1)


@dataclass(slots=True)
class Breaker:
    """Counts failures in a row."""

    failed: int = 0
    until: datetime | None = field(default=None)

    def is_open(self, now: datetime) -> bool:
        """Whether nobody is to be asked just now."""
        return self.until is not None and now < self.until

    def worked(self) -> None:
        """An answer came."""
        self.failed, self.until = 0, None

    def broke(self, now: datetime, *, most: int, pause: timedelta, wait: float | None) -> None:
        """None came; `wait` is for how many seconds the other side wants to be left alone."""
        self.failed += 1
        if wait is not None:
            self.until = now + max(pause, min(timedelta(seconds=min(wait, 86_400)), _LONGEST))
        elif self.failed >= most:
            self.until = now + pause
