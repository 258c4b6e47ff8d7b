"""Where the account stands, and since when it could not hear."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.core.events import AccountChanged, AccountState, Event, GapFound
from bot.core.ids import ChannelName, EventRef, UserRef
from bot.core.ports import Clock

_log = structlog.get_logger(__name__)

Emit = Callable[[Event], Awaitable[None]]

START_GRACE = timedelta(seconds=10)  # a first log-in that takes no longer leaves no gap


class Standing:
    """Tells each change once, and the gap whenever the account hears again."""

    def __init__(
        self, channel: ChannelName, clock: Clock, emit: Emit, heard: datetime | None
    ) -> None:
        self._channel = channel
        self._clock = clock
        self._emit = emit
        self._last: tuple[AccountState, UserRef | None, str] | None = None
        self._started = clock.now()
        self._deaf_since: datetime | None = heard or self._started
        self._deaf_reason = "groupkeeper was not running" if heard else ""
        self._lost: list[datetime] = []
        self.heard = heard or self._started

    async def tell(
        self,
        state: AccountState,
        *,
        user: UserRef | None = None,
        name: str = "",
        qr_code: str = "",
        reason: str = "",
    ) -> None:
        """Emit the state, if it is not the one told last."""
        told = (state, user, qr_code or (reason if state is AccountState.AWAY else ""))
        if told == self._last:
            return
        self._last = told
        now = self._clock.now()
        _log.info("wechaty.account", channel=self._channel, state=state.value, reason=reason)
        await self._emit(
            AccountChanged(
                channel=self._channel,
                ref=EventRef(f"{state.value}:{now.timestamp():.6f}"),
                at=now,
                state=state,
                user=user,
                user_name=name,
                qr_code=qr_code,
                reason=reason,
            )
        )

    def now(self) -> datetime:
        """The time."""
        return self._clock.now()

    def heard_until(self) -> datetime:
        """Until when nothing was missed: now, unless it is deaf or a loss is still to be told."""
        return min(self._deaf_since or self._clock.now(), *self._lost, self._clock.now())

    def hears(self) -> None:
        """Something was heard just now."""
        self.heard = self._clock.now()

    def deaf(self, reason: str, since: datetime | None = None) -> None:
        """From `since` (the last thing heard) on nothing is heard; the first reason counts."""
        if self._deaf_since is None:
            self._deaf_since = since or self.heard
            self._deaf_reason = reason

    def failed(self, reason: str) -> None:
        """A first connection failed: the gap before it gets a reason."""
        self._deaf_reason = self._deaf_reason or reason

    async def hearing(self) -> None:
        """The account hears again: emit the gap, if there was one."""
        since, reason = self._deaf_since, self._deaf_reason
        self._deaf_since, self._deaf_reason = None, ""
        now = self.heard = self._clock.now()
        if since is None or (not reason and now - since < START_GRACE):
            return
        await self._gap(since, now, reason or "nobody was logged in", {})

    def lost(self, heard: datetime) -> None:
        """A message was announced, and the gateway could not tell what it says."""
        self._lost.append(heard)

    async def tell_lost(self) -> None:
        """Emit the losses since the last time as one gap, with their number."""
        lost, self._lost = self._lost, []
        if lost:
            reason = f"{len(lost)} announced, but the gateway could not tell what they say"
            await self._gap(min(lost), max(lost), reason, {"unfetched": len(lost)})

    async def _gap(
        self, since: datetime, until: datetime, reason: str, details: dict[str, int]
    ) -> None:
        _log.warning("wechaty.gap", channel=self._channel, reason=reason, **details)
        await self._emit(
            GapFound(
                channel=self._channel,
                ref=EventRef(f"gap:{since.timestamp():.6f}:{self._clock.now().timestamp():.6f}"),
                at=self._clock.now(),
                since=since,
                until=until,
                reason=reason,
                details=details,
            )
        )
