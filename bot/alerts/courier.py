"""The courier brings an alert to one colleague by one way; the performer calls it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from bot.alerts.ports import AlertUnit
from bot.alerts.text import AlertText, alert_text
from bot.core.alert_links import LASTS, PATH, AlertLink, write_link
from bot.core.alerting import Alert, AlertSettings, AlertState
from bot.core.effects import NotifyStaff
from bot.core.errors import ChannelAway, ChannelRefused
from bot.core.ids import ChannelName, UserRef
from bot.core.ports import Channel, Notifier, Post, Receipt
from bot.core.signing import LINKS
from bot.core.staff import Staff, StaffAccount
from bot.performing.texts import split_text

_APPRISE = "apprise:"


class Courier:
    """Delivers at least once: the same alert told twice does less harm than one not told.

    Raises ChannelRefused, ChannelAway or ChannelUnsure, and StorageAway from the store.
    """

    def __init__(
        self,
        *,
        look: Callable[[], AbstractAsyncContextManager[AlertUnit]],  # only reads
        channels: Mapping[ChannelName, Channel],
        staff: Sequence[Staff],
        settings: AlertSettings,
        notifier: Notifier,
        public_url: str = "",  # how phones reach us; "": no links are sent
    ) -> None:
        self._public_url = public_url
        self._look = look
        self._channels = channels
        self._staff = {s.name: s for s in staff}
        self._settings = _with_link(settings, public_url)
        self._notifier = notifier

    async def deliver(self, deed: NotifyStaff) -> Receipt:
        """Tell the colleague; an alert that somebody has taken on meanwhile disturbs nobody."""
        colleague = self._staff.get(deed.staff)
        if colleague is None:
            msg = f"nobody named {deed.staff} is in config.yaml any more"
            raise ChannelRefused(msg)
        async with self._look() as unit:
            alert = await unit.alerts.get(deed.alert)
            secret = await unit.secrets.find(LINKS) if self._public_url else None
        if alert is None:
            msg = f"alert {deed.alert} does not exist"
            raise ChannelRefused(msg)
        if alert.state is AlertState.ACKNOWLEDGED:
            return Receipt()
        if deed.target.startswith(_APPRISE):
            link = "" if secret is None else self._link(alert, deed, secret)
            text = alert_text(alert, self._settings, zone=colleague.zone, link=link)
            return await self._notify(colleague, deed.target, alert, text)
        text = alert_text(alert, self._settings, zone=colleague.zone)
        return await self._tell(colleague, deed.channel, text, alert.to_copy)

    def _link(self, alert: Alert, deed: NotifyStaff, secret: str) -> str:
        """Where this colleague takes the alert on without signing in."""
        expires = alert.repeated_at + LASTS
        link = AlertLink(alert=alert.id, staff=deed.staff, target=deed.target, expires=expires)
        return f"{self._public_url}{PATH}{write_link(link, secret)}"

    async def _notify(
        self, colleague: Staff, target: str, alert: Alert, text: AlertText
    ) -> Receipt:
        index = int(target.removeprefix(_APPRISE))
        if index >= len(colleague.targets):
            msg = f"{colleague.name} has no target {index} any more (alert {alert.id})"
            raise ChannelRefused(msg)
        address = colleague.targets[index].get_secret_value()
        await self._notifier.notify(address, text.title, text.body)
        if alert.to_copy:
            await self._notifier.notify(address, "", alert.to_copy)
        return Receipt()

    async def _tell(
        self, colleague: Staff, name: ChannelName | None, text: AlertText, to_copy: str
    ) -> Receipt:
        """By the account whose turn to speak it is, and by no other."""
        account = next((one for one in colleague.accounts if one.channel == name), None)
        channel = None if account is None else self._channels.get(account.channel)
        if account is None or channel is None:
            msg = f"{colleague.name} cannot be told on channel {name} any more"
            raise ChannelRefused(msg)
        user = await self._address(account)
        longest = channel.traits.max_text
        whole = text.whole
        post = whole if len(whole) <= longest else f"{whole[: longest - 1]}…"
        receipt = await channel.tell(user, Post(text=post))
        # Alone in its message, so that a phone copies the text and nothing else.
        for part in split_text(to_copy, longest):
            await channel.tell(user, Post(text=part))
        return receipt

    async def _address(self, account: StaffAccount) -> UserRef:
        if account.user is not None:
            return account.user
        async with self._look() as unit:
            named = await unit.alerts.accounts_named(account.channel, account.name or "")
        if not named:
            msg = f"nobody on {account.channel} shows the name configured for this colleague yet"
            raise ChannelAway(msg)
        if len(named) > 1:
            msg = f"several people on {account.channel} show the name configured; give the user id"
            raise ChannelRefused(msg)
        return named[0]


def _with_link(settings: AlertSettings, public_url: str) -> AlertSettings:
    """Alerts are looked at in the console, where nothing else is said and phones reach it."""
    if settings.link or not public_url:
        return settings
    return settings.model_copy(update={"link": f"{public_url}/alerts?id={{id}}"})
