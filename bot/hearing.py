"""Until when what each account heard is safe: from there on the next start records a gap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.events import Event, GapFound
from bot.core.ids import ChannelName
from bot.intake import Intake


class Hears(Protocol):
    """What is asked of a `bot.core.ports.Channel` here."""

    @property
    def name(self) -> ChannelName:
        """The configured name of the account."""
        ...

    def heard_until(self) -> datetime | None:
        """Up to when everything that was said is in the inbox; None: that is not known."""
        ...


class Hearing:
    """Asks the channels and the intake."""

    def __init__(self, channels: Sequence[Hears], intake: Intake) -> None:
        self._channels = channels
        self._intake = intake
        self._before: dict[ChannelName, datetime] = {}
        self._ended: Mapping[ChannelName, datetime] | None = None

    def until(self, now: datetime) -> Mapping[ChannelName, datetime]:
        """For each account that can tell: until when all it heard is committed."""
        safe = {name: min(now, at) for name, at in self._inside().items()}
        for event in self._intake.unsettled():
            if event.channel in safe:
                safe[event.channel] = min(safe[event.channel], self._unsafe_from(event))
        self._before = safe
        return safe

    def behind(self, asked: datetime) -> Mapping[ChannelName, datetime]:
        """The accounts that did not hand over yet what they heard before this time."""
        return {name: at for name, at in self._inside().items() if at < asked}

    def end(self) -> None:
        """The channels are about to stop: what they still hold is lost with them."""
        self._ended = self._inside()

    def _inside(self) -> Mapping[ChannelName, datetime]:
        if self._ended is not None:
            return self._ended
        told = ((channel.name, channel.heard_until()) for channel in self._channels)
        return {name: at for name, at in told if at is not None}

    def _unsafe_from(self, event: Event) -> datetime:
        if isinstance(event, GapFound):
            return event.since
        # A message may be told days late; what was safe before stays safe.
        return max(event.at, self._before.get(event.channel, event.at))
