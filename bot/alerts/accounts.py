"""Bot accounts that cannot hear: since when, and the alert for those away too long. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.alerts.wording import WORDINGS
from bot.core.alerting import AlertSettings
from bot.core.effects import RaiseAlert, Severity
from bot.core.events import AccountChanged, AccountState, GapFound
from bot.core.ids import ChannelName
from bot.core.seen import Seen

_MINUTE = timedelta(minutes=1)


class AccountWatch:
    """Remembers since when each account is not logged in; a start of the service counts anew."""

    def __init__(self) -> None:
        self._away: dict[ChannelName, AccountChanged] = {}

    def hear(self, seen: Sequence[Seen]) -> list[ChannelName]:
        """Take in what changed; gives the accounts that are back."""
        back: list[ChannelName] = []
        for one in seen:
            change = one.event
            if not isinstance(change, AccountChanged):
                continue
            if change.state is AccountState.LOGGED_IN:
                self._away.pop(change.channel, None)
                back.append(change.channel)
            else:
                # The first change counts: a gateway that is tried again and again stays away.
                self._away.setdefault(change.channel, change)
        return back

    def overdue(self, settings: AlertSettings, now: datetime) -> list[tuple[datetime, RaiseAlert]]:
        """The alert for each account that is away too long, and since when it is."""
        words = WORDINGS[settings.language]
        return [
            (
                change.at,
                RaiseAlert(
                    kind="gateway",
                    severity=Severity.CRITICAL,
                    reason=words.away.format(
                        channel=channel, minutes=max(1, (now - change.at) // _MINUTE)
                    ),
                    advice=words.away_advice,
                    group=away_group(channel),
                ),
            )
            for channel, change in self._away.items()
            if now - change.at >= settings.away_after
        ]


def missed(seen: Sequence[Seen], settings: AlertSettings) -> list[RaiseAlert]:
    """An alert for each time in which an account heard nothing; a short blip is only recorded."""
    words = WORDINGS[settings.language]
    gaps = [
        (one.event.channel, one.event.until - one.event.since)
        for one in seen
        if isinstance(one.event, GapFound)
    ]
    return [
        RaiseAlert(
            kind="gateway",
            severity=Severity.WARNING,
            reason=words.gap.format(channel=channel, minutes=length // _MINUTE),
            advice=words.gap_advice,
            group=f"gap:{channel}",
        )
        for channel, length in gaps
        if length >= _MINUTE
    ]


def away_group(channel: ChannelName) -> str:
    """What repeats of one account's absence are counted under."""
    return f"gateway:{channel}"
