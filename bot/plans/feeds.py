"""Calendar feeds: an address for each colleague and room that a calendar app can follow.

Calendar apps send no headers, so the address itself holds the key. It is made of a secret of this
installation and of how often the address was revoked: revoking it makes every older one void.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import quote

from bot.core.agenda import AgendaFilter, FeedKind
from bot.core.alerting import Language
from bot.core.ids import RoomId, StaffName
from bot.core.signing import LINKS, sign, signed
from bot.plans.agenda import AgendaDesk, AgendaUnit
from sop.agenda import steps_of_person

_BACK, _AHEAD = timedelta(days=30), timedelta(days=60)
_MOST = 1500  # steps behind and ahead; more than any calendar app shows well


class FeedsPort(Protocol):
    """The feeds of one transaction."""

    async def revoked(self, kind: str, subject: str) -> int:
        """How often the address of a feed was revoked."""
        ...


class SecretsPort(Protocol):
    """The secrets of the installation."""

    async def find(self, name: str) -> str | None:
        """A secret; None where nobody needed it yet."""
        ...

    async def value(self, name: str, now: datetime) -> str:
        """A secret, made where it is not there."""
        ...


class FeedUnit(AgendaUnit, Protocol):
    """One transaction, as feeds need it."""

    @property
    def feeds(self) -> FeedsPort:
        """The feeds."""
        ...

    @property
    def secrets(self) -> SecretsPort:
        """The secrets."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDesk:
    """Hands addresses out, and writes the feed that one leads to."""

    agenda: AgendaDesk
    language: Callable[[], Language]
    address: Callable[[], str]  # at which this service is reached, without a slash at the end

    async def address_of(self, unit: FeedUnit, kind: FeedKind, subject: str, now: datetime) -> str:
        """The address of a feed; raises GroupkeeperError for a colleague there is not."""
        if kind is FeedKind.PERSON:
            self.agenda.colleague(subject)
        secret = await unit.secrets.value(LINKS, now)
        key = sign(secret, *await _named(unit, kind, subject))
        return f"{self.address()}/calendar/{kind.value}/{quote(subject, safe='')}.ics?key={key}"

    async def feed(
        self, unit: FeedUnit, kind: FeedKind, subject: str, key: str, now: datetime
    ) -> bytes | None:
        """The feed; None where the key is not (or no longer) that of an address."""
        secret = await unit.secrets.find(LINKS)
        if secret is None or not signed(key, secret, *await _named(unit, kind, subject)):
            return None
        wanted = self._wanted(kind, subject, now)
        if wanted is None:
            return None
        # Each for itself: a past full of posts must not push out what is to come.
        past, ahead = replace(wanted, until=now), replace(wanted, since=now)
        entries = [
            *await self.agenda.entries(unit, past, limit=_MOST, now=now),
            *await self.agenda.entries(unit, ahead, limit=_MOST, now=now),
        ]
        name = entries[0].room_name if kind is FeedKind.ROOM and entries else subject
        # Tells installations apart without telling their secret.
        house = sign(secret, "house")[:8].lower()
        from sop.ics import write_ics  # noqa: PLC0415 (icalendar is for who has a feed)

        return write_ics(
            entries, name=f"groupkeeper · {name}", house=house, language=self.language(), now=now
        )

    def _wanted(self, kind: FeedKind, subject: str, now: datetime) -> AgendaFilter | None:
        since, until = now - _BACK, now + _AHEAD
        if kind is FeedKind.ROOM:
            return AgendaFilter(since=since, until=until, room=RoomId(int(subject)))
        name = StaffName(subject)
        if all(one.name != name for one in self.agenda.staff()):
            return None  # no colleague any more
        steps = steps_of_person(self.agenda.plans(), name)
        return AgendaFilter(since=since, until=until, person=name, expected=steps)


async def _named(unit: FeedUnit, kind: FeedKind, subject: str) -> tuple[object, ...]:
    return ("feed", kind.value, subject, await unit.feeds.revoked(kind.value, subject))
