"""Alerts outside the chat platforms, through apprise: WeCom, DingTalk, Feishu, e-mail, ..."""

import asyncio
import logging
import re
import warnings
from collections.abc import Sequence

from apprise import (
    Apprise,
    AppriseAsset,
    AppriseResult,
    AppriseResultStatus,
    NotifyFormat,
    PersistentStoreMode,
)

from bot.core.errors import ChannelAway, ChannelError, ChannelRefused, ChannelUnsure

# What apprise's plugins write into their log; the result holds those lines of the call. Only
# lines that begin so are read: others quote the alert, and could say anything.
_ANSWERED = re.compile(r"Failed to send .*\berror=(\d{3})\b")
_NEVER_LEFT = re.compile(
    r"Socket Exception: .*(NewConnection|NameResolution|ConnectTimeout|SSL|Proxy)"
)
_SERVER_TROUBLE = range(500, 600)
_TRY_LATER = {408, 425, 429}
_SLACK = 2.0  # seconds beyond the time given, for apprise to notice that it is over


class AppriseNotifier:
    """Implements `bot.core.ports.Notifier`; each call ends within `seconds` and a little."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._asset = AppriseAsset(async_mode=True, storage_mode=PersistentStoreMode.MEMORY)
        # At this level the lines above are captured with the result; they quote alerts and
        # addresses, so they go no further.
        noisy = logging.getLogger("apprise")
        noisy.setLevel(logging.DEBUG)
        noisy.propagate = False

    async def notify(self, target: str, title: str, body: str) -> None:
        """Send; raises ChannelRefused, ChannelAway (certainly not done) or ChannelUnsure."""
        service = await asyncio.to_thread(self._load, target)
        sending = service.async_notify(
            title=title,
            body=body,
            body_format=NotifyFormat.TEXT,
            timeout=self._seconds,
            log_level=logging.DEBUG,
        )
        try:
            result = await asyncio.wait_for(sending, self._seconds + _SLACK)
        except TimeoutError:
            msg = f"the service did not answer within {self._seconds:g} s"
            raise ChannelUnsure(msg) from None
        if not result:
            raise _trouble(result)

    def _load(self, target: str) -> Apprise:
        # Plugins are imported at the first use, which takes a second; some warn of their age.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            service = Apprise(asset=self._asset)
            if not service.add(target):
                msg = "the target is not an apprise address (see github.com/caronc/apprise/wiki)"
                raise ChannelRefused(msg)
            return service


def invalid_targets(targets: Sequence[str]) -> list[int]:
    """The places of those that apprise does not understand; nothing is sent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [i for i, target in enumerate(targets) if Apprise.instantiate(target) is None]


def _trouble(result: AppriseResult) -> ChannelError:
    """What a failure means for trying again. Texts never name the address: it holds secrets."""
    if result.status == AppriseResultStatus.TIMEOUT:
        return ChannelUnsure("the service did not answer in time")
    lines = [line.message for one in result.results for line in one.logs()]
    if any(_NEVER_LEFT.match(line) for line in lines):
        return ChannelAway("no connection to the service")
    codes = [int(match.group(1)) for line in lines if (match := _ANSWERED.match(line))]
    if not codes:
        return ChannelUnsure("the connection to the service broke")
    if codes[0] in _SERVER_TROUBLE or codes[0] in _TRY_LATER:
        return ChannelAway(f"the service answered {codes[0]}")
    return ChannelRefused(f"the service refused the alert with {codes[0]}")
