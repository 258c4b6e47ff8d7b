"""The alert desk: tells the next person at every tick, and hears those who answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.alerts.accounts import AccountWatch, away_group, missed
from bot.alerts.answers import Answer, acknowledgements
from bot.alerts.ports import AlertStore, AlertUnit
from bot.alerts.routing import on_duty, route
from bot.alerts.text import answer_text
from bot.core.alerting import Acknowledged, Alert, AlertSettings
from bot.core.effects import DirectMessage, Effect, Intent, OnLate
from bot.core.ids import AlertId, ChannelName, StaffName, UserRef
from bot.core.rooms import RoomRules
from bot.core.seen import Seen, SeenMessage
from bot.core.signing import LINKS
from bot.core.staff import Staff, StaffAccount


class AlertDesk:
    """Decides with the store at hand; what it decides goes through the outbox."""

    def __init__(
        self,
        *,
        settings: AlertSettings,
        staff: Sequence[Staff],
        rules_for: Callable[[str, str, str], RoomRules],
        channels: Collection[ChannelName],  # that there are
        watch: AccountWatch | None = None,
        public_url: str = "",  # "": no links are sent
    ) -> None:
        self._public_url = public_url
        self._watch = AccountWatch() if watch is None else watch
        self._settings = settings
        self._staff: Mapping[StaffName, Staff] = {s.name: _on(channels, s) for s in staff}
        self._rules_for = rules_for
        self._accounts = [(account, s.name) for s in staff for account in s.accounts]

    async def tick(self, unit: AlertUnit, now: datetime) -> list[Effect]:
        """Accounts that are away too long, and everybody who is to be told of something now."""
        away = self._watch.overdue(self._settings, now)
        raised: list[Effect] = [
            effect
            for since, effect in away
            if not await unit.alerts.raised_since(effect.group, since)
        ]
        return [*raised, *await self._tell(unit, now)]

    async def _tell(self, unit: AlertUnit, now: datetime) -> list[Intent]:
        """Noted as told in the same transaction."""
        intents: list[Intent] = []
        for alert in await unit.alerts.due(now):
            routed = route(alert, self._order(alert), self._staff, self._settings, now)
            noted = await unit.alerts.told(alert, routed.staff, next_at=routed.next_at, now=now)
            if noted:
                intents += routed.intents
        if intents and self._public_url:
            # Whoever brings them out only looks, and cannot make what the links are signed with.
            await unit.secrets.value(LINKS, now)
        return intents

    def _order(self, alert: Alert) -> Sequence[StaffName]:
        room = alert.room
        named = () if room is None else self._rules_for(room.channel, room.ref, room.name).staff
        return on_duty(named, self._staff, self._settings)

    async def hear(self, unit: AlertUnit, seen: Sequence[Seen], now: datetime) -> list[Effect]:
        """Tell of gaps; acknowledge for colleagues who wrote "收到 12" to the bot, and answer."""
        heard: list[Effect] = [*missed(seen, self._settings)]
        for channel in self._watch.hear(seen):
            await unit.alerts.resolve(away_group(channel), author="groupkeeper", now=now)
        if not self._accounts:
            return heard
        for answer, account, said in self._answers(seen):
            if await _is_theirs(unit.alerts, account, said):
                heard.append(await self._settle(unit.alerts, answer, now))
        return heard

    def _answers(self, seen: Sequence[Seen]) -> list[tuple[Answer, StaffAccount, SeenMessage]]:
        by_message = {one.id: one for one in seen if isinstance(one, SeenMessage)}
        found = []
        for answer in acknowledgements(seen, self._colleague):
            said = by_message[answer.message]
            account = self._account(said)
            if account is not None:
                found.append((answer, account[0], said))
        return found

    def _colleague(self, said: SeenMessage) -> StaffName | None:
        account = self._account(said)
        return None if account is None else account[1]

    async def colleague(self, alerts: AlertStore, said: SeenMessage) -> Staff | None:
        """The colleague who speaks; None where it is none, or somebody with their name."""
        account = self._account(said)
        if account is None or not await _is_theirs(alerts, account[0], said):
            return None
        return self._staff[account[1]]

    def _account(self, said: SeenMessage) -> tuple[StaffAccount, StaffName] | None:
        """The colleague's account that speaks; an id is looked at before a name."""
        event = said.event
        here = [pair for pair in self._accounts if pair[0].channel == event.channel]
        by_id = (pair for pair in here if pair[0].user == event.sender)
        by_name = (p for p in here if p[0].user is None and p[0].name == event.sender_name)
        return next(by_id, None) or next(by_name, None)

    async def _settle(self, alerts: AlertStore, answer: Answer, now: datetime) -> Intent:
        alert = answer.alert
        if alert is None:
            alert = await alerts.newest_told(answer.staff)
        settled = await _acknowledge(alerts, alert, answer.staff, now)
        text = answer_text(
            settled, answer.alert, self._settings, zone=self._staff[answer.staff].zone
        )
        return Intent(
            deed=DirectMessage(to=answer.identity, text=text),
            key=f"alert-answer:{answer.message}",
            reason="a colleague acknowledged an alert",
            on_late=OnLate.SKIP,
            urgent=True,
        )


def _on(channels: Collection[ChannelName], colleague: Staff) -> Staff:
    """The colleague with those accounts only that one of our channels can speak to."""
    known = tuple(one for one in colleague.accounts if one.channel in channels)
    return colleague.model_copy(update={"accounts": known})


async def _acknowledge(
    alerts: AlertStore, alert: AlertId | None, staff: StaffName, now: datetime
) -> Acknowledged | None:
    return None if alert is None else await alerts.acknowledge(alert, author=staff, now=now)


async def _is_theirs(alerts: AlertStore, account: StaffAccount, said: SeenMessage) -> bool:
    """A name alone could be anybody's: it counts from the account whose name it is."""
    if account.user is not None or account.name is None:
        return True
    named = await alerts.accounts_named(account.channel, account.name)
    return named == (UserRef(said.event.sender),)
