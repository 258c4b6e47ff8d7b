"""What the API needs of the service: a unit of the store, the bulletin, the state of health.

The repositories' values cross here as they are; `bot/web/views/` says which of their fields
the API shows. A `wanted` is any value with the fields of the store's filter of that name.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.notices import Notice
from bot.core.ports import Clock
from bot.web.house_ports import House

OpenUnit = Callable[[], AbstractAsyncContextManager["ApiUnit"]]


class ApiUnit(Protocol):
    """One transaction with every repository on it (`storage.unit.Unit`)."""

    @property
    def abroad(self) -> Any:  # noqa: ANN401 (storage.service.abroad.Abroad)
        """What any process committed lately."""
        ...

    @property
    def archive(self) -> Any:  # noqa: ANN401 (storage.talk.archive.Archive)
        """Messages, events, gaps and poison."""
        ...

    @property
    def consents(self) -> Any:  # noqa: ANN401 (storage.sop.consents.Consents)
        """Which messages may be quoted by name."""
        ...

    @property
    def roster(self) -> Any:  # noqa: ANN401 (storage.people.roster.Roster)
        """Rooms, people and accounts."""
        ...

    @property
    def erasures(self) -> Any:  # noqa: ANN401 (storage.privacy.erasures.Erasures)
        """People whose data is erased."""
        ...

    @property
    def exports(self) -> Any:  # noqa: ANN401 (storage.privacy.exports.Exports)
        """Everything that is held about a person."""
        ...

    @property
    def records(self) -> Any:  # noqa: ANN401 (storage.judging.records.Records)
        """Verdicts, cases, leads and questions."""
        ...

    @property
    def conduct(self) -> Any:  # noqa: ANN401 (storage.conduct.conduct.Conduct)
        """Points, lists, alarms of rooms, quizzes."""
        ...

    @property
    def samples(self) -> Any:  # noqa: ANN401 (storage.learning.samples.Samples)
        """What is learned from."""
        ...

    @property
    def versions(self) -> Any:  # noqa: ANN401 (storage.learning.versions.Versions)
        """Versions of the learned model."""
        ...

    @property
    def timeline(self) -> Any:  # noqa: ANN401 (storage.talk.timeline.Timeline)
        """Rooms as people read them."""
        ...

    @property
    def search(self) -> Any:  # noqa: ANN401 (storage.talk.search.Search)
        """Full text."""
        ...

    @property
    def alerts(self) -> Any:  # noqa: ANN401 (storage.service.alerts.Alerts)
        """Alerts."""
        ...

    @property
    def heartbeat(self) -> Any:  # noqa: ANN401 (storage.service.heartbeat.Heartbeat)
        """Until when each account heard."""
        ...

    @property
    def outbox(self) -> Any:  # noqa: ANN401 (storage.delivery.outbox.Outbox)
        """Deliveries."""
        ...

    @property
    def runs(self) -> Any:  # noqa: ANN401 (storage.sop.runs.Runs)
        """Plans, runs and occurrences."""
        ...

    @property
    def contents(self) -> Any:  # noqa: ANN401 (storage.sop.content.Contents)
        """Approvals of the content library."""
        ...

    @property
    def places(self) -> Any:  # noqa: ANN401 (storage.sop.places.Places)
        """Which of our accounts sit in the same room."""
        ...

    @property
    def tasks(self) -> Any:  # noqa: ANN401 (storage.sop.tasks.Tasks)
        """Tasks."""
        ...

    @property
    def waiting(self) -> Any:  # noqa: ANN401 (storage.service.waiting.Waiting)
        """What waits for people."""
        ...

    @property
    def daily(self) -> Any:  # noqa: ANN401 (storage.service.daily.Daily)
        """What stretches of days held."""
        ...

    @property
    def links(self) -> Any:  # noqa: ANN401 (storage.sop.links.Links)
        """Short links and who followed them."""
        ...

    @property
    def access(self) -> Any:  # noqa: ANN401 (storage.access.access.Access)
        """Logins, sessions, keys of programs."""
        ...

    @property
    def absences(self) -> Any:  # noqa: ANN401 (storage.sop.absences.Absences)
        """Who is away."""
        ...

    @property
    def feeds(self) -> Any:  # noqa: ANN401 (storage.sop.feeds.Feeds)
        """Addresses of calendar feeds."""
        ...

    @property
    def campaigns(self) -> Any:  # noqa: ANN401 (storage.campaigns.campaigns.Campaigns)
        """Sign-ups, coupons, lotteries."""
        ...

    @property
    def secrets(self) -> Any:  # noqa: ANN401 (storage.service.secrets.Secrets)
        """What this installation alone knows."""
        ...

    @property
    def audit(self) -> Any:  # noqa: ANN401 (storage.service.audit.Audit)
        """Who changed what."""
        ...


class OpenDesk(Protocol):
    """What pages that nobody signs in for need of the web's desk, and the door that knows keys."""

    @property
    def read(self) -> OpenUnit:
        """A transaction to look."""
        ...

    @property
    def write(self) -> OpenUnit:
        """A transaction that commits."""
        ...

    @property
    def house(self) -> House:
        """Settings and plans in force."""
        ...

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...

    @property
    def changed(self) -> Callable[[], None]:
        """To be called after a change."""
        ...


class Bulletin(Protocol):
    """What was committed just now (`bot.bulletin.Bulletin`)."""

    def read_by(self, reader: Callable[[Sequence[Notice]], None]) -> Callable[[], None]:
        """Call `reader` with all that is posted, until what is given back is called."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that must hold before the service is of use."""

    name: str  # "database", "migrations", "channel wx"
    ok: bool
    detail: str = ""
    needed: bool = True  # False: told, and the service is ready all the same


Readiness = Callable[[], Awaitable[Sequence[Check]]]
